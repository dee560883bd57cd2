import type { CaseView, StepRun } from '../../../contract/cases.ts';
import { type RecordKind, recordKind } from '../../../contract/records.ts';
import { refuse } from '../../../contract/errors.ts';
import type { Caller } from '../audit/audit.ts';
import type { CaseDeps } from './cases.ts';
import { closedTo } from './rules.ts';
import type { Work } from './work.ts';

/** What a step asks of the copy, by the words of the terminal. */
export type StepWhat = 'search' | 'show' | 'diagnose' | 'tickets';
type StepInput = Readonly<Record<string, string>>;

/** Most results that are kept and compared; `total` counts them all. */
const mostFound = 500;

/** What people asked of the copy for a case, kept so that it can be asked again of a newer one. */
export function createSteps(deps: CaseDeps, work: Work) {
  /** Asks, and gives what was found as one line a thing, in a stable order. Refuses BAD_INPUT, NOT_FOUND. */
  const ask = (what: StepWhat, input: StepInput): { found: string[]; total: number } => {
    switch (what) {
      case 'search': {
        const kind = input.kind === undefined ? undefined : kindOf(input.kind);
        const { hits, total } = deps.search({
          text: need(input, 'text'),
          limit: 200,
          ...(kind === undefined ? {} : { kind }),
        });
        return { found: hits.map((hit) => `${hit.kind} ${hit.id}`).toSorted(), total };
      }
      case 'show': {
        const { fields } = deps.show({ kind: kindOf(need(input, 'kind')), id: need(input, 'id') });
        return counted(
          Object.entries(fields)
            .filter(([, value]) => value !== null)
            .map(([name, value]) => `${name} = ${value}`),
        );
      }
      case 'diagnose':
        return counted(
          deps
            .diagnose(
              input.account === undefined
                ? { recharge: need(input, 'recharge') }
                : { account: input.account },
            )
            .map(
              (one) => `${one.recharge_id} ${one.root_cause} owed ${one.coins_owed ?? 'unknown'}`,
            ),
        );
      case 'tickets': {
        const { tickets, total } = deps.tickets({ status: statusOf(input.status), limit: 500 });
        return { found: tickets.map((one) => `ticket ${one.ticket_id}`).toSorted(), total };
      }
    }
  };

  return {
    /** Asks now, and keeps the question with what it found. */
    step(caller: Caller, input: { case: string; what: StepWhat; input: StepInput }): CaseView {
      const { found, total } = ask(input.what, input.input);
      const deed = {
        command: 'cases.step',
        sentence: `${caller.user} kept a ${input.what} with case ${input.case}.`,
        details: input.input,
      };
      return work.act(caller, input.case, deed, (folded) => {
        const closed = closedTo(folded);
        if (closed) throw closed;
        return [
          {
            kind: 'step',
            what: input.what,
            input: { ...input.input },
            found: found.slice(0, mostFound).map((line) => line.slice(0, 300)),
            total,
            as_of: deps.copyAge().as_of,
          },
        ];
      });
    },

    /** Asks every kept question again of the copy of today, in their order; changes nothing. */
    replay({ case: id }: { case: string }): StepRun[] {
      const { as_of } = deps.copyAge();
      return work
        .foldedOf(id)
        .of('step')
        .map(({ id: entry, content }) => {
          const now = again(() => ask(content.what, content.input));
          const found = now.found.slice(0, mostFound).map((line) => line.slice(0, 300));
          return {
            entry,
            what: content.what,
            input: content.input,
            before: content.total,
            now: now.total,
            came: found.filter((line) => !content.found.includes(line)),
            went: content.found.filter((line) => !found.includes(line)),
            as_of,
          };
        });
    },
  };
}

/** What a record that has gone from the copy finds: nothing. */
function again(ask: () => { found: string[]; total: number }): { found: string[]; total: number } {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'NOT_FOUND')
      return { found: [], total: 0 };
    throw error;
  }
}

function counted(lines: string[]): { found: string[]; total: number } {
  return { found: lines.toSorted(), total: lines.length };
}

function need(input: StepInput, name: string): string {
  const value = input[name];
  if (value !== undefined && value !== '') return value;
  throw refuse('BAD_INPUT', `This step needs ${name}.`, `Give ${name}.`);
}

function kindOf(word: string): RecordKind {
  const read = recordKind.safeParse(word);
  if (read.success) return read.data;
  throw refuse(
    'BAD_INPUT',
    `${word} is no kind of record.`,
    `It is one of ${recordKind.options.join(', ')}.`,
  );
}

function statusOf(word: string | undefined): 'open' | 'waiting' | 'closed' | 'any' {
  const known = (['open', 'waiting', 'closed', 'any'] as const).find((one) => one === word);
  return known ?? 'open';
}

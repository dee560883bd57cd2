import type { CaseView, StepRun, StepWhat } from '../../../contract/cases.ts';
import { type RecordKind, recordKind } from '../../../contract/records.ts';
import { refuse } from '../../../contract/errors.ts';
import { filter, listName } from '../../../contract/record-lists.ts';
import { type LinkGraph, linkKind, type LinkKind } from '../../../contract/sellers.ts';
import type { Caller } from '../audit/audit.ts';
import type { CaseDeps } from './cases.ts';
import { closedTo } from './rules.ts';
import type { Work } from './work.ts';

type StepInput = Readonly<Record<string, string>>;
interface Found {
  readonly found: string[];
  readonly total: number;
}

/** Most results that are kept and compared; `total` counts them all. */
const mostFound = 500;

/** What people asked of the copy for a case, kept so that it can be asked again of a newer one. */
export function createSteps(deps: CaseDeps, work: Work) {
  /** Asks, and gives what was found as one line a thing, in a stable order. Refuses BAD_INPUT, NOT_FOUND. */
  const ask = async (caller: Caller, what: StepWhat, input: StepInput): Promise<Found> => {
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
      case 'list':
        return await rowsOf(caller, input);
      case 'links': {
        const from = nodeOf(input, 'kind', 'id');
        return linesOf(await deps.around({ ...from, hops: 2, most: mostFound }));
      }
      case 'path': {
        const from = nodeOf(input, 'kind', 'id');
        return linesOf(await deps.path({ from, to: nodeOf(input, 'to_kind', 'to') }));
      }
    }
  };

  /** The rows of a list that meet a filter, each by its key. */
  const rowsOf = async (caller: Caller, input: StepInput): Promise<Found> => {
    const list = listName.safeParse(need(input, 'list'));
    const wanted = filter.safeParse(json(input.filter ?? '[]'));
    const described = deps.lists(caller).find((one) => one.list === list.data);
    if (!list.success || !wanted.success || !described)
      throw refuse(
        'BAD_INPUT',
        'There is no such list, or its filter is not well-formed.',
        'Take both from the address of the list.',
      );
    const { total, rows } = await deps.list(caller, {
      list: list.data,
      filter: wanted.data,
      sort: [],
      columns: described.key,
      offset: 0,
      limit: mostFound,
    });
    const found = rows.map((row) => `${list.data} ${(row ?? []).join(' ')}`).toSorted();
    return { found, total };
  };

  return {
    /** Asks now, and keeps the question with what it found. */
    async step(
      caller: Caller,
      input: { case: string; what: StepWhat; input: StepInput },
    ): Promise<CaseView> {
      const { found, total } = await ask(caller, input.what, input.input);
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
    async replay(caller: Caller, { case: id }: { case: string }): Promise<StepRun[]> {
      const { as_of } = deps.copyAge();
      const runs: StepRun[] = [];
      for (const { id: entry, content } of work.foldedOf(id).of('step')) {
        const now = await again(() => ask(caller, content.what, content.input));
        const found = new Set(now.found.slice(0, mostFound).map((line) => line.slice(0, 300)));
        const before = new Set(content.found);
        runs.push({
          entry,
          what: content.what,
          input: content.input,
          before: content.total,
          now: now.total,
          came: [...found].filter((line) => !before.has(line)),
          went: content.found.filter((line) => !found.has(line)),
          as_of,
        });
      }
      return runs;
    },
  };
}

/** What a record that has gone from the copy finds: nothing. */
async function again(ask: () => Promise<Found>): Promise<Found> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'NOT_FOUND')
      return { found: [], total: 0 };
    throw error;
  }
}

function counted(lines: string[]): Found {
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

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function nodeOf(input: StepInput, kind: string, id: string): { kind: LinkKind; id: string } {
  const read = linkKind.safeParse(need(input, kind));
  if (read.success) return { kind: read.data, id: need(input, id) };
  throw refuse(
    'BAD_INPUT',
    `${input[kind]} is nothing that links are drawn of.`,
    `It is one of ${linkKind.options.join(', ')}.`,
  );
}

/** A picture of links in lines: its nodes, and between which of them there are links. */
function linesOf({ nodes, edges, left_out }: LinkGraph): Found {
  const names = new Map(nodes.map(({ key, kind, id }) => [key, `${kind} ${id}`]));
  const lines = [
    ...names.values(),
    ...edges.map(({ from, to }) => `${names.get(from) ?? from} – ${names.get(to) ?? to}`),
  ];
  return { found: lines.toSorted(), total: lines.length + left_out };
}

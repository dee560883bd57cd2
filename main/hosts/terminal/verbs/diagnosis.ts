import type { DeskClient } from '../../../../contract/contract.ts';
import type { ExplainedBalance, SweepProgress, Verdict } from '../../../../contract/diagnosis.ts';
import { refuse } from '../../../../contract/errors.ts';
import { counted, sayNumber, sayTime, sayWord } from '../../../../contract/say.ts';
import { causeName, deadlineNames } from '../../../../contract/verdict-words.ts';
import {
  type Args,
  flag,
  given,
  needed,
  text,
  type Progress,
  type Verb,
  type VerbContext,
} from '../verb.ts';

const signs: Record<string, string> = {
  pass: '✓',
  fail: '✗',
  warn: '!',
  unknown: '?',
  skipped: '·',
};

function sayVerdict(answer: unknown): string {
  const verdict = answer as Verdict;
  return [
    `${verdict.recharge_id ?? verdict.ticket_id ?? verdict.payment ?? ''}: ${causeName(verdict.root_cause)} ` +
      `(${verdict.root_cause}, ${verdict.confidence}, ${verdict.owner})`,
    verdict.agent_text,
    ...(verdict.coins_owed === null
      ? []
      : [`Coins owed: ${sayNumber(BigInt(verdict.coins_owed))}`]),
    `Next: ${verdict.next_step}`,
    ...(verdict.deadline
      ? [
          `Deadline: ${deadlineNames[verdict.deadline.kind]}, ${sayTime(Date.parse(verdict.deadline.at))}`,
        ]
      : []),
    ...verdict.checks
      .filter((check) => check.outcome !== 'skipped')
      .map((check) => `  ${signs[check.outcome]} ${check.id.padEnd(22)} ${check.text}`),
    '',
    `Customer: ${verdict.customer_text}`,
  ].join('\n');
}

const oneOnly = 'Diagnose takes one recharge id, or --account, --ticket or --all.';

/** How many things are asked for at once. */
function namedIn(args: Args): number {
  const ids = ['id', 'account', 'ticket'].filter((name) => args[name] !== undefined).length;
  return ids + (flag(args, 'all') ? 1 : 0);
}

const diagnoseVerb: Verb = {
  words: 'diagnose',
  does: 'the verdict on a recharge, an account, a ticket, or everything',
  positional: ['id?'],
  options: {
    account: { value: 'ID', does: 'every attempt of an account' },
    ticket: { value: 'ID', does: 'what a ticket is about' },
    all: { does: 'every attempt of the copy' },
  },
  misuse: (args) => (namedIn(args) === 1 ? null : oneOnly),
  async run({ client, args }) {
    if (namedIn(args) !== 1) throw refuse('BAD_INPUT', oneOnly, 'Give exactly one of them.');
    if (flag(args, 'all')) return { lines: await client.diagnosis.all() };
    const asked = given({
      recharge: text(args, 'id'),
      account: text(args, 'account'),
      ticket: text(args, 'ticket'),
    });
    const verdicts = await client.diagnosis.diagnose(asked);
    return asked.account === undefined ? { one: verdicts[0] } : { list: verdicts };
  },
  say: sayVerdict,
};

const answerVerb: Verb = {
  words: 'answer',
  does: "notes the customer's answer to a question, and gives the verdict anew",
  positional: ['recharge', 'question', 'value'],
  async run({ client, args }) {
    return {
      one: await client.diagnosis.answer({
        recharge: needed(args, 'recharge'),
        question: needed(args, 'question'),
        value: needed(args, 'value'),
      }),
    };
  },
  say: sayVerdict,
};

/** Sweeps, with progress on the way; ends when the sweep has. */
async function swept({ client, progress }: VerbContext): Promise<void> {
  for await (const event of await client.diagnosis.sweep())
    if (event.kind === 'progress') progress(asProgress(event.progress));
}

/** A sweep counts attempts where an import counts rows and bytes. */
function asProgress({ attempts, total, a_second }: SweepProgress): Progress {
  return {
    phase: 'sweep',
    file: '',
    rows: attempts,
    bytes: attempts,
    bytes_total: total ?? 0,
    rows_a_second: a_second,
  };
}

const findingsAtOnce = 1000;

async function* findings(client: DeskClient) {
  for (let after: number | null = 0; after !== null; ) {
    const page: Awaited<ReturnType<DeskClient['diagnosis']['findings']>> =
      await client.diagnosis.findings({ after, limit: findingsAtOnce });
    for (const { kind, recharge_id, account_id, payment, coins } of page.rows)
      yield {
        kind,
        recharge_id,
        account_id,
        coins,
        // Money without an order of ours has no other name.
        ...(payment === null ? {} : { payment }),
      };
    after = page.next;
  }
}

const sweepVerb: Verb = {
  words: 'sweep',
  does: 'judges everything: what is owed, and what was given wrongly',
  async run(context) {
    await swept(context);
    return { list: findings(context.client) };
  },
  none: 'Nothing found: nothing is owed, and nothing was given wrongly.',
  say(answer) {
    const one = answer as {
      kind: string;
      recharge_id: string | null;
      payment?: string;
      account_id: string | null;
      coins: string;
    };
    return `${one.kind.padEnd(24)} ${sayNumber(BigInt(one.coins)).padStart(11)}  ${one.recharge_id ?? one.payment ?? ''}  ${one.account_id ?? ''}`;
  },
};

const deadlinesVerb: Verb = {
  words: 'deadlines',
  does: 'what runs out when, the soonest first',
  async run(context) {
    const { client } = context;
    let open = await client.diagnosis.deadlines();
    if (open.state?.fresh !== true) {
      await swept(context);
      open = await client.diagnosis.deadlines();
    }
    return {
      list: open.rows.map(({ kind, at, recharge_id, account_id }) => ({
        kind,
        at,
        recharge_id,
        account_id,
      })),
    };
  },
};

const balanceVerb: Verb = {
  words: 'balance',
  does: 'explains a balance: the entries that sum to it, gaps, doubles, orphans',
  positional: ['account'],
  options: { at: { value: 'TIME', does: 'as it was then, RFC 3339' } },
  async run({ client, args }) {
    const at = text(args, 'at');
    return {
      list: await client.diagnosis.balance({ account: needed(args, 'account'), ...given({ at }) }),
    };
  },
  say(answer) {
    const one = answer as ExplainedBalance;
    if (!one.known)
      return (
        `No record of the account ${one.account} is in this copy. The ${sayNumber(BigInt(one.computed))} ${one.asset} are the ` +
        'sum of no entries, and say nothing of what it holds. Check the id, or import newer records.' +
        (one.desk_adjustments === '0'
          ? ''
          : ` ${sayNumber(BigInt(one.desk_adjustments))} decided here and not confirmed.`)
      );
    return [
      `${one.account}: ${sayNumber(BigInt(one.computed))} ${one.asset} by ${counted(one.entries.length, 'entry', 'entries')}` +
        `${one.stated === null ? '' : `, the newest states ${sayNumber(BigInt(one.stated))}`}` +
        `${one.desk_adjustments === '0' ? '' : `, ${sayNumber(BigInt(one.desk_adjustments))} decided here and not confirmed`}`,
      ...one.sums.map(
        (sum) =>
          `  ${sayWord(sum.kind).padEnd(20)} ${sayNumber(BigInt(sum.coins)).padStart(14)}  (${sayNumber(sum.entries)})`,
      ),
      ...one.problems.map(
        (problem) =>
          `  ! ${sayTime(problem.at === null ? null : Date.parse(problem.at))}, ${problem.entry_id}: ${problem.text}`,
      ),
    ].join('\n');
  },
};

export const diagnosisVerbs: readonly Verb[] = [
  diagnoseVerb,
  answerVerb,
  sweepVerb,
  deadlinesVerb,
  balanceVerb,
];

import type { Verdict } from '../../../../contract/diagnosis.ts';
import { refuse } from '../../../../contract/errors.ts';
import { flag, given, needed, text, type Verb } from '../verb.ts';

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
    `${verdict.recharge_id ?? verdict.ticket_id ?? verdict.payment ?? ''}: ${verdict.root_cause} ` +
      `(${verdict.confidence}, ${verdict.owner})`,
    verdict.agent_text,
    ...(verdict.coins_owed === null ? [] : [`Coins owed: ${verdict.coins_owed}`]),
    `Next: ${verdict.next_step}`,
    ...(verdict.deadline ? [`Deadline: ${verdict.deadline.kind} at ${verdict.deadline.at}`] : []),
    ...verdict.checks
      .filter((check) => check.outcome !== 'skipped')
      .map((check) => `  ${signs[check.outcome]} ${check.id.padEnd(22)} ${check.text}`),
    '',
    `Customer: ${verdict.customer_text}`,
  ].join('\n');
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
  async run({ client, args }) {
    if (flag(args, 'all')) {
      const batches = await client.diagnosis.all();
      return { list: flattened(batches) };
    }
    const asked = given({
      recharge: text(args, 'id'),
      account: text(args, 'account'),
      ticket: text(args, 'ticket'),
    });
    if (Object.keys(asked).length !== 1)
      throw refuse(
        'BAD_INPUT',
        'Diagnose takes one recharge id, or --account, --ticket or --all.',
        'Give exactly one of them.',
      );
    const verdicts = await client.diagnosis.diagnose(asked);
    return asked.account === undefined ? { one: verdicts[0] } : { list: verdicts };
  },
  say: sayVerdict,
};

async function* flattened<T>(batches: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const batch of batches) yield* batch;
}

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

export const diagnosisVerbs: readonly Verb[] = [diagnoseVerb, answerVerb];

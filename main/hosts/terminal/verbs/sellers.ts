import { refuse } from '../../../../contract/errors.ts';
import type { SellerLine } from '../../../../contract/sellers.ts';
import { flag, needed, text, type Verb } from '../verb.ts';

function saySeller(answer: unknown): string {
  const line = answer as SellerLine;
  return [
    `${line.seller_id}: ${line.score} points, ${line.status}${line.suggested ? ', suggested for review' : ''}`,
    ...line.signals.flatMap((signal) => [
      `  ${String(signal.points).padStart(3)}  ${signal.name}: ${signal.text}`,
      `       May be harmless: ${signal.innocent_cause}`,
      ...signal.evidence.map(
        (one) =>
          `       ${one.table} ${one.key} ${one.field} = ${one.value ?? 'unknown'} (${one.file}:${one.line})`,
      ),
    ]),
  ].join('\n');
}

const list: Verb = {
  words: 'sellers',
  does: 'every seller, scored, each point explained; or the rings',
  options: {
    explain: { value: 'ID', does: 'one seller with everything that speaks for its points' },
    rings: { does: 'rings with the part that each account played' },
  },
  async run({ client, args }) {
    const one = text(args, 'explain');
    if (one !== undefined && flag(args, 'rings'))
      throw refuse('BAD_INPUT', 'Either --explain or --rings.', 'Leave one of them out.');
    if (one !== undefined) return { one: await client.sellers.show({ id: one }) };
    return {
      list: flag(args, 'rings') ? await client.sellers.rings() : await client.sellers.list(),
    };
  },
  say: saySeller,
};

/** The verbs of a flag: each by a person, with a reason that is kept. */
function onFlag(word: 'flag' | 'confirm' | 'reject' | 'withdraw', does: string): Verb {
  return {
    words: `sellers ${word}`,
    does,
    positional: ['id'],
    options: { reason: { value: 'T', does: 'why, kept for good', must: true } },
    async run({ client, args }) {
      const input = { id: needed(args, 'id'), reason: needed(args, 'reason') };
      return { one: await client.sellers[word](input) };
    },
  };
}

export const sellerVerbs: readonly Verb[] = [
  list,
  onFlag('flag', 'proposes a flag; another person confirms it'),
  onFlag('confirm', 'confirms an open flag of somebody else'),
  onFlag('reject', 'rejects an open flag of somebody else'),
  onFlag('withdraw', 'takes a flag back; nothing is deleted'),
];

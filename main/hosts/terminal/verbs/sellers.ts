import { refuse } from '../../../../contract/errors.ts';
import type { SellerLine } from '../../../../contract/sellers.ts';
import { filterOf } from './lists.ts';
import { sellerWatchVerbs } from './seller-watch.ts';
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
    filter: { value: 'JSON', does: 'only sellers that meet these conditions' },
    rings: { does: 'rings with the part that each account played' },
  },
  async run({ client, args }) {
    const one = text(args, 'explain');
    if (one !== undefined && flag(args, 'rings'))
      throw refuse('BAD_INPUT', 'Either --explain or --rings.', 'Leave one of them out.');
    if (one !== undefined) return { one: await client.sellers.show({ id: one }) };
    return {
      list: flag(args, 'rings')
        ? await client.sellers.rings()
        : await client.sellers.list({ filter: filterOf(text(args, 'filter')) }),
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

const asCase: Verb = {
  words: 'sellers case',
  does: 'makes a case of a seller’s whole history: buyers, coins, refunds, tickets, evidence',
  positional: ['id'],
  async run({ client, args }) {
    return { one: await client.cases.ofSeller({ seller: needed(args, 'id') }) };
  },
};

const rates: Verb = {
  words: 'sellers rates',
  does: 'exchange rates by day: those typed in, replaced and withdrawn ones too, and those of the copy',
  async run({ client }) {
    return { list: await client.sellers.rates() };
  },
};

const setRate: Verb = {
  words: 'sellers rate',
  does: 'types in an exchange rate of a day, with where it is from',
  positional: ['from', 'to', 'rate'],
  options: {
    day: { value: 'DAY', does: 'as 2026-11-23', must: true },
    source: { value: 'T', does: 'where the rate stands', must: true },
  },
  async run({ client, args }) {
    return {
      one: await client.sellers.setRate({
        from: needed(args, 'from').toUpperCase(),
        to: needed(args, 'to').toUpperCase(),
        rate: needed(args, 'rate'),
        day: needed(args, 'day'),
        source: needed(args, 'source'),
      }),
    };
  },
};

const withdrawRate: Verb = {
  words: 'sellers withdraw-rate',
  does: 'lets a typed-in rate count no more; it stays in the list',
  positional: ['from', 'to'],
  options: {
    day: { value: 'DAY', does: 'as 2026-11-23', must: true },
    reason: { value: 'T', does: 'why, kept for good', must: true },
  },
  async run({ client, args }) {
    return {
      one: await client.sellers.withdrawRate({
        from: needed(args, 'from').toUpperCase(),
        to: needed(args, 'to').toUpperCase(),
        day: needed(args, 'day'),
        reason: needed(args, 'reason'),
      }),
    };
  },
};

const lacking: Verb = {
  words: 'sellers lacking-rates',
  does: 'currencies whose offers compare with nothing for want of a rate',
  async run({ client }) {
    return { list: await client.sellers.lackingRates() };
  },
};

export const sellerVerbs: readonly Verb[] = [
  list,
  asCase,
  rates,
  setRate,
  withdrawRate,
  lacking,
  ...sellerWatchVerbs,
  onFlag('flag', 'proposes a flag; another person confirms it'),
  onFlag('confirm', 'confirms an open flag of somebody else'),
  onFlag('reject', 'rejects an open flag of somebody else'),
  onFlag('withdraw', 'takes a flag back; nothing is deleted'),
];

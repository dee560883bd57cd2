import {
  type Adjustment,
  adjustmentStates,
  type Proposed,
  reasonNames,
  reasons,
} from '../../../../contract/adjustments.ts';
import { sayCoins, sayDelta, sayNumber, sayTime } from '../../../../contract/say.ts';
import { given, needed, oneOf, small, text, type Verb } from '../verb.ts';

function sayProposed(answer: unknown): string {
  const made = answer as Proposed;
  return [
    `${made.id} is ${made.state}: ${sayNumber(BigInt(made.balance_before))} → ${sayCoins(BigInt(made.balance_after))}, ${sayNumber(BigInt(made.limit_left))} left of the limit.`,
    ...(made.state === 'proposed' ? ['It waits for another person to approve it.'] : []),
    ...made.warnings.map((warning) => `Warning: ${warning}`),
  ].join('\n');
}

/** Two short lines, which stand on a terminal of 80 columns; `adjust show` tells the rest. */
function sayAdjustment(answer: unknown): string {
  const { id, state, coins, reason, account, maker, checker, created_at } = answer as Adjustment;
  const by = checker === null ? `by ${maker}` : `by ${maker}, checked by ${checker}`;
  return [
    `${id}  ${state.padEnd(12)} ${sayDelta(BigInt(coins)).padStart(14)}  ${reasonNames[reason]}`,
    `  ${account}, ${by}, ${sayTime(Date.parse(created_at))}`,
  ].join('\n');
}

const noteOption = { note: { value: 'T', does: 'why, in your own words', must: true } } as const;

const propose: Verb = {
  words: 'adjust propose',
  does: 'asks for an adjustment; inside your own limit it is approved at once',
  options: {
    account: { value: 'A', does: 'the account', must: true },
    coins: {
      value: '±N',
      does: 'coins to give or take; PAID_NOT_DELIVERED takes them from the verdict',
    },
    reason: { value: 'CODE', does: reasons.join(', '), must: true },
    ...noteOption,
    recharge: { value: 'R', does: 'the recharge it makes good' },
    ticket: { value: 'T', does: 'the ticket it answers' },
    case: { value: 'C', does: 'the case it belongs to' },
    'external-id': { value: 'X', does: 'the store order or payment id' },
    key: { value: 'K', does: 'makes asking again safe' },
  },
  async run({ client, args }) {
    return {
      one: await client.adjustments.propose({
        account: needed(args, 'account'),
        reason: oneOf(reasons, needed(args, 'reason'), 'reason'),
        note: needed(args, 'note'),
        ...given({
          coins: text(args, 'coins'),
          recharge: text(args, 'recharge'),
          ticket: text(args, 'ticket'),
          case: text(args, 'case'),
          external_id: text(args, 'external_id'),
          key: text(args, 'key'),
        }),
      }),
    };
  },
  say: sayProposed,
};

/** The three verbs that act on one adjustment with a note. */
function onOne(word: 'approve' | 'reject' | 'reverse', does: string): Verb {
  return {
    words: `adjust ${word}`,
    does,
    positional: ['id'],
    options: noteOption,
    async run({ client, args }) {
      const input = { id: needed(args, 'id'), note: needed(args, 'note') };
      return { one: await client.adjustments[word](input) };
    },
    ...(word === 'reverse' ? { say: sayProposed } : {}),
  };
}

const list: Verb = {
  words: 'adjust list',
  does: 'all adjustments, newest first',
  options: { state: { value: 'S', does: adjustmentStates.join(', ') } },
  async run({ client, args }) {
    const state = text(args, 'state');
    return {
      list: await client.adjustments.list(
        state === undefined ? {} : { state: oneOf(adjustmentStates, state, 'state') },
      ),
    };
  },
  say: sayAdjustment,
};

const show: Verb = {
  words: 'adjust show',
  does: 'one adjustment with its entries and decisions',
  positional: ['id'],
  run: async ({ client, args }) => ({
    one: await client.adjustments.show({ id: needed(args, 'id') }),
  }),
};

const overtaken: Verb = {
  words: 'adjust overtaken',
  does: 'made good by hand, and granted or refunded by the platform besides',
  run: async ({ client }) => ({ list: await client.adjustments.overtaken() }),
};

const shift: Verb = {
  words: 'adjust report',
  does: 'what people made and decided in the last hours',
  options: { hours: { value: 'N', does: 'how far back; 12 unless told otherwise' } },
  async run({ client, args }) {
    const to = Date.now() + 1;
    const from = to - (small(args, 'hours') ?? 12) * 60 * 60_000;
    return {
      one: await client.adjustments.shift({
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
      }),
    };
  },
};

export const adjustmentVerbs: readonly Verb[] = [
  propose,
  onOne('approve', 'approves an open proposal'),
  onOne('reject', 'rejects an open proposal, for ever'),
  onOne('reverse', 'takes an adjustment back'),
  list,
  show,
  overtaken,
  shift,
];

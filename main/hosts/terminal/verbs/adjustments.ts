import { adjustmentStates, limitNames, reasons } from '../../../../contract/adjustments.ts';
import type { Proposed, Rehearsal } from '../../../../contract/adjustments.ts';
import { roles } from '../../../../contract/staff.ts';
import { flag, given, needed, oneOf, small, text, type Verb } from '../verb.ts';

const dayMs = 24 * 60 * 60_000;

function sayProposed(answer: unknown): string {
  const made = answer as Proposed;
  return [
    `${made.id} is ${made.state}: ${made.balance_before} → ${made.balance_after} coins, ${made.limit_left} left of the limit.`,
    ...(made.state === 'proposed' ? ['It waits for another person to approve it.'] : []),
    ...made.warnings.map((warning) => `Warning: ${warning}`),
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
};

const show: Verb = {
  words: 'adjust show',
  does: 'one adjustment with its entries and decisions',
  positional: ['id'],
  run: async ({ client, args }) => ({
    one: await client.adjustments.show({ id: needed(args, 'id') }),
  }),
};

const limits: Verb = {
  words: 'limits',
  does: "the owner's limits for adjustments, in coins",
  run: async ({ client }) => ({ one: await client.adjustments.limits() }),
};

const setLimit: Verb = {
  words: 'limits set',
  does: 'changes a limit; a second owner asks for the same to make it stand',
  positional: ['name', 'value'],
  async run({ client, args }) {
    const { limits: standing, waits_for } = await client.adjustments.setLimit({
      name: oneOf(limitNames, needed(args, 'name'), 'name'),
      value: needed(args, 'value'),
    });
    return { one: waits_for === null ? standing : { ...standing, waits_for } };
  },
};

const rehearse: Verb = {
  words: 'limits rehearse',
  does: 'which adjustments of the last 30 days another limit would have sent another way',
  positional: ['name', 'value'],
  async run({ client, args }) {
    const name = oneOf(limitNames, needed(args, 'name'), 'name');
    const to = Date.now();
    const played = await client.adjustments.rehearse({
      limits: { [name]: needed(args, 'value') },
      from: new Date(to - 30 * dayMs).toISOString(),
      to: new Date(to).toISOString(),
    });
    return { one: played };
  },
  say(answer) {
    const { looked_at, rows, alone_now, alone_then } = answer as Rehearsal;
    return [
      `${rows.length} of ${looked_at} would have gone another way; alone ${alone_now} → ${alone_then} coins.`,
      ...rows.map((row) => `  ${row.adjustment.id} ${row.was} → ${row.would}: ${row.why}`),
    ].join('\n');
  },
};

const reasonsVerb: Verb = {
  words: 'reasons',
  does: 'why coins may be moved by hand, and what each reason asks for',
  run: async ({ client }) => ({ list: await client.adjustments.reasons() }),
};

const setReason: Verb = {
  words: 'reasons set',
  does: 'changes the terms of a reason; a second owner asks for the same to make it stand',
  positional: ['code'],
  options: {
    max: { value: 'N', does: 'the most coins of one adjustment, or none' },
    may: { value: 'ROLE', does: 'roles that may ask for it', many: true },
    link: { value: 'B', does: 'true: the order or payment must be named' },
    enabled: { value: 'B', does: 'false: nobody may use it' },
  },
  async run({ client, args }) {
    const { max, may, link, enabled } = args;
    const { reasons: rules, waits_for } = await client.adjustments.setReason({
      code: oneOf(reasons, needed(args, 'code'), 'code'),
      ...given({
        max: max === undefined ? undefined : max === 'none' ? null : needed(args, 'max'),
        may: Array.isArray(may) ? may.map((one) => oneOf(roles, one, 'may')) : undefined,
        link: link === undefined ? undefined : flag(args, 'link'),
        enabled: enabled === undefined ? undefined : flag(args, 'enabled'),
      }),
    });
    const rule = rules.find((one) => one.code === args.code);
    return { one: waits_for === null ? rule : { ...rule, waits_for } };
  },
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
  limits,
  setLimit,
  rehearse,
  reasonsVerb,
  setReason,
];

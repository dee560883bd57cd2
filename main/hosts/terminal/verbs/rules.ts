import {
  type Change,
  limitNames,
  type Rehearsal,
  reasonChange,
  reasons,
} from '../../../../contract/adjustments.ts';
import { refuse } from '../../../../contract/errors.ts';
import { sayCoins, sayNumber, sayTime } from '../../../../contract/say.ts';
import { roles } from '../../../../contract/staff.ts';
import { type Answer, flag, given, needed, oneOf, type Verb, type VerbContext } from '../verb.ts';

const dayMs = 24 * 60 * 60_000;
const why = { note: { value: 'T', does: 'why, in your own words', must: true } } as const;

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

/** What a change asks for, in words; terms that cannot be read stand as they are. */
function wished({ what, value }: Change): string {
  if (what === 'limit') return sayCoins(BigInt(value));
  try {
    const { enabled, max, may } = reasonChange.omit({ code: true }).parse(JSON.parse(value));
    const cap = max === null || max === undefined ? 'no cap' : `at most ${sayCoins(BigInt(max))}`;
    return `${enabled === false ? 'off' : 'on'}, ${cap}, by ${may?.join(', ') || 'nobody'}`;
  } catch {
    return value;
  }
}

const becameOf: Readonly<Record<Change['state'], string>> = {
  waits: 'waits for another owner',
  stands: 'stands',
  declined: 'declined',
  lapsed: 'lapsed',
  overtaken: 'asked for otherwise since',
};

/** A few short lines, which stand on a terminal of 80 columns. */
function sayChange(answer: unknown): string {
  const change = answer as Change;
  const { name, state, agreed_by: agreed, declined_by: declined, declined_note } = change;
  const at = (time: string | null) => sayTime(time === null ? null : Date.parse(time));
  const why = declined_note?.replaceAll(/\s+/g, ' ') ?? '';
  return [
    `${name}: ${wished(change)}`,
    `  ${becameOf[state]}; asked by ${change.asked_by}, ${at(change.asked_at)}`,
    ...(agreed === null ? [] : [`  agreed by ${agreed}, ${at(change.stands_since)}`]),
    ...(declined === null ? [] : [`  declined by ${declined}, ${at(change.declined_at)}: ${why}`]),
  ].join('\n');
}

const changes: Verb = {
  words: 'limits changes',
  does: 'changes of limits and reasons, newest first: those that wait and what became of the others',
  run: async ({ client }) => ({ list: await client.adjustments.changes() }),
  say: sayChange,
};

/** Declines the newest change of that name which waits. Refuses NOT_FOUND where none does. */
async function declineWaiting(
  { client, args }: VerbContext,
  is: (change: Change) => boolean,
  name: string,
): Promise<Answer> {
  const waiting = (await client.adjustments.changes()).find(
    (change) => change.state === 'waits' && is(change),
  );
  if (!waiting)
    throw refuse(
      'NOT_FOUND',
      `No such change of ${name} waits.`,
      'Look at `limits changes` for those that do.',
    );
  const { what, number } = waiting;
  return {
    one: await client.adjustments.declineChange({ what, number, note: needed(args, 'note') }),
  };
}

const declineLimit: Verb = {
  words: 'limits decline',
  does: 'declines a change that another owner asked for, or takes back your own wish',
  positional: ['name', 'value'],
  options: why,
  run(context) {
    const name = oneOf(limitNames, needed(context.args, 'name'), 'name');
    const value = needed(context.args, 'value');
    const is = (change: Change) =>
      change.what === 'limit' && change.name === name && change.value === value;
    return declineWaiting(context, is, `${name} to ${value}`);
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
      `${sayNumber(rows.length)} of ${sayNumber(looked_at)} would have gone another way; alone ${sayNumber(BigInt(alone_now))} → ${sayCoins(BigInt(alone_then))}.`,
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

const declineReason: Verb = {
  words: 'reasons decline',
  does: 'declines new terms that another owner asked for, or takes back your own wish',
  positional: ['code'],
  options: why,
  run(context) {
    const code = oneOf(reasons, needed(context.args, 'code'), 'code');
    return declineWaiting(context, ({ what, name }) => what === 'reason' && name === code, code);
  },
};

/** Limits and reasons: what stands, what is asked for, and what another limit would have meant. */
export const ruleVerbs: readonly Verb[] = [
  limits,
  setLimit,
  changes,
  declineLimit,
  rehearse,
  reasonsVerb,
  setReason,
  declineReason,
];

import { type LimitName, type Proposal, reasonNames } from '../../../contract/adjustments.ts';
import { type Refusal, refuse } from '../../../contract/errors.ts';
import { sayCoins, sayNumber, saySigned } from '../../../contract/say.ts';
import type { Role } from '../../../contract/staff.ts';
import type { ReasonRule } from './reasons.ts';

/** Limits in coins, by name. */
export type Limits = Readonly<Record<LimitName, bigint>>;

export const defaultLimits: Limits = {
  own_limit: 350n,
  senior_limit: 7000n,
  maker_day: 3500n,
  account_30d: 7000n,
  case: 7000n,
  goodwill_max: 350n,
};

/** Each limit as sentences call it. */
const limitWords: Record<LimitName, string> = {
  own_limit: 'the own limit for one adjustment',
  senior_limit: 'the senior limit',
  maker_day: 'what one person may give alone in a day (UTC)',
  account_30d: 'the limit of one account for 30 days',
  case: 'the limit of one case',
  goodwill_max: 'the most that goodwill may give',
};

/** Pairs of which the first is never above the second: else what it lets through passes nowhere. */
const ordered: readonly (readonly [LimitName, LimitName, string])[] = [
  ['own_limit', 'senior_limit', 'what a maker gives alone would need no senior'],
  ['own_limit', 'maker_day', 'no maker could give that much alone in a day'],
];

/**
 * Why a limit cannot be changed to this: BAD_INPUT where it is that already, below zero or
 * where it contradicts another one that stands; null where it can.
 */
export function misfitLimit(name: LimitName, value: bigint, limits: Limits): Refusal | null {
  if (value < 0n)
    return refuse('BAD_INPUT', 'A limit is zero or more coins.', 'Give a number without a sign.');
  if (value === limits[name])
    return refuse(
      'BAD_INPUT',
      `${capital(limitWords[name])} is ${sayCoins(value)} already.`,
      'Nothing has to be done; a change to another value that waits can be declined.',
    );
  const next = { ...limits, [name]: value };
  for (const [less, more, why] of ordered)
    if ((name === less || name === more) && next[less] > next[more])
      return refuse(
        'BAD_INPUT',
        `${capital(limitWords[less])}, ${sayCoins(next[less])}, would be above ${limitWords[more]}, ${sayCoins(next[more])}: ${why}.`,
        name === less
          ? `Give ${sayNumber(next[more])} or less, or raise ${limitWords[more]} first.`
          : `Give ${sayNumber(next[less])} or more, or lower ${limitWords[less]} first.`,
      );
  return null;
}

/** Coins already moved, by size, that the limits count. */
export interface Moved {
  /** By the maker alone today (UTC). */
  readonly makerToday: bigint;
  /** For the account in the last 30 days, decided or waiting. */
  readonly account30d: bigint;
  /** For the case, decided or waiting; null without one. */
  readonly caseSoFar: bigint | null;
}

/** `alone`: the maker's own limit covers it; `one`: a senior or owner; `two`: a senior and an owner. */
export type Tier = 'alone' | 'one' | 'two';

export function size(coins: bigint): bigint {
  return coins < 0n ? -coins : coins;
}

/** Living adjustments of an account that are within the own limit, by size. */
export interface SmallBesides {
  /** The largest of 30 days; 0 where there is none. */
  readonly largest: bigint;
  /** All of the last 24 hours together. */
  readonly today: bigint;
}

/**
 * True where a small adjustment beside others of the same account looks like one larger one cut
 * up: one just under the limit among them, or more than the limit together within a day.
 */
export function looksSplit(coins: bigint, ownLimit: bigint, besides: SmallBesides): boolean {
  const own = size(coins);
  if (own > ownLimit) return false;
  const near = besides.largest > 0n && besides.largest * 10n >= ownLimit * 9n;
  return near || (besides.today > 0n && own + besides.today > ownLimit);
}

export function tierOf(coins: bigint, limits: Limits): Tier {
  if (size(coins) <= limits.own_limit) return 'alone';
  return size(coins) <= limits.senior_limit ? 'one' : 'two';
}

/**
 * What still fits under each limit that applies to an adjustment of this size, before it.
 * The day limit binds what a maker gives alone. The account and case limits bind all but the
 * highest tier, which a senior and an owner both look at, and but a reversal, which only takes
 * back what they counted already.
 */
function room(
  tier: Tier,
  limits: Limits,
  moved: Moved,
  reason: Proposal['reason'],
): readonly (readonly [LimitName, bigint])[] {
  const rooms: [LimitName, bigint][] = [];
  if (tier === 'alone') {
    rooms.push(['own_limit', limits.own_limit]);
    rooms.push(['maker_day', limits.maker_day - moved.makerToday]);
  }
  if (tier !== 'two' && reason !== 'REVERSAL_OF_ADJUSTMENT') {
    rooms.push(['account_30d', limits.account_30d - moved.account30d]);
    if (moved.caseSoFar !== null) rooms.push(['case', limits.case - moved.caseSoFar]);
  }
  return rooms;
}

/** The smallest room that is left after the adjustment; never below zero. */
export function limitLeft(
  coins: bigint,
  reason: Proposal['reason'],
  limits: Limits,
  moved: Moved,
): bigint {
  const tier = tierOf(coins, limits);
  // One adjustment's own limit is not used up by it, what it leaves of the day or account is.
  const left = room(tier, limits, moved, reason)
    .filter(([name]) => name !== 'own_limit')
    .map(([, free]) => free - size(coins));
  const least = left.reduce<bigint | null>((a, b) => (a === null || b < a ? b : a), null) ?? 0n;
  return least < 0n ? 0n : least;
}

/** The refusal of an adjustment that passes a limit, or null where all have room. */
export function overLimit(
  coins: bigint,
  reason: Proposal['reason'],
  rule: ReasonRule,
  limits: Limits,
  moved: Moved,
): Refusal | null {
  const rooms: (readonly [LimitName, bigint])[] = [
    ...room(tierOf(coins, limits), limits, moved, reason),
  ];
  if (rule.cap) rooms.unshift([rule.cap, limits[rule.cap]]);
  if (rule.max !== null && size(coins) > rule.max)
    return refuse(
      'LIMIT_EXCEEDED',
      `${pass(coins)} the most that the reason “${reasonNames[reason]}” may move at once, ${sayCoins(rule.max)}.`,
      'Ask for less, or choose the reason that fits.',
    );
  for (const [name, free] of rooms)
    if (size(coins) > free)
      return refuse(
        'LIMIT_EXCEEDED',
        `${pass(coins)} ${limitWords[name]}, ${sayCoins(limits[name])}${leftOf(limits[name], free)}.`,
        name === 'maker_day'
          ? 'Let a colleague make it, or go on tomorrow.'
          : 'Ask for less, or have an owner look at the limit.',
      );
  return null;
}

function pass(coins: bigint): string {
  return `${sayCoins(size(coins))} ${size(coins) === 1n ? 'passes' : 'pass'}`;
}

/** What still fits of a limit, where something of it is used. */
function leftOf(limit: bigint, free: bigint): string {
  if (free === limit) return '';
  return `, of which ${free <= 0n ? 'nothing' : sayNumber(free)} is left`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Refuses BAD_INPUT where sign, link or resulting balance do not fit the reason; else null. */
export function misfit(
  proposal: { coins: bigint; reason: Proposal['reason']; linked: boolean },
  rule: ReasonRule,
  balanceAfter: bigint,
): Refusal | null {
  const sign = proposal.coins > 0n ? '+' : '-';
  if (rule.sign !== '±' && rule.sign !== sign)
    return refuse(
      'BAD_INPUT',
      `The reason “${reasonNames[proposal.reason]}” ${rule.sign === '+' ? 'gives coins' : 'takes coins'}, so ${saySigned(proposal.coins)} does not fit.`,
      `Turn the sign round, or choose another reason.`,
    );
  if (rule.link && !proposal.linked)
    return refuse(
      'BAD_INPUT',
      `The reason “${reasonNames[proposal.reason]}” needs the recharge or the external id it belongs to.`,
      'Name the recharge, or the store order or payment id.',
    );
  if (
    balanceAfter < 0n &&
    sign === '-' &&
    !rule.mayGoNegative &&
    proposal.reason !== 'REVERSAL_OF_ADJUSTMENT'
  )
    return refuse(
      'BAD_INPUT',
      `The account would end at ${sayCoins(balanceAfter)}; only a claw-back of a refund or chargeback may go below zero.`,
      'Take less, or use the claw-back reason if money went back.',
    );
  return null;
}

/** What the checker rules look at. */
export interface Checking {
  readonly maker: string;
  readonly checker: {
    readonly user: string;
    readonly role: Role;
    /** Who let them in or promoted them within 24 hours, directly or through others. */
    readonly sponsors: ReadonlySet<string>;
    /** They declare an account of the maker's as their own, too. */
    readonly sharesAccount: boolean;
  };
  /** Accounts of the checker, and those that share an instrument or a device with them. */
  readonly household: ReadonlySet<string>;
  readonly account: string;
  readonly tier: Tier;
  readonly approvedBy: readonly { readonly user: string; readonly role: string }[];
}

/** Why this person may not decide this proposal, or null where they may. */
export function mayNotDecide(c: Checking): Refusal | null {
  if (c.checker.user === c.maker)
    return refuse(
      'NEEDS_OTHER_PERSON',
      'You made this proposal; somebody else decides it.',
      'Leave it in the queue for a colleague.',
    );
  if (c.checker.role !== 'senior' && c.checker.role !== 'owner')
    return refuse('FORBIDDEN', 'Only a senior or an owner decides proposals.', 'Ask one of them.');
  if (c.checker.sharesAccount)
    return refuse(
      'NEEDS_OTHER_PERSON',
      `You and ${c.maker} declare the same account as your own.`,
      'Leave it in the queue for a colleague.',
    );
  if (c.checker.sponsors.has(c.maker))
    return refuse(
      'NEEDS_OTHER_PERSON',
      `${c.maker} enabled you or gave you this role less than 24 hours ago, or somebody they let in did.`,
      'Leave it to somebody else, or come back tomorrow.',
    );
  if (c.household.has(c.account))
    return refuse(
      'NEEDS_OTHER_PERSON',
      'This account is yours or of your household.',
      'Leave it in the queue for a colleague.',
    );
  if (c.approvedBy.some((one) => one.user === c.checker.user))
    return refuse(
      'NEEDS_OTHER_PERSON',
      'You approved this already; a second person is still needed.',
      'Leave it in the queue for a colleague.',
    );
  if (c.tier === 'two' && c.approvedBy.some((one) => one.role === c.checker.role))
    return refuse(
      'NEEDS_OTHER_PERSON',
      `A ${c.checker.role} has approved this; above the senior limit it needs a senior and an owner.`,
      `Leave it to ${c.checker.role === 'senior' ? 'an owner' : 'a senior'}.`,
    );
  return null;
}

/** Who is still needed, in words; null where the approvals suffice. */
export function stillNeeded(
  tier: Tier,
  approvedBy: readonly { readonly role: string }[],
): string | null {
  if (tier === 'alone') return null;
  if (tier === 'one') return approvedBy.length > 0 ? null : 'a senior or an owner';
  const missing = (['senior', 'owner'] as const).filter(
    (role) => !approvedBy.some((one) => one.role === role),
  );
  if (missing.length === 2) return 'a senior and an owner';
  return missing[0] ? `${missing[0] === 'owner' ? 'an' : 'a'} ${missing[0]}` : null;
}

/** An open proposal lapses after so long. */
export const lapseMs = 24 * 60 * 60_000;
/** A clock may be corrected by so much; what lies further in its future has no age that can be told. */
export const clockSlackMs = 5 * 60_000;

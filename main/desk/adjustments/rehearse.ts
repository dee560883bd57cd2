import type { LimitName, Rehearsal } from '../../../contract/adjustments.ts';
import { refuse } from '../../../contract/errors.ts';
import { wireTime } from '../../../contract/values.ts';
import type { ReasonBook } from './reason-book.ts';
import { type Limits, type Moved, overLimit, size, type Tier, tierOf } from './rules.ts';
import { type Store, type Stored, storedAnswer } from './store.ts';

const dayMs = 24 * 60 * 60_000;
/** The longest span that is played again. */
const longestMs = 366 * dayMs;

type Outcome = Tier | 'refused';

/**
 * Plays the adjustments of a span again, in their order, under the limits of today and under
 * others, and gives those that would have gone another way. Changes nothing. Refuses BAD_INPUT
 * for a span that is none, or longer than a year.
 */
export function rehearse(
  store: Store,
  book: ReasonBook,
  input: { limits: Partial<Record<LimitName, string>>; from: string; to: string },
): Rehearsal {
  const [from, to] = spanOf(input.from, input.to);
  const standing = store.limits();
  const other: Record<LimitName, bigint> = { ...standing };
  for (const [name, value] of Object.entries(input.limits)) {
    if (BigInt(value) < 0n)
      throw refuse('BAD_INPUT', 'A limit is zero or more coins.', 'Give a number without a sign.');
    other[name as LimitName] = BigInt(value);
  }
  const now = createReplay(standing, book);
  const then = createReplay(other, book);
  const rows: Rehearsal['rows'] = [];
  let lookedAt = 0;
  // What came in the thirty days before fills the sums that the first ones of the span met.
  for (const row of store.madeBetween(from - 30 * dayMs, to)) {
    const was = now.play(row);
    const would = then.play(row);
    if (Number(row.created_at) < from) continue;
    lookedAt += 1;
    now.count(row, was.outcome);
    then.count(row, would.outcome);
    if (was.outcome !== would.outcome)
      rows.push({
        adjustment: store.toWire(row),
        was: was.outcome,
        would: would.outcome,
        why: would.why,
      });
  }
  return {
    from: wireTime(from),
    to: wireTime(to),
    looked_at: lookedAt,
    alone_now: now.alone().toString(),
    alone_then: then.alone().toString(),
    rows: rows.toReversed(),
  };
}

/** A span in UTC ms. Refuses BAD_INPUT. */
export function spanOf(fromText: string, toText: string): [from: number, to: number] {
  const [from, to] = [Date.parse(fromText), Date.parse(toText)];
  if (!Number.isFinite(from) || !Number.isFinite(to) || from >= to || to - from > longestMs)
    throw refuse(
      'BAD_INPUT',
      'The span is no span of at most a year.',
      'Give two times in RFC 3339, the earlier first.',
    );
  return [from, to];
}

/** One run through the past under one set of limits. */
function createReplay(limits: Limits, book: ReasonBook) {
  const days = new Map<string, bigint>();
  const cases = new Map<string, bigint>();
  const accounts = new Map<string, { at: number; coins: bigint }[]>();
  let alone = 0n;
  const add = (map: Map<string, bigint>, key: string, coins: bigint) =>
    map.set(key, (map.get(key) ?? 0n) + coins);

  const movedBefore = (row: Stored, day: string): Moved => {
    const since = Number(row.created_at) - 30 * dayMs;
    return {
      makerToday: days.get(day) ?? 0n,
      account30d: (accounts.get(row.account_id) ?? [])
        .filter((one) => one.at >= since)
        .reduce((sum, one) => sum + one.coins, 0n),
      caseSoFar: row.case_id === null ? null : (cases.get(row.case_id) ?? 0n),
    };
  };

  return {
    play(row: Stored): { outcome: Outcome; why: string } {
      const at = Number(row.created_at);
      const day = `${row.maker}/${Math.floor(at / dayMs)}`;
      const over = overLimit(
        row.coins,
        row.reason,
        book.rule(row.reason),
        limits,
        movedBefore(row, day),
      );
      if (over) return { outcome: 'refused', why: over.message };
      const tier = tierOf(row.coins, limits);
      // What waited although its size was small did so for want of evidence, whatever the limits.
      const waited = storedAnswer(row).state === 'proposed';
      const outcome =
        tier === 'alone' && waited && size(row.coins) <= aloneThen(row) ? 'one' : tier;
      if (['rejected', 'lapsed', 'refused'].includes(row.state)) return { outcome, why: '' };
      if (outcome === 'alone') add(days, day, size(row.coins));
      if (row.case_id !== null) add(cases, row.case_id, size(row.coins));
      const earlier = accounts.get(row.account_id) ?? [];
      accounts.set(row.account_id, [...earlier, { at, coins: size(row.coins) }]);
      return { outcome, why: saidOf(outcome, limits) };
    },
    count(row: Stored, outcome: Outcome) {
      if (outcome === 'alone') alone += size(row.coins);
    },
    alone: () => alone,
  };
}

/** The size up to which a proposal that waited may still have waited for its evidence alone. */
function aloneThen(row: Stored): bigint {
  return storedAnswer(row).warnings.some((one) => one.includes('somebody else has to look'))
    ? size(row.coins)
    : 0n;
}

function saidOf(outcome: Outcome, limits: Limits): string {
  switch (outcome) {
    case 'alone':
      return `within the own limit of ${limits.own_limit}`;
    case 'one':
      return `above the own limit of ${limits.own_limit}, or not proved: a senior or an owner approves`;
    case 'two':
      return `above the senior limit of ${limits.senior_limit}: a senior and an owner approve`;
    case 'refused':
      return '';
  }
}

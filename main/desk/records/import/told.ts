import { isObject, jsonText, parseRecord, text } from './adapters/json.ts';
import type { Value } from './values.ts';

/**
 * What has to be remembered of a row that other sources tell of, besides its columns: until when they
 * have told, and the refunds they named, part by part. It stands in `extra` under one name, as an
 * object, so that it is neither searched nor shown.
 */
export interface Told {
  /** UTC ms; null where no source says when what it tells was so. */
  readonly at: bigint | null;
  /** When the last attempt at a payment that was told of began; UTC ms. */
  readonly attempt: bigint | null;
  /** By source, then by the name of the refund: minor units. */
  readonly refunds: Readonly<Record<string, Parts>>;
}

/** Below zero what a refund would have been that came to nothing after all. */
export type Parts = Readonly<Record<string, bigint>>;

const name = 'told';
/** What is to be remembered of a row that no other source told of. */
export const nothingTold: Told = { at: null, attempt: null, refunds: {} };

/** The columns of a row that the table does not have, from `extra`, and what was told. */
export function openExtra(extra: Value): { others: Record<string, unknown>; told: Told } {
  const value = typeof extra === 'string' ? parseRecord(extra) : null;
  if (!isObject(value)) return { others: {}, told: nothingTold };
  const { [name]: told, ...others } = value;
  return isObject(told) ? { others, told: toldIn(told) } : { others: value, told: nothingTold };
}

function toldIn(told: Record<string, unknown>): Told {
  const refunds = isObject(told.refunds) ? Object.entries(told.refunds) : [];
  return {
    at: momentIn(told, 'at'),
    attempt: momentIn(told, 'attempt'),
    refunds: Object.fromEntries(refunds.map(([of, parts]) => [of, partsIn(parts)])),
  };
}

function momentIn(told: Record<string, unknown>, column: 'at' | 'attempt'): bigint | null {
  const ms = Date.parse(text(told, column) ?? '');
  return Number.isFinite(ms) ? BigInt(ms) : null;
}

function partsIn(parts: unknown): Parts {
  const named = isObject(parts) ? Object.entries(parts) : [];
  return Object.fromEntries(
    named.flatMap(([part, minor]) =>
      typeof minor === 'string' && /^-?\d{1,19}$/.test(minor) ? [[part, BigInt(minor)]] : [],
    ),
  );
}

/** The opposite: `extra` as text, its names in order; null where there is nothing to keep. */
export function closedExtra(others: Record<string, unknown>, told: Told): string | null {
  const kept: Record<string, unknown> = {
    ...others,
    ...(isNothing(told) ? {} : { [name]: written(told) }),
  };
  const names = Object.keys(kept).sort();
  if (names.length === 0) return null;
  return jsonText(Object.fromEntries(names.map((each) => [each, kept[each]])));
}

function isNothing({ at, attempt, refunds }: Told): boolean {
  return at === null && attempt === null && Object.keys(refunds).length === 0;
}

function written({ at, attempt, refunds }: Told): object {
  const named = sorted(refunds).map(([of, parts]) => [
    of,
    Object.fromEntries(sorted(parts).map(([part, minor]) => [part, String(minor)])),
  ]);
  return {
    // No run of digits that could be taken for a card number.
    ...(at === null ? {} : { at: new Date(Number(at)).toISOString() }),
    ...(attempt === null ? {} : { attempt: new Date(Number(attempt)).toISOString() }),
    ...(named.length === 0 ? {} : { refunds: Object.fromEntries(named) }),
  };
}

function sorted<V>(of: Readonly<Record<string, V>>): [string, V][] {
  return Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What two records have told together; of a part in both, what the later one says. */
export function together(before: Told, now: Told, late: boolean): Told {
  const names = new Set([...Object.keys(before.refunds), ...Object.keys(now.refunds)]);
  const refunds = [...names].map((of) => {
    const [first, second] = [before.refunds[of] ?? {}, now.refunds[of] ?? {}];
    return [of, late ? { ...second, ...first } : { ...first, ...second }] as const;
  });
  return {
    at: newer(before.at, now.at),
    attempt: newer(before.attempt, now.attempt),
    refunds: Object.fromEntries(refunds),
  };
}

function newer(before: bigint | null, now: bigint | null): bigint | null {
  return before === null || (now !== null && now > before) ? now : before;
}

/** All that was refunded by the parts that are known: the largest sum of any source; null without parts. */
export function refundedBy({ refunds }: Told): bigint | null {
  const sums = Object.values(refunds).map((parts) =>
    Object.values(parts).reduce((sum, minor) => (minor > 0n ? sum + minor : sum), 0n),
  );
  return sums.reduce<bigint | null>(
    (most, sum) => (most === null || sum > most ? sum : most),
    null,
  );
}

/** What refunds come to that were believed until now, and have come to nothing: the largest sum of any source. */
export function lostBetween(before: Told, after: Told): bigint {
  const sums = Object.entries(after.refunds).map(([of, parts]) =>
    Object.entries(parts).reduce(
      (sum, [part, minor]) =>
        minor < 0n && (before.refunds[of]?.[part] ?? 0n) >= 0n ? sum - minor : sum,
      0n,
    ),
  );
  return sums.reduce((most, sum) => (sum > most ? sum : most), 0n);
}

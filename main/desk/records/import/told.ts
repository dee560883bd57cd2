import type { Aspect } from './aspects.ts';
import { isObject, jsonText, parseRecord, text } from './adapters/json.ts';
import type { Value } from './values.ts';

/**
 * What has to be remembered of a row that other sources tell of, besides its columns: until when they
 * have told, and the refunds they named, part by part. It stands in `extra` under one name, as an
 * object, so that it is neither searched nor shown.
 */
export interface Told extends Readonly<Record<Moment, bigint | null>> {
  /** By source, then by the name of the refund: minor units. */
  readonly refunds: Readonly<Record<string, Parts>>;
}

/**
 * UTC ms, null where no source says it: until when the row was told of (`at`), its refunds and its
 * dispute apart from it, and when the last attempt at a payment began.
 */
export type Moment = Aspect | 'attempt';

const moments = ['at', 'refunded_at', 'disputed_at', 'attempt'] as const satisfies Moment[];

/** Below zero what a refund would have been that came to nothing after all. */
export type Parts = Readonly<Record<string, bigint>>;

const name = 'told';
/** What is to be remembered of a row that no other source told of. */
export const nothingTold: Told = {
  at: null,
  refunded_at: null,
  disputed_at: null,
  attempt: null,
  refunds: {},
};

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
    ...momentsOf((moment) => momentIn(told, moment)),
    refunds: Object.fromEntries(refunds.map(([of, parts]) => [of, partsIn(parts)])),
  };
}

function momentsOf(of: (moment: Moment) => bigint | null): Record<Moment, bigint | null> {
  const [at, refunded_at, disputed_at, attempt] = [
    of('at'),
    of('refunded_at'),
    of('disputed_at'),
    of('attempt'),
  ];
  return { at, refunded_at, disputed_at, attempt };
}

function momentIn(told: Record<string, unknown>, moment: Moment): bigint | null {
  const ms = Date.parse(text(told, moment) ?? '');
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

function isNothing(told: Told): boolean {
  return moments.every((each) => told[each] === null) && Object.keys(told.refunds).length === 0;
}

function written(told: Told): object {
  const named = sorted(told.refunds).map(([of, parts]) => [
    of,
    Object.fromEntries(sorted(parts).map(([part, minor]) => [part, String(minor)])),
  ]);
  return {
    // No run of digits that could be taken for a card number.
    ...Object.fromEntries(
      moments.flatMap((each) => {
        const ms = told[each];
        return ms === null ? [] : [[each, new Date(Number(ms)).toISOString()]];
      }),
    ),
    ...(named.length === 0 ? {} : { refunds: Object.fromEntries(named) }),
  };
}

function sorted<V>(of: Readonly<Record<string, V>>): [string, V][] {
  return Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));
}

/**
 * What two records have told together; of a part in both, what the later one says. A refund that came
 * to nothing stays one: it was made before that, whatever is told last.
 */
export function together(before: Told, now: Told, late: boolean): Told {
  const names = new Set([...Object.keys(before.refunds), ...Object.keys(now.refunds)]);
  const refunds = [...names].map((of) => {
    const [first, second] = [before.refunds[of] ?? {}, now.refunds[of] ?? {}];
    return [of, mergedParts(first, second, late)] as const;
  });
  return {
    ...momentsOf((each) => newer(before[each], now[each])),
    refunds: Object.fromEntries(refunds),
  };
}

function mergedParts(first: Parts, second: Parts, late: boolean): Parts {
  const failed = [first, second].flatMap((parts) =>
    Object.entries(parts).filter(([, minor]) => minor < 0n),
  );
  const parts = late ? { ...second, ...first } : { ...first, ...second };
  return { ...parts, ...Object.fromEntries(failed) };
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

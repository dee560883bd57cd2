import { minorPlaces } from '../../../../contract/currencies.ts';
import { decimalOf, type Fraction, times } from './fractions.ts';

/** A day's rate: one unit of `from` is `rate` units of `to`. */
export interface Rate {
  readonly from: string;
  readonly to: string;
  /** `2026-11-23`. */
  readonly day: string;
  readonly rate: string;
  readonly source: string;
  /** Who typed it in; null or nothing for a rate of the copy. */
  readonly by?: string | null;
}

/** What a conversion rests on. */
export interface Converted {
  /** Minor units of the other currency a minor unit of this one. */
  readonly factor: Fraction;
  readonly rates: readonly Rate[];
}

/** A rate older than this says nothing of today. */
const oldestDays = 10;
const dayMs = 86_400_000;

/**
 * Dated exchange rates. Finds the newest rate on or before a day, at most ten days old, directly,
 * turned round, or by way of one third currency. Of one day, a rate that a person typed in counts
 * before the copy's.
 */
export function createRates(rates: readonly Rate[]) {
  const by = new Map<string, Rate[]>();
  for (const rate of rates) {
    if (!decimalOf(rate.rate)) continue;
    const key = `${rate.from}/${rate.to}`;
    const known = by.get(key);
    if (known) known.push(rate);
    else by.set(key, [rate]);
  }
  for (const known of by.values())
    known.sort((a, b) => before(a, b) || (a.source < b.source ? -1 : 1));
  const pivots = [...new Set(rates.flatMap((rate) => [rate.from, rate.to]))].sort();

  const direct = (from: string, to: string, day: string): Converted | null => {
    const straight = newest(by.get(`${from}/${to}`), day);
    const turned = newest(by.get(`${to}/${from}`), day);
    if (straight && (!turned || before(straight, turned) <= 0)) {
      const factor = decimalOf(straight.rate);
      return factor && { factor, rates: [straight] };
    }
    const factor = turned && decimalOf(turned.rate);
    return factor ? { factor: { over: factor.under, under: factor.over }, rates: [turned] } : null;
  };

  return {
    /** Null where the rates do not reach: then nothing is compared. */
    convert(from: string, to: string, at: number): Converted | null {
      if (from === to) return { factor: { over: 1n, under: 1n }, rates: [] };
      const day = new Date(at).toISOString().slice(0, 10);
      const major = direct(from, to, day) ?? throughPivot(direct, pivots, from, to, day);
      if (!major) return null;
      return {
        factor: {
          over: major.factor.over * 10n ** BigInt(minorPlaces(to)),
          under: major.factor.under * 10n ** BigInt(minorPlaces(from)),
        },
        rates: major.rates,
      };
    },
  };
}

export type Rates = ReturnType<typeof createRates>;

/** Below zero where a counts before b: the newer day, then what a person typed in. */
function before(a: Rate, b: Rate): number {
  if (a.day !== b.day) return a.day < b.day ? 1 : -1;
  return Number((b.by ?? null) !== null) - Number((a.by ?? null) !== null);
}

function newest(known: readonly Rate[] | undefined, day: string): Rate | null {
  const found = known?.find((rate) => rate.day <= day);
  if (!found) return null;
  return Date.parse(day) - Date.parse(found.day) > oldestDays * dayMs ? null : found;
}

function throughPivot(
  direct: (from: string, to: string, day: string) => Converted | null,
  pivots: readonly string[],
  from: string,
  to: string,
  day: string,
): Converted | null {
  for (const pivot of pivots) {
    if (pivot === from || pivot === to) continue;
    const first = direct(from, pivot, day);
    const second = first && direct(pivot, to, day);
    if (second)
      return {
        factor: times(first.factor, second.factor),
        rates: [...first.rates, ...second.rates],
      };
  }
  return null;
}

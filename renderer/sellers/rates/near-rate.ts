import type { RateEntry } from '../../../contract/sellers.ts';

/** A rate that is known of the same two currencies, and by how much another one differs from it. */
export interface NearRate {
  readonly entry: RateEntry;
  /** It is of the other direction. */
  readonly turned: boolean;
  /** Per cent that the typed one is above it, in whole ones; below zero where it is less; null where it is no number yet. */
  readonly percent: number | null;
}

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly day: string;
  readonly rate: string;
}

/**
 * The known rate nearest to a day, of either direction, to hold a typed one against: a point in
 * the wrong place or the wrong direction shows at once. Null where there is none.
 */
export function nearRate(rates: readonly RateEntry[], asked: Asked): NearRate | null {
  const at = Date.parse(asked.day);
  let best: { entry: RateEntry; turned: boolean; far: number } | null = null;
  for (const entry of rates) {
    if (entry.state === 'withdrawn') continue;
    const straight = entry.from === asked.from && entry.to === asked.to;
    const turned = entry.from === asked.to && entry.to === asked.from;
    if (!straight && !turned) continue;
    const far = Number.isNaN(at) ? 0 : Math.abs(Date.parse(entry.day) - at);
    if (best === null || far < best.far) best = { entry, turned, far };
  }
  if (best === null) return null;
  const { entry, turned } = best;
  return { entry, turned, percent: percentAbove(asked.rate, entry.rate, turned) };
}

function percentAbove(typed: string, known: string, turned: boolean): number | null {
  const [a, b] = [decimalOf(typed), decimalOf(known)];
  if (a === null || b === null) return null;
  // Turned round the two multiply to one; else they divide to it.
  const [over, under] = turned
    ? [a.over * b.over, a.under * b.under]
    : [a.over * b.under, a.under * b.over];
  const perMille = (over * 1000n) / under - 1000n;
  const most = 1_000_000n;
  return Number((perMille > most ? most : perMille) / 10n);
}

function decimalOf(text: string): { over: bigint; under: bigint } | null {
  const match = /^(\d{1,12})(?:\.(\d{1,12}))?$/.exec(text.trim());
  if (!match) return null;
  const over = BigInt(`${match[1]}${match[2] ?? ''}`);
  return over === 0n ? null : { over, under: 10n ** BigInt(match[2]?.length ?? 0) };
}

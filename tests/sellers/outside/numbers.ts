export const hour = 3_600_000;
export const day = 24 * hour;
/** When the records were taken. */
export const asOf = Date.UTC(2026, 5, 14, 5);

/** xorshift: the same seed tells the same story. */
export function dice(seed: number) {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    between,
    odds: (percent: number) => next() * 100 < percent,
    one: <T>(list: readonly T[]): T => list[between(0, list.length - 1)] as T,
  };
}

export const homes: Readonly<Record<string, readonly [currency: string, coinPrice: number]>> = {
  US: ['USD', 1.06],
  GB: ['GBP', 0.95],
  DE: ['EUR', 1.08],
  BR: ['BRL', 5.2],
  TR: ['TRY', 21],
  JP: ['JPY', 1.55],
};
/** What one unit is in dollars: how rates and honest foreign prices are made. */
export const inDollars: Readonly<Record<string, number>> = {
  USD: 1,
  GBP: 1.27,
  EUR: 1.09,
  BRL: 0.182,
  TRY: 0.0254,
  JPY: 0.0064,
};
export const packs = [70, 350, 700, 1400, 3500, 7000];

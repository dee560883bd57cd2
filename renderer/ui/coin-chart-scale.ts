/** Steps of the coin axis between its lowest and its highest line. */
const mostSteps = 5n;

/** How finely a height is told: one in a million of the axis. */
const fine = 1_000_000n;

/** The span of an axis, in coins; `low` is below `high`. */
export interface CoinScale {
  readonly low: bigint;
  readonly high: bigint;
  /** Round numbers of coins for the lines, ascending. */
  readonly ticks: readonly bigint[];
}

function stepFor(span: bigint): bigint {
  for (let power = 1n; ; power *= 10n)
    for (const factor of [1n, 2n, 5n]) {
      const step = factor * power;
      if (span <= step * mostSteps) return step;
    }
}

/** The multiple of `step` at or below `coins`. */
function floorTo(coins: bigint, step: bigint): bigint {
  const rest = ((coins % step) + step) % step;
  return coins - rest;
}

/** An axis that holds every amount and zero, with round lines. Exact at any size. */
export function coinScale(amounts: readonly bigint[]): CoinScale {
  const least = amounts.reduce((a, b) => (b < a ? b : a), 0n);
  const most = amounts.reduce((a, b) => (b > a ? b : a), 0n);
  const step = stepFor(most - least === 0n ? 1n : most - least);
  const low = floorTo(least, step);
  const ticks = [low];
  for (let tick = low + step; ticks.length < 2 || (ticks.at(-1) ?? tick) < most; tick += step)
    ticks.push(tick);
  return { low, high: ticks.at(-1) ?? low + step, ticks };
}

/**
 * The one place where coins become a height, a number from 0 to 1,000,000 between the lowest and
 * the highest line. A float draws it; none is ever read back as coins.
 */
export function coinsToHeight(coins: bigint, { low, high }: CoinScale): number {
  return Number(((coins - low) * fine) / (high - low));
}

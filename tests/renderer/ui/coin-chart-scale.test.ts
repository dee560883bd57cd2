import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coinScale, coinsToHeight } from '../../../renderer/ui/coin-chart-scale.ts';

const balances = fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));

describe('the axis of a balance chart', () => {
  test('holds every balance and zero between its lines', () => {
    fc.assert(
      fc.property(balances, (amounts) => {
        const { low, high } = coinScale(amounts);
        expect(low < high).toBe(true);
        for (const coins of [...amounts, 0n]) expect(low <= coins && coins <= high).toBe(true);
      }),
    );
  });

  test('has few lines, evenly apart, on round numbers', () => {
    fc.assert(
      fc.property(balances, (amounts) => {
        const { ticks } = coinScale(amounts);
        const [first = 0n, second = 0n] = ticks;
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(7);
        for (const [index, tick] of ticks.entries())
          expect(tick).toBe(first + BigInt(index) * (second - first));
        expect(`${second - first}`).toMatch(/^[125]0*$/);
      }),
    );
  });

  test('draws more coins never lower, and the ends at the ends', () => {
    fc.assert(
      fc.property(balances, (amounts) => {
        const scale = coinScale(amounts);
        const sorted = amounts.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        const heights = sorted.map((coins) => coinsToHeight(coins, scale));
        expect(heights).toEqual(heights.toSorted((a, b) => a - b));
        expect(coinsToHeight(scale.low, scale)).toBe(0);
        expect(coinsToHeight(scale.high, scale)).toBe(1_000_000);
      }),
    );
  });
});

import type { DemoRow } from './columns.ts';
import type { Random } from './random.ts';
import { dayMs, iso, startOfDay } from './time.ts';

export interface Gift {
  readonly id: string;
  readonly name: string;
  readonly coins: bigint;
  readonly from: number;
  readonly to: number | null;
}

/** Values of a community catalogue; they drift, so every one of them is dated. */
const catalogue: readonly (readonly [name: string, coins: bigint, before?: bigint])[] = [
  ['Rose', 1n],
  ['Heart Me', 1n],
  ['Finger Heart', 5n],
  ['Rosa', 10n],
  ['Perfume', 20n],
  ['Doughnut', 30n],
  ['Hat and Mustache', 99n],
  ['Confetti', 100n],
  ['Sunglasses', 199n],
  ['Drama Queen', 199n, 5000n],
  ['Corgi', 299n],
  ['Money Gun', 500n],
  ['Swan', 699n],
  ['Galaxy', 1000n],
  ['Concert', 2888n, 500n],
  ['Motorcycle', 2988n],
  ['Sports Car', 7000n],
  ['Interstellar', 10000n],
  ['Castle Fantasy', 20000n],
  ['Lion', 29999n],
  ['Universe+', 34999n],
  ['Universe', 44999n],
];

export interface Gifts {
  readonly all: readonly Gift[];
  /** A gift and how many of it, worth at most `budget` coins at that time; null under one coin. */
  choose(random: Random, at: number, budget: bigint): { gift: Gift; quantity: number } | null;
}

export function giftCatalogue(asOf: number): Gifts {
  const start = startOfDay(asOf - 500 * dayMs);
  const turn = startOfDay(asOf - 75 * dayMs);
  const all = catalogue.flatMap(([name, coins, before], index): Gift[] => {
    const id = `gift_${String(index + 1).padStart(3, '0')}`;
    if (before === undefined) return [{ id, name, coins, from: start, to: null }];
    return [
      { id, name, coins: before, from: start, to: turn },
      { id, name, coins, from: turn, to: null },
    ];
  });
  return {
    all,
    choose(random, at, budget) {
      const fitting = all.filter(
        (gift) => gift.coins <= budget && gift.from <= at && (gift.to === null || at < gift.to),
      );
      if (fitting.length === 0) return null;
      // People send what they can afford: the upper half of what fits.
      const gift = fitting[random.int(Math.floor(fitting.length / 2), fitting.length - 1)];
      if (gift === undefined) return null;
      const most = budget / gift.coins;
      let limit = 1;
      while (limit < 5 && BigInt(limit) < most) limit += 1;
      return { gift, quantity: random.int(1, limit) };
    },
  };
}

export function giftRow(gift: Gift): DemoRow<'gifts'> {
  return {
    gift_id: gift.id,
    name: gift.name,
    coins: gift.coins,
    valid_from: iso(gift.from),
    valid_to: gift.to === null ? null : iso(gift.to),
  };
}

import type { Row } from '../../records/records.ts';
import { basisPoints, compare, type Fraction, floorOf } from './fractions.ts';
import type { Converted, Rates } from './rates.ts';

/** A line of the official price list; where there is no list, what an order says that it cost. */
export type Package = Row<'packages'> & { readonly order?: Row<'recharges'> };

/** The cheapest official way to the same coins, in that storefront, at that moment. */
export interface Floor {
  readonly package: Package;
  /** What so many coins cost there, tax in, in minor units of the package's currency. */
  readonly price: bigint;
  readonly currency: string;
  readonly channel: string;
}

/** An offer weighed against the official price list. */
export interface PricedOffer {
  readonly offer: Row<'offers'>;
  readonly floor: Floor;
  /** The offer's price as it compares, in minor units of the floor's currency. */
  readonly price: bigint;
  /** Offer ÷ floor in hundredths of a per cent: 10,000 is the same price. */
  readonly ratioBp: number;
  readonly conversion: Converted;
}

/**
 * The official price list, by storefront. A tax that is added at the till is added here, a bonus
 * counts as coins, so that what a buyer pays for what they get is compared, on both sides. The
 * official web price is on the list like any other: its discount is the floor, not below it.
 */
export function createPriceList(packages: readonly Package[], rates: Rates) {
  const by = new Map<string, Package[]>();
  for (const row of packages) {
    if (row.price_minor <= 0n || row.coins + (row.bonus_coins ?? 0n) <= 0n) continue;
    const known = by.get(row.storefront);
    if (known) known.push(row);
    else by.set(row.storefront, [row]);
  }

  /** Null where the storefront sells no coins then. */
  const floorAt = (storefront: string, coins: bigint, at: number): Floor | null => {
    let best: { unit: Fraction; row: Package } | null = null;
    const valid = (by.get(storefront) ?? []).filter(
      (row) => row.valid_from <= at && (row.valid_to === null || at < row.valid_to),
    );
    for (const row of affordable(valid, coins)) {
      const unit = unitPrice(row);
      if (!best || compare(unit, best.unit) < 0) best = { unit, row };
    }
    if (!best) return null;
    const { row, unit } = best;
    return {
      package: row,
      price: floorOf({ over: unit.over * coins, under: unit.under }),
      currency: row.currency,
      channel: row.channel,
    };
  };

  /** What an offer would be compared with in a storefront, whether or not a rate leads there. */
  const floorOfOffer = ({ price_minor, coins, seen_at }: Row<'offers'>, storefront: string) => {
    if (price_minor === null || coins === null || coins <= 0n || price_minor < 0n) return null;
    const floor = floorAt(storefront, coins, seen_at);
    return floor && floor.price > 0n ? { floor, price_minor } : null;
  };

  const priced = (offer: Row<'offers'>, storefront: string): PricedOffer | null => {
    const { currency } = offer;
    const compared = floorOfOffer(offer, storefront);
    if (!compared) return null;
    const { floor, price_minor } = compared;
    const conversion = rates.convert(currency ?? floor.currency, floor.currency, offer.seen_at);
    if (!conversion) return null;
    const { factor } = conversion;
    const price = { over: price_minor * factor.over, under: factor.under };
    return {
      offer,
      floor,
      price: floorOf(price),
      ratioBp: basisPoints(price, { over: floor.price, under: 1n }),
      conversion,
    };
  };

  /** The storefronts that an offer may mean: its own, else those of its currency, else all. */
  const storefrontsOf = ({ storefront, currency }: Row<'offers'>): readonly string[] => {
    if (storefront !== null) return [storefront];
    const all = [...by.keys()].sort();
    const same = all.filter((name) => by.get(name)?.some((row) => row.currency === currency));
    return same.length > 0 ? same : all;
  };

  const weigh = (offer: Row<'offers'>): PricedOffer | null => {
    let mildest: PricedOffer | null = null;
    for (const storefront of storefrontsOf(offer)) {
      const one = priced(offer, storefront);
      if (one && (!mildest || one.ratioBp > mildest.ratioBp)) mildest = one;
    }
    return mildest;
  };

  return {
    floorAt,
    /**
     * Weighs an offer against its storefront. One that names none is weighed against the dearest
     * claim for it: the storefront where it looks least cheap, among those of its currency or else
     * all, so that what is unknown never counts against a seller. Null where nothing compares.
     */
    weigh,
    /** The two currencies that a rate is lacking between, where an offer would compare but for that. */
    lacks(offer: Row<'offers'>): { from: string; to: string } | null {
      const { currency } = offer;
      if (currency === null || weigh(offer) !== null) return null;
      for (const storefront of storefrontsOf(offer)) {
        const compared = floorOfOffer(offer, storefront);
        if (compared) return { from: currency, to: compared.floor.currency };
      }
      return null;
    },
  };
}

export type PriceList = ReturnType<typeof createPriceList>;

/** Packs that a buyer of so many coins could take: none larger, or else the smallest there is. */
function affordable(packs: readonly Package[], coins: bigint): readonly Package[] {
  const fitting = packs.filter((row) => row.coins <= coins);
  if (fitting.length > 0) return fitting;
  let least: bigint | null = null;
  for (const row of packs) if (least === null || row.coins < least) least = row.coins;
  return packs.filter((row) => row.coins === least);
}

/** Minor units a coin, tax in. */
function unitPrice(row: Package): Fraction {
  const coins = row.coins + (row.bonus_coins ?? 0n);
  const added = row.tax_included === false ? BigInt(row.tax_rate_bp ?? 0) : 0n;
  return { over: row.price_minor * (10_000n + added), under: coins * 10_000n };
}

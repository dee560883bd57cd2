import type { PricedOffer } from '../../contract/sellers.ts';

/** An offer as a dot: when it was seen, and its price in per cent of the official floor. */
export interface PricePoint {
  readonly at: number;
  readonly percent: number;
  readonly offer: PricedOffer;
}

/** Offers that compare with a floor, oldest first; `storefront` keeps one region's. */
export function pricePoints(
  offers: readonly PricedOffer[],
  storefront: string | null,
): PricePoint[] {
  return offers
    .flatMap((offer) =>
      offer.floor === null || (storefront !== null && offer.floor.storefront !== storefront)
        ? []
        : [{ at: Date.parse(offer.seen_at) / 1000, percent: offer.floor.ratio_bp / 100, offer }],
    )
    .sort((a, b) => a.at - b.at);
}

/** The regions that offers were compared in. */
export function regionsOf(offers: readonly PricedOffer[]): string[] {
  return [
    ...new Set(offers.flatMap((offer) => (offer.floor === null ? [] : [offer.floor.storefront]))),
  ].sort();
}

import type { DemoRow } from './columns.ts';
import { type Market, sellingMarkets } from './markets.ts';
import { dayMs, iso, startOfDay } from './time.ts';

export type Channel = 'app_store' | 'google_play' | 'web' | 'partner';

export const channels: readonly Channel[] = ['app_store', 'google_play', 'web', 'partner'];

/** One line of the official price list. */
export interface Pack {
  readonly sku: string;
  readonly tier: number;
  readonly channel: Channel;
  readonly market: Market;
  readonly price: bigint;
  readonly coins: bigint;
  readonly bonus: bigint;
  readonly from: number;
  readonly to: number | null;
}

/** Ladders as published for the US; the older one held until two months before `asOf`. */
const tierCents = [99n, 499n, 999n, 1999n, 4999n, 9999n, 24999n];
const olderCoins = [65n, 330n, 660n, 1321n, 3303n, 6607n, 16500n];
const newerCoins = [70n, 350n, 700n, 1400n, 3500n, 7000n, 17500n];

function roundUp(value: bigint, step: bigint): bigint {
  return ((value + step - 1n) / step) * step;
}

function shopPrice(market: Market, cents: bigint, older: boolean): bigint {
  if (market.currency === 'USD') return cents;
  const minor = (cents * 1_000_000n * 10n ** BigInt(market.exponent)) / market.dollars;
  return roundUp(older ? (minor * 95n) / 100n : minor, market.step) - market.tail;
}

/** Web is about a quarter cheaper than a shop, partners and Play lie between. */
function channelPrice(market: Market, channel: Channel, shop: bigint): bigint {
  if (channel === 'app_store') return shop;
  if (channel === 'google_play' && market.currency === 'USD') return shop;
  const percent = channel === 'web' ? 75n : channel === 'partner' ? 85n : 97n;
  return ((shop * percent) / 100n / market.fineStep) * market.fineStep;
}

function packsOf(market: Market, channel: Channel, older: boolean, turn: number): Pack[] {
  return tierCents.map((cents, index) => {
    const coins = (older ? olderCoins : newerCoins)[index] ?? 0n;
    return {
      sku: `coins.p${index + 1}`,
      tier: index + 1,
      channel,
      market,
      price: channelPrice(market, channel, shopPrice(market, cents, older)),
      coins,
      // Large packs carry a bonus where no store takes its fee.
      bonus: channel === 'web' && index >= 4 ? coins / 50n : 0n,
      from: older ? turn - 400 * dayMs : turn,
      to: older ? turn : null,
    };
  });
}

export interface PriceList {
  readonly packs: readonly Pack[];
  /** The pack on sale at that time, or null where the country sells no coins. */
  find(market: Market, channel: Channel, tier: number, at: number): Pack | null;
}

/** The dated price list: two ladders, every selling market, every channel. */
export function priceList(asOf: number): PriceList {
  const turn = startOfDay(asOf - 60 * dayMs);
  const byKey = new Map<string, Pack[]>();
  const packs: Pack[] = [];
  for (const market of sellingMarkets) {
    for (const channel of channels) {
      for (const older of [true, false]) {
        for (const pack of packsOf(market, channel, older, turn)) {
          packs.push(pack);
          const key = `${market.country}/${channel}/${pack.tier}`;
          byKey.set(key, [...(byKey.get(key) ?? []), pack]);
        }
      }
    }
  }
  return {
    packs,
    find(market, channel, tier, at) {
      const dated = byKey.get(`${market.country}/${channel}/${tier}`) ?? [];
      return dated.find((pack) => pack.from <= at && (pack.to === null || at < pack.to)) ?? null;
    },
  };
}

/** What a buyer pays for so many packs, tax in, and the tax within it; minor units. */
export function amountOf(pack: Pack, quantity: number): { amount: bigint; tax: bigint } {
  const listed = pack.price * BigInt(quantity);
  const rate = BigInt(pack.market.taxBp);
  if (!pack.market.taxIncluded) {
    const tax = (listed * rate + 5_000n) / 10_000n;
    return { amount: listed + tax, tax };
  }
  const net = (listed * 10_000n + (10_000n + rate) / 2n) / (10_000n + rate);
  return { amount: listed, tax: listed - net };
}

export function packageRow(pack: Pack): DemoRow<'packages'> {
  return {
    sku: pack.sku,
    channel: pack.channel,
    storefront: pack.market.country,
    currency: pack.market.currency,
    price_minor: pack.price,
    tax_included: pack.market.taxIncluded,
    tax_rate_bp: pack.market.taxBp,
    coins: pack.coins,
    bonus_coins: pack.bonus,
    valid_from: iso(pack.from),
    valid_to: pack.to === null ? null : iso(pack.to),
  };
}

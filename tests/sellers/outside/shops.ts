import { asOf, day, homes, inDollars, packs } from './numbers.ts';
import type { Town } from './town.ts';

/** The platform's own site, and one that it lets sell. */
export const official = 'glimstream.com';
const partner = 'paylane.com';

/** What a shop says of itself and asks for its coins. */
export interface Shop {
  readonly id: string;
  readonly name?: string;
  readonly status?: string;
  readonly kind?: string;
  readonly contact?: string;
  readonly notes?: string;
  readonly scam: boolean;
  /** Does the sellers table have it, or do only records name it? */
  readonly listed?: boolean;
}

export function openShop(town: Town, shop: Shop): string {
  town.scams.set(shop.id, shop.scam);
  if (shop.listed !== false)
    town.add('sellers', {
      seller_id: shop.id,
      name: shop.name ?? null,
      status: shop.status ?? 'unlisted',
      kind: shop.kind ?? 'site',
      first_seen: town.time(asOf - town.random.between(30, 400) * day),
      contact: shop.contact ?? null,
      notes: shop.notes ?? null,
    });
  return shop.id;
}

/** An offer at a share of the official web price, in thousandths. */
export function offer(
  town: Town,
  shop: string,
  one: {
    at: number;
    storefront?: string;
    share: number;
    text?: string;
    currency?: string;
    pack?: number;
  },
): void {
  const storefront = one.storefront ?? 'US';
  const coins = packs[one.pack ?? town.random.between(2, 5)] ?? 700;
  const [own, unit] = homes[storefront] ?? ['USD', 1.06];
  const currency = one.currency ?? own;
  const rate = (inDollars[own] ?? 1) / (inDollars[currency] ?? 1);
  town.add('offers', {
    offer_id: town.id('of'),
    seller_id: shop,
    seen_at: town.time(one.at),
    storefront: one.currency === undefined ? storefront : storefront,
    currency,
    price_minor: Math.round((unit * coins * rate * one.share) / 1000),
    coins,
    url: shop.includes('.') ? `https://${shop}/buy/${coins}` : null,
    text: one.text ?? null,
  });
}

/** The official list: web cheapest, the stores a third dearer; taxes as the country has them. */
export function priceList(town: Town): void {
  const from = Date.UTC(2025, 0, 1);
  if (!town.without.packages)
    for (const [storefront, [currency, unit]] of Object.entries(homes))
      for (const channel of ['web', 'app_store', 'google_play'] as const)
        for (const coins of packs)
          town.add('packages', {
            sku: `c${coins}`,
            channel,
            storefront,
            currency,
            price_minor: Math.round(unit * coins * (channel === 'web' ? 1 : 1.33)),
            tax_included: storefront !== 'US',
            tax_rate_bp: storefront === 'US' ? 0 : 2000,
            coins,
            bonus_coins: 0,
            valid_from: town.time(from),
            valid_to: null,
          });
  // A bonus day: a fifth more coins for the same money.
  if (!town.without.packages)
    town.add('packages', {
      sku: 'c3500b',
      channel: 'web',
      storefront: 'US',
      currency: 'USD',
      price_minor: 3710,
      tax_included: false,
      tax_rate_bp: 0,
      coins: 3500,
      bonus_coins: 700,
      valid_from: town.time(asOf - 41 * day),
      valid_to: town.time(asOf - 38 * day),
    });
  if (!town.without.rates)
    for (let back = 0; back < 420; back += 3)
      for (const currency of ['GBP', 'EUR', 'BRL', 'TRY', 'JPY'])
        town.add('fx_rates', {
          from: currency,
          to: 'USD',
          day: town.time(asOf - back * day).slice(0, 10),
          // A swing: the lira lost a sixth of its worth within a month.
          rate: ((inDollars[currency] ?? 1) * (currency === 'TRY' && back > 25 ? 1.17 : 1)).toFixed(
            6,
          ),
          source: 'central bank',
        });
  openShop(town, { id: official, name: 'Glimstream', status: 'official', scam: false });
  openShop(town, {
    id: partner,
    name: 'Paylane',
    status: 'authorised',
    contact: 'help@paylane.com',
    scam: false,
  });
  for (let i = 0; i < 6; i += 1) {
    offer(town, official, { at: asOf - i * 20 * day, share: 1000 });
    offer(town, partner, { at: asOf - i * 17 * day, share: 890, text: 'Partner price this week' });
  }
}

/** Shops that are none of the scam's: dear ones, quoting ones, fans, news, an unlucky currency. */
export function honestShops(town: Town): string[] {
  const { random } = town;
  const shops: [Shop, number, string | undefined, string?][] = [
    [
      { id: 'giftkiosk.net', name: 'Gift Kiosk', scam: false },
      1040,
      'Gift cards and coins by mail',
    ],
    [{ id: 'coinprices.info', name: 'Coin Prices', scam: false }, 1000, 'Official web price today'],
    [
      { id: 'saveonstream.org', name: 'Save on Stream', scam: false, notes: 'Coupon blog' },
      1010,
      'How to pay less: buy on the official web page instead of the app',
    ],
    [
      { id: 'topupplaza.com', name: 'Topup Plaza', scam: false, contact: 'shop@topupplaza.com' },
      955,
      'All wallets, all games, instant',
    ],
    [
      { id: 'glimmerlights.com', name: 'Glimmer Lights', scam: false, notes: 'Lamps' },
      0,
      undefined,
    ],
    [{ id: 'streamfans.club', name: 'Stream Fans', scam: false, kind: 'stream' }, 0, undefined],
    [{ id: 'onlinedaily.news', name: 'Online Daily', scam: false }, 0, undefined],
    [{ id: 'anadolucard.com', name: 'Anadolu Card', scam: false }, 1030, 'Prepaid codes', 'TR'],
    [{ id: 'kartou.jp', name: 'Kartou', scam: false }, 1020, undefined, 'JP'],
  ];
  for (const [shop, share, text, storefront = 'US'] of shops) {
    openShop(town, shop);
    if (share > 0)
      for (let i = 0; i < random.between(3, 9); i += 1)
        offer(town, shop.id, {
          at: asOf - random.between(1, 200) * day,
          storefront,
          share: share + random.between(-15, 15),
          ...(text === undefined ? {} : { text }),
        });
  }
  // The bonus day's price, quoted on the day itself.
  for (let i = 0; i < 2; i += 1)
    town.add('offers', {
      offer_id: town.id('of'),
      seller_id: 'coinprices.info',
      seen_at: town.time(asOf - 40 * day + i * day),
      storefront: 'US',
      currency: 'USD',
      price_minor: 3710,
      coins: 4200,
      url: 'https://coinprices.info/today',
      text: 'Bonus day on the official page: 4,200 for the price of 3,500',
    });
  // Prices in dollars for Turkey that stood still while the lira fell.
  for (let i = 0; i < 6; i += 1)
    offer(town, 'anadolucard.com', {
      at: asOf - random.between(1, 60) * day,
      storefront: 'TR',
      share: 1000,
      currency: 'USD',
    });
  // One flash sale among honest prices.
  offer(town, 'giftkiosk.net', {
    at: asOf - 90 * day,
    share: 720,
    text: 'Birthday sale, today only',
  });
  return shops.map(([shop]) => shop.id);
}

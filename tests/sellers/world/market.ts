import { coinSteps, countries, type Country, day, markets, type World } from './world.ts';

const webPercent = 75;

/** The official price list: two app stores and the web, which is a quarter cheaper; one promotion. */
export function priceList(world: World): void {
  const from = world.end - 700 * day;
  for (const country of countries) {
    const market = markets[country];
    for (const [step, coins] of coinSteps.entries()) {
      const shop = market.cents[step] ?? 0;
      const line = {
        storefront: country,
        currency: market.currency,
        coins,
        tax_included: market.taxIncluded ? 'true' : 'false',
        tax_rate_bp: market.tax,
        valid_from: from,
      };
      world.emit('packages', {
        sku: `coins.${step}`,
        channel: 'app_store',
        price_minor: shop,
        ...line,
      });
      world.emit('packages', {
        sku: `coins.${step}`,
        channel: 'google_play',
        price_minor: Math.floor(shop * 0.98),
        ...line,
      });
      world.emit('packages', {
        sku: `coins.${step}`,
        channel: 'web',
        price_minor: Math.floor((shop * webPercent) / 100),
        ...line,
      });
      // A fortnight of a fifth more coins on the web.
      world.emit('packages', {
        sku: `promo.${step}`,
        channel: 'web',
        price_minor: Math.floor((shop * webPercent) / 100),
        ...line,
        bonus_coins: Math.floor(coins / 5),
        valid_from: world.end - 60 * day,
        valid_to: world.end - 46 * day,
      });
    }
  }
  const perDollar: Record<string, string> = { EUR: '0.92', TRY: '41.5', BRL: '5.6', JPY: '151.2' };
  for (let back = 0; back < 120; back += 1)
    for (const [to, rate] of Object.entries(perDollar))
      world.emit('fx_rates', {
        from: 'USD',
        to,
        day: new Date(world.end - back * day).toISOString().slice(0, 10),
        rate,
        source: 'central bank fixing',
      });
}

/** What a seller asks, in per cent of the official web price of the storefront. */
export function offers(
  world: World,
  seller: string,
  percents: readonly number[],
  texts: readonly string[],
  more: { country?: Country; currency?: 'USD' } = {},
): void {
  const { random } = world;
  for (const percent of percents) {
    const country = more.country ?? random.pick(countries);
    const market = markets[country];
    const step = random.int(2, 5);
    const official = ((market.cents[step] ?? 0) * webPercent) / 100;
    const own = Math.floor((official * percent) / 100);
    const rate: Record<string, number> = { USD: 1, EUR: 0.92, TRY: 41.5, BRL: 5.6, JPY: 1.512 };
    const price =
      more.currency === undefined ? own : Math.round(own / (rate[market.currency] ?? 1));
    world.emit('offers', {
      offer_id: world.id('of'),
      seller_id: seller,
      seen_at: world.end - random.int(1, 40) * day,
      storefront: country,
      currency: more.currency ?? market.currency,
      price_minor: price,
      coins: coinSteps[step],
      text: random.pick(texts).replace('{coins}', String(coinSteps[step])),
    });
  }
}

interface Honest {
  readonly trusted: string[];
  readonly named: string[];
}

/** Official and authorised shops, and unlisted ones that are no scam. */
export function honestSellers(world: World): Honest {
  const { random } = world;
  const several = (count: number, from: number, to: number) =>
    Array.from({ length: count }, () => random.int(from, to));
  const seller = (id: string, status: string, more: Record<string, string> = {}) =>
    world.emit('sellers', {
      seller_id: id,
      name: id.split('.')[0] ?? id,
      status,
      kind: 'site',
      first_seen: world.end - 500 * day,
      contact: `help@${id}`,
      ...more,
    });
  seller('lumolive.example', 'official');
  offers(world, 'lumolive.example', several(6, 100, 100), ['{coins} coins']);
  for (const partner of ['paypoint.example', 'kioskone.example']) {
    seller(partner, 'authorised');
    // A partner's discount is its own affair.
    offers(world, partner, several(6, 70, 98), ['{coins} coins, delivered at once']);
  }
  const named: string[] = [];
  for (let i = 0; i < 12; i += 1) {
    const id = `giftshelf${i}.example`;
    seller(id, 'unlisted', { name: `Gift Shelf ${i}` });
    offers(world, id, several(5, 94, 125), ['{coins} coins card, sent by mail']);
  }
  for (let i = 0; i < 8; i += 1) {
    const id = `weekendsale${i}.example`;
    seller(id, 'unlisted');
    // Honest prices, and one day of a promotion.
    offers(world, id, [...several(6, 93, 110), 70], ['{coins} coins, weekend price']);
  }
  for (let i = 0; i < 6; i += 1) {
    const id = `worldcards${i}.example`;
    seller(id, 'unlisted');
    offers(world, id, several(5, 95, 108), ['{coins} coins'], { currency: 'USD' });
  }
  for (const id of ['lumolivery-stables.example', 'volumolive.example', 'lumolight.example']) {
    seller(id, 'unlisted', { kind: 'site' });
    named.push(id);
  }
  for (let i = 0; i < 10; i += 1) named.push(`fanpage${i}.example`);
  // A franchise: one office answers for three shops with honest prices.
  for (let i = 0; i < 3; i += 1) {
    seller(`franchise${i}.example`, 'unlisted', { contact: 'office@franchise.example' });
    offers(world, `franchise${i}.example`, several(5, 96, 112), [
      'We sell {coins} coins cards of many shops in town, ask at the till',
    ]);
  }
  return { trusted: ['lumolive.example', 'paypoint.example', 'kioskone.example'], named };
}

const lures = [
  'Cheapest {coins} coins!! login needed, send password on whatsapp',
  '{coins} coins at half price, pay with gift card or usdt only',
  'Best coins shop {coins}, fast delivery, message us on telegram now',
  '{coins} coins discount 24/7 trusted shop with many happy buyers',
];
const plain = ['{coins} coins', '{coins} coins fast'];

/** A shop of a scammer; some say openly what they want, some only sell too cheaply. */
export function scamSeller(world: World, index: number): { id: string; phone: string } {
  const { random } = world;
  const looks = [
    `lum0live-${index}.example`,
    `lumolive-coins${index}.example`,
    `coinking${index}.example`,
    `chat:@cheapcoins${index}`,
    `market:bay/${4400 + index}`,
    `bestcoins${index}.test`,
  ];
  const id = random.pick(looks);
  const phone = `+9055500${String(10_000 + index)}`;
  const shared = random.chance(40)
    ? `chat:+9055599${String(10_000 + Math.floor(index / 3))}`
    : `chat:${phone}`;
  const listed = random.chance(85);
  if (listed)
    world.emit('sellers', {
      seller_id: id,
      name: `Coins ${index}`,
      status: random.chance(15) ? 'flagged' : 'unlisted',
      kind: id.startsWith('chat') ? 'chat' : 'site',
      first_seen: world.end - random.int(10, 100) * day,
      contact: shared,
    });
  const texts = random.chance(65) ? lures : plain;
  const habit = random.int(35, 66);
  offers(
    world,
    id,
    Array.from({ length: random.int(3, 8) }, () => habit + random.int(-5, 6)),
    texts,
  );
  world.truth.scams.add(id);
  return { id, phone: shared === `chat:${phone}` ? phone : '' };
}

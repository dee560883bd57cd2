import type { DemoRow } from './columns.ts';
import { amountOf } from './prices.ts';
import { sellingMarkets } from './markets.ts';
import { dayMs, hourMs, iso } from './time.ts';
import type { World } from './world.ts';

/** Where coins are offered: our own site, partners, and people who only say so. */

interface Seller {
  readonly id: string;
  readonly name: string;
  readonly status: 'official' | 'authorised' | 'unlisted' | 'flagged';
  readonly kind: 'site' | 'chat' | 'market' | 'stream';
  readonly country: string | null;
  readonly contact: string | null;
  readonly notes: string | null;
  /** Its prices in per cent of the App Store's, from and to. */
  readonly from: number;
  readonly to: number;
}

/** One contact under three names, as one hand runs them. */
const reusedContact = 'chat:+000 0000 0417';
const reusedMail = 'sales@lumo-topup.invalid';

type Line = readonly [
  id: string,
  name: string,
  status: Seller['status'],
  kind: Seller['kind'],
  country: string | null,
  contact: string | null,
  notes: string | null,
  from: number,
  to: number,
];

const lines: readonly Line[] = [
  [
    'lumolive.example',
    'Lumo Live',
    'official',
    'site',
    'US',
    'help@lumolive.example',
    null,
    75,
    75,
  ],
  [
    'paypoint.example',
    'Paypoint',
    'authorised',
    'site',
    'GB',
    'care@paypoint.example',
    null,
    85,
    85,
  ],
  [
    'kioskone.example',
    'Kiosk One',
    'authorised',
    'market',
    'ID',
    'hello@kioskone.example',
    null,
    85,
    85,
  ],
  [
    'giftshelf.example',
    'Gift Shelf',
    'unlisted',
    'market',
    'DE',
    'team@giftshelf.example',
    'Sells cards of many shops.',
    95,
    120,
  ],
  ['coinstall.test', 'Coin Stall', 'unlisted', 'site', 'MX', 'hola@coinstall.test', null, 88, 104],
  [
    'lumolive-coins.example',
    'Lumo Live Official Coins',
    'flagged',
    'site',
    null,
    reusedContact,
    'Look-alike. Asks for the password and the code from the text message.',
    35,
    55,
  ],
  [
    'lum0live.example',
    'LumoLive Recharge',
    'flagged',
    'site',
    null,
    reusedContact,
    'Zero for o.',
    40,
    60,
  ],
  [
    'lumoIive.test',
    'Lumo Live Store',
    'unlisted',
    'site',
    null,
    reusedMail,
    'Capital i for l.',
    45,
    60,
  ],
  [
    'free-lumolive.invalid',
    '🎁 FREE coins generator 🎁',
    'flagged',
    'site',
    null,
    null,
    '<img src=x onerror=alert(1)>',
    1,
    5,
  ],
  [
    'xn--lumolve-vfb.example',
    'lumolıve',
    'unlisted',
    'site',
    'TR',
    reusedMail,
    'Dotless i in the name.',
    50,
    65,
  ],
  [
    'chat:@lumo_coins_cheap',
    'Cheap Lumo Coins 24/7',
    'unlisted',
    'chat',
    'VN',
    reusedContact,
    null,
    45,
    70,
  ],
  [
    'chat:@topup_pasha',
    '=HYPERLINK("https://lumo-topup.invalid","Top up")',
    'unlisted',
    'chat',
    'TR',
    reusedMail,
    'Takes gift cards only.',
    50,
    72,
  ],
  [
    'market:coinbay/4417',
    'best_coins_seller',
    'unlisted',
    'market',
    'BR',
    'chat:+000 0000 0981',
    null,
    58,
    80,
  ],
  [
    'stream:@midnight.kite',
    'Midnight Kite',
    'unlisted',
    'stream',
    'ID',
    null,
    'Says a price in live shows.',
    60,
    85,
  ],
];

export const sellers: readonly Seller[] = lines.map((line) => ({
  id: line[0],
  name: line[1],
  status: line[2],
  kind: line[3],
  country: line[4],
  contact: line[5],
  notes: line[6],
  from: line[7],
  to: line[8],
}));

export const ringContact = reusedContact;

/** Sites that people say they bought from and that are on no list of ours. */
export const shadySites = sellers
  .filter((seller) => seller.status === 'flagged' || seller.status === 'unlisted')
  .map((seller) => seller.id);

const pitches: readonly string[] = [
  'Official partner! {coins} coins, delivery in 5 minutes, login needed.',
  '{coins} monedas al mejor precio, paga con tarjeta regalo.',
  '{coins} koin murah, kirim kata sandi lewat chat.',
  'Ucuz {coins} jeton, şifre yeterli.',
  '{coins} xu giá rẻ, trả bằng thẻ cào.',
  'عملات رخيصة {coins}، الدفع بالبطاقات',
];

function offersOf(world: World, seller: Seller): DemoRow<'offers'>[] {
  const { random } = world;
  const site = seller.kind === 'site' || seller.kind === 'market' ? seller.id : null;
  const honest = seller.from >= 75;
  const rows: DemoRow<'offers'>[] = [];
  for (let i = 0; i < 7; i += 1) {
    const at = world.asOf - random.int(2 * hourMs, 100 * dayMs);
    const market = random.pick(sellingMarkets);
    const pack = world.prices.find(market, 'app_store', random.int(3, 7), at);
    if (pack === null) continue;
    const percent = BigInt(random.int(seller.from, seller.to));
    const pitch = honest ? '{coins} coins' : random.pick(pitches);
    rows.push({
      offer_id: `of_${String(sellers.indexOf(seller) * 7 + i + 1).padStart(4, '0')}`,
      seller_id: seller.id,
      seen_at: iso(at),
      storefront: market.country,
      currency: market.currency,
      price_minor: (amountOf(pack, 1).amount * percent) / 100n,
      coins: pack.coins,
      url: site === null ? null : `https://${site}/buy/${pack.coins}`,
      text: pitch.replace('{coins}', pack.coins.toString()),
    });
  }
  return rows;
}

/** Writes all sellers and what they were seen to offer. */
export function writeSellers(world: World): void {
  for (const seller of sellers) {
    const { id, name, status, kind, country, contact, notes } = seller;
    const official = status === 'official' || status === 'authorised';
    const days = official ? 900 : world.random.int(4, 110);
    const first_seen = iso(world.asOf - days * dayMs);
    world.emit('sellers', {
      seller_id: id,
      name,
      status,
      kind,
      first_seen,
      country,
      contact,
      notes,
    });
    for (const offer of offersOf(world, seller)) world.emit('offers', offer);
  }
}

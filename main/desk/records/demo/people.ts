import type { Market } from './markets.ts';
import { sellingMarkets } from './markets.ts';
import { nameTag } from './names.ts';
import type { Channel } from './prices.ts';
import type { Random } from './random.ts';
import { plainDigits, token } from './ids.ts';
import { dayMs } from './time.ts';

export type Platform = 'ios' | 'android' | 'web';

export interface Device {
  readonly id: string;
  readonly platform: Platform;
  readonly model: string;
  readonly osVersion: string;
  /** Set where a story needs an app or a store app older than what was current. */
  appVersion: string | null;
  storeAppVersion: string | null;
  firstSeen: number;
  lastSeen: number;
  rooted: boolean;
}

export interface Instrument {
  readonly id: string;
  readonly kind: 'card' | 'wallet' | 'carrier' | 'gift_card' | 'bank';
  readonly brand: string | null;
  readonly bin: string | null;
  readonly last4: string | null;
  readonly expMonth: number | null;
  readonly expYear: number | null;
  readonly country: string;
  readonly funding: 'credit' | 'debit' | 'prepaid' | 'unknown';
}

export interface Place {
  readonly ip: string;
  readonly country: string;
  readonly kind: 'residential' | 'mobile' | 'hosting' | 'vpn' | 'unknown';
  readonly network: 'wifi' | '4g' | '5g' | '3g' | 'ethernet' | 'unknown';
}

/** An account with what it owns. Stories may change it until the drop is written. */
export interface Person {
  readonly id: string;
  readonly market: Market;
  readonly display: string;
  readonly username: string;
  readonly email: string;
  phone: string | null;
  readonly created: number;
  device: Device;
  place: Place;
  card: Instrument | null;
  status: 'active' | 'restricted' | 'suspended' | 'closed';
  kind: 'personal' | 'business' | 'government';
  ageBand: 'under_18' | '18_plus' | 'unknown';
  birthYear: number | null;
  updated: number;
  /** Ordinary purchases of this account end here; its own story starts later. */
  quietFrom: number;
  /** When it bought, so that two purchases never run into each other by chance. */
  readonly busy: number[];
}

const models: Readonly<Record<Platform, readonly string[]>> = {
  ios: ['iPhone 13', 'iPhone 14', 'iPhone 15', 'iPhone SE', 'iPad Air'],
  android: ['Galaxy A15', 'Galaxy S23', 'Redmi Note 12', 'Pixel 8', 'Moto G54', 'Oppo A58'],
  web: ['Chrome', 'Firefox', 'Safari', 'Edge'],
};

const osVersions: Readonly<Record<Platform, readonly string[]>> = {
  ios: ['17.6.1', '18.1', '18.3.2'],
  android: ['12', '13', '14', '15'],
  web: ['126.0', '131.0', '133.0'],
};

export function newDevice(random: Random, platform: Platform, since: number): Device {
  return {
    id: `dv_${token(random, 12)}`,
    platform,
    model: random.pick(models[platform]),
    osVersion: random.pick(osVersions[platform]),
    appVersion: null,
    storeAppVersion: null,
    firstSeen: since,
    lastSeen: since,
    rooted: platform === 'android' && random.chance(0.01),
  };
}

const v4Blocks = ['192.0.2', '198.51.100', '203.0.113'];

/** An address out of the ranges for documentation; carriers share few, homes have their own. */
export function newPlace(random: Random, country: string, kind?: Place['kind']): Place {
  const mobile = kind === 'mobile' || (kind === undefined && random.chance(0.35));
  const share = (country.charCodeAt(0) * 7 + country.charCodeAt(1)) % 20;
  if (mobile) {
    const ip = `${random.pick(v4Blocks)}.${1 + share * 12 + random.int(0, 11)}`;
    return { ip, country, kind: 'mobile', network: random.pick(['4g', '5g', '4g', '3g'] as const) };
  }
  const groups = [share + 256, random.int(1, 65535), random.int(1, 65535)];
  const ip = `2001:db8:${groups.map((group) => group.toString(16)).join(':')}::1`;
  const network = random.chance(0.1) ? 'ethernet' : 'wifi';
  return { ip, country, kind: kind ?? 'residential', network };
}

const brands = ['visa', 'visa', 'mastercard', 'mastercard', 'amex'] as const;

/** A card as the desk may know it: fingerprint, BIN and last four, never a number. */
export function newCard(
  random: Random,
  country: string,
  bin: string,
  want: Partial<Instrument> & { asOf: number },
): Instrument {
  const brand = want.brand ?? random.pick(brands);
  const bins: Readonly<Record<string, string>> = { mastercard: '555555', amex: '378282' };
  return {
    id: `fp_${token(random, 21)}`,
    kind: 'card',
    brand,
    bin: bins[brand] ?? bin,
    last4: plainDigits(random, 4),
    expMonth: want.expMonth ?? random.int(1, 12),
    expYear: want.expYear ?? new Date(want.asOf).getUTCFullYear() + random.int(1, 4),
    country,
    funding: want.funding ?? random.pick(['credit', 'debit', 'debit', 'prepaid'] as const),
  };
}

/** Something other than a card to pay with on the web. */
export function newMethod(
  random: Random,
  kind: 'carrier' | 'bank' | 'gift_card' | 'wallet',
  country: string,
): Instrument {
  return {
    id: `fp_${token(random, 21)}`,
    kind,
    brand: kind === 'gift_card' ? 'voucher' : null,
    bin: null,
    last4: null,
    expMonth: null,
    expYear: null,
    country,
    funding: 'unknown',
  };
}

/**
 * US numbers end in 555-01xx; all others start with 000, which no country dials. Twelve digits at
 * most: people write them into free text, where thirteen could pass for a card.
 */
function fictionalPhone(random: Random, market: Market): string {
  if (market.country === 'US') {
    return `+1 ${random.int(201, 989)}-555-01${String(random.int(0, 99)).padStart(2, '0')}`;
  }
  return `+${market.dial} 000 ${random.int(100, 999)} ${random.int(100, 999)}`;
}

function drawMarket(random: Random): Market {
  let left = random.int(1, 99);
  for (const market of sellingMarkets) {
    left -= market.share;
    if (left <= 0) return market;
  }
  return random.pick(sellingMarkets);
}

export interface PersonWish {
  readonly market?: Market | undefined;
  readonly platform?: Platform | undefined;
  readonly created?: number | undefined;
}

/** A new account; `number` counts from 1 and makes its names unique. */
export function newPerson(
  random: Random,
  asOf: number,
  number: number,
  wish: PersonWish = {},
): Person {
  const market = wish.market ?? drawMarket(random);
  const tag = nameTag(random, market.language, number);
  const created = wish.created ?? asOf - random.int(125 * dayMs, 1500 * dayMs);
  const turn = random.next();
  const platform = wish.platform ?? (turn < 0.42 ? 'ios' : turn < 0.9 ? 'android' : 'web');
  const known = random.chance(0.8);
  return {
    id: `ac_${token(random, 12)}`,
    market,
    display: tag.display,
    username: tag.username,
    email: `${tag.username}@${random.pick(['example.com', 'example.org', 'mail.example'])}`,
    phone: random.chance(0.5) ? fictionalPhone(random, market) : null,
    created,
    device: newDevice(random, platform, Math.max(created, asOf - 200 * dayMs)),
    place: newPlace(random, market.country),
    card: null,
    status: 'active',
    kind: random.chance(0.03) ? 'business' : 'personal',
    ageBand: known ? '18_plus' : 'unknown',
    birthYear: known ? new Date(asOf).getUTCFullYear() - random.int(20, 60) : null,
    updated: created,
    quietFrom: asOf,
    busy: [],
  };
}

/** Where this person buys: the store of the phone, the web, now and then a partner. */
export function usualChannel(random: Random, person: Person): Channel {
  if (random.chance(0.06)) return 'partner';
  const platform = person.device.platform;
  if (platform === 'web' || random.chance(0.25)) return 'web';
  return platform === 'ios' ? 'app_store' : 'google_play';
}

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { RingRole } from '../../../contract/seller-rings.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Numbers that look random and are the same for a seed (mulberry32). */
export function randomOf(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    int,
    chance: (percent: number): boolean => next() * 100 < percent,
    pick<T>(list: readonly T[]): T {
      const one = list[int(0, list.length - 1)];
      if (one === undefined) throw new Error('picked from nothing');
      return one;
    },
  };
}

type Cell = string | number | null | undefined;
type Line = Readonly<Record<string, Cell>>;

export const tables = [
  'accounts',
  'packages',
  'recharges',
  'recharge_events',
  'payments',
  'instruments',
  'ledger',
  'devices',
  'sessions',
  'sellers',
  'offers',
  'tickets',
  'fx_rates',
] as const;
type TableName = (typeof tables)[number];

/** What really is so, for the eye that grades. */
export interface Truth {
  readonly scams: Set<string>;
  readonly roles: Map<string, RingRole>;
}

/** A world of records in the exchange format, with its truth; it knows nothing of any rule. */
export interface World {
  readonly random: ReturnType<typeof randomOf>;
  readonly end: number;
  readonly truth: Truth;
  readonly creators: string[];
  readonly bystanders: Person[];
  emit(table: TableName, line: Line): void;
  id(prefix: string): string;
  drop(folder: string): void;
  readonly counts: () => Record<string, number>;
}

/** A customer: what they own and where they are. */
export interface Person {
  readonly id: string;
  readonly country: string;
  readonly device: string;
  readonly card: string;
  readonly ip: string;
  readonly made: number;
}

export const markets = {
  US: { currency: 'USD', cents: [99, 499, 999, 1999, 4999, 9999], taxIncluded: false, tax: 0 },
  DE: { currency: 'EUR', cents: [99, 499, 999, 1999, 4999, 9999], taxIncluded: true, tax: 1900 },
  TR: {
    currency: 'TRY',
    cents: [1499, 7499, 14_999, 29_999, 74_999, 149_999],
    taxIncluded: true,
    tax: 2000,
  },
  BR: {
    currency: 'BRL',
    cents: [349, 1749, 3499, 6999, 17_499, 34_999],
    taxIncluded: true,
    tax: 0,
  },
  JP: {
    currency: 'JPY',
    cents: [160, 800, 1600, 3200, 8000, 16_000],
    taxIncluded: true,
    tax: 1000,
  },
} as const;
export type Country = keyof typeof markets;
export const countries = Object.keys(markets) as Country[];
export const coinSteps = [70, 350, 700, 1400, 3500, 7000] as const;

export function makeWorld(seed: number): World {
  const random = randomOf(seed);
  const rows = new Map<TableName, Line[]>(tables.map((table) => [table, []]));
  const numbers = new Map<string, number>();
  return {
    random,
    end: Date.UTC(2026, 10, 22),
    truth: { scams: new Set(), roles: new Map() },
    creators: [],
    bystanders: [],
    emit: (table, line) => void rows.get(table)?.push(line),
    id(prefix) {
      const number = (numbers.get(prefix) ?? 0) + 1;
      numbers.set(prefix, number);
      // Ids say nothing of the part somebody plays.
      return `${prefix}_${((number * 7919 + 104_729) % 9_999_991).toString(36).padStart(5, '0')}${number.toString(36)}`;
    },
    counts: () => Object.fromEntries([...rows].map(([table, list]) => [table, list.length])),
    drop(folder) {
      mkdirSync(folder, { recursive: true });
      for (const [table, list] of rows) {
        if (list.length === 0) continue;
        const columns = [...new Set(list.flatMap((line) => Object.keys(line)))];
        writeFileSync(
          path.join(folder, `${table}.csv`),
          stringify(list as Record<string, Cell>[], { header: true, columns }),
        );
      }
    },
  };
}

/** A new customer with a device, a card and an address of their own. */
export function person(
  world: World,
  more: { country?: string; made?: number; phone?: string; email?: string; username?: string } = {},
): Person {
  const { random } = world;
  const id = world.id('ac');
  const made = more.made ?? world.end - random.int(60, 900) * day;
  const country = more.country ?? random.pick(countries);
  const one: Person = {
    id,
    country,
    made,
    device: world.id('dv'),
    card: world.id('pi'),
    ip: `10.${random.int(0, 255)}.${random.int(0, 255)}.${random.int(1, 254)}`,
  };
  world.emit('accounts', {
    account_id: id,
    username: more.username ?? `user${random.int(10_000, 99_999)}${id.slice(-3)}`,
    email: more.email ?? `${id.slice(3)}@mail.example`,
    phone: more.phone ?? `+1555${random.int(1_000_000, 9_999_999)}`,
    country,
    storefront: country,
    created_at: made,
  });
  world.emit('devices', {
    device_id: one.device,
    account_id: id,
    platform: 'android',
    first_seen: made,
    last_seen: world.end,
  });
  world.emit('instruments', { instrument_id: one.card, kind: 'card', issuer_country: country });
  return one;
}

export interface Bought {
  readonly recharge: string;
  readonly at: number;
  readonly coins: number;
  readonly account: string;
}

/** A recharge with its payment, grant and session; what is shared with others is handed in. */
export function buy(
  world: World,
  who: Person,
  at: number,
  more: {
    device?: string;
    card?: string;
    ip?: string;
    ipCountry?: string;
    ipKind?: string;
    seller?: string;
    step?: number;
    storefront?: string;
    declined?: boolean;
  } = {},
): Bought {
  const { random } = world;
  const recharge = world.id('rc');
  const storefront = (more.storefront ?? who.country) as Country;
  const market = markets[storefront];
  const step = more.step ?? random.int(0, 5);
  const coins = coinSteps[step] ?? 70;
  const amount = market.cents[step] ?? 99;
  const declined = more.declined === true;
  const device = more.device ?? who.device;
  const ip = more.ip ?? who.ip;
  const place = {
    ip,
    ip_country: more.ipCountry ?? who.country,
    ip_kind: more.ipKind ?? 'residential',
  };
  const card = more.card ?? who.card;
  world.emit('recharges', {
    recharge_id: recharge,
    account_id: who.id,
    channel: 'web',
    sku: `coins.${step}`,
    quantity: 1,
    coins,
    currency: market.currency,
    amount_minor: amount,
    storefront,
    provider: 'stripe',
    payment_id: `p${recharge}`,
    instrument_id: card,
    device_id: device,
    ...place,
    seller_domain: more.seller ?? null,
    created_at: at,
  });
  world.emit('sessions', {
    session_id: world.id('se'),
    account_id: who.id,
    device_id: device,
    started_at: at - 5 * minute,
    ended_at: at + 20 * minute,
    ...place,
  });
  world.emit('recharge_events', {
    recharge_id: recharge,
    seq: 1,
    at,
    stage: 'created',
    code: null,
  });
  world.emit('recharge_events', {
    recharge_id: recharge,
    seq: 2,
    at: at + minute,
    stage: declined ? 'declined' : 'captured',
    code: declined ? 'card_declined' : null,
  });
  world.emit('payments', {
    provider: 'stripe',
    payment_id: `p${recharge}`,
    recharge_id: recharge,
    status: declined ? 'failed' : 'succeeded',
    currency: market.currency,
    amount_minor: amount,
    decline_code: declined ? 'stolen_card' : null,
    instrument_id: card,
    created_at: at,
  });
  if (!declined)
    world.emit('ledger', {
      entry_id: world.id('en'),
      account_id: who.id,
      at: at + minute,
      delta: coins,
      kind: 'recharge_grant',
      recharge_id: recharge,
    });
  return { recharge, at, coins, account: who.id };
}

export function gift(
  world: World,
  bought: Bought,
  receiver: string,
  after = 10 * minute,
  share = 1,
): void {
  const coins = Math.max(1, Math.floor(bought.coins * share));
  world.emit('ledger', {
    entry_id: world.id('en'),
    account_id: bought.account,
    at: bought.at + after,
    delta: -coins,
    kind: 'gift_sent',
    counterparty_id: receiver,
  });
}

export function dispute(world: World, bought: Bought, after = 30 * day): void {
  const at = Math.min(world.end - hour, bought.at + after);
  world.emit('recharge_events', {
    recharge_id: bought.recharge,
    seq: 3,
    at,
    stage: 'disputed',
    code: '10.4',
  });
  world.emit('ledger', {
    entry_id: world.id('en'),
    account_id: bought.account,
    at,
    delta: -bought.coins,
    kind: 'chargeback_clawback',
    recharge_id: bought.recharge,
  });
}

export function refund(world: World, bought: Bought, after = 2 * day): void {
  const at = bought.at + after;
  world.emit('recharge_events', {
    recharge_id: bought.recharge,
    seq: 3,
    at,
    stage: 'refunded',
    code: null,
  });
  world.emit('ledger', {
    entry_id: world.id('en'),
    account_id: bought.account,
    at,
    delta: -bought.coins,
    kind: 'refund_clawback',
    recharge_id: bought.recharge,
  });
}

export function session(
  world: World,
  who: Person,
  at: number,
  more: { device?: string; ip?: string; ipCountry?: string } = {},
): void {
  world.emit('sessions', {
    session_id: world.id('se'),
    account_id: who.id,
    device_id: more.device ?? who.device,
    started_at: at,
    ended_at: at + 30 * minute,
    ip: more.ip ?? who.ip,
    ip_country: more.ipCountry ?? who.country,
    ip_kind: 'residential',
  });
}

export function ticket(
  world: World,
  who: Person | null,
  at: number,
  body: string,
  recharge: string | null = null,
): void {
  world.emit('tickets', {
    ticket_id: world.id('ti'),
    account_id: who?.id ?? null,
    recharge_id: recharge,
    opened_at: at,
    locale: 'en',
    subject: 'Coins',
    body,
    status: 'open',
  });
}

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { RingRole } from '../../../contract/seller-rings.ts';
import { asOf, day, dice, homes, hour, packs } from './numbers.ts';

type Cell = string | number | boolean | null | undefined;
type Row = Readonly<Record<string, Cell>>;

/** Somebody with an account, a phone, a card and a home. */
export interface Person {
  readonly id: string;
  readonly country: string;
  readonly made: number;
  readonly device: string;
  readonly card: string;
  readonly ip: string;
}

/** How a recharge went: which way money was taken, from where, and what became of it. */
export interface Purchase {
  readonly at: number;
  readonly pack: number;
  readonly card?: string | null;
  readonly device?: string | null;
  readonly ip?: string | null;
  readonly ipCountry?: string;
  readonly ipKind?: string;
  readonly storefront?: string;
  readonly channel?: 'web' | 'app_store' | 'google_play';
  readonly site?: string;
  readonly end?: 'paid' | 'declined' | 'disputed' | 'refunded' | 'voided';
}

/** What this copy does not have, as copies of others often do not. */
export interface Without {
  readonly devices?: true;
  readonly addresses?: true;
  readonly packages?: true;
  readonly rates?: true;
  readonly sites?: true;
}

/** The town where the records come from: people, their purchases, and what they write. */
export function createTown(seed: number, without: Without) {
  const random = dice(seed);
  const tables = new Map<string, Row[]>();
  const roles = new Map<string, RingRole>();
  const scams = new Map<string, boolean>();
  const innocent = new Set<string>();
  const balance = new Map<string, number>();
  let count = 0;
  const id = (mark: string) => `${mark}${(count += 1).toString(36).padStart(5, '0')}`;
  const add = (table: string, row: Row) => {
    const rows = tables.get(table);
    if (rows) rows.push(row);
    else tables.set(table, [row]);
  };
  const time = (at: number) => new Date(at).toISOString();
  const ledger = (account: string, at: number, delta: number, kind: string, more: Row = {}) => {
    const left = (balance.get(account) ?? 0) + delta;
    balance.set(account, left);
    add('ledger', {
      entry_id: id('le'),
      account_id: account,
      at: time(at),
      delta,
      kind,
      ...more,
    });
  };

  function card(issuer: string, kind = 'card', funding = 'debit'): string {
    const instrument = id('fp_');
    add('instruments', {
      instrument_id: instrument,
      kind,
      issuer_country: issuer,
      funding,
      last4: String(random.between(1000, 9999)),
    });
    return instrument;
  }

  function device(owner: string | null, from: number, to = asOf): string {
    const name = id('dev');
    if (!without.devices)
      add('devices', {
        device_id: name,
        account_id: owner,
        platform: random.one(['ios', 'android']),
        first_seen: time(from),
        last_seen: time(to),
      });
    return name;
  }

  const address = () =>
    `${random.one([81, 93, 177, 201])}.${random.between(0, 255)}.${random.between(0, 255)}.${random.between(1, 254)}`;

  function session(who: Person, at: number, on: Partial<Person> & { kind?: string } = {}): void {
    add('sessions', {
      session_id: id('s'),
      account_id: who.id,
      device_id: without.devices ? null : (on.device ?? who.device),
      started_at: time(at),
      ended_at: time(at + random.between(3, 50) * 60_000),
      ip: without.addresses ? null : (on.ip ?? who.ip),
      ip_country: on.country ?? who.country,
      ip_kind: on.kind ?? 'residential',
    });
  }

  function person(
    more: Partial<Person> & { phone?: string; email?: string; name?: string; kind?: string } = {},
  ): Person {
    const account = id('u');
    const country = more.country ?? random.one(Object.keys(homes));
    const made = more.made ?? asOf - random.between(200, 1400) * day;
    const name =
      more.name ?? `${random.one(['mia', 'leo', 'ana', 'kai', 'zoe', 'tom'])}.${account}`;
    add('accounts', {
      account_id: account,
      username: name,
      email: more.email ?? `${name}@post.example`,
      phone: more.phone ?? `+49${random.between(1_500_000_000, 1_799_999_999)}`,
      country,
      storefront: country,
      age_band: '18_plus',
      status: 'active',
      kind: more.kind ?? 'personal',
      created_at: time(made),
    });
    const who: Person = {
      id: account,
      country,
      made,
      device: more.device ?? device(account, made),
      card: more.card ?? card(country),
      ip: more.ip ?? address(),
    };
    const visits = made > asOf - 30 * day ? 1 : random.between(2, 4);
    for (let i = 0; i < visits; i += 1)
      session(who, random.between(Math.max(made, asOf - 180 * day), asOf));
    return who;
  }

  const coinsOf = (pack: number) => packs[pack] ?? 70;
  function priceOf(country: string, coins: number, channel = 'web'): number {
    const [currency, unit] = homes[country] ?? ['USD', 1.06];
    const whole = unit * coins * (channel === 'web' ? 1 : 1.33);
    return Math.round(currency === 'JPY' ? whole / 1 : whole);
  }

  /** One try to buy. Gives the order's id. */
  function buy(who: Person, one: Purchase): string {
    const order = id('r');
    const channel = one.channel ?? 'web';
    const storefront = one.storefront ?? who.country;
    const [currency] = homes[storefront] ?? ['USD'];
    const coins = coinsOf(one.pack);
    const instrument = one.card === undefined ? who.card : one.card;
    const external = channel === 'web' ? id('pay_') : id('GPX.');
    const amount = priceOf(storefront, coins, channel);
    const at = one.at;
    const end = one.end ?? 'paid';
    add('recharges', {
      recharge_id: order,
      account_id: who.id,
      channel,
      sku: `c${coins}`,
      quantity: 1,
      coins,
      currency,
      amount_minor: amount,
      storefront,
      provider: channel === 'web' ? 'adyen' : channel === 'app_store' ? 'apple' : 'google',
      external_id: external,
      payment_id: channel === 'web' ? external : null,
      instrument_id: channel === 'web' || one.card != null ? instrument : null,
      device_id: without.devices ? null : one.device === undefined ? who.device : one.device,
      ip: without.addresses ? null : one.ip === undefined ? who.ip : one.ip,
      ip_country: one.ipCountry ?? who.country,
      ip_kind: one.ipKind ?? 'residential',
      seller_domain: without.sites ? null : (one.site ?? null),
      created_at: time(at),
    });
    const provider = channel === 'web' ? 'adyen' : channel === 'app_store' ? 'apple' : 'google';
    let seq = 0;
    const event = (stage: string, when: number, code?: string) =>
      add('recharge_events', {
        recharge_id: order,
        seq: (seq += 1),
        at: time(when),
        stage,
        provider,
        code: code ?? null,
      });
    event('created', at);
    const late = at + random.between(9, 40) * day;
    const after = Math.min(late, asOf - hour);
    if (end === 'declined') event('declined', at + 4000, '2');
    else {
      event(channel === 'web' ? 'captured' : 'store_purchased', at + 5000);
      event('granted', at + 8000);
      ledger(who.id, at + 8000, coins, 'recharge_grant', {
        recharge_id: order,
        external_id: external,
      });
      if (end === 'disputed') event('disputed', after, 'fraud');
      if (end === 'refunded') event('refunded', at + random.between(1, 6) * day);
      if (end === 'voided') event('voided', at + random.between(1, 6) * day, '7');
    }
    if (channel === 'web')
      add('payments', {
        provider,
        payment_id: external,
        recharge_id: order,
        status: end === 'declined' ? 'failed' : 'succeeded',
        currency,
        amount_minor: amount,
        decline_code: end === 'declined' ? 'do_not_honor' : null,
        instrument_id: instrument,
        created_at: time(at),
        disputed: end === 'disputed',
        dispute_reason: end === 'disputed' ? 'fraudulent' : null,
        dispute_at: end === 'disputed' ? time(after) : null,
      });
    else
      add('store_records', {
        provider,
        external_id: external,
        recharge_id: order,
        account_token: who.id,
        state: end === 'voided' || end === 'refunded' ? 'refunded' : 'purchased',
        storefront,
        currency,
        price_minor: amount,
        quantity: 1,
        purchased_at: time(at + 5000),
        voided_at: end === 'voided' ? time(at + 6 * day) : null,
        void_reason: end === 'voided' ? '7' : null,
      });
    return order;
  }

  function gift(from: Person, to: Person, at: number, coins: number): void {
    ledger(from.id, at, -coins, 'gift_sent', { counterparty_id: to.id });
    ledger(to.id, at, Math.floor(coins / 2), 'gift_received', {
      counterparty_id: from.id,
      asset: 'diamonds',
    });
  }

  return {
    random,
    without,
    add,
    id,
    time,
    card,
    device,
    address,
    person,
    session,
    buy,
    gift,
    ledger,
    coinsOf,
    priceOf,
    scams,
    roles,
    innocent,
    /** Writes the drop into a folder. */
    drop(folder: string): void {
      mkdirSync(folder, { recursive: true });
      for (const [table, rows] of tables) {
        const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
        writeFileSync(
          path.join(folder, `${table}.csv`),
          stringify(rows as Row[], {
            header: true,
            columns,
            cast: { boolean: (value) => (value ? 'true' : 'false') },
          }),
        );
      }
    },
  };
}

export type Town = ReturnType<typeof createTown>;

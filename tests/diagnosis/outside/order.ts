import type { RootCause } from '../../../contract/diagnosis.ts';
import type { Dice } from '../simulator/dice.ts';
import { asOf, day, type Drop, type Fields, minute, second, timeIn, word } from './drop.ts';

export type Seller = 'apple' | 'google' | 'stripe' | 'adyen' | 'worldpay';

/** What was hidden in an attempt: the one cause, and the coins that are owed (null: not to be said). */
export interface Hidden {
  readonly cause: RootCause;
  readonly owed: bigint | null;
}

/** The shop that all stories share: what is sold where, and since when. */
export class Shop {
  readonly hidden = new Map<string, Hidden>();
  readonly drop: Drop;
  readonly dice: Dice;
  constructor(drop: Drop, dice: Dice) {
    this.drop = drop;
    this.dice = dice;
    for (const [storefront, currency] of countries)
      for (const channel of ['app_store', 'google_play', 'web'])
        for (const [sku, coins, bonus, price] of packs)
          drop.put('packages', {
            sku: `${sku}.${channel}`,
            channel,
            storefront,
            currency,
            price_minor: price,
            coins,
            bonus_coins: bonus || null,
            valid_from: '2025-01-01T00:00:00Z',
          });
    for (const platform of ['ios', 'android', 'web'])
      for (const [version, least] of [
        ['29.0.0', false],
        ['30.2.0', true],
        ['32.0.0', false],
      ] as const)
        drop.put('app_versions', { platform, version, minimum_for_billing: least });
  }

  customer(at?: number): Customer {
    return new Customer(this, at ?? asOf - this.dice.int(5 * 24, 50 * 24) * 60 * minute);
  }
}

const countries = [
  ['US', 'USD'],
  ['DE', 'EUR'],
  ['JP', 'JPY'],
  ['KW', 'KWD'],
  ['BR', 'BRL'],
] as const;
const packs = [
  ['pack.s', 70, 0, 99],
  ['pack.m', 700, 0, 999],
  ['pack.l', 7000, 350, 9999],
] as const;

/** Somebody with a wallet, who was there before and has noise around. */
export class Customer {
  readonly id: string;
  readonly country: readonly [string, string];
  private readonly wallet: { at: number; row: Fields }[] = [];

  readonly shop: Shop;
  readonly at: number;
  constructor(shop: Shop, at: number) {
    this.shop = shop;
    this.at = at;
    const { dice, drop } = shop;
    this.id = dice.chance(0.5) ? `7${dice.int(1e9, 9e9)}${dice.int(1e6, 9e6)}` : word(dice, 14);
    this.country = dice.pick(countries);
    const more: Fields = dice.chance(0.5) ? { status: 'active', kind: 'personal' } : {};
    drop.put('accounts', { account_id: this.id, country: this.country[0], ...more });
    if (dice.chance(0.5)) this.entry('migration', dice.int(1, 9999), at - 60 * day, {});
  }

  entry(kind: string, delta: number, at: number, tie: Fields): void {
    const entry_id = word(this.shop.dice, 16);
    this.wallet.push({ at, row: { entry_id, account_id: this.id, kind, delta, ...tie } });
  }

  says(body: string, at: number, recharge_id: string | null): void {
    const { dice, drop } = this.shop;
    const opened_at = timeIn(dice, at);
    const ticket_id = `T-${word(dice, 10)}`;
    drop.put('tickets', { ticket_id, account_id: this.id, recharge_id, opened_at, body });
  }

  leave(): void {
    let sum = 0;
    for (const { at, row } of this.wallet.toSorted((a, b) => a.at - b.at)) {
      sum += Number(row.delta);
      const balance_after = this.shop.dice.chance(0.9) ? sum : null;
      this.shop.drop.put('ledger', { ...row, at: timeIn(this.shop.dice, at), balance_after });
    }
  }
}

/** One attempt to buy, with what store, processor and ledger have of it. */
export class Order {
  readonly id: string;
  readonly at: number;
  readonly row: Fields;
  readonly coins: number;
  readonly bonus: number;
  external: string;
  payment: Fields | null = null;
  store: Fields | null = null;
  private readonly events: { at: number; row: Fields }[] = [];

  readonly who: Customer;
  readonly seller: Seller;
  constructor(who: Customer, seller: Seller, at = who.at) {
    this.who = who;
    this.seller = seller;
    const { dice, drop } = who.shop;
    const inStore = seller === 'apple' || seller === 'google';
    const channel = { apple: 'app_store', google: 'google_play' }[seller as 'apple'] ?? 'web';
    const [sku, coins, bonus, price] = dice.pick(packs);
    this.at = at;
    this.id = dice.chance(0.5) ? `rc_${word(dice, 16)}` : `R-${dice.int(1e8, 9e8)}`;
    this.coins = coins;
    this.bonus = bonus;
    const some = (share: number, value: string | number) => (dice.chance(share) ? value : null);
    this.external =
      seller === 'google'
        ? `GPA.${dice.int(3000, 3999)}-${dice.int(1000, 9999)}-${dice.int(1000, 9999)}-${dice.int(10_000, 99_999)}`
        : seller === 'apple'
          ? `2000000${dice.int(1e8, 9e8)}`
          : `${seller === 'stripe' ? 'pi_' : ''}${word(dice, 16)}`;
    this.row = drop.put('recharges', {
      recharge_id: this.id,
      account_id: who.id,
      channel,
      sku: `${sku}.${channel}`,
      coins: some(0.9, coins),
      bonus_coins: some(0.7, bonus),
      currency: who.country[1],
      amount_minor: price,
      storefront: some(0.8, who.country[0]),
      provider: seller,
      external_id: inStore ? null : some(0.7, this.external),
      payment_id: null,
      ip_country: some(0.7, who.country[0]),
      ip_kind: some(0.7, dice.pick(['residential', 'mobile'])),
      app_version: some(0.6, '32.0.0'),
      client_clock_skew_ms: some(0.6, dice.int(-9000, 9000)),
      created_at: timeIn(dice, at),
    });
    this.happens('created', 0);
  }

  get total(): bigint {
    return BigInt(this.coins + this.bonus);
  }

  happens(stage: string, after: number, more: Fields = {}): this {
    this.events.push({
      at: this.at + after,
      row: { recharge_id: this.id, stage, provider: this.seller, ...more },
    });
    return this;
  }

  /** What the processor says of it. */
  pays(status: string, more: Fields = {}): this {
    const { dice, drop } = this.who.shop;
    const taken: Fields =
      status === 'succeeded' ? { captured_at: timeIn(dice, this.at + 9 * second) } : {};
    this.payment = drop.put('payments', {
      provider: this.seller,
      payment_id: this.external,
      recharge_id: this.id,
      status,
      currency: this.who.country[1],
      amount_minor: this.row.amount_minor ?? null,
      captured_minor: status === 'succeeded' ? (this.row.amount_minor ?? null) : 0,
      created_at: timeIn(dice, this.at + second),
      ...taken,
      ...more,
    });
    return this;
  }

  /** What the app store says of it. */
  sold(more: Fields = {}): this {
    const { dice, drop } = this.who.shop;
    this.row.external_id = this.external;
    this.store = drop.put('store_records', {
      provider: this.seller,
      external_id: this.external,
      recharge_id: dice.chance(0.5) ? this.id : null,
      account_token: this.who.id,
      sku: this.row.sku ?? null,
      state: 'purchased',
      acknowledged: this.seller === 'google' ? true : null,
      consumed: this.seller === 'google' ? true : null,
      price_minor: this.row.amount_minor ?? null,
      currency: this.who.country[1],
      purchased_at: timeIn(dice, this.at + 9 * second),
      signature: this.seller === 'apple' ? 'verified' : null,
      ...more,
    });
    return this;
  }

  /** The money was taken. */
  paid(more: Fields = {}): this {
    if (this.row.channel === 'web') return this.pays('succeeded', more).happens('captured', 9000);
    return this.sold(more).happens('store_purchased', 9000).happens('verified', 11_000);
  }

  granted(coins = this.coins, after = 15 * second, who = this.who): this {
    const tie: Fields = this.who.shop.dice.chance(0.5)
      ? { recharge_id: this.id }
      : { external_id: this.external };
    if (this.row.channel === 'web' && this.row.external_id === null) tie.recharge_id = this.id;
    who.entry('recharge_grant', coins, this.at + after, tie);
    if (this.bonus > 0) who.entry('bonus', this.bonus, this.at + after + 1, tie);
    return this.happens('granted', after + second);
  }

  /** Ends the story: events arrive twice and late, and the truth is kept apart. */
  was(cause: RootCause, owed: bigint | null = 0n): this {
    const { dice, drop, hidden } = this.who.shop;
    if (dice.chance(0.1)) this.events.push(dice.pick(this.events));
    const order = dice.chance(0.1) ? this.events.toReversed() : this.events;
    order.forEach(({ at, row }, index) =>
      drop.put('recharge_events', { ...row, seq: index + 1, at: timeIn(dice, at) }),
    );
    hidden.set(this.id, { cause, owed });
    return this;
  }
}

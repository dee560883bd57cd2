import type { RootCause } from '../../../contract/diagnosis.ts';
import type { TableName } from '../../../main/desk/records/tables.ts';
import type { Dice } from './dice.ts';

export type Value = string | number | bigint | boolean | null;
export type Fields = Readonly<Record<string, Value>>;
export type Put = (table: TableName, fields: Fields) => void;

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** When the simulated copy was taken. */
export const copyAt = Date.UTC(2026, 9, 25, 12);

/** What a cause really was; `owed` null where no copy could decide it. */
export interface Truth {
  readonly cause: RootCause;
  readonly owed: bigint | null;
}

export interface Event {
  readonly stage: string;
  /** UTC ms. */
  readonly at: number;
  readonly fields?: Fields;
}

/** One attempt as it is being told: a cause puts rows in, noise follows. */
export interface Attempt {
  readonly dice: Dice;
  readonly id: string;
  readonly account: string;
  readonly at: number;
  readonly channel: 'web' | 'app_store' | 'google_play';
  readonly provider: string;
  readonly external: string;
  readonly coins: bigint;
  readonly bonus: bigint;
  readonly price: bigint;
  readonly storefront: string;
  readonly put: Put;
  readonly recharge: Record<string, Value>;
  readonly accountRow: Record<string, Value>;
  readonly events: Event[];
  /** A ticket may not blame the wrong thing where its words are evidence. */
  ticketFree: boolean;
  /** Circumstances are the cause itself and are left alone. */
  quiet: boolean;
}

/** The packages that everybody sells: coins, bonus, price in minor units. */
export const packs = [
  ['coins.p1', 70n, 0n, 99n],
  ['coins.p2', 350n, 0n, 499n],
  ['coins.p3', 700n, 35n, 999n],
  ['coins.p4', 1400n, 70n, 1999n],
  ['coins.p5', 7000n, 500n, 9999n],
] as const;
export const storefronts = ['US', 'BR', 'GB', 'JP', 'DE', 'TR'] as const;

export const whole = (attempt: Attempt) => attempt.coins + attempt.bonus;

export function say(attempt: Attempt, stage: string, afterMs: number, fields: Fields = {}): number {
  const at = attempt.at + afterMs;
  attempt.events.push({ stage, at, fields });
  return at;
}

export function pay(attempt: Attempt, fields: Fields): void {
  attempt.put('payments', {
    provider: attempt.provider,
    payment_id: attempt.external,
    recharge_id: attempt.dice.chance(0.8) ? attempt.id : null,
    currency: 'USD',
    amount_minor: attempt.price,
    created_at: attempt.at + 500,
    ...(attempt.recharge.instrument_id == null
      ? {}
      : { instrument_id: attempt.recharge.instrument_id }),
    ...fields,
  });
}

export function stored(attempt: Attempt, fields: Fields): void {
  attempt.put('store_records', {
    provider: attempt.provider,
    external_id: attempt.external,
    recharge_id: attempt.dice.chance(0.7) ? attempt.id : null,
    account_token: attempt.account,
    sku: attempt.recharge.sku ?? 'coins.p4',
    test_kind: 'none',
    currency: 'USD',
    price_minor: attempt.price,
    quantity: 1,
    purchased_at: attempt.at + 2000,
    signature: 'verified',
    ...fields,
  });
}

let entries = 0;
export function enter(attempt: Attempt, delta: bigint, afterMs: number, fields: Fields = {}): void {
  entries += 1;
  const byOrder = attempt.dice.chance(0.6);
  attempt.put('ledger', {
    entry_id: `le_${entries}`,
    account_id: attempt.account,
    at: attempt.at + afterMs,
    asset: 'coins',
    delta,
    kind: 'recharge_grant',
    recharge_id: byOrder ? attempt.id : null,
    external_id: byOrder && attempt.dice.chance(0.5) ? null : attempt.external,
    ...fields,
  });
}

/** Taken by whoever takes it on this channel, and told by its events. */
export function paid(attempt: Attempt, more: Fields = {}): void {
  if (attempt.channel === 'web') {
    pay(attempt, {
      status: 'succeeded',
      captured_minor: attempt.price,
      captured_at: attempt.at + 1500,
      outcome_type: 'authorized',
      ...more,
    });
    if (attempt.dice.chance(0.8)) say(attempt, 'authorised', 1000);
    if (attempt.dice.chance(0.8)) say(attempt, 'captured', 1500);
    return;
  }
  stored(attempt, {
    state: 'purchased',
    ...(attempt.channel === 'google_play' ? { acknowledged: true, consumed: true } : {}),
    ...more,
  });
  if (attempt.dice.chance(0.8)) say(attempt, 'store_purchased', 2000);
  say(attempt, 'verified', 2500);
}

/** The coins as ordered: in one entry, or the bonus apart. */
export function granted(attempt: Attempt): void {
  if (attempt.bonus > 0n && attempt.dice.chance(0.5)) {
    enter(attempt, attempt.coins, 4000);
    enter(attempt, attempt.bonus, 4000, { kind: 'bonus' });
  } else enter(attempt, whole(attempt), 4000);
  if (attempt.dice.chance(0.8)) say(attempt, 'granted', 4000);
  if (attempt.channel === 'google_play' && attempt.dice.chance(0.7)) say(attempt, 'consumed', 5000);
}

export function ticket(attempt: Attempt, body: string, fields: Fields = {}): void {
  attempt.ticketFree = false;
  attempt.put('tickets', {
    ticket_id: `tk_${attempt.id}_${attempt.dice.int(0, 1_000_000_000)}`,
    account_id: attempt.account,
    recharge_id: attempt.id,
    opened_at: attempt.at + 6 * hour,
    locale: 'en',
    subject: 'Recharge',
    body,
    ...fields,
  });
}

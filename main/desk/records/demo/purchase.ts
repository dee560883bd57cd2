import type { DemoRow } from './columns.ts';
import { plainDigits, playOrder, pspReference, token } from './ids.ts';
import { happen, type Order, soon } from './order.ts';
import type { Person } from './people.ts';
import { iso } from './time.ts';
import type { World } from './world.ts';

/** The steps every purchase is put together from: paid, granted, finished, spent. */

function storeRaw(order: Order, at: number): string {
  const body =
    order.provider === 'google'
      ? { kind: 'androidpublisher#productPurchase', regionCode: order.person.market.country }
      : { environment: 'Production', type: 'Consumable' };
  return JSON.stringify({ ...body, productId: order.pack.sku, purchaseDate: iso(at) });
}

/** What the store says of the order, at the time of the order's clock. */
export function storeRecord(world: World, order: Order): DemoRow<'store_records'> {
  const google = order.provider === 'google';
  const external = google ? playOrder(world.random) : plainDigits(world.random, 15);
  order.externalId = external;
  return {
    provider: order.provider,
    external_id: external,
    purchase_token: google ? token(world.random, 40) : null,
    recharge_id: order.id,
    account_token: order.person.id,
    sku: order.pack.sku,
    state: 'purchased',
    acknowledged: google ? false : null,
    consumed: google ? false : null,
    test_kind: 'none',
    region: order.person.market.country,
    storefront: order.person.market.country,
    currency: order.pack.market.currency,
    price_minor: order.amount,
    quantity: order.quantity,
    purchased_at: iso(order.clock),
    signature: 'verified',
    raw: world.random.chance(0.1) ? storeRaw(order, order.clock) : null,
  };
}

export function paymentId(world: World, provider: string): string {
  if (provider === 'stripe') return `pi_${token(world.random, 24)}`;
  if (provider === 'adyen') return pspReference(world.random);
  return `cl-${token(world.random, 18)}`;
}

/** What the processor says of the order before anything is decided; web orders only. */
export function openPayment(world: World, order: Order): DemoRow<'payments'> {
  const id = paymentId(world, order.provider);
  order.externalId = id;
  order.payment = {
    provider: order.provider,
    payment_id: id,
    recharge_id: order.id,
    status: 'processing',
    currency: order.pack.market.currency,
    amount_minor: order.amount,
    captured_minor: 0n,
    refunded_minor: 0n,
    instrument_id: order.card?.id,
    created_at: iso(order.clock),
    disputed: false,
  };
  return order.payment;
}

/** The bank said yes and holds the money. */
export function authorise(world: World, order: Order): void {
  const payment = openPayment(world, order);
  const card = order.card?.kind === 'card';
  if (card && world.random.chance(order.pack.market.currency === 'USD' ? 0.1 : 0.5)) {
    happen(order, 'requires_action', soon(world));
    payment.three_ds = 'Y';
    payment.eci = order.card?.brand === 'mastercard' ? '02' : '05';
  }
  happen(order, 'authorised', soon(world), { amount_minor: order.amount });
  Object.assign(payment, {
    status: 'requires_capture',
    outcome_type: 'authorized',
    network_code: '00',
    cvc_check: card ? 'pass' : null,
    postcode_check: card ? world.random.pick(['pass', 'unchecked', 'unavailable']) : null,
    avs_result: card && order.pack.market.currency === 'USD' ? 'Y' : null,
    cvv_result: card ? 'M' : null,
  });
}

function capture(world: World, order: Order): void {
  happen(order, 'captured', soon(world, 1, 6), { amount_minor: order.amount });
  if (order.payment === null) return;
  order.payment.status = 'succeeded';
  order.payment.captured_minor = order.amount;
  order.payment.captured_at = iso(order.clock);
}

/** Paid, in the manner of the channel, and our own check of it done. */
export function pay(world: World, order: Order): void {
  if (order.channel === 'web') {
    authorise(world, order);
    capture(world, order);
    return;
  }
  if (order.channel === 'partner') {
    order.externalId = `${order.provider.slice(0, 2).toUpperCase()}-${token(world.random, 10)}`;
    capture(world, order);
    return;
  }
  buyInStore(world, order);
  happen(order, 'verified', soon(world, 1, 5));
}

/** Bought in the store, not yet checked by us. */
export function buyInStore(world: World, order: Order): void {
  order.clock += soon(world);
  order.store = storeRecord(world, order);
  happen(order, 'store_purchased', 0, { amount_minor: order.amount });
}

export interface Grant {
  readonly coins?: bigint;
  readonly bonus?: bigint;
  /** Who gets the coins, where that is not the buyer. */
  readonly to?: Person;
  /** ms after the step before. */
  readonly after?: number;
}

/** Coins enter the ledger, the promised ones unless the grant says otherwise. */
export function grant(world: World, order: Order, wish: Grant = {}): void {
  const coins = wish.coins ?? order.coins;
  const bonus = wish.bonus ?? order.bonus;
  happen(order, 'granted', wish.after ?? soon(world, 1, 8), { provider: 'platform' });
  enter(world, order, coins, bonus, wish.to);
}

/** The ledger entries of a grant alone, at the order's clock. */
export function enter(
  world: World,
  order: Order,
  coins: bigint,
  bonus: bigint,
  to: Person = order.person,
): void {
  const base = {
    person: to.id,
    at: order.clock,
    recharge: order.id,
    external: order.externalId,
  } as const;
  world.ledger.add({ ...base, delta: coins, kind: 'recharge_grant' });
  if (bonus > 0n) world.ledger.add({ ...base, delta: bonus, kind: 'bonus' });
}

/** Tells the store that the coins are with the buyer. */
export function finish(world: World, order: Order): void {
  if (order.channel === 'google_play') {
    happen(order, 'acknowledged', soon(world, 1, 4));
    if (order.store !== null) order.store.acknowledged = true;
  }
  if (order.channel === 'google_play' || order.channel === 'app_store') {
    happen(order, 'consumed', soon(world, 1, 4));
    if (order.store !== null && order.channel === 'google_play') order.store.consumed = true;
  }
}

/** The whole healthy way. */
export function deliver(world: World, order: Order): void {
  pay(world, order);
  grant(world, order);
  finish(world, order);
}

/** Takes the coins of a grant back; the balance may go below zero. */
export function clawBack(
  world: World,
  order: Order,
  kind: 'refund_clawback' | 'chargeback_clawback',
): void {
  world.ledger.add({
    person: order.person.id,
    at: order.clock,
    delta: -(order.coins + order.bonus),
    kind,
    recharge: order.id,
    external: order.externalId,
  });
}

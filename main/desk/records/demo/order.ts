import type { CheckId, RootCause } from '../../../../contract/diagnosis.ts';
import { minimumVersion, versionAt } from './backdrop.ts';
import type { DemoRow } from './columns.ts';
import type { Market } from './markets.ts';
import { marketOf, unsold } from './markets.ts';
import type { Device, Instrument, Person, Place } from './people.ts';
import { usualChannel } from './people.ts';
import { amountOf, type Channel, type Pack } from './prices.ts';
import { iso, secondMs } from './time.ts';
import { cardOf, newId, type World } from './world.ts';

export type Stage =
  | 'created'
  | 'requires_action'
  | 'authorised'
  | 'captured'
  | 'declined'
  | 'store_pending'
  | 'store_purchased'
  | 'verified'
  | 'verify_failed'
  | 'granted'
  | 'grant_failed'
  | 'acknowledged'
  | 'consumed'
  | 'cancelled'
  | 'expired'
  | 'refunded'
  | 'refund_reversed'
  | 'voided'
  | 'disputed'
  | 'dispute_won'
  | 'review_requested'
  | 'client_error';

/** One attempt to buy while its story is told; `closeOrder` turns it into rows. */
export interface Order {
  readonly id: string;
  readonly person: Person;
  readonly device: Device;
  readonly place: Place;
  readonly channel: Channel;
  readonly provider: string;
  readonly pack: Pack;
  readonly quantity: number;
  readonly at: number;
  readonly amount: bigint;
  readonly tax: bigint;
  readonly coins: bigint;
  readonly bonus: bigint;
  readonly card: Instrument | null;
  /** Fields of the order row that differ from what the rest implies. */
  readonly fields: DemoRow<'recharges'>;
  readonly events: DemoRow<'recharge_events'>[];
  externalId: string | null;
  store: DemoRow<'store_records'> | null;
  payment: DemoRow<'payments'> | null;
  /** Time of the newest event. */
  clock: number;
  label: RootCause;
}

export interface Wish {
  readonly channel?: Channel;
  readonly provider?: string;
  readonly tier?: number;
  readonly quantity?: number;
  readonly card?: Instrument;
  readonly place?: Place;
  readonly device?: Device;
  readonly fields?: DemoRow<'recharges'>;
}

/** Partners on the list of official channels; the first part is their provider name. */
export const partners = ['paypoint', 'kioskone'] as const;

function providerOf(world: World, channel: Channel): string {
  if (channel === 'app_store') return 'apple';
  if (channel === 'google_play') return 'google';
  if (channel === 'partner') return world.random.pick(partners);
  const turn = world.random.next();
  return turn < 0.55 ? 'stripe' : turn < 0.85 ? 'adyen' : 'cardlink';
}

/** Small packs sell best. */
const popularTiers = [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6] as const;

/** Where coins are not sold, an order still names a pack: the one the app believed in. */
function packFor(world: World, market: Market, channel: Channel, tier: number, at: number): Pack {
  const selling = market.country === unsold ? marketOf('US') : market;
  const pack = world.prices.find(selling, channel, tier, at);
  if (pack === null) throw new Error(`no demo pack of tier ${tier} in ${market.country}`);
  return pack;
}

/** Opens an attempt: the order exists, nothing is paid. */
export function openOrder(world: World, person: Person, at: number, wish: Wish = {}): Order {
  const { random } = world;
  const channel = wish.channel ?? usualChannel(random, person);
  const provider = wish.provider ?? providerOf(world, channel);
  const tier = wish.tier ?? random.pick(popularTiers);
  const pack = packFor(world, person.market, channel, tier, at);
  const quantity = wish.quantity ?? (random.chance(0.03) ? 2 : 1);
  const order: Order = {
    id: newId(world, 'rc'),
    person,
    device: wish.device ?? person.device,
    place: wish.place ?? person.place,
    channel,
    provider,
    pack,
    quantity,
    at,
    ...amountOf(pack, quantity),
    coins: pack.coins * BigInt(quantity),
    bonus: pack.bonus * BigInt(quantity),
    card: channel === 'web' ? (wish.card ?? cardOf(world, person)) : null,
    fields: { ...wish.fields },
    events: [],
    externalId: null,
    store: null,
    payment: null,
    clock: at,
    label: 'healthy',
  };
  person.busy.push(at);
  happen(order, 'created', 0, { provider: 'platform' });
  return order;
}

/** Writes one event, `after` ms later than the one before it, and moves the order's clock. */
export function happen(
  order: Order,
  stage: Stage,
  after: number,
  extra: DemoRow<'recharge_events'> = {},
): void {
  order.clock += after;
  order.events.push({
    recharge_id: order.id,
    seq: order.events.length + 1,
    at: order.clock,
    stage,
    provider: order.provider,
    scheme: order.card?.kind === 'card' ? order.card.brand : null,
    ...extra,
  });
}

/** A short while, as between two steps of one purchase. */
export function soon(world: World, from = 2, to = 25): number {
  return world.random.int(from * secondMs, to * secondMs);
}

function appVersionOf(world: World, order: Order): string {
  if (order.device.appVersion !== null) return order.device.appVersion;
  const current = versionAt(world.asOf, order.at);
  return current < minimumVersion ? minimumVersion : current;
}

function orderRow(world: World, order: Order): DemoRow<'recharges'> {
  const selling = order.pack.market.country === order.person.market.country;
  const os = { ios: 'iOS', android: 'Android', web: 'browser' }[order.device.platform];
  return {
    recharge_id: order.id,
    account_id: order.person.id,
    channel: order.channel,
    sku: order.pack.sku,
    quantity: order.quantity,
    coins: order.coins,
    bonus_coins: order.bonus,
    currency: selling ? order.pack.market.currency : null,
    amount_minor: selling ? order.amount : null,
    tax_minor: selling ? order.tax : null,
    storefront: order.person.market.country,
    provider: order.provider,
    external_id: order.externalId,
    payment_id: order.payment?.payment_id,
    instrument_id: order.card?.id,
    device_id: order.device.id,
    ip: order.place.ip,
    ip_country: order.place.country,
    ip_kind: order.place.kind,
    app_version: appVersionOf(world, order),
    os,
    os_version: order.device.osVersion,
    network: order.place.network,
    client_clock_skew_ms: world.random.int(-4_000, 4_000),
    seller_domain: order.channel === 'partner' ? `${order.provider}.example` : null,
    created_at: iso(order.at),
    updated_at: iso(order.clock),
    ...order.fields,
  };
}

/** Writes everything the order left behind and remembers what it was made to show. */
export function closeOrder(world: World, order: Order, check: CheckId | 'unknown' | null): void {
  if (order.clock > world.asOf) throw new Error(`${order.id} ends after the copy was taken`);
  world.recharges.push(orderRow(world, order));
  for (const event of order.events) world.emit('recharge_events', event);
  if (order.store !== null) world.emit('store_records', order.store);
  if (order.payment !== null) world.emit('payments', order.payment);
  order.device.lastSeen = Math.max(order.device.lastSeen, order.clock);
  world.truth.labels.set(order.id, order.label);
  if (check !== null) world.truth.scenarios.set(order.id, check);
}

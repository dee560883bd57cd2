import { oldStoreAppVersion } from './backdrop.ts';
import { token } from './ids.ts';
import { happen, type Order, soon, type Wish } from './order.ts';
import type { Platform } from './people.ts';
import { buyInStore, clawBack, deliver, finish, grant, pay } from './purchase.ts';
import type { Scenario, Story } from './story.ts';
import { attempt, succeedLater } from './story.ts';
import { dayMs, hourMs, iso, minuteMs } from './time.ts';

/** Purchases that ended in the store or at its door: only the store saw the card. */

const apple: Wish = { channel: 'app_store', quantity: 1 };
const play: Wish = { channel: 'google_play', quantity: 1 };

/** The words the two stores use for what their client refused to do. */
export interface ClientError {
  readonly store: 'apple' | 'google';
  readonly code: string;
  readonly sub?: string;
  readonly message: string;
}

export function skError(code: string, message: string): ClientError {
  return { store: 'apple', code, sub: 'SKErrorDomain', message };
}
export function storeKitError(code: string, message: string): ClientError {
  return { store: 'apple', code, sub: 'StoreKitError', message };
}
export function playError(code: string, message: string): ClientError {
  return { store: 'google', code, message };
}

export function platformOf(error: ClientError): Platform {
  return error.store === 'apple' ? 'ios' : 'android';
}

/** An attempt that the store's client ended with an error. */
export function clientFails(story: Story, error: ClientError, wish: Wish = {}): Order {
  const order = attempt(story, { ...(error.store === 'apple' ? apple : play), ...wish });
  happen(order, 'client_error', soon(story.world), {
    code: error.code,
    sub_code: error.sub,
    message: error.message,
  });
  return order;
}

type Extra = Partial<Scenario>;

/** A scenario that is one client error and nothing else; some try again and get through. */
export function clientScenario(
  cause: Scenario['cause'],
  says: Scenario['says'],
  error: ClientError,
  extra: Extra & { readonly retries?: number } = {},
): Scenario {
  const { retries, ...rest } = extra;
  return {
    cause,
    name: `${error.store} ${error.code} ${error.message}`.toLowerCase(),
    says,
    platform: platformOf(error),
    tell(story) {
      const order = clientFails(story, error);
      if (retries && story.world.random.chance(retries)) succeedLater(story, order);
    },
    ...rest,
  };
}

function pendingAtStore(story: Story, ending: 'open' | 'cancelled' | 'paid'): void {
  const { world } = story;
  const label = ending === 'paid' ? 'healthy' : undefined;
  const order = attempt(story, play, story.at, label);
  happen(order, 'store_pending', soon(world), { code: 'PENDING' });
  const purchaseToken = token(world.random, 40);
  const pending = {
    provider: 'google',
    external_id: purchaseToken,
    purchase_token: purchaseToken,
    recharge_id: order.id,
    account_token: order.person.id,
    sku: order.pack.sku,
    state: 'pending',
    acknowledged: false,
    consumed: false,
    test_kind: 'none',
    region: order.person.market.country,
    storefront: order.person.market.country,
    currency: order.pack.market.currency,
    price_minor: order.amount,
    quantity: order.quantity,
    pending_since: iso(order.clock),
    signature: 'absent',
  } as const;
  if (ending === 'paid') {
    world.emit('store_records', pending);
    order.clock += world.random.int(2, 20) * hourMs;
    pay(world, order);
    if (order.store !== null) {
      order.store.purchase_token = purchaseToken;
      order.store.pending_since = pending.pending_since;
    }
    grant(world, order);
    finish(world, order);
    return;
  }
  order.externalId = purchaseToken;
  order.store = { ...pending };
  if (ending === 'open') return;
  happen(order, 'cancelled', 2 * dayMs, { code: 'CANCELED', message: 'Not paid in time.' });
  order.store.state = 'cancelled';
}

/** The purchase result was "pending": a guardian was asked. No transaction exists yet. */
function askToBuy(story: Story): void {
  const order = attempt(story, apple);
  happen(order, 'store_pending', soon(story.world), {
    code: 'pending',
    message: 'Waiting for approval (Ask to Buy).',
  });
}

function oldStoreApp(story: Story): void {
  story.person.device.storeAppVersion = oldStoreAppVersion;
  clientFails(story, playError('3', 'BILLING_UNAVAILABLE'));
}

/** The earlier pack was delivered and never consumed, so Play will not sell it again. */
function ownedFromBefore(story: Story): void {
  const { world } = story;
  const tier = world.random.int(1, 4);
  const before = attempt(story, { ...play, tier }, story.at - 26 * hourMs, 'healthy');
  pay(world, before);
  grant(world, before);
  happen(before, 'acknowledged', soon(world));
  if (before.store !== null) before.store.acknowledged = true;
  clientFails(story, playError('7', 'ITEM_ALREADY_OWNED'), { tier });
}

/** Granted, but the store was never told; after three days it gave the money back. */
function neverAcknowledged(story: Story): void {
  const { world } = story;
  const order = attempt(story, play);
  pay(world, order);
  grant(world, order);
  const after = 3 * dayMs + world.random.int(5, 50) * minuteMs - (order.clock - order.at);
  happen(order, 'voided', after, { message: 'Not acknowledged in time.' });
  Object.assign(order.store ?? {}, {
    state: 'refunded',
    voided_at: iso(order.clock),
    void_source: 'store',
    void_reason: '0',
    refunded_quantity: order.quantity,
    refunded_minor: order.amount,
  });
  clawBack(world, order, 'refund_clawback');
}

function testOrder(story: Story, wish: Wish, kind: 'test' | 'sandbox'): void {
  const { world } = story;
  const order = attempt(story, wish);
  buyInStore(world, order);
  happen(order, 'verified', soon(world), { code: kind });
  if (order.store !== null) order.store.test_kind = kind;
  finish(world, order);
}

/** The store says that another of our accounts paid; the coins are there. */
function paidByOther(story: Story, wish: Wish): void {
  const { world, person } = story;
  const other = world.random.pick(world.people.filter((each) => each !== person));
  const order = attempt(story, wish);
  pay(world, order);
  if (order.store !== null) order.store.account_token = other.id;
  grant(world, order, { to: other });
  finish(world, order);
}

const billing = 'There is a billing problem with a previous purchase.';

export const storeScenarios: readonly Scenario[] = [
  clientScenario('store_billing', 'billing', playError('3', 'BILLING_UNAVAILABLE'), {
    insists: true,
  }),
  clientScenario('store_billing', 'billing', skError('0', billing), { insists: true }),
  clientScenario('store_verification', 'verify', playError('3', 'Verification required'), {
    insists: true,
  }),
  clientScenario('store_verification', 'verify', skError('0', 'Verification required'), {
    insists: true,
  }),
  {
    cause: 'store_pending',
    name: 'play cash open',
    says: 'waiting',
    platform: 'android',
    oldest: 2 * dayMs,
    tell: (story) => pendingAtStore(story, 'open'),
  },
  {
    cause: 'store_pending',
    name: 'play cash not paid',
    says: 'missing',
    platform: 'android',
    youngest: 2.1 * dayMs,
    tell: (story) => pendingAtStore(story, 'cancelled'),
  },
  {
    cause: 'store_pending',
    name: 'play cash paid later',
    says: 'thanks',
    platform: 'android',
    alone: true,
    youngest: dayMs,
    tell: (story) => pendingAtStore(story, 'paid'),
  },
  {
    cause: 'guardian_approval',
    name: 'ask to buy open',
    says: 'waiting',
    platform: 'ios',
    oldest: 22 * hourMs,
    tell: askToBuy,
  },
  {
    cause: 'guardian_approval',
    name: 'ask to buy lapsed',
    says: 'waiting',
    platform: 'ios',
    youngest: 26 * hourMs,
    tell: askToBuy,
  },
  clientScenario('purchases_disabled', 'cannot', skError('4', 'paymentNotAllowed')),
  clientScenario(
    'purchases_disabled',
    'cannot',
    playError('3', 'Purchases are disabled by a device policy'),
  ),
  {
    cause: 'store_client_outdated',
    name: 'play app years old',
    says: 'cannot',
    platform: 'android',
    alone: true,
    tell: oldStoreApp,
  },
  {
    cause: 'already_owned',
    name: 'play 7',
    says: 'cannot',
    platform: 'android',
    alone: true,
    tell: ownedFromBefore,
  },
  {
    cause: 'unacknowledged',
    name: 'play took it back',
    says: 'refund',
    platform: 'android',
    alone: true,
    youngest: 3.1 * dayMs,
    tell: neverAcknowledged,
  },
  clientScenario('customer_cancelled', null, playError('1', 'USER_CANCELED'), { retries: 0.4 }),
  clientScenario('customer_cancelled', null, skError('2', 'paymentCancelled'), { retries: 0.4 }),
  clientScenario('customer_cancelled', null, storeKitError('userCancelled', 'userCancelled')),
  {
    cause: 'test_purchase',
    name: 'play licence tester',
    says: 'missing',
    platform: 'android',
    tell: (story) => testOrder(story, play, 'test'),
  },
  {
    cause: 'test_purchase',
    name: 'apple sandbox',
    says: 'missing',
    platform: 'ios',
    tell: (story) => testOrder(story, apple, 'sandbox'),
  },
  {
    cause: 'wrong_account',
    name: 'play paid by another account',
    says: 'missing',
    insists: true,
    platform: 'android',
    alone: true,
    tell: (story) => paidByOther(story, play),
  },
  {
    cause: 'wrong_account',
    name: 'apple paid by another account',
    says: 'missing',
    insists: true,
    platform: 'ios',
    alone: true,
    tell: (story) => paidByOther(story, apple),
  },
  {
    cause: 'deadline',
    name: 'play acknowledge still runs',
    says: 'thanks',
    platform: 'android',
    alone: true,
    oldest: 60 * hourMs,
    tell(story) {
      const order = attempt(story, play, story.at, 'healthy');
      pay(story.world, order);
      grant(story.world, order);
    },
  },
  {
    cause: 'deadline',
    name: 'apple asks about consumption',
    says: null,
    platform: 'ios',
    alone: true,
    youngest: 13 * hourMs,
    oldest: 20 * dayMs,
    tell: (story) => storeAsks(story, apple, 'CONSUMPTION_REQUEST', 11),
  },
  {
    cause: 'deadline',
    name: 'play asks about a refund',
    says: null,
    platform: 'android',
    alone: true,
    youngest: 25 * hourMs,
    oldest: 20 * dayMs,
    tell: (story) => storeAsks(story, play, 'PENDING_REFUND_REVIEW', 22),
  },
];

/** A delivered order that the store has put a question to within the last hours. */
function storeAsks(story: Story, wish: Wish, code: string, hours: number): void {
  const { world } = story;
  const order = attempt(story, wish, story.at, 'healthy');
  deliver(world, order);
  const asked = world.asOf - world.random.int(30, hours * 60) * minuteMs;
  happen(order, 'review_requested', asked - order.clock, {
    code,
    sub_code: code === 'CONSUMPTION_REQUEST' ? 'UNINTENDED_PURCHASE' : null,
  });
}

import { oldStoreAppVersion } from './backdrop.ts';
import { token } from './ids.ts';
import { happen, soon, type Wish } from './order.ts';
import { buyInStore, finish, grant, pay } from './purchase.ts';
import {
  apple,
  clientFails,
  clientScenario,
  play,
  playError,
  skError,
  storeKitError,
} from './store-client.ts';
import { attempt, type Scenario, type Story } from './story.ts';
import { dayMs, hourMs, iso } from './time.ts';

/** Purchases that ended in the store or at its door: only the store saw the card. */

function pendingAtStore(story: Story, ending: 'open' | 'cancelled' | 'paid'): void {
  const { world } = story;
  const label = ending === 'paid' ? 'healthy' : undefined;
  const order = attempt(story, play, story.at, label);
  happen(order, 'store_pending', soon(world), { message: 'Waiting for payment.' });
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

function testOrder(story: Story, wish: Wish, kind: 'test' | 'sandbox'): void {
  const { world } = story;
  const order = attempt(story, wish);
  buyInStore(world, order);
  happen(order, 'verified', soon(world), { code: kind });
  if (order.store !== null) order.store.test_kind = kind;
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
];

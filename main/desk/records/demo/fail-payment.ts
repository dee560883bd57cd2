import { happen, type Order, soon, type Wish } from './order.ts';
import { newMethod } from './people.ts';
import { authorise, deliver, finish, grant, openPayment, pay } from './purchase.ts';
import { attempt, type Scenario, type Story, succeedLater } from './story.ts';
import { refuseCard } from './fail-card.ts';
import { dayMs, hourMs, minuteMs } from './time.ts';

/** Web payments that stopped on the way, for other reasons than the card's own no. */

/** The bank's page was opened and never finished. */
function openChallenge(story: Story): Order {
  const { world } = story;
  const order = attempt(story, { channel: 'web', provider: 'stripe' });
  const payment = openPayment(world, order);
  happen(order, 'requires_action', soon(world));
  Object.assign(payment, { status: 'requires_action', three_ds: 'C' });
  return order;
}

function failedChallenge(story: Story): void {
  const { world } = story;
  const order = openChallenge(story);
  const code = 'payment_intent_authentication_failure';
  happen(order, 'declined', soon(world, 30, 200), {
    code,
    message: 'The provided payment method has failed authentication.',
  });
  Object.assign(order.payment ?? {}, {
    status: 'requires_payment_method',
    failure_code: code,
    three_ds: 'N',
  });
  if (world.random.chance(0.5)) succeedLater(story, order);
}

function lapsedChallenge(story: Story): void {
  const order = openChallenge(story);
  happen(order, 'expired', 65 * minuteMs);
  Object.assign(order.payment ?? {}, { status: 'canceled' });
}

/** The same card again and again until the processor stops it. */
function tooManyAttempts(story: Story): void {
  const { world } = story;
  const wish: Wish = { channel: 'web', provider: 'stripe', tier: 4, quantity: 1 };
  let at = story.at;
  for (let i = 0; i < 4; i += 1) {
    const order = attempt(story, wish, at, 'bank_block');
    refuseCard(world, order, {
      cause: 'bank_block',
      provider: 'stripe',
      code: 'do_not_honor',
      network: '05',
      message: 'Your card was declined.',
    });
    at = order.clock + world.random.int(1, 3) * minuteMs;
  }
  const last = attempt(story, wish, at);
  refuseCard(world, last, {
    cause: 'attempt_limit',
    provider: 'stripe',
    code: 'withdrawal_count_limit_exceeded',
    network: '65',
    stripeCode: 'card_decline_rate_limit_exceeded',
    message: 'You have exceeded the number of tries for this card.',
  });
}

function ownRiskRule(story: Story): void {
  const order = attempt(story, { channel: 'web' });
  happen(order, 'declined', soon(story.world), { provider: 'platform' });
}

function openHold(story: Story): void {
  authorise(story.world, attempt(story, { channel: 'web' }));
}

function lapsedHold(story: Story): void {
  const order = attempt(story, { channel: 'web', provider: 'stripe' });
  authorise(story.world, order);
  happen(order, 'expired', 7 * dayMs, { code: 'charge_expired_for_capture' });
  Object.assign(order.payment ?? {}, {
    status: 'canceled',
    failure_code: 'charge_expired_for_capture',
  });
}

/** The answer was lost after the money was taken, so the customer pressed the button again. */
function chargedTwice(story: Story): void {
  const { world } = story;
  const provider = world.random.pick(['stripe', 'adyen']);
  const wish: Wish = { channel: 'web', provider, tier: world.random.int(2, 5), quantity: 1 };
  const first = attempt(story, wish, story.at, 'healthy');
  pay(world, first);
  happen(first, 'client_error', soon(world), {
    provider: 'platform',
    code: 'timeout',
    message: 'The page did not get an answer in time.',
  });
  const second = attempt(story, wish, first.at + world.random.int(3, 7) * minuteMs);
  grant(world, first);
  finish(world, first);
  deliver(world, second);
}

type Slow = 'carrier' | 'gift_card' | 'bank';

function slowMethod(story: Story, kind: Slow): void {
  const { world, person } = story;
  const card = newMethod(world.random, kind, person.market.country);
  world.instruments.push(card);
  const order = attempt(story, { channel: 'web', provider: 'adyen', card, quantity: 1 });
  openPayment(world, order);
}

function slow(kind: Slow, oldest: number): Scenario {
  return {
    cause: 'slow_method',
    name: `${kind} still settling`,
    says: 'waiting',
    oldest,
    tell: (story) => slowMethod(story, kind),
  };
}

function webCancelled(story: Story, provider: 'stripe' | 'adyen'): void {
  const { world } = story;
  const order = attempt(story, { channel: 'web', provider });
  openPayment(world, order).status = 'canceled';
  happen(order, 'cancelled', soon(world, 20, 120), {
    code: provider === 'adyen' ? '16' : 'requested_by_customer',
    message: provider === 'adyen' ? 'Shopper Cancelled' : 'Canceled by the customer.',
  });
  if (order.payment !== null && provider === 'adyen') order.payment.failure_code = '16';
  if (world.random.chance(0.3)) succeedLater(story, order);
}

export const paymentScenarios: readonly Scenario[] = [
  {
    cause: 'authentication',
    name: 'challenge left open',
    says: 'cannot',
    tell: (story) => void openChallenge(story),
  },
  { cause: 'authentication', name: 'challenge failed', says: 'declined', tell: failedChallenge },
  { cause: 'authentication', name: 'challenge lapsed', says: 'cannot', tell: lapsedChallenge },
  {
    cause: 'attempt_limit',
    name: 'five tries in a row',
    says: 'declined',
    alone: true,
    tell: tooManyAttempts,
  },
  { cause: 'risk_block', name: 'own rule', says: 'limited', tell: ownRiskRule },
  {
    cause: 'hold_not_captured',
    name: 'open hold',
    says: 'waiting',
    oldest: 6 * dayMs,
    tell: openHold,
  },
  {
    cause: 'hold_not_captured',
    name: 'lapsed hold',
    says: 'missing',
    youngest: 7.2 * dayMs,
    tell: lapsedHold,
  },
  {
    cause: 'double_charge',
    name: 'pressed twice',
    says: 'twice',
    insists: true,
    alone: true,
    tell: chargedTwice,
  },
  slow('carrier', 20 * hourMs),
  slow('gift_card', 60 * hourMs),
  slow('bank', 4 * dayMs),
  {
    cause: 'customer_cancelled',
    name: 'stripe cancelled',
    says: null,
    tell: (story) => webCancelled(story, 'stripe'),
  },
  {
    cause: 'customer_cancelled',
    name: 'adyen 16',
    says: null,
    tell: (story) => webCancelled(story, 'adyen'),
  },
];

import { happen, openOrder, soon, type Wish } from './order.ts';
import { openPayment, pay, storeRecord } from './purchase.ts';
import { attempt, type Scenario, type Story } from './story.ts';
import { writeTicket } from './tickets.ts';
import { hourMs, iso } from './time.ts';

/** Paid and checked, and the coins never entered the ledger. */
export function openDelivery(
  story: Story,
  wish: Wish,
  how: 'unacknowledged' | 'acknowledged' | 'failed' | 'silent',
): void {
  const { world } = story;
  const order = attempt(story, { quantity: 1, ...wish });
  pay(world, order);
  if (how === 'failed' || how === 'unacknowledged') {
    happen(order, 'grant_failed', soon(world), {
      provider: 'platform',
      code: '500',
      message: 'The job that enters coins gave up.',
    });
  }
  if (how === 'acknowledged') {
    happen(order, 'acknowledged', soon(world));
    if (order.store !== null) order.store.acknowledged = true;
  }
}

/** The store took money for an account of ours, and no order of ours knows of it. */
export function orphanPurchase(story: Story): void {
  const { world, person } = story;
  const wish = { channel: 'google_play', quantity: 1 } as const;
  const ghost = openOrder(world, person, story.at, wish);
  const record = storeRecord(world, ghost);
  world.emit('store_records', { ...record, recharge_id: null, acknowledged: true });
  world.truth.payments.set(`google/${ghost.externalId}`, 'paid_not_granted');
  const at = story.at + hourMs;
  writeTicket(world, 'missing', { at, person, order: ghost, names: 'store' });
}

/** The processor captured money that names no order. */
export function orphanPayment(story: Story): void {
  const { world, person } = story;
  const wish = { channel: 'web', provider: 'stripe', quantity: 1 } as const;
  const ghost = openOrder(world, person, story.at, wish);
  const payment = openPayment(world, ghost);
  world.emit('payments', {
    ...payment,
    recharge_id: null,
    status: 'succeeded',
    captured_minor: ghost.amount,
    captured_at: iso(ghost.clock),
    outcome_type: 'authorized',
  });
  world.truth.payments.set(`stripe/${ghost.externalId}`, 'paid_not_granted');
  const at = story.at + hourMs;
  writeTicket(world, 'missing', { at, person, order: ghost, names: 'store' });
}

export const grantScenarios: readonly Scenario[] = [
  {
    cause: 'paid_not_granted',
    name: 'play, clock to acknowledge runs',
    says: 'missing',
    alone: true,
    platform: 'android',
    oldest: 60 * hourMs,
    tell: (story) => openDelivery(story, { channel: 'google_play' }, 'unacknowledged'),
  },
  {
    cause: 'paid_not_granted',
    name: 'play, acknowledged without coins',
    says: 'missing',
    alone: true,
    platform: 'android',
    tell: (story) => openDelivery(story, { channel: 'google_play' }, 'acknowledged'),
  },
  {
    cause: 'paid_not_granted',
    name: 'apple',
    says: 'missing',
    alone: true,
    platform: 'ios',
    tell: (story) => openDelivery(story, { channel: 'app_store' }, 'silent'),
  },
  {
    cause: 'paid_not_granted',
    name: 'web, job failed',
    says: 'missing',
    alone: true,
    tell: (story) => openDelivery(story, { channel: 'web' }, 'failed'),
  },
  {
    cause: 'paid_not_granted',
    name: 'web, nothing happened',
    says: 'missing',
    alone: true,
    tell: (story) => openDelivery(story, { channel: 'web', provider: 'stripe' }, 'silent'),
  },
  {
    cause: 'paid_not_granted',
    name: 'store money without an order',
    says: null,
    alone: true,
    platform: 'android',
    tell: orphanPurchase,
  },
  {
    cause: 'paid_not_granted',
    name: 'card money without an order',
    says: null,
    alone: true,
    tell: orphanPayment,
  },
];

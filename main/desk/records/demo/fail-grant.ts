import { happen, openOrder, soon, type Wish } from './order.ts';
import { openPayment, pay, storeRecord } from './purchase.ts';
import { attempt, type Story } from './story.ts';
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

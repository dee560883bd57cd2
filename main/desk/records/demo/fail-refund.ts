import { happen, type Order } from './order.ts';
import { clawBack, deliver } from './purchase.ts';
import { spend } from './spend.ts';
import { attempt, type Scenario, type Story } from './story.ts';
import { hourMs, iso, minuteMs } from './time.ts';

/** Money that went back after the coins came, and money that came back after that. */

/** Gifts for all coins of the order, within minutes. */
export function spendAll(story: Story, order: Order): void {
  const plan = { budget: order.coins, from: order.clock, within: 12 * minuteMs, most: 40 };
  spend(story.world, story.person, plan);
}

export function refundApple(order: Order, after: number, code: string): void {
  happen(order, 'refunded', after, { code, amount_minor: order.amount });
  Object.assign(order.store ?? {}, {
    state: 'refunded',
    refunded_quantity: order.quantity,
    refunded_minor: order.amount,
    voided_at: iso(order.clock),
    void_source: 'user',
    void_reason: '0',
  });
}

function voidPlay(order: Order, after: number, reason: string): void {
  happen(order, 'voided', after, { code: reason, amount_minor: order.amount });
  Object.assign(order.store ?? {}, {
    state: 'refunded',
    refunded_quantity: order.quantity,
    refunded_minor: order.amount,
    voided_at: iso(order.clock),
    void_source: 'user',
    void_reason: reason,
  });
}

export function chargeBack(story: Story, order: Order, after: number): void {
  happen(order, 'disputed', after, { code: '10.4', amount_minor: order.amount });
  Object.assign(order.payment ?? {}, {
    disputed: true,
    dispute_reason: '10.4',
    dispute_at: iso(order.clock),
  });
  clawBack(story.world, order, 'chargeback_clawback');
}

type Store = 'app_store' | 'google_play' | 'web';

function takeBack(story: Story, order: Order, after: number): void {
  if (order.channel === 'web') {
    chargeBack(story, order, after);
    return;
  }
  if (order.channel === 'app_store') refundApple(order, after, 'REFUND');
  else voidPlay(order, after, story.world.random.pick(['1', '5', '7']));
  clawBack(story.world, order, 'refund_clawback');
}

function refundedAfterUse(story: Story, channel: Store): void {
  const order = attempt(story, { channel, quantity: 1 });
  deliver(story.world, order);
  spendAll(story, order);
  takeBack(story, order, 20 * hourMs);
}

/** Money back, coins still there and unspent: nobody has taken them back yet. */
function refundedAndKept(story: Story): void {
  const order = attempt(story, { channel: 'app_store', quantity: 1 });
  deliver(story.world, order);
  refundApple(order, 20 * hourMs, 'REFUND');
}

function refundReversed(story: Story, channel: Store): void {
  const { world } = story;
  const order = attempt(story, { channel, quantity: 1 });
  deliver(world, order);
  takeBack(story, order, 18 * hourMs);
  if (channel === 'web') {
    happen(order, 'dispute_won', 30 * hourMs, { code: '10.4', amount_minor: order.amount });
    return;
  }
  happen(order, 'refund_reversed', 30 * hourMs, { code: 'REFUND_REVERSED' });
  Object.assign(order.store ?? {}, {
    state: 'purchased',
    refunded_quantity: 0,
    refunded_minor: 0n,
    voided_at: null,
    void_source: null,
    void_reason: null,
  });
}

function refund(
  cause: 'refunded_after_use' | 'refund_reversed',
  channel: Store,
  youngest: number,
): Scenario {
  const platform = channel === 'app_store' ? 'ios' : channel === 'google_play' ? 'android' : null;
  return {
    cause,
    name: `${cause} ${channel}`,
    says: 'refund',
    alone: true,
    fresh: true,
    youngest,
    ...(platform === null ? {} : { platform }),
    tell(story) {
      if (cause === 'refunded_after_use') refundedAfterUse(story, channel);
      else refundReversed(story, channel);
    },
  };
}

export const refundScenarios: readonly Scenario[] = [
  refund('refunded_after_use', 'google_play', 21 * hourMs),
  refund('refunded_after_use', 'app_store', 21 * hourMs),
  refund('refunded_after_use', 'web', 21 * hourMs),
  {
    cause: 'refunded_after_use',
    name: 'refunded, coins kept',
    says: null,
    alone: true,
    platform: 'ios',
    youngest: 21 * hourMs,
    tell: refundedAndKept,
  },
  refund('refund_reversed', 'app_store', 50 * hourMs),
  refund('refund_reversed', 'google_play', 50 * hourMs),
  refund('refund_reversed', 'web', 50 * hourMs),
];

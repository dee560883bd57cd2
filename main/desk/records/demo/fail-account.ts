import { capCountry } from './backdrop.ts';
import { happen, type Order, soon, type Wish } from './order.ts';
import { clawBack, deliver, spend } from './purchase.ts';
import { attempt, type Scenario, type Story } from './story.ts';
import { dayMs, hourMs, iso, minuteMs, startOfDay } from './time.ts';

/** What the account may do, and what became of coins that did arrive. */

/** Our own no, with the word that other programs rely on. */
function platformRefuses(story: Story, code: string, wish: Wish = {}, at = story.at): Order {
  const order = attempt(story, wish, at);
  happen(order, 'declined', soon(story.world, 1, 3), { provider: 'platform', code });
  return order;
}

function tooYoung(story: Story): void {
  const { world, person } = story;
  person.ageBand = 'under_18';
  person.birthYear = new Date(world.asOf).getUTCFullYear() - world.random.int(13, 16);
  platformRefuses(story, 'AGE_RESTRICTED', { tier: 2, quantity: 1 });
}

/** A parent took the consent back; Apple refunded and we took the unspent coins back. */
function consentTakenBack(story: Story): void {
  const { world, person } = story;
  person.ageBand = 'under_18';
  person.birthYear = new Date(world.asOf).getUTCFullYear() - 15;
  const order = attempt(story, { channel: 'app_store', tier: 2, quantity: 1 });
  deliver(world, order);
  refundApple(order, 20 * hourMs, 'RESCIND_CONSENT');
  clawBack(world, order, 'refund_clawback');
}

/** Four large packs in one day, and the fifth is one too many. */
function overTheCap(story: Story): void {
  const { world } = story;
  const pack: Wish = { channel: 'web', tier: 6, quantity: 1 };
  let at = startOfDay(story.at) + 2 * hourMs;
  for (let i = 0; i < 4; i += 1) {
    deliver(world, attempt(story, pack, at, 'healthy'));
    at += world.random.int(45, 60) * minuteMs;
  }
  platformRefuses(story, 'LIMIT_REACHED', pack, at);
}

function restricted(story: Story): void {
  story.person.status = 'restricted';
  story.person.updated = story.at - 2 * dayMs;
  platformRefuses(story, 'ACCOUNT_RESTRICTED');
}

/** Coins spent, then charged back: below zero, and nothing may be bought until that is paid. */
function belowZero(story: Story): void {
  const { world } = story;
  const before = attempt(
    story,
    { channel: 'web', provider: 'stripe', tier: 4, quantity: 1 },
    story.at - 12 * dayMs,
    'refunded_after_use',
  );
  deliver(world, before);
  spendAll(story, before);
  chargeBack(story, before, 9 * dayMs);
  platformRefuses(story, 'ACCOUNT_RESTRICTED', { tier: 1, quantity: 1 });
}

function spendAll(story: Story, order: Order): void {
  const plan = { budget: order.coins, from: order.clock, within: 12 * minuteMs, most: 40 };
  spend(story.world, story.person, plan);
}

/** Arrived and gifted within minutes; the ticket says that it never came. */
function alreadySpent(story: Story): void {
  const order = attempt(story, { quantity: 1 });
  deliver(story.world, order);
  spendAll(story, order);
}

function refundApple(order: Order, after: number, code: string): void {
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

function chargeBack(story: Story, order: Order, after: number): void {
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

export const accountScenarios: readonly Scenario[] = [
  { cause: 'age', name: 'under age', says: 'limited', alone: true, fresh: true, tell: tooYoung },
  {
    cause: 'age',
    name: 'consent taken back',
    says: 'refund',
    alone: true,
    fresh: true,
    platform: 'ios',
    youngest: 22 * hourMs,
    tell: consentTakenBack,
  },
  {
    cause: 'recharge_cap',
    name: 'day cap',
    says: 'limited',
    alone: true,
    fresh: true,
    country: capCountry,
    youngest: 30 * hourMs,
    tell: overTheCap,
  },
  {
    cause: 'account_restricted',
    name: 'status restricted',
    says: 'limited',
    alone: true,
    tell: restricted,
  },
  {
    cause: 'account_restricted',
    name: 'balance below zero',
    says: 'limited',
    alone: true,
    fresh: true,
    oldest: 100 * dayMs,
    tell: belowZero,
  },
  {
    cause: 'already_spent',
    name: 'gifted within minutes',
    says: 'missing',
    insists: true,
    alone: true,
    tell: alreadySpent,
  },
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

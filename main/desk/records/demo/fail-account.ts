import { capCountry } from './backdrop.ts';
import { happen, type Order, soon, type Wish } from './order.ts';
import { clawBack, deliver } from './purchase.ts';
import { chargeBack, refundApple, spendAll } from './fail-refund.ts';
import { attempt, type Scenario, type Story } from './story.ts';
import { dayMs, hourMs, minuteMs, startOfDay } from './time.ts';

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

/** Arrived and gifted within minutes; the ticket says that it never came. */
function alreadySpent(story: Story): void {
  const order = attempt(story, { quantity: 1 });
  deliver(story.world, order);
  spendAll(story, order);
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
];

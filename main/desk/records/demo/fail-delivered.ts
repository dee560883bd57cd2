import { happen, soon, type Wish } from './order.ts';
import { clawBack, deliver, finish, grant, pay } from './purchase.ts';
import { apple, clientFails, play, playError } from './store-client.ts';
import { attempt, type Scenario, type Story } from './story.ts';
import { dayMs, hourMs, iso, minuteMs } from './time.ts';

/** Store purchases whose coins came, and that trouble somebody all the same. */

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

export const deliveredScenarios: readonly Scenario[] = [
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

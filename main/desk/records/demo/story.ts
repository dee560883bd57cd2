import type { CheckId, RootCause } from '../../../../contract/diagnosis.ts';
import type { Outage } from './backdrop.ts';
import { closeOrder, type Order, openOrder, type Wish } from './order.ts';
import type { Person, Platform } from './people.ts';
import { deliver } from './purchase.ts';
import { session } from './session.ts';
import { hourMs, minuteMs } from './time.ts';
import { writeTicket } from './tickets.ts';
import type { Complaint } from './ticket-words.ts';
import type { World } from './world.ts';

/** One way in which a recharge goes wrong, told with the records that prove it. */
export interface Scenario {
  readonly cause: CheckId | 'unknown';
  readonly name: string;
  /** What the customer writes of it; null: such people do not write. */
  readonly says: Complaint | null;
  /** The ticket is part of the proof: it is always there and names the order. */
  readonly insists?: true;
  /** Needs an account of its own, because it hangs on the account's state or ledger. */
  readonly alone?: true;
  /** Alone, and with no purchase before: the balance starts at zero. */
  readonly fresh?: true;
  readonly country?: string;
  readonly platform?: Platform;
  /** ms before the copy: the story must start at least, and at most, this long ago. */
  readonly youngest?: number;
  readonly oldest?: number;
  /** Happens inside such an outage. */
  readonly during?: (outage: Outage) => boolean;
  tell(story: Story): void;
}

export interface Story {
  readonly world: World;
  readonly person: Person;
  readonly at: number;
  readonly scenario: Scenario;
  readonly outage: Outage | null;
  readonly orders: Order[];
  /** Set where a story writes its own sessions. */
  ownSessions: boolean;
}

/** Opens an attempt that fails for the story's cause, unless another label is given. */
export function attempt(
  story: Story,
  wish: Wish = {},
  at: number = story.at,
  label?: RootCause,
): Order {
  const order = openOrder(story.world, story.person, at, wish);
  order.label = label ?? story.scenario.cause;
  story.orders.push(order);
  return order;
}

/** A further try of the same purchase some minutes later that goes through. */
export function succeedLater(story: Story, failed: Order, wish: Wish = {}): void {
  const at = failed.clock + story.world.random.int(1, 14) * minuteMs;
  const again: Wish = {
    channel: failed.channel,
    provider: failed.provider,
    tier: failed.pack.tier,
    quantity: failed.quantity,
    ...wish,
  };
  deliver(story.world, attempt(story, again, at, 'healthy'));
}

/** One session around each run of attempts, ending after the last of them was settled. */
function writeSessions(story: Story): void {
  const { world } = story;
  let group: Order[] = [];
  const flush = (): void => {
    const first = group[0];
    if (first === undefined) return;
    const from = first.at - world.random.int(2, 8) * minuteMs;
    const end = Math.max(...group.map((order) => Math.min(order.clock, order.at + 10 * minuteMs)));
    const minutes = Math.ceil((end - from) / minuteMs) + world.random.int(6, 40);
    session(world, first, from, { minutes });
    group = [];
  };
  for (const order of story.orders) {
    const last = group.at(-1);
    if (last !== undefined && order.at - last.at > 40 * minuteMs) flush();
    group.push(order);
  }
  flush();
}

function writeComplaint(story: Story): void {
  const { world, scenario, person } = story;
  const order = story.orders.findLast((each) => each.label !== 'healthy') ?? story.orders.at(-1);
  if (scenario.says === null || order === undefined) return;
  const { random } = world;
  if (!scenario.insists && !random.chance(0.45)) return;
  const turn = random.next();
  const names = scenario.insists || turn < 0.72 ? 'recharge' : turn < 0.88 ? 'store' : 'nothing';
  // Some people blame whatever is nearest; the records must win over the letter.
  const says = !scenario.insists && random.chance(0.15) ? 'wrong' : scenario.says;
  const room = Math.max(10 * minuteMs, world.asOf - order.clock - minuteMs);
  const at = order.clock + random.int(10 * minuteMs, Math.min(20 * hourMs, room));
  writeTicket(world, says, { at, person, order, names });
}

/** Tells a story and writes all it left behind. Gives back how many attempts failed. */
export function tellStory(story: Story): number {
  story.scenario.tell(story);
  if (!story.ownSessions) writeSessions(story);
  writeComplaint(story);
  for (const order of story.orders) closeOrder(story.world, order, story.scenario.cause);
  return story.orders.filter((order) => order.label !== 'healthy').length;
}

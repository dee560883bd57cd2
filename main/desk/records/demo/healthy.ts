import { closeOrder, type Order, openOrder } from './order.ts';
import type { Person } from './people.ts';
import type { Shoppers } from './plan.ts';
import { deliver } from './purchase.ts';
import { session } from './session.ts';
import { spend } from './spend.ts';
import { shadySites } from './sellers.ts';
import { writeTicket } from './tickets.ts';
import { dayMs, hourMs, minuteMs } from './time.ts';
import type { World } from './world.ts';

/** Business grows: more purchases lie near the end of the copy than at its start. */
function someTime(world: World): number {
  const share = world.random.next() ** 1.6;
  const span = world.asOf - world.from - 3 * hourMs;
  return world.asOf - 2 * hourMs - Math.floor(share * span);
}

/** A store's notice that reached us after we had already acted on the client's word. */
function arriveLate(order: Order): void {
  const index = order.events.findIndex((event) => event.stage === 'store_purchased');
  const [late] = index < 0 ? [] : order.events.splice(index, 1);
  if (late === undefined) return;
  order.events.push(late);
  for (const [seq, event] of order.events.entries()) event.seq = seq + 1;
}

function pickBuyer(
  world: World,
  shoppers: Shoppers,
  free: (person: Person, at: number) => boolean,
): { person: Person; at: number } {
  for (;;) {
    const at = someTime(world);
    const person = world.random.pick(shoppers.all);
    if (free(person, at)) return { person, at };
  }
}

/** One ordinary purchase: paid, granted, mostly spent on gifts, seldom written about. */
export function writeHealthy(
  world: World,
  shoppers: Shoppers,
  free: (person: Person, at: number) => boolean,
): void {
  const { random } = world;
  const { person, at } = pickBuyer(world, shoppers, free);
  const order = openOrder(world, person, at);
  deliver(world, order);
  if (random.chance(0.03)) arriveLate(order);
  if (order.channel === 'web' && random.chance(0.01)) {
    order.fields.seller_domain = random.pick(shadySites);
  }
  session(world, order, at - random.int(2, 8) * minuteMs);
  if (random.chance(0.7)) {
    const budget = (order.coins * BigInt(random.int(30, 100))) / 100n;
    const within = 2 * dayMs;
    spend(world, person, { budget, from: order.clock, within, most: random.int(1, 4) });
  }
  if (random.chance(0.01)) {
    const when = order.clock + random.int(1, 30) * hourMs;
    writeTicket(world, 'thanks', { at: when, person, order, names: 'recharge' });
  }
  closeOrder(world, order, null);
}

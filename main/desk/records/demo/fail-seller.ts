import { closeOrder, happen, type Order, openOrder } from './order.ts';
import { newDevice, newPlace, type Person } from './people.ts';
import { clawBack, deliver } from './purchase.ts';
import { session } from './session.ts';
import { spend } from './spend.ts';
import { ringContact, shadySites } from './sellers.ts';
import type { Scenario, Story } from './story.ts';
import { inventedOrder, writeTicket } from './tickets.ts';
import { dayMs, hourMs, iso, minuteMs } from './time.ts';
import { addCard, addPerson, type World } from './world.ts';

/** Bought outside: no order, no payment, no coins with us; only the customer's word. */
function boughtElsewhere(story: Story): void {
  const { world, person, at } = story;
  const site = world.random.pick(shadySites);
  const file = world.random.pick([undefined, undefined, 'chat-with-seller.txt', 'receipt.txt']);
  const first = world.truth.tickets.size === 0;
  const ticket = writeTicket(world, 'seller', {
    at,
    person,
    order: null,
    names: 'nothing',
    site,
    ...(first
      ? { attachments: 'chat-with-seller.txt,receipt.txt' }
      : file === undefined
        ? {}
        : { attachments: file }),
  });
  world.truth.tickets.set(ticket, 'third_party_purchase');
}

/** An order number that nobody knows, and nothing else to go by. */
function nothingFound(story: Story): void {
  const { world, person, at } = story;
  const ending = inventedOrder(world);
  const letter = { at, person, order: null, names: 'nothing', ending } as const;
  world.truth.tickets.set(writeTicket(world, 'lost', letter), 'not_found');
}

export const sellerScenarios: readonly Scenario[] = [
  {
    cause: 'third_party_purchase',
    name: 'nothing with us, a site is named',
    says: null,
    alone: true,
    fresh: true,
    tell: boughtElsewhere,
  },
  {
    cause: 'unknown',
    name: 'order number nobody knows',
    says: null,
    alone: true,
    fresh: true,
    tell: nothingFound,
  },
];

/** What the accounts of one ring share: a hand, two cards, one browser, one address. */
function shareHands(world: World, start: number): Person[] {
  const lead = addPerson(world, { created: start - 6 * hourMs });
  const { market } = lead;
  const device = newDevice(world.random, 'web', start);
  const place = newPlace(world.random, market.country, 'hosting');
  const cards = [addCard(world, lead, {}), addCard(world, lead, {})];
  const members = [lead];
  while (members.length < 6) {
    members.push(addPerson(world, { market, created: start - world.random.int(1, 20) * hourMs }));
  }
  for (const [index, member] of members.entries()) {
    member.device = device;
    member.place = place;
    member.card = cards[index % 2] ?? null;
    member.phone = index % 3 === 0 ? ringContact.replace('chat:', '') : member.phone;
    // Nothing but the ring's own purchases.
    member.quietFrom = 0;
  }
  return members;
}

function ringOrder(world: World, member: Person, at: number, site: string, sink: Person): Order {
  const order = openOrder(world, member, at, {
    channel: 'web',
    provider: 'stripe',
    tier: world.random.int(4, 5),
    quantity: 1,
    fields: { seller_domain: site },
  });
  deliver(world, order);
  session(world, order, at - 3 * minuteMs, { minutes: 20 });
  const plan = { budget: order.coins, from: order.clock, within: 9 * minuteMs, most: 30 };
  spend(world, member, { ...plan, creator: sink });
  return order;
}

/** A seller's ring: fresh accounts, two cards, one gift sink, charge-backs three weeks later. */
export function tellRing(world: World, index: number): void {
  // However many rings there are, they lie within the days that the price list covers.
  const start = world.asOf - (30 + ((index * 9) % 81)) * dayMs;
  const site = shadySites[(index + 2) % shadySites.length] ?? 'lum0live.example';
  const sink = world.random.pick(world.creators);
  for (const [turn, member] of shareHands(world, start).entries()) {
    const order = ringOrder(world, member, start + turn * 55 * minuteMs, site, sink);
    if (turn % 2 === 0) {
      order.label = 'refunded_after_use';
      happen(order, 'disputed', 19 * dayMs, { code: '10.4', amount_minor: order.amount });
      Object.assign(order.payment ?? {}, {
        disputed: true,
        dispute_reason: '10.4',
        dispute_at: iso(order.clock),
      });
      clawBack(world, order, 'chargeback_clawback');
    }
    closeOrder(world, order, turn % 2 === 0 ? 'refunded_after_use' : null);
  }
}

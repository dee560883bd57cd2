import type { RingRole } from '../../../contract/seller-rings.ts';
import {
  buy,
  day,
  dispute,
  gift,
  hour,
  minute,
  person,
  type Person,
  refund,
  session,
  ticket,
  type World,
} from './world.ts';

interface Seller {
  readonly id: string;
  readonly phone: string;
}

function play(world: World, who: Person, role: RingRole): Person {
  world.truth.roles.set(who.id, role);
  return who;
}

/** Somebody with a life of their own: sessions and a recharge long before. */
function settled(world: World, country?: string): Person {
  const who = person(world, {
    ...(country === undefined ? {} : { country }),
    made: world.end - world.random.int(150, 700) * day,
  });
  session(world, who, world.end - world.random.int(100, 140) * day);
  if (world.random.chance(70))
    gift(
      world,
      buy(world, who, world.end - world.random.int(95, 130) * day),
      world.random.pick(world.creators),
      2 * hour,
    );
  return who;
}

function complain(world: World, who: Person, seller: Seller, at: number): void {
  const name = seller.id.replace(/^(?:chat|market):/, '');
  ticket(
    world,
    who,
    at,
    world.random.pick([
      `I bought coins on ${name} and they never came.`,
      `The shop ${name} took my money and asked for my password.`,
      `Paid ${name}, coins were gone the next day!`,
    ]),
  );
}

/** Cards stolen from people who had paid with them for long. */
function stolenCards(world: World, count: number): { card: string; holder: Person }[] {
  return Array.from({ length: count }, () => {
    const holder = play(world, settled(world), 'card_holder');
    buy(world, holder, world.end - world.random.int(92, 120) * day);
    return { card: holder.card, holder };
  });
}

/** The seller's own account, who the ring's device belongs to, or to whom the coins go. */
function boss(world: World, seller: Seller, device: string, start: number): Person {
  const who = play(
    world,
    person(world, {
      country: 'TR',
      made: start - 200 * day,
      ...(seller.phone === '' ? {} : { phone: seller.phone }),
    }),
    'seller',
  );
  world.emit('devices', {
    device_id: device,
    account_id: who.id,
    platform: 'web',
    first_seen: start - 100 * day,
    last_seen: world.end,
  });
  session(world, who, start - 60 * day, { device, ip: '198.51.100.7', ipCountry: 'TR' });
  session(world, who, start + day, { device, ip: '198.51.100.7', ipCountry: 'TR' });
  return who;
}

/** New accounts, funded with stolen cards from the ring's devices, emptied to the seller's own. */
export function cardFarm(world: World, seller: Seller): void {
  const { random } = world;
  const start = world.end - random.int(45, 85) * day;
  const devices = Array.from({ length: random.int(1, 3) }, () => world.id('dv'));
  const ip = `203.0.113.${random.int(1, 250)}`;
  const lead = boss(world, seller, devices[0] ?? '', start);
  const cards = stolenCards(world, random.int(2, 5));
  const mules = random.int(5, 14);
  const stem = random.pick(['lucky', 'star', 'coin', 'moon']);
  const numbered = random.chance(50);
  for (let i = 0; i < mules; i += 1) {
    const at = start + i * random.int(30, 400) * minute;
    const mule = play(
      world,
      person(world, {
        country: random.pick(['US', 'TR', 'BR']),
        made: at - random.int(1, 30) * hour,
        ...(numbered ? { username: `${stem}${100 + i}` } : {}),
      }),
      'mule',
    );
    const device = random.pick(devices);
    const { card } = cards[i % cards.length] ?? { card: '' };
    const where = {
      device,
      ip,
      ipCountry: 'TR',
      ipKind: 'hosting',
      card,
      ...(random.chance(70) ? { seller: seller.id } : {}),
    };
    if (random.chance(30)) buy(world, mule, at - 5 * minute, { ...where, declined: true });
    const bought = buy(world, mule, at, where);
    gift(world, bought, lead.id, random.int(2, 30) * minute);
    if (random.chance(60)) dispute(world, bought, random.int(15, 40) * day);
  }
  const victims = random.int(2, 5);
  for (let i = 0; i < victims; i += 1) customer(world, seller, start + random.int(1, 20) * day);
}

/** Somebody who paid the seller from home, was sent on, and often got nothing. */
function customer(world: World, seller: Seller, at: number): void {
  const who = play(world, settled(world), 'victim');
  const bought = world.random.chance(60) ? buy(world, who, at, { seller: seller.id }) : null;
  if (bought === null || world.random.chance(60)) complain(world, who, seller, at + day);
}

/** Customers hand over their password and are recharged from the seller's device with stolen cards. */
export function handover(world: World, seller: Seller): void {
  const { random } = world;
  const start = world.end - random.int(40, 80) * day;
  const device = world.id('dv');
  const ip = `203.0.113.${random.int(1, 250)}`;
  boss(world, seller, device, start);
  const cards = stolenCards(world, random.int(2, 4));
  const count = random.int(5, 12);
  for (let i = 0; i < count; i += 1) {
    const who = play(world, settled(world, random.pick(['US', 'DE', 'JP'])), 'victim');
    const at = start + i * random.int(3, 30) * hour;
    const { card } = cards[i % cards.length] ?? { card: '' };
    const bought = buy(world, who, at, {
      device,
      ip,
      ipCountry: 'TR',
      card,
      ...(random.chance(60) ? { seller: seller.id } : {}),
    });
    if (random.chance(70)) session(world, who, at + 3 * day);
    if (random.chance(60))
      gift(world, bought, random.pick(world.creators), random.int(1, 40) * hour);
    if (random.chance(55)) dispute(world, bought, random.int(15, 35) * day);
    if (random.chance(35)) complain(world, who, seller, at + 2 * day);
  }
}

/** Bought, given to the seller's account, refunded: again and again. */
export function refundRing(world: World, seller: Seller): void {
  const { random } = world;
  const start = world.end - random.int(30, 70) * day;
  const device = world.id('dv');
  const ip = `203.0.113.${random.int(1, 250)}`;
  const lead = boss(world, seller, device, start);
  const cards = [world.id('pi'), world.id('pi')];
  const mules = random.int(4, 9);
  for (let i = 0; i < mules; i += 1) {
    const at = start + i * random.int(2, 20) * hour;
    const mule = play(
      world,
      person(world, { country: 'TR', made: at - random.int(1, 20) * hour }),
      'mule',
    );
    for (let turn = 0; turn < 2; turn += 1) {
      const bought = buy(world, mule, at + turn * day, {
        device,
        ip,
        card: cards[i % 2] ?? '',
        seller: seller.id,
      });
      gift(world, bought, lead.id, random.int(2, 30) * minute);
      refund(world, bought, random.int(2, 6) * day);
    }
  }
  for (let i = 0; i < random.int(1, 4); i += 1)
    customer(world, seller, start + random.int(1, 15) * day);
}

/** Sold and complained of, without a ring that these records know. */
export function plainSales(world: World, seller: Seller): void {
  const { random } = world;
  const count = random.int(1, 5);
  for (let i = 0; i < count; i += 1) {
    const who = settled(world);
    const at = world.end - random.int(5, 60) * day;
    if (random.chance(50)) buy(world, who, at, { seller: seller.id });
    if (random.chance(60)) complain(world, who, seller, at + day);
  }
}

import {
  buy,
  day,
  dispute,
  gift,
  hour,
  minute,
  person,
  refund,
  session,
  ticket,
  type World,
} from './world.ts';

/** Everyday customers: their own card and device, gifts to popular creators, now and then a refund. */
export function everyday(world: World, count: number): void {
  const { random } = world;
  for (let i = 0; i < count; i += 1) {
    const who = person(world);
    if (i < Math.max(4, count / 100)) world.creators.push(who.id);
    session(world, who, world.end - random.int(100, 150) * day);
    const times = random.int(0, 3);
    for (let turn = 0; turn < times; turn += 1) {
      const bought = buy(world, who, world.end - random.int(2, 90) * day);
      if (random.chance(60))
        gift(world, bought, random.pick(world.creators), random.int(1, 50) * minute);
      if (random.chance(1)) refund(world, bought);
      if (random.chance(0.5)) dispute(world, bought);
    }
  }
}

/** One card and one tablet for all; a child's purchase is taken back. */
export function families(world: World, count: number): void {
  const { random } = world;
  for (let i = 0; i < count; i += 1) {
    const parent = person(world);
    const tablet = world.id('dv');
    const members = [
      parent,
      ...Array.from({ length: random.int(2, 4) }, () => person(world, { country: parent.country })),
    ];
    for (const member of members) {
      session(world, member, world.end - 120 * day, { ip: parent.ip });
      for (let turn = 0; turn < random.int(1, 3); turn += 1) {
        const bought = buy(world, member, world.end - random.int(3, 80) * day, {
          card: parent.card,
          ip: parent.ip,
          ...(random.chance(50) ? { device: tablet } : {}),
        });
        const receiver = random.pick(world.creators);
        if (random.chance(70)) gift(world, bought, receiver, 20 * minute);
        if (random.chance(10)) refund(world, bought);
      }
    }
    if (random.chance(5))
      dispute(world, buy(world, parent, world.end - 60 * day, { ip: parent.ip }));
  }
}

/** Many pupils behind one address, and a room where they share a computer. */
export function schools(world: World, count: number): void {
  const { random } = world;
  for (let i = 0; i < count; i += 1) {
    const ip = `172.16.${i}.1`;
    const room = world.id('dv');
    const star = random.pick(world.creators);
    const country = 'BR';
    for (let pupil = 0; pupil < 60; pupil += 1) {
      const fresh = random.chance(20);
      const at = world.end - random.int(3, 40) * day;
      const who = person(world, {
        country,
        made: fresh ? at - hour : at - random.int(50, 400) * day,
      });
      const bought = buy(world, who, at, {
        ip,
        ...(pupil < 8 ? { device: room } : {}),
        step: random.int(0, 2),
      });
      if (random.chance(60)) gift(world, bought, star);
    }
  }
}

/** Phones handed in for repair: seen on the shop's device for an hour, never recharged there. */
export function repairShop(world: World): void {
  const { random } = world;
  const device = world.id('dv');
  const ip = '172.20.0.9';
  for (let i = 0; i < 25; i += 1) {
    const who = person(world, { country: 'DE' });
    session(world, who, who.made + 20 * day);
    buy(world, who, world.end - random.int(20, 60) * day);
    session(world, who, world.end - random.int(1, 19) * day, { device, ip });
  }
}

/** Storefront of home, address of where they live now. */
export function expatriates(world: World, count: number): void {
  for (let i = 0; i < count; i += 1) {
    const who = person(world, { country: 'TR' });
    for (let turn = 0; turn < 3; turn += 1)
      buy(world, who, world.end - world.random.int(3, 90) * day, { ipCountry: 'DE' });
  }
}

/** An agency runs its creators from one office with one company card. */
export function agency(world: World): void {
  const { random } = world;
  const device = world.id('dv');
  const ip = '172.21.0.3';
  const boss = person(world, { country: 'US' });
  for (let i = 0; i < 7; i += 1) {
    const who = person(world, { country: 'US' });
    session(world, who, who.made + 5 * day);
    const bought = buy(world, who, world.end - random.int(5, 60) * day, {
      device,
      ip,
      card: boss.card,
    });
    gift(world, bought, random.pick(world.creators), 3 * hour);
  }
}

/** A campaign that brings new people in a day, each with a card of their own. */
export function campaign(world: World, partner: string): void {
  const { random } = world;
  for (let i = 0; i < 80; i += 1) {
    const at = world.end - 25 * day + random.int(0, 24 * 60) * minute;
    const who = person(world, { made: at - random.int(10, 600) * minute });
    buy(world, who, at, { seller: partner, step: 0 });
  }
}

/** An outage at an authorised partner: many refunds and some disputes in two days. */
export function outage(world: World, partner: string): void {
  const { random } = world;
  for (let i = 0; i < 60; i += 1) {
    const bought = buy(
      world,
      person(world),
      world.end - 50 * day + random.int(0, 48 * 60) * minute,
      { seller: partner },
    );
    if (random.chance(60)) refund(world, bought);
    else if (random.chance(20)) dispute(world, bought, 6 * day);
  }
}

/** A lost card: declined twice, then paid with the new one. */
export function lostCards(world: World, count: number): void {
  for (let i = 0; i < count; i += 1) {
    const who = person(world);
    const at = world.end - world.random.int(3, 60) * day;
    buy(world, who, at, { declined: true });
    buy(world, who, at + 3 * minute, { declined: true });
    buy(world, who, at + hour, { card: world.id('pi') });
  }
}

/** A carrier's gateway: everybody of a town comes from one address. */
export function carrier(world: World): void {
  const { random } = world;
  for (let i = 0; i < 200; i += 1) {
    const who = person(world, { country: 'TR' });
    const bought = buy(world, who, world.end - random.int(2, 30) * day, {
      ip: '100.64.0.1',
      ipKind: 'mobile',
    });
    if (random.chance(50)) gift(world, bought, world.creators[0] ?? '');
  }
}

/** People who ask about sites that are nobody's shop. */
export function askers(world: World, sites: readonly string[]): void {
  const { random } = world;
  for (const site of sites) {
    const count = random.int(1, 2);
    for (let i = 0; i < count; i += 1)
      ticket(
        world,
        person(world),
        world.end - random.int(1, 50) * day,
        random.pick([
          `Is ${site} one of your pages? I saw your logo there.`,
          `I read on ${site} how to send gifts. Does that still work?`,
        ]),
      );
  }
}

import { minimumVersion, storeAppVersion, versionAt } from './backdrop.ts';
import type { Device, Person } from './people.ts';
import type { World } from './world.ts';
import { session } from './session.ts';
import { dayMs, iso } from './time.ts';

/** What is known only when all stories are told: openings, people, devices, balances. */

/** Balances from before the copy starts, and the few other movements that every ledger has. */
export function writeOpenings(world: World): void {
  const { random, ledger, from, asOf } = world;
  const creators = new Set(world.creators);
  for (const person of world.people) {
    const opened = Math.max(person.created, from - 2 * dayMs);
    if (person.quietFrom > from && person.created < from && random.chance(0.3)) {
      const delta = BigInt(random.int(1, 900));
      ledger.add({ person: person.id, at: opened, delta, kind: 'migration' });
    }
    if (creators.has(person)) {
      const at = opened;
      ledger.add({ person: person.id, at, asset: 'diamonds', delta: 2_000n, kind: 'migration' });
      const paid = asOf - random.int(1, 100) * dayMs;
      const delta = -BigInt(random.int(100, 2_000));
      ledger.add({ person: person.id, at: paid, asset: 'diamonds', delta, kind: 'payout' });
    }
  }
  writeOddities(world);
}

/** Beans, an old adjustment, an expiry, and a balance beyond what a float can count. */
function writeOddities(world: World): void {
  const { ledger, from, asOf } = world;
  const [first, second, third] = world.creators;
  if (first === undefined || second === undefined || third === undefined) return;
  const at = from - dayMs;
  const huge = 9_007_199_254_740_993n;
  ledger.add({ person: first.id, at, delta: huge, kind: 'migration', note: 'Old treasury' });
  ledger.add({ person: first.id, at: at + dayMs, delta: -1n, kind: 'expiry' });
  ledger.add({ person: second.id, at, asset: 'beans', delta: 50n, kind: 'migration' });
  ledger.add({
    person: third.id,
    at: asOf - 20 * dayMs,
    delta: 70n,
    kind: 'adjustment',
    note: '=1+1 goodwill, <b>not for a recharge</b>',
  });
}

function writeDevice(world: World, person: Person, device: Device): void {
  world.emit('devices', {
    device_id: device.id,
    account_id: person.id,
    platform: device.platform,
    model: device.model,
    os_version: device.osVersion,
    app_version: device.appVersion ?? laterOf(versionAt(world.asOf, device.lastSeen)),
    store_app_version:
      device.platform === 'android' ? (device.storeAppVersion ?? storeAppVersion) : null,
    first_seen: iso(device.firstSeen),
    last_seen: iso(device.lastSeen),
    rooted: device.platform === 'web' ? null : device.rooted,
  });
}

function laterOf(version: string): string {
  return version < minimumVersion ? minimumVersion : version;
}

function writeAccount(world: World, person: Person): void {
  world.emit('accounts', {
    account_id: person.id,
    username: person.username,
    display_name: person.display,
    email: person.email,
    phone: person.phone,
    country: person.market.country,
    storefront: person.market.country,
    age_band: person.ageBand,
    birth_year: person.birthYear,
    status: person.status,
    kind: person.kind,
    created_at: iso(person.created),
    updated_at: iso(Math.min(world.asOf, Math.max(person.updated, person.created))),
  });
}

/** Accounts, devices and instruments, as all stories left them. */
export function writePeople(world: World): void {
  const seen = new Set<string>();
  for (const person of world.people) {
    writeAccount(world, person);
    if (seen.has(person.device.id)) continue;
    seen.add(person.device.id);
    writeDevice(world, person, person.device);
  }
  for (const card of world.instruments) {
    world.emit('instruments', {
      instrument_id: card.id,
      kind: card.kind,
      brand: card.brand,
      bin: card.bin,
      last4: card.last4,
      exp_month: card.expMonth,
      exp_year: card.expYear,
      issuer_country: card.country,
      funding: card.funding,
    });
  }
}

/** Chains the ledger, then fills in the balance every session showed, then writes what waited. */
export function writeSessionRows(world: World): void {
  const { random, asOf, from } = world;
  for (const person of world.people) {
    if (person.busy.length > 0 || !random.chance(0.5)) continue;
    const at = Math.max(person.created, from) + 1000;
    session(
      world,
      { person, device: person.device, place: person.place },
      random.int(at, asOf - 1),
    );
  }
  world.ledger.close();
  for (const row of world.ledger.rows(random)) world.emit('ledger', row);
  for (const { row, person, synced } of world.sessions) {
    world.emit('sessions', { ...row, balance_shown: world.ledger.balanceAt(person, synced) });
  }
  const byTime = (a: unknown, b: unknown): number => (String(a) < String(b) ? -1 : 1);
  for (const row of world.recharges.toSorted((a, b) => byTime(a.created_at, b.created_at))) {
    world.emit('recharges', row);
  }
  for (const row of world.tickets.toSorted((a, b) => byTime(a.opened_at, b.opened_at))) {
    world.emit('tickets', row);
  }
}

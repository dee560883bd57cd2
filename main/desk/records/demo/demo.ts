import { setImmediate as breathe } from 'node:timers/promises';
import { refuse } from '../../../../contract/errors.ts';
import { appVersionRows, limitRows, outageRow, rateRows } from './backdrop.ts';
import { tellRing } from './fail-seller.ts';
import { giftRow } from './gifts.ts';
import { writeHealthy } from './healthy.ts';
import { isFree, Shoppers, tellStories } from './plan.ts';
import { packageRow } from './prices.ts';
import { writeOpenings, writePeople, writeSessionRows } from './rest.ts';
import { writeSellers } from './sellers.ts';
import { attachments } from './tickets.ts';
import { dayMs, iso } from './time.ts';
import { addPerson, coveredDays, makeWorld, type Truth, type World } from './world.ts';
import { DropWriter } from './write.ts';

export interface DemoOptions {
  /** Other seed, other records. The same seed, time and sizes give the same bytes. */
  readonly seed?: string;
  /** UTC ms at which the copy was taken; the records reach back 120 days from there. */
  readonly asOf: number;
  /** 5,000 unless given; at least 250, as some stories need an account of their own. */
  readonly accounts?: number;
  /** Attempts to buy: 20,000 unless given; at least 500, so that every story fits. */
  readonly recharges?: number;
  /** Called now and then with the rows written so far, all tables together. */
  readonly onProgress?: (rows: number) => void;
}

export interface DemoDrop extends Truth {
  /** Rows of each table. */
  readonly tables: Record<string, number>;
}

const minAccounts = 250;
const minRecharges = 500;
/** More would crowd the days: purchases of one account keep two hours apart. */
const mostAnAccount = 100;
/** Attempts that fail, in a hundred. */
const failing = 15;

function checkSizes(accounts: number, recharges: number): void {
  const whole = Number.isSafeInteger(accounts) && Number.isSafeInteger(recharges);
  const enough = accounts >= minAccounts && recharges >= minRecharges;
  if (whole && enough && recharges <= accounts * mostAnAccount) return;
  throw refuse(
    'BAD_INPUT',
    `Demo records need at least ${minAccounts} accounts and ${minRecharges} recharges, and at most ${mostAnAccount} recharges an account.`,
    'Ask for whole numbers within these, or leave the sizes out.',
  );
}

function writeBackdrop(world: World): void {
  for (const pack of world.prices.packs) world.emit('packages', packageRow(pack));
  for (const gift of world.gifts.all) world.emit('gifts', giftRow(gift));
  for (const row of appVersionRows(world.asOf)) world.emit('app_versions', row);
  for (const outage of world.outages) world.emit('incidents', outageRow(outage));
  for (const row of limitRows(world.asOf)) world.emit('limits', row);
  for (const row of rateRows(world.asOf, coveredDays)) world.emit('fx_rates', row);
  writeSellers(world);
}

/** Accounts that exist before any story; a few of them closed, which never buy. */
function settleShoppers(world: World, count: number): Shoppers {
  const shoppers = new Shoppers();
  for (let i = 0; i < count; i += 1) {
    const fresh = world.random.chance(0.2);
    const created = world.random.int(world.from, world.asOf - 4 * dayMs);
    const person = addPerson(world, fresh ? { created } : {});
    if (world.random.chance(0.01)) {
      person.status = 'closed';
      person.quietFrom = 0;
      continue;
    }
    shoppers.add(person);
  }
  return shoppers;
}

/** Everybody who still may buy something ordinary, story people among them. */
function buyers(world: World): Shoppers {
  const all = new Shoppers();
  const creators = new Set(world.creators);
  for (const person of world.people) {
    if (!creators.has(person) && person.quietFrom > world.from) all.add(person);
  }
  return all;
}

async function fill(
  world: World,
  accounts: number,
  recharges: number,
  after: () => Promise<void>,
): Promise<void> {
  writeBackdrop(world);
  const rings = 1 + Math.floor(accounts / 2500);
  for (let i = 0; i < rings; i += 1) tellRing(world, i);
  const own = Math.floor(accounts * 0.45);
  const shoppers = settleShoppers(world, Math.floor(accounts * 0.4));
  const failures = Math.floor((recharges * failing) / 100);
  await tellStories(world, shoppers, { failures, accounts: own }, after);
  // Accounts that never bought anything: every copy is full of them.
  while (world.people.length < accounts) shoppers.add(addPerson(world));
  const everybody = buyers(world);
  while (world.recharges.length < recharges) {
    writeHealthy(world, everybody, isFree);
    await after();
  }
  writeOpenings(world);
  writePeople(world);
  writeSessionRows(world);
}

/**
 * Writes a drop of made-up records in the exchange format: every table but `confirmations`
 * (which only a platform's key may sign), a manifest, attachments. Nothing in it is a real
 * person, card or order, and hostile text is in it on purpose.
 *
 * The folder must be new or empty (BAD_INPUT otherwise); it appears whole or not at all. Gives
 * back the rows of each table and, beside the drop, what every made-up failure means.
 */
export async function writeDemoDrop(folder: string, options: DemoOptions): Promise<DemoDrop> {
  const accounts = options.accounts ?? 5_000;
  const recharges = options.recharges ?? 20_000;
  checkSizes(accounts, recharges);
  const drop = new DropWriter(folder);
  try {
    const creators = Math.max(8, Math.floor(accounts / 60));
    const world = makeWorld(options.seed ?? 'recharge-desk', options.asOf, creators, (table, row) =>
      drop.add(table, row),
    );
    let told = 0;
    await fill(world, accounts, recharges, async () => {
      told += 1;
      if (told % 500 !== 0) return;
      options.onProgress?.(drop.rows);
      await breathe();
    });
    for (const [name, text] of Object.entries(attachments)) drop.attach(name, text);
    const tables = drop.finish({
      source: 'Demo records, made up',
      as_of: iso(options.asOf),
      covers_from: iso(world.from),
      covers_to: iso(options.asOf),
    });
    options.onProgress?.(drop.rows);
    return { tables, ...world.truth };
  } catch (error) {
    drop.discard();
    throw error;
  }
}

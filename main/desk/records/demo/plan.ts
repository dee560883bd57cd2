import { nearOutage, type Outage } from './backdrop.ts';
import { type Market, marketOf, markets, unsold } from './markets.ts';
import type { Person, Platform } from './people.ts';
import { type Scenario, type Story, tellStory } from './story.ts';
import { scenarios } from './scenarios.ts';
import { dayMs, hourMs, minuteMs } from './time.ts';
import { addPerson, coveredDays, type World } from './world.ts';

/** Stories go round the scenarios until so many attempts have failed; then all else is healthy. */

const recentMs = 3 * dayMs;
/** Recent stories of one cause in the first rounds, so that every queue has work in it. */
const recentFirst = 5;

interface Counts {
  /** Told so far, by cause. */
  readonly told: Map<string, number>;
  alone: number;
}

function between(world: World, low: number, high: number): number {
  return world.random.int(Math.floor(low), Math.floor(Math.max(low, high)));
}

function timeFor(world: World, scenario: Scenario, recent: boolean): number {
  const youngest = scenario.youngest ?? 3 * hourMs;
  const oldest = scenario.oldest ?? (coveredDays - 15) * dayMs;
  if (recent) {
    const far = Math.max(Math.min(oldest, recentMs), youngest + 6 * hourMs);
    return world.asOf - between(world, youngest, Math.min(far, Math.max(oldest, youngest)));
  }
  return world.asOf - between(world, Math.min(Math.max(youngest, recentMs), oldest), oldest);
}

function timeWithin(world: World, outage: Outage): number {
  const end = outage.to ?? world.asOf - hourMs;
  return between(world, outage.from + 5 * minuteMs, end - 20 * minuteMs);
}

/** Countries in which nothing could be blamed on an outage at that time. */
function clearMarkets(world: World, at: number): readonly Market[] {
  return markets.filter((market) => !nearOutage(world.outages, market.country, at));
}

/** Where the person of such a story lives; undefined: anywhere, null: it cannot be told then. */
function marketFor(
  world: World,
  scenario: Scenario,
  at: number,
  outage: Outage | null,
): Market | undefined | null {
  const clear = clearMarkets(world, at);
  if (scenario.country !== undefined) {
    const market = marketOf(scenario.country);
    return clear.includes(market) ? market : null;
  }
  if (outage !== null) {
    return outage.regions.length === 0 ? undefined : marketOf(world.random.pick(outage.regions));
  }
  if (clear.length === markets.length) return undefined;
  const selling = clear.filter((market) => market.country !== unsold);
  return selling.length === 0 ? null : world.random.pick(selling);
}

/** Everybody who buys now and then and whose records no story depends on, by phone. */
export class Shoppers {
  readonly #all: Person[] = [];
  readonly #ios: Person[] = [];
  readonly #android: Person[] = [];

  add(person: Person): void {
    this.#all.push(person);
    if (person.device.platform === 'ios') this.#ios.push(person);
    if (person.device.platform === 'android') this.#android.push(person);
  }

  get all(): readonly Person[] {
    return this.#all;
  }

  /** Somebody who has not bought anything near that time; null after some tries. */
  pick(world: World, at: number, platform: Platform | undefined): Person | null {
    const list =
      platform === 'ios' ? this.#ios : platform === 'android' ? this.#android : this.#all;
    for (let i = 0; i < 12; i += 1) {
      const person = world.random.pick(list);
      if (isFree(person, at)) return person;
    }
    return null;
  }
}

/** No purchase within two hours, so that chance never makes two orders into one story. */
export function isFree(person: Person, at: number): boolean {
  if (person.created + hourMs > at || at >= person.quietFrom) return false;
  return person.busy.every((time) => Math.abs(time - at) > 2 * hourMs);
}

function personFor(
  world: World,
  shoppers: Shoppers,
  scenario: Scenario,
  at: number,
  outage: Outage | null,
): Person | null {
  if (!scenario.alone) {
    const person = shoppers.pick(world, at, scenario.platform);
    const blamed = person !== null && nearOutage(world.outages, person.market.country, at);
    return blamed ? null : person;
  }
  const market = marketFor(world, scenario, at, outage);
  if (market === null) return null;
  const person = addPerson(world, { platform: scenario.platform, market });
  // Whether a business may buy is another question; it must not answer this story's.
  person.kind = 'personal';
  // Ordinary purchases of this account lie well before its story, where there are any.
  person.quietFrom = scenario.fresh || market?.country === unsold ? 0 : at - 16 * dayMs;
  return person;
}

function storyOf(
  world: World,
  shoppers: Shoppers,
  scenario: Scenario,
  turn: number,
  recent: boolean,
): Story | null {
  const fitting = scenario.during ? world.outages.filter(scenario.during) : [];
  // Newest outages first: they are the ones people still write about.
  const outage = fitting.at(-1 - (turn % Math.max(1, fitting.length))) ?? null;
  for (let i = 0; i < 40; i += 1) {
    const at = outage === null ? timeFor(world, scenario, recent) : timeWithin(world, outage);
    const person = personFor(world, shoppers, scenario, at, outage);
    if (person === null) continue;
    return { world, person, at, scenario, outage, orders: [], ownSessions: false };
  }
  return null;
}

/**
 * Tells every scenario once, then goes round until `failures` attempts have failed. Stories
 * that need an account of their own stop at `accounts` of them. `after` runs between stories.
 */
export async function tellStories(
  world: World,
  shoppers: Shoppers,
  limits: { readonly failures: number; readonly accounts: number },
  after: () => Promise<void>,
): Promise<void> {
  const counts: Counts = { told: new Map(), alone: 0 };
  let failed = 0;
  for (let round = 0; round === 0 || failed < limits.failures; round += 1) {
    let toldNow = 0;
    for (const scenario of scenarios) {
      if (round > 0 && failed >= limits.failures) break;
      if (round > 0 && scenario.alone && counts.alone >= limits.accounts) continue;
      const told = counts.told.get(scenario.cause) ?? 0;
      const recent = told < recentFirst || told % 12 === 0;
      const story = storyOf(world, shoppers, scenario, round, recent);
      if (story === null) continue;
      failed += tellStory(story);
      counts.told.set(scenario.cause, told + 1);
      if (scenario.alone) counts.alone += 1;
      toldNow += 1;
      await after();
    }
    if (toldNow === 0) return;
  }
}

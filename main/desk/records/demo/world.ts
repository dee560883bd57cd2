import type { CheckId, RootCause } from '../../../../contract/diagnosis.ts';
import { type Outage, outages } from './backdrop.ts';
import type { DemoRow, DemoTable } from './columns.ts';
import { type Gifts, giftCatalogue } from './gifts.ts';
import { token } from './ids.ts';
import { LedgerBook } from './ledger.ts';
import { type Instrument, newCard, newPerson, type Person, type PersonWish } from './people.ts';
import { type PriceList, priceList } from './prices.ts';
import { type Random, seededRandom } from './random.ts';
import { dayMs } from './time.ts';

/** What the made-up records mean, kept beside the drop and never in it. */
export interface Truth {
  /** The root cause each attempt was made with. */
  readonly labels: Map<string, RootCause>;
  /** The check each attempt of a story exercises; a delivered order with a deadline has one, too. */
  readonly scenarios: Map<string, CheckId | 'unknown'>;
  /** Money without an order, as `provider/id`. */
  readonly payments: Map<string, RootCause>;
  /** Tickets that name no order and belong to none. */
  readonly tickets: Map<string, RootCause>;
}

/** A session whose shown balance is filled in when the ledger is complete. */
export interface PendingSession {
  readonly row: DemoRow<'sessions'>;
  readonly person: string;
  readonly synced: number;
}

export interface World {
  readonly random: Random;
  readonly asOf: number;
  readonly from: number;
  readonly prices: PriceList;
  readonly gifts: Gifts;
  readonly outages: readonly Outage[];
  readonly people: Person[];
  readonly creators: readonly Person[];
  readonly instruments: Instrument[];
  readonly ledger: LedgerBook;
  readonly sessions: PendingSession[];
  /** Held back and sorted by time, so that the files read like an export. */
  readonly recharges: DemoRow<'recharges'>[];
  readonly tickets: DemoRow<'tickets'>[];
  readonly truth: Truth;
  emit<T extends DemoTable>(table: T, row: DemoRow<T>): void;
}

export const coveredDays = 120;

/** An empty world with its price list, gifts, outages and the creators who receive gifts. */
export function makeWorld(
  seed: string,
  asOf: number,
  creatorCount: number,
  emit: World['emit'],
): World {
  const random = seededRandom(seed);
  const people: Person[] = [];
  for (let i = 1; i <= creatorCount; i += 1) people.push(newPerson(random, asOf, i));
  return {
    random,
    asOf,
    from: asOf - coveredDays * dayMs,
    prices: priceList(asOf),
    gifts: giftCatalogue(asOf),
    outages: outages(asOf),
    people,
    creators: [...people],
    instruments: [],
    ledger: new LedgerBook(),
    sessions: [],
    recharges: [],
    tickets: [],
    truth: {
      labels: new Map(),
      scenarios: new Map(),
      payments: new Map(),
      tickets: new Map(),
    },
    emit,
  };
}

export function addPerson(world: World, wish: PersonWish = {}): Person {
  const person = newPerson(world.random, world.asOf, world.people.length + 1, wish);
  world.people.push(person);
  return person;
}

/** The person's card, made when it is first needed. */
export function cardOf(world: World, person: Person): Instrument {
  person.card ??= addCard(world, person, {});
  return person.card;
}

/** One more card for the person, issued at home unless the wish names another country. */
export function addCard(world: World, person: Person, wish: Partial<Instrument>): Instrument {
  const card = newCard(
    world.random,
    wish.country ?? person.market.country,
    wish.bin ?? person.market.bin,
    { ...wish, asOf: world.asOf },
  );
  world.instruments.push(card);
  return card;
}

export function newId(world: World, prefix: string): string {
  return `${prefix}_${token(world.random, 12)}`;
}

import {
  type Hit,
  type Reading,
  type RecordKind,
  recordKinds,
  type SearchResult,
} from '../../../../contract/records.ts';
import type { Db } from '../../storage/storage.ts';
import type { PartReader } from '../rows.ts';
import { type Candidate, placeOfRank } from './candidate.ts';
import { createCandidates } from './candidates.ts';
import { type Described, describers } from './describe.ts';
import { digitsOf, fold, tailLength } from './fold.ts';
import { guessesOf } from './guess.ts';
import { type Spellings, spellingsOf } from './spellings.ts';

/** Hits of records that later areas keep, best first. The text is folded as `fold` does it. */
export interface FurtherHits {
  (folded: string, limit: number): Hit[];
}

export interface SearchInput {
  readonly text: string;
  readonly kind?: RecordKind | undefined;
  readonly as?: Reading | undefined;
  readonly limit: number;
}

/** Among equals: what agents look for most. */
const order: readonly RecordKind[] = [
  'recharge',
  'account',
  'store_record',
  'payment',
  'ticket',
  'instrument',
  'seller',
  'device',
  'ip',
  'adjustment',
  'case',
];

/** Columns that hold a whole id of their record: the one that people know it by. */
const idColumns: Partial<Record<RecordKind, readonly string[]>> = {
  account: ['account_id'],
  recharge: ['recharge_id'],
  store_record: ['external_id'],
  payment: ['payment_id'],
  instrument: ['instrument_id'],
  device: ['device_id'],
  ip: ['ip'],
  seller: ['seller_id'],
  ticket: ['ticket_id'],
};

/** Columns besides its id that name one attempt: order number and payment id. */
const moneyColumns: readonly string[] = ['external_id', 'payment_id'];

/** Most columns named as the reason of one hit. */
const mostReasons = 3;

/** One record that was found, with every column that led to it, best first. */
interface Found {
  readonly kind: RecordKind;
  readonly record: string | number;
  readonly ways: readonly Candidate[];
  /** What was typed is all of an id of this record and of no other of its kind. */
  readonly wholeId: boolean;
  /** The smaller the better. */
  readonly place: number;
}

/**
 * The search box over one copy. The text is looked for as it stands, as a start, as the last
 * characters of ids, as an amount or a day, and in the middle of names, in the spellings people
 * use; it is never a query language and nothing in it is an error. Hits come best first: a whole
 * id, then whole values, starts, endings, middles, and what is a slip away; every kind gets a
 * share of the limit. With `as` only one way to understand the text counts. Totals count what was found before the limit and are exact unless
 * `total_exact` is false. `ms` is the time it took in here.
 */
export function createSearch(deps: {
  readonly db: Db;
  readonly rows: PartReader;
  readonly furtherHits: FurtherHits;
}) {
  const candidates = createCandidates(deps.db);
  const find = (
    { text, kind, as, limit }: SearchInput,
    hidden?: ReadonlySet<string>,
  ): SearchResult => {
    const begun = performance.now();
    const spellings = spellingsOf(text);
    const [typed] = spellings.starts;
    const guesses = guessesOf(text);
    const { found, whole } = candidates({
      spellings,
      guesses,
      kind: kind ?? null,
      as: as ?? null,
      limit,
    });
    const further =
      typed === undefined || as !== undefined
        ? []
        : deps.furtherHits(typed, limit).filter((hit) => kind === undefined || hit.kind === kind);
    // What somebody sees in part only is found by its whole value, never by a piece of it.
    const records = recordsOf(
      hidden?.size
        ? found.map((ways) =>
            ways.filter(({ field, rank }) => rank === 'exact' || !hidden.has(field)),
          )
        : found,
    );
    const { hits, absent, unseen } = describe(deps.rows, records, limit, { spellings, hidden });
    const groups = countKinds(records, absent, further);
    return {
      total: groups.reduce((sum, group) => sum + group.total, 0),
      // Where some of those looked at did not hold up, some of the others may not either.
      total_exact: whole && further.length < limit && (absent.size === 0 || !unseen),
      ms: Math.round((performance.now() - begun) * 100) / 100,
      groups,
      understood: distinctReadings(guesses),
      hits: [...hits, ...further].sort((a, b) => Number(b.exact) - Number(a.exact)).slice(0, limit),
    };
  };
  // What is found and what is said of it are of one state of the copy; and a lock is taken once.
  return deps.db.transaction(find).deferred;
}

/** Each way to understand the text once. */
function distinctReadings(guesses: readonly { as: Reading; shown: string }[]) {
  const seen = new Map(guesses.toReversed().map(({ as, shown }) => [as, { as, shown }]));
  return [...seen.values()].toReversed();
}

/** The records that the candidates belong to, best first. */
function recordsOf(found: readonly (readonly Candidate[])[]): Found[] {
  const byMoney = found.filter((ways) => ways.some(isMoneyId)).length;
  return found
    .flatMap((ways): Found[] => {
      const [best] = ways;
      if (!best) return [];
      const { kind, record, rank } = best;
      const wholeId = ways.some(isOwnId) || (byMoney === 1 && ways.some(isMoneyId));
      const place = (wholeId ? 0 : 1 + placeOfRank[rank]) * order.length + order.indexOf(kind);
      return [{ kind, record, ways, wholeId, place }];
    })
    .sort((a, b) => a.place - b.place);
}

function isOwnId({ kind, field, rank }: Candidate): boolean {
  return rank === 'exact' && (idColumns[kind]?.includes(field) ?? false);
}

function isMoneyId({ kind, field, rank }: Candidate): boolean {
  return rank === 'exact' && kind === 'recharge' && moneyColumns.includes(field);
}

/** The best records up to the limit, of which every kind gets its share first. */
function shareOf(records: readonly Found[], limit: number): Found[] {
  const kinds = Map.groupBy(records, ({ kind }) => kind);
  const share = Math.floor(limit / Math.max(1, kinds.size));
  const chosen = new Set([...kinds.values()].flatMap((own) => own.slice(0, share)));
  for (const record of records) {
    if (chosen.size >= limit) break;
    chosen.add(record);
  }
  return records.filter((record) => chosen.has(record));
}

/** What is looked for, and the columns that are found by their whole value only. */
interface Asked {
  readonly spellings: Spellings;
  readonly hidden: ReadonlySet<string> | undefined;
}

/** What came of the records that were looked at. */
interface Hits {
  readonly hits: Hit[];
  /** Those that the copy no longer has, or that are not what was typed when they are read. */
  readonly absent: ReadonlySet<Found>;
  /** There are more that nobody looked at. */
  readonly unseen: boolean;
}

/** Hits made from the best records up to the limit: where some are absent others take their place. */
function describe(rows: PartReader, records: readonly Found[], limit: number, asked: Asked): Hits {
  const known = new Map<Found, Hit | null>();
  const absent = new Set<Found>();
  for (;;) {
    const left = records.filter((record) => !absent.has(record));
    const chosen = shareOf(left, limit);
    const fresh = chosen.filter((record) => !known.has(record));
    if (fresh.length === 0)
      return {
        hits: chosen.flatMap((record) => known.get(record) ?? []),
        absent,
        unseen: chosen.length < left.length,
      };
    for (const [record, hit] of hitsOf(rows, fresh, asked)) {
      known.set(record, hit);
      if (hit === null) absent.add(record);
    }
  }
}

/** Each record as a hit; null where it is none. */
function* hitsOf(
  rows: PartReader,
  records: readonly Found[],
  asked: Asked,
): Generator<[Found, Hit | null]> {
  const described = new Map<RecordKind, ReadonlyMap<string | number, Described>>();
  for (const [kind, own] of Map.groupBy(records, (record) => record.kind))
    described.set(
      kind,
      describers[kind]?.(
        rows,
        own.map(({ record }) => record),
      ) ?? new Map(),
    );
  for (const one of records) {
    const known = described.get(one.kind)?.get(one.record);
    const why = known ? reasonsOf(one, known, asked) : [];
    yield [one, known && why.length > 0 ? hitOf(one, known, why, asked) : null];
  }
}

function hitOf(one: Found, known: Described, why: Hit['why'], { spellings }: Asked): Hit {
  return {
    kind: one.kind,
    id: known.id,
    title: known.title,
    detail: known.detail,
    why,
    exact: one.wholeId && why.some(({ value }) => spellings.starts.includes(fold(value))),
  };
}

/** The columns that led to a record, with their values. Terms are cut, so long texts are compared whole. */
function reasonsOf(record: Found, known: Described, { spellings, hidden }: Asked): Hit['why'] {
  const long = (spellings.starts[0]?.length ?? 0) > tailLength;
  const why = record.ways.flatMap(({ field, rank, part }) => {
    const value = known.value(field);
    if (value === null) return [];
    if (hidden?.has(field) && !isWhole(value, spellings)) return [];
    // What an index brought is looked at again: a word may come from a name that is there no more.
    const checked = long || rank === 'middle';
    if (checked && !spellings.starts.some((start) => isIn(fold(value), start))) return [];
    if (part !== undefined && !fold(value).includes(part)) return [];
    return [{ field, value, ...(part !== undefined && { part }) }];
  });
  return why.slice(0, mostReasons);
}

/** What was typed is all of the value, in one of its spellings. */
function isWhole(value: string, { starts }: Spellings): boolean {
  const digits = digitsOf(value);
  return starts.some((start) => start === fold(value) || (digits !== '' && start === digits));
}

/** All of the text stands in the value, or each of its words does. */
function isIn(value: string, text: string): boolean {
  return value.includes(text) || text.split(' ').every((word) => value.includes(word));
}

function countKinds(
  records: readonly Found[],
  absent: ReadonlySet<Found>,
  further: readonly Hit[],
): SearchResult['groups'] {
  const count = (list: readonly { readonly kind: RecordKind }[], kind: RecordKind) =>
    list.reduce((sum, one) => sum + (one.kind === kind ? 1 : 0), 0);
  const there = records.filter((record) => !absent.has(record));
  return recordKinds
    .map((kind) => ({ kind, total: count(there, kind) + count(further, kind) }))
    .filter(({ total }) => total > 0);
}

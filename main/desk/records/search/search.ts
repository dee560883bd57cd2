import {
  type Hit,
  type Reading,
  type RecordKind,
  recordKinds,
  type SearchResult,
} from '../../../../contract/records.ts';
import type { Db } from '../../storage/storage.ts';
import type { PartReader } from '../rows.ts';
import { type Candidate, type Candidates, placeOfRank } from './candidate.ts';
import { createCandidates } from './candidates.ts';
import { guessesOf } from './guess.ts';
import { describe, type Found } from './hits.ts';
import { spellingsOf } from './spellings.ts';

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

/** So few hits that a typing error is likely, and its mending worth a look. */
const few = 5;

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
    const first = candidates({ spellings, guesses, kind: kind ?? null, as: as ?? null, limit });
    const further =
      typed === undefined || as !== undefined
        ? []
        : deps.furtherHits(typed, limit).filter((hit) => kind === undefined || hit.kind === kind);
    const look = ({ found, whole }: Candidates) => {
      const records = recordsOf(found);
      return { records, whole, ...describe(deps.rows, records, limit, { spellings, hidden }) };
    };
    let looked = look({ ...first, found: seenBy(hidden, first.found) });
    // Only now is it known how many of them are what was typed.
    if (first.nearly && looked.records.length - looked.absent.size < few) {
      const { absent } = looked;
      const nearly = first.nearly();
      looked = look({ ...nearly, found: withoutRefuted(seenBy(hidden, nearly.found), absent) });
    }
    const { records, whole, hits, absent, unseen } = looked;
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

/** What somebody sees in part only is found by its whole value, never by a piece of it. */
function seenBy(
  hidden: ReadonlySet<string> | undefined,
  found: Candidates['found'],
): Candidates['found'] {
  if (!hidden?.size) return found;
  return found.map((ways) =>
    ways.filter(({ field, rank }) => rank === 'exact' || !hidden.has(field)),
  );
}

/** Of records that did not hold up before, only what they may be taken for by a slip. */
function withoutRefuted(
  found: Candidates['found'],
  absent: ReadonlySet<Found>,
): Candidates['found'] {
  const name = ({ kind, record }: Pick<Found, 'kind' | 'record'>) => `${kind} ${record}`;
  const refuted = new Set([...absent].map(name));
  return found.map((ways) =>
    ways[0] && refuted.has(name(ways[0])) ? ways.filter(({ rank }) => rank === 'near') : ways,
  );
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

import type { Statement } from 'better-sqlite3';
import { type Reading, type RecordKind, recordKinds } from '../../../../contract/records.ts';
import type { Db } from '../../storage/storage.ts';
import {
  type Brought,
  type Candidate,
  type Candidates,
  last,
  placeOfRank,
  type Rank,
} from './candidate.ts';
import { cut, tailOf } from './fold.ts';
import type { Guess } from './guess.ts';
import { createIdSearch } from './id-search.ts';
import { lookups } from './lookups.ts';
import { createMeaningSearch } from './meaning-search.ts';
import { createNameSearch } from './name-search.ts';
import type { Spellings } from './spellings.ts';

/** Least number of records taken of one column, and of all that have terms of their own. */
const leastReach = 50;
const leastTerms = 100;

/** Most index entries walked to find those of one kind. */
const mostWalked = 20_000;

interface RawCandidate {
  readonly kind: string;
  readonly id: string;
  readonly field: string;
  readonly term: string;
}

/** Columns that hold ids alone. */
const idColumns = new Set(lookups.map(({ column }) => column));

const names: readonly string[] = ['username', 'display_name', 'name', 'subject', 'model'];

/** The columns that a reading of the text is about; null where it is not about columns. */
const columnsOf: Readonly<Record<Reading, readonly string[] | null>> = {
  id: null,
  order: ['external_id', 'payment_id', 'purchase_token'],
  last4: null,
  amount: ['amount_minor'],
  date: ['created_at', 'opened_at'],
  email: ['email', 'contact'],
  phone: ['phone', 'contact'],
  domain: ['seller_domain', 'seller_id', 'email', 'name', 'contact'],
  ip: ['ip'],
  name: names,
};

/** True where a candidate is what the reading is about. */
function isAbout(as: Reading, { field, rank }: Candidate): boolean {
  if (as === 'id') return rank !== 'meaning' && !names.includes(field);
  if (as === 'last4') return rank === 'tail' || field === 'last4' || field === 'bin';
  return columnsOf[as]?.includes(field) ?? false;
}

/**
 * Looks a text up in the indices of the copy. Work is bounded whatever is asked for: a start
 * that half of all ids share costs no more than one that few do.
 */
export function createCandidates(db: Db) {
  const terms = createTermSearch(db);
  const byId = createIdSearch(db);
  const meanings = createMeaningSearch(db);
  const byName = createNameSearch(db);
  const rowsOf = createRowsOf(db);

  return (asked: {
    readonly spellings: Spellings;
    readonly guesses: readonly Guess[];
    readonly kind: RecordKind | null;
    readonly as: Reading | null;
    /** Hits that are wanted: of what there is more of, no more is taken. */
    readonly limit: number;
  }): Candidates => {
    const { spellings, guesses, kind, as, limit } = asked;
    const reach = Math.max(leastReach, limit);
    const ids = byId();
    const found = new Map<RecordKind, Map<string | number, Candidate[]>>();
    let whole = true;
    let plenty = false;
    const take = (brought: Brought) => {
      if (!brought.whole) whole = false;
      for (const one of brought.found) {
        if (as !== null && !isAbout(as, one)) continue;
        const own = found.get(one.kind) ?? new Map<string | number, Candidate[]>();
        found.set(one.kind, own);
        addWay(own, one.record, one);
      }
    };
    if (as !== 'amount' && as !== 'date') {
      const { exact, longer } = terms.starts(spellings, kind, Math.max(leastTerms, 2 * limit));
      plenty = !longer.whole;
      take(exact);
      take(ids.starts(spellings, kind, reach));
      take(longer);
      take(ids.ends(spellings, kind, reach));
      take(terms.ends(spellings, kind, reach));
    }
    if (as === null || as === 'amount' || as === 'date')
      take(
        meanings(
          guesses.filter((guess) => as === null || guess.as === as),
          kind,
          reach,
        ),
      );
    const byNames =
      (as === null || as === 'name' || as === 'domain' || as === 'email') &&
      !isOfIds(spellings, found);
    if (byNames) take(byName.middles(spellings, { kind, most: reach, plenty }));
    const taken = (nearly: Candidates['nearly']): Candidates => {
      const records = [...found].flatMap(([each, own]) => [...asOne(each, own).values()]);
      for (const ways of records)
        if (ways.length > 1) ways.sort((a, b) => placeOfRank[a.rank] - placeOfRank[b.rank]);
      return { found: records, whole, nearly };
    };
    if (!byNames) return taken(null);
    return taken(() => {
      take(byName.nearly(spellings, kind, reach));
      return taken(null);
    });
  };

  /** A record that was found by its id and by its row is one: its row is looked up by its id. */
  function asOne(
    kind: RecordKind,
    own: Map<string | number, Candidate[]>,
  ): ReadonlyMap<string | number, Candidate[]> {
    const keys = [...own.keys()];
    const rowOf = rowsOf.get(kind);
    if (!rowOf || !keys.some((key) => typeof key === 'number')) return own;
    for (const id of keys) {
      const row = typeof id === 'string' ? rowOf(id) : undefined;
      if (row === undefined) continue;
      for (const way of own.get(id) ?? []) addWay(own, row, way);
      own.delete(id);
    }
    return own;
  }
}

/** Each column that led to a record is named once, and once more where another part of it did. */
function addWay(
  own: Map<string | number, Candidate[]>,
  record: string | number,
  way: Candidate,
): void {
  const ways = own.get(record);
  if (!ways) own.set(record, [way]);
  else if (!ways.some(({ field, part }) => field === way.field && part === way.part))
    ways.push(way);
}

/** Tells the row of an id, for each kind of record that is found by its row, too. */
function createRowsOf(db: Db): ReadonlyMap<RecordKind, (id: string) => number | undefined> {
  return new Map(
    lookups.map(({ kind, table, id }) => {
      const statement = db
        .prepare<string[], number>(
          `select rowid from ${table} where ${id.map((column) => `${column} = ?`).join(' and ')}`,
        )
        .pluck()
        .safeIntegers(false) as Statement<string[], number>;
      // The provider of a composite id may hold no slash, the id after it may.
      const parts = (text: string) => {
        const slash = text.indexOf('/');
        return id.length === 1 ? [text] : [text.slice(0, slash), text.slice(slash + 1)];
      };
      return [kind, (text) => statement.get(...parts(text))];
    }),
  );
}

/** Shortest id, or start of one, that is no piece of a name as well. */
const leastId = 8;

/**
 * True where what was typed is all of an id, an address or a number, or the start of ids with a
 * digit in it: it is not looked for inside names.
 */
function isOfIds(
  { starts: [typed = ''] }: Spellings,
  found: ReadonlyMap<RecordKind, ReadonlyMap<string | number, readonly Candidate[]>>,
): boolean {
  if (typed.length < leastId) return false;
  const hasDigit = /\d/.test(typed);
  for (const ways of [...found.values()].flatMap((own) => [...own.values()]))
    for (const { rank, field } of ways) {
      if (rank === 'exact' && !names.includes(field)) return true;
      if (rank === 'prefix' && hasDigit && idColumns.has(field)) return true;
    }
  return false;
}

/** Values that have terms of their own: names, addresses, phones, cards, unknown columns. */
function createTermSearch(db: Db) {
  const exact = db.prepare<[{ term: string; most: number }], RawCandidate>(
    recordKinds
      .map(
        (kind) => `select * from (
          select kind, id, field, term from terms where term = @term and kind = '${kind}' limit +@most)`,
      )
      .join(' union all '),
  );
  const range = (table: 'terms' | 'tails', column: 'term' | 'tail') => ({
    any: db.prepare<[string, string, number], RawCandidate>(
      `select kind, id, field, ${column} as term from ${table} where ${column} >= ? and ${column} < ?
       order by ${column} limit +?`,
    ),
    ofKind: db.prepare<[string, string, string, number], RawCandidate>(
      `select kind, id, field, term from (
         select kind, id, field, ${column} as term from ${table} where ${column} >= ? and ${column} < ?
         order by ${column} limit ${mostWalked})
       where kind = ? limit +?`,
    ),
  });
  const starts = range('terms', 'term');
  const ends = range('tails', 'tail');
  const walk = (
    statements: typeof starts,
    start: string,
    kind: RecordKind | null,
    most: number,
  ): RawCandidate[] =>
    kind === null
      ? statements.any.all(start, start + last, most)
      : statements.ofKind.all(start, start + last, kind, most);

  return {
    /** Values that are what was typed, and longer ones that begin so. */
    starts(spellings: Spellings, kind: RecordKind | null, most: number) {
      const lists = spellings.starts.map((start) => {
        const term = cut(start);
        const raws = walk(starts, term, kind, most);
        // In the order of their terms: where all fit, those that are just this are among them.
        if (raws.length < most) return raws;
        const share = exact.all({ term, most: Math.ceil(most / 2) });
        return [...share.filter((raw) => kind === null || raw.kind === kind), ...raws];
      });
      const same = new Set(spellings.starts.map((start) => cut(start)));
      const all = lists.flat();
      return {
        exact: {
          found: candidatesOf(
            all.filter(({ term }) => same.has(term)),
            'exact',
          ),
          whole: true,
        },
        longer: {
          found: candidatesOf(
            all.filter(({ term }) => !same.has(term)),
            'prefix',
          ),
          whole: lists.every((raws) => raws.length < most),
        },
      };
    },
    ends(spellings: Spellings, kind: RecordKind | null, most: number): Brought {
      const lists = spellings.ends.map((end) => walk(ends, tailOf(end), kind, most));
      return {
        found: candidatesOf(lists.flat(), 'tail'),
        whole: lists.every((raws) => raws.length < most),
      };
    },
  };
}

function candidatesOf(raws: readonly RawCandidate[], rank: Rank): Candidate[] {
  return raws.flatMap((raw): Candidate[] => {
    const kind = recordKinds.find((name) => name === raw.kind);
    return kind ? [{ kind, record: raw.id, field: raw.field, rank }] : [];
  });
}

import { type Reading, type RecordKind, recordKinds } from '../../../../contract/records.ts';
import type { Db } from '../../storage/storage.ts';
import {
  type Brought,
  type Candidate,
  type Candidates,
  last,
  type Rank,
  ranks,
} from './candidate.ts';
import { cut, tailOf } from './fold.ts';
import type { Guess } from './guess.ts';
import { createIdSearch } from './id-search.ts';
import { createMeaningSearch } from './meaning-search.ts';
import { createNameSearch } from './name-search.ts';
import type { Spellings } from './spellings.ts';

/** Most exact matches taken of one kind, and most others taken of all kinds together. */
const mostExact = 300;
const mostOthers = 500;

/** Most index entries walked to find those of one kind. */
const mostWalked = 20_000;

/** So few hits that a typing error is likely, and its mending worth a look. */
const few = 5;

interface RawCandidate {
  readonly kind: string;
  readonly id: string;
  readonly field: string;
  readonly term: string;
}

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
  const ids = createIdSearch(db);
  const meanings = createMeaningSearch(db);
  const byName = createNameSearch(db);

  return (asked: {
    readonly spellings: Spellings;
    readonly guesses: readonly Guess[];
    readonly kind: RecordKind | null;
    readonly as: Reading | null;
  }): Candidates => {
    const { spellings, guesses, kind, as } = asked;
    const found = new Map<string, Candidate>();
    let whole = true;
    const take = (brought: Brought) => {
      if (!brought.whole) whole = false;
      for (const one of brought.found) {
        const name = `${one.kind}\0${one.field}\0${one.id}`;
        if ((as === null || isAbout(as, one)) && !found.has(name)) found.set(name, one);
      }
    };
    if (as !== 'amount' && as !== 'date') {
      take(terms.exact(spellings, kind));
      take(ids.starts(spellings, kind));
      take(terms.starts(spellings, kind));
      take(ids.ends(spellings, kind));
      take(terms.ends(spellings, kind));
    }
    if (as === null || as === 'amount' || as === 'date')
      take(
        meanings(
          guesses.filter((guess) => as === null || guess.as === as),
          kind,
        ),
      );
    if (as === null || as === 'name' || as === 'domain' || as === 'email') {
      take(byName.middles(spellings, kind));
      if (found.size < few) take(byName.nearly(spellings, kind));
    }
    return {
      found: [...found.values()].sort((a, b) => ranks.indexOf(a.rank) - ranks.indexOf(b.rank)),
      whole,
    };
  };
}

/** Values that have terms of their own: names, addresses, phones, cards, unknown columns. */
function createTermSearch(db: Db) {
  const exact = db.prepare<[string, string], RawCandidate>(
    `select kind, id, field, term from terms where term = ? and kind = ? limit ${mostExact}`,
  );
  const range = (table: 'terms' | 'tails', column: 'term' | 'tail') => ({
    any: db.prepare<[string, string], RawCandidate>(
      `select kind, id, field, ${column} as term from ${table} where ${column} >= ? and ${column} < ?
       order by ${column} limit ${mostOthers}`,
    ),
    ofKind: db.prepare<[string, string, string], RawCandidate>(
      `select kind, id, field, term from (
         select kind, id, field, ${column} as term from ${table} where ${column} >= ? and ${column} < ?
         order by ${column} limit ${mostWalked})
       where kind = ? limit ${mostOthers}`,
    ),
  });
  const starts = range('terms', 'term');
  const ends = range('tails', 'tail');
  const walk = (statements: typeof starts, start: string, kind: RecordKind | null) =>
    kind === null
      ? statements.any.all(start, start + last)
      : statements.ofKind.all(start, start + last, kind);

  return {
    exact(spellings: Spellings, kind: RecordKind | null): Brought {
      const kinds = kind === null ? recordKinds : [kind];
      const each = spellings.starts.flatMap((start) =>
        kinds.map((one) => exact.all(cut(start), one)),
      );
      return brought(each, 'exact', mostExact);
    },
    starts(spellings: Spellings, kind: RecordKind | null): Brought {
      const each = spellings.starts.map((start) => walk(starts, cut(start), kind));
      return brought(each, 'prefix', mostOthers);
    },
    ends(spellings: Spellings, kind: RecordKind | null): Brought {
      const each = spellings.ends.map((end) => walk(ends, tailOf(end), kind));
      return brought(each, 'tail', mostOthers);
    },
  };
}

function brought(each: readonly (readonly RawCandidate[])[], rank: Rank, most: number): Brought {
  return {
    found: each.flat().flatMap((raw): Candidate[] => {
      const kind = recordKinds.find((name) => name === raw.kind);
      return kind ? [{ kind, id: raw.id, field: raw.field, rank }] : [];
    }),
    whole: each.every((raws) => raws.length < most),
  };
}

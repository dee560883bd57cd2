import { type RecordKind, recordKinds } from '../../../../contract/records.ts';
import type { Db } from '../../storage/storage.ts';
import { cut, tailOf } from './fold.ts';
import type { Spellings } from './spellings.ts';

/** How a record was found, best first. */
export const ranks = ['exact', 'prefix', 'tail'] as const;
export type Rank = (typeof ranks)[number];

/** A record that may be meant, and the column that says so. */
export interface Candidate {
  readonly kind: RecordKind;
  readonly id: string;
  readonly field: string;
  readonly rank: Rank;
}

export interface Candidates {
  /** Best first; each record once a column. */
  readonly found: readonly Candidate[];
  /** False where a cap was met, so that there may be more. */
  readonly whole: boolean;
}

/** Most exact matches taken of one kind, and most others taken of all kinds together. */
const mostExact = 300;
const mostOthers = 1000;

/** Most index entries walked to find those of one kind. */
const mostWalked = 20_000;

interface RawCandidate {
  readonly kind: string;
  readonly id: string;
  readonly field: string;
}

/** Nothing that a term holds sorts after this character. */
const last = '\u{10FFFF}';

/**
 * Looks a text up in the indices of the copy. Work is bounded whatever is asked for: a start
 * that half of all ids share costs no more than one that few do.
 */
export function createCandidates(db: Db) {
  const exact = db.prepare<[string, string], RawCandidate>(
    `select kind, id, field from terms where term = ? and kind = ? limit ${mostExact}`,
  );
  const range = (table: 'terms' | 'tails', column: 'term' | 'tail') => ({
    any: db.prepare<[string, string], RawCandidate>(
      `select kind, id, field from ${table} where ${column} >= ? and ${column} < ?
       order by ${column} limit ${mostOthers}`,
    ),
    ofKind: db.prepare<[string, string, string], RawCandidate>(
      `select kind, id, field from (
         select kind, id, field from ${table} where ${column} >= ? and ${column} < ?
         order by ${column} limit ${mostWalked})
       where kind = ? limit ${mostOthers}`,
    ),
  });
  const starts = range('terms', 'term');
  const ends = range('tails', 'tail');
  const site = db.prepare<[string, string], { id: string }>(
    `select recharge_id as id from recharges where seller_domain >= ? and seller_domain < ?
     order by seller_domain limit ${mostExact}`,
  );

  function walk(statements: typeof starts, start: string, kind: RecordKind | null): RawCandidate[] {
    return kind === null
      ? statements.any.all(start, start + last)
      : statements.ofKind.all(start, start + last, kind);
  }

  return (spellings: Spellings, kind: RecordKind | null): Candidates => {
    const found = new Map<string, Candidate>();
    const starting = spellings.starts.map((start) => cut(start));
    let whole = true;
    const take = (raws: readonly RawCandidate[], rank: Rank, most: number) => {
      if (raws.length >= most) whole = false;
      for (const raw of raws) {
        const known = recordKinds.find((name) => name === raw.kind);
        const name = `${raw.kind}\0${raw.field}\0${raw.id}`;
        if (known && !found.has(name))
          found.set(name, { kind: known, id: raw.id, field: raw.field, rank });
      }
    };
    for (const start of starting)
      for (const one of kind === null ? recordKinds : [kind])
        take(exact.all(start, one), 'exact', mostExact);
    for (const start of starting) {
      take(walk(starts, start, kind), 'prefix', mostOthers);
      // The sites that buyers were sent to have an index of their own and need no terms.
      if (kind === null || kind === 'recharge') {
        const named = site.all(start, start + last);
        take(
          named.map(({ id }) => ({ kind: 'recharge', id, field: 'seller_domain' })),
          'prefix',
          mostExact,
        );
      }
    }
    for (const end of spellings.ends) take(walk(ends, tailOf(end), kind), 'tail', mostOthers);
    return { found: [...found.values()], whole };
  };
}

import type { Statement } from 'better-sqlite3';
import type { RecordKind } from '../../../../contract/records.ts';
import type { Db } from '../../storage/storage.ts';
import { type Brought, type Candidate, last, type Rank, rankOf } from './candidate.ts';
import { fold } from './fold.ts';
import { knownSql, type Lookup, lookups, mixedSql, tailIndexed, tailSql } from './lookups.ts';
import type { Spellings } from './spellings.ts';

/** Most addresses looked at. */
const mostAddresses = 200;

/** One id that was found: the place of its column among `lookups`, the record, the id itself. */
type Found = readonly [at: number, id: string, value: string];

/** What is asked for: everything from `start` on that begins with it, so many of each column. */
interface Range {
  readonly start: string;
  readonly end: string;
  readonly upper: string;
  readonly upperEnd: string;
  readonly most: number;
}

/**
 * Ids, in the indices of their own columns; sites and addresses with them.
 */
export function createIdSearch(db: Db) {
  const starting = asked(db, startParts);
  const ending = asked(db, endParts);
  const sites = db
    .prepare<[string, string, number], string>(
      `select recharge_id from recharges
       where seller_domain >= ? and seller_domain < ? order by seller_domain limit ?`,
    )
    .pluck();
  const addresses = ['recharges', 'sessions'].map((table) =>
    // From one address to the next: an address that half the world shares is one step.
    db
      .prepare<[string, string, string], string>(
        `with recursive each (ip) as (
           select min(ip) from ${table} where ip >= ? and ip < ?
           union all
           select (select min(ip) from ${table} where ip > each.ip and ip < ?) from each
           where each.ip is not null
           limit ${mostAddresses})
         select ip from each where ip is not null`,
      )
      .pluck(),
  );

  function addressesFrom(start: string): Brought {
    if (!/^[0-9a-f:.]+$/.test(start)) return { found: [], whole: true };
    const lists = addresses.map((statement) => statement.all(start, start + last, start + last));
    return {
      found: [...new Set(lists.flat())].map((ip) => ({
        kind: 'ip',
        id: ip,
        field: 'ip',
        rank: rankOf(ip, start),
      })),
      whole: lists.every((list) => list.length < mostAddresses),
    };
  }

  function sitesFrom(start: string, most: number): Brought {
    const ids = sites.all(start, start + last, most);
    return {
      found: ids.map((id) => ({ kind: 'recharge', id, field: 'seller_domain', rank: 'prefix' })),
      whole: ids.length < most,
    };
  }

  return {
    /** Ids that begin so; the exact one among them says so by its rank. */
    starts({ starts }: Spellings, kind: RecordKind | null, most: number): Brought {
      return together(
        starts.flatMap((start) => [
          ...(isPlain(start)
            ? [brought(starting(kind)(rangeOf(start, most)), most, (value) => rankOf(value, start))]
            : []),
          ...(kind === null || kind === 'ip' ? [addressesFrom(start)] : []),
          ...(kind === null || kind === 'recharge' ? [sitesFrom(start, most)] : []),
        ]),
      );
    },
    /** Ids that end so. */
    ends({ ends }: Spellings, kind: RecordKind | null, most: number): Brought {
      return together(
        ends.filter(isPlain).map((end) => {
          const reversed = Array.from(end.slice(-tailIndexed)).reverse().join('');
          const rows = ending(kind)(rangeOf(reversed, most));
          return brought(rows, most, (value) => (fold(value).endsWith(end) ? 'tail' : null));
        }),
      );
    },
  };
}

function together(each: readonly Brought[]): Brought {
  return { found: each.flatMap(({ found }) => found), whole: each.every(({ whole }) => whole) };
}

/** Rows as candidates; `rank` says null of one that is none. Not whole where a column gave its most. */
function brought(
  rows: readonly Found[],
  most: number,
  rank: (value: string) => Rank | null,
): Brought {
  const counts = new Uint32Array(lookups.length);
  const found = rows.flatMap(([at, id, value]): Candidate[] => {
    counts[at] = (counts[at] ?? 0) + 1;
    const lookup = lookups[at];
    const ranked = rank(value);
    return lookup && ranked !== null
      ? [{ kind: lookup.kind, id, field: lookup.column, rank: ranked }]
      : [];
  });
  return { found, whole: counts.every((count) => count < most) };
}

/** What is typed in small letters may stand in capitals; what is neither has an index that folds. */
function rangeOf(start: string, most: number): Range {
  const upper = start.toUpperCase();
  // Nothing sorts before the empty text: where capitals are the same, they are not asked again.
  const upperEnd = upper === start ? '' : upper + last;
  return { start, end: start + last, upper, upperEnd, most };
}

/** One index that is looked into, and the place of its column among `lookups`. */
interface Part {
  readonly at: number;
  readonly from: string;
  readonly where: string;
  readonly order: string;
}

type Ask = (range: Range) => Found[];

/** The questions of each kind, prepared when they are first asked. */
function asked(db: Db, parts: (lookup: Lookup, at: number) => Part[]) {
  const made = new Map<RecordKind | null, Ask>();
  return (kind: RecordKind | null): Ask => {
    const known = made.get(kind);
    if (known) return known;
    const own = lookups.flatMap((lookup, at) =>
      kind === null || lookup.kind === kind ? parts(lookup, at) : [],
    );
    const ask = own.length === 0 ? () => [] : askOf(db, own);
    made.set(kind, ask);
    return ask;
  };
}

/**
 * Asks several indices. Most hold nothing of what was typed: one statement tells which do, and
 * only those are read.
 */
function askOf(db: Db, parts: readonly Part[]): Ask {
  const any = parts.map(({ from, where }) => `(select 1 from ${from} where ${where} limit 1)`);
  const probe = db
    .prepare<[Range], readonly (number | null)[]>(`select ${any.join(', ')}`)
    .raw()
    .safeIntegers(false);
  const each = parts.map(({ at, from, where, order }) => {
    const { id, column } = lookups[at] as Lookup;
    return db
      .prepare<[Range], Found>(
        `select ${at}, ${id.join(" || '/' || ")}, ${column} from ${from}
         where ${where} order by ${order} limit @most`,
      )
      .raw()
      .safeIntegers(false) as Statement<[Range], Found>;
  });
  return (range) => {
    const there = probe.get(range) as readonly (number | null)[];
    return each.flatMap((statement, index) => (there[index] === null ? [] : statement.all(range)));
  };
}

function startParts({ table, column }: Lookup, at: number): Part[] {
  return [
    part(at, table, column, ['@start', '@end']),
    part(at, table, column, ['@upper', '@upperEnd']),
    part(at, table, `lower(${column})`, ['@start', '@end'], mixedSql(column)),
  ];
}

function endParts(lookup: Lookup, at: number): Part[] {
  const { table, column, tail } = lookup;
  return tail ? [part(at, table, tailSql(column), ['@start', '@end'], knownSql(lookup))] : [];
}

function part(
  at: number,
  from: string,
  expression: string,
  [start, end]: readonly [string, string],
  more: string | null = null,
): Part {
  const where = `${expression} >= ${start} and ${expression} < ${end}`;
  return { at, from, where: more === null ? where : `${where} and ${more}`, order: expression };
}

function isPlain(text: string): boolean {
  return /^[!-~]+$/.test(text);
}

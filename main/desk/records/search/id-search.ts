import type { Statement } from 'better-sqlite3';
import type { RecordKind } from '../../../../contract/records.ts';
import type { Db } from '../../storage/storage.ts';
import { type CanHold, createBounds, type Indexed } from './bounds.ts';
import { type Brought, type Candidate, last, type Rank, rankOf } from './candidate.ts';
import { fold } from './fold.ts';
import { knownSql, type Lookup, lookups, mixedSql, tailIndexed, tailSql } from './lookups.ts';
import type { Spellings } from './spellings.ts';

/** Most addresses looked at. */
const mostAddresses = 200;

/**
 * One id that was found: the place of its column among `lookups`, the row, the id itself. Where its
 * index tells all that is asked, the table is not read and the id stays empty.
 */
type Found = readonly [at: number, row: number, value: string];

/**
 * Ids, in the indices of their own columns; sites and addresses with them. To be called once a
 * search, and asked within the same transaction.
 */
export function createIdSearch(db: Db) {
  const starting = lookups.flatMap(startParts);
  const ending = lookups.flatMap(endParts);
  const boundsNow = createBounds(db, [...starting, ...ending]);
  const inStarts = createWalk(db, starting);
  const inEnds = createWalk(db, ending, false);
  const inLongEnds = createWalk(db, ending);
  const sites = db
    .prepare<[string, string, number], number>(
      `select rowid from recharges
       where seller_domain >= ? and seller_domain < ? order by seller_domain limit +?`,
    )
    .pluck()
    .safeIntegers(false);
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
        record: ip,
        field: 'ip',
        rank: rankOf(ip, start),
      })),
      whole: lists.every((list) => list.length < mostAddresses),
    };
  }

  function sitesFrom(start: string, most: number): Brought {
    const rows = sites.all(start, start + last, most);
    return {
      found: rows.map((record) => ({
        kind: 'recharge',
        record,
        field: 'seller_domain',
        rank: 'prefix',
      })),
      whole: rows.length < most,
    };
  }

  return () => {
    const canHold = boundsNow();
    return {
      /** Ids that begin so; the exact one among them says so by its rank. */
      starts({ starts }: Spellings, kind: RecordKind | null, most: number): Brought {
        return together(
          starts.flatMap((start) => [
            ...(isPlain(start)
              ? [brought(inStarts(start, { kind, most, canHold }), (value) => rankOf(value, start))]
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
            const wanted = { kind, most, canHold };
            if (end.length <= tailIndexed) return brought(inEnds(reversed, wanted), () => 'tail');
            return brought(inLongEnds(reversed, wanted), (value) =>
              fold(value).endsWith(end) ? 'tail' : null,
            );
          }),
        );
      },
    };
  };
}

function together(each: readonly Brought[]): Brought {
  return { found: each.flatMap(({ found }) => found), whole: each.every(({ whole }) => whole) };
}

/** Rows as candidates; `rank` says null of one that is none. */
function brought(
  { rows, whole }: { readonly rows: readonly Found[]; readonly whole: boolean },
  rank: (value: string) => Rank | null,
): Brought {
  const found = rows.flatMap(([at, record, value]): Candidate[] => {
    const lookup = lookups[at];
    const ranked = rank(value);
    return lookup && ranked !== null
      ? [{ kind: lookup.kind, record, field: lookup.column, rank: ranked }]
      : [];
  });
  return { found, whole };
}

/** One index that is looked into, and the place of its column among `lookups`. */
interface Part extends Indexed {
  readonly at: number;
  /** What is typed in small letters is looked for in capitals. */
  readonly capitals: boolean;
}

/**
 * Asks several indices for what begins with a text, in their order so many of each. First half as
 * many are taken: there are mostly two kinds of records that know an id, and together they fill a
 * page. Only where they do not, what there is more of is asked again. Without `values` no id is read.
 */
function createWalk(db: Db, parts: readonly Part[], values = true) {
  const statements = new Map(parts.map((part) => [part, statementOf(db, part, values)]));

  return (small: string, { kind, most, canHold }: Wanted) => {
    const capital = small.toUpperCase();
    const half = Math.ceil(most / 2);
    const asked = parts.flatMap((part) => {
      const start = part.capitals ? capital : small;
      // Where capitals are the same they are not asked again.
      if (part.capitals && capital === small) return [];
      if (kind !== null && lookups[part.at]?.kind !== kind) return [];
      if (!canHold(part, start)) return [];
      const ask = (count: number) => statements.get(part)?.all(start, start + last, count) ?? [];
      return [{ ask, rows: ask(half) }];
    });
    const rows = asked.flatMap((each) => each.rows);
    const whole = asked.every((each) => each.rows.length < half);
    if (whole || recordsAmong(rows) >= most) return { rows, whole };
    const all = asked.map((each) => (each.rows.length < half ? each.rows : each.ask(most)));
    return { rows: all.flat(), whole: all.every((each) => each.length < most) };
  };
}

interface Wanted {
  readonly kind: RecordKind | null;
  readonly most: number;
  readonly canHold: CanHold<Part>;
}

function statementOf(db: Db, { at, table, expression, condition }: Part, values: boolean) {
  const value = values ? (lookups[at] as Lookup).column : "''";
  return db
    .prepare<[string, string, number], Found>(
      `select ${at}, rowid, ${value} from ${table}
       where ${expression} >= ? and ${expression} < ?${condition === null ? '' : ` and ${condition}`}
       order by ${expression} limit +?`,
    )
    .raw()
    .safeIntegers(false) as Statement<[string, string, number], Found>;
}

function recordsAmong(rows: readonly Found[]): number {
  return new Set(rows.map(([at, row]) => `${lookups[at]?.kind} ${row}`)).size;
}

/** What is neither in small nor in capital letters throughout stands in an index that folds it. */
function startParts(lookup: Lookup, at: number): Part[] {
  const { table, column } = lookup;
  const plain = { at, table, expression: column, condition: knownSql(lookup) };
  return [
    { ...plain, capitals: false },
    { ...plain, capitals: true },
    {
      at,
      table,
      expression: `lower(${column})`,
      condition: mixedSql(column),
      capitals: false,
    },
  ];
}

function endParts(lookup: Lookup, at: number): Part[] {
  const { table, column, tail } = lookup;
  if (!tail) return [];
  return [{ at, table, expression: tailSql(column), condition: knownSql(lookup), capitals: false }];
}

function isPlain(text: string): boolean {
  return /^[!-~]+$/.test(text);
}

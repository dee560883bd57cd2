import type { RecordKind } from '../../../../contract/records.ts';
import type { Db } from '../../storage/storage.ts';
import { type Brought, type Candidate, last, rankOf } from './candidate.ts';
import { fold } from './fold.ts';
import { knownSql, type Lookup, lookups, mixedSql, tailIndexed, tailSql } from './lookups.ts';
import type { Spellings } from './spellings.ts';

/** Most ids taken of one column, and most sites and addresses. */
const most = 200;

interface Row {
  readonly id: string;
  readonly value: string;
}

/** Ids, in the indices of their own columns; sites and addresses with them. */
export function createIdSearch(db: Db) {
  const columns = lookups.map((lookup) => ({ lookup, ...statementsFor(db, lookup) }));
  const sites = db.prepare<[string, string], Row>(
    `select recharge_id as id, seller_domain as value from recharges
     where seller_domain >= ? and seller_domain < ? order by seller_domain limit ${most}`,
  );
  const addresses = ['recharges', 'sessions'].map((table) =>
    // From one address to the next: an address that half the world shares is one step.
    db
      .prepare<[string, string, string], string>(
        `with recursive each (ip) as (
           select min(ip) from ${table} where ip >= ? and ip < ?
           union all
           select (select min(ip) from ${table} where ip > each.ip and ip < ?) from each
           where each.ip is not null
           limit ${most})
         select ip from each where ip is not null`,
      )
      .pluck(),
  );

  function addressesFrom(start: string): Candidate[] {
    if (!/^[0-9a-f:.]+$/.test(start)) return [];
    const found = addresses.flatMap((statement) =>
      statement.all(start, start + last, start + last),
    );
    return [...new Set(found)].map((ip) => ({
      kind: 'ip',
      id: ip,
      field: 'ip',
      rank: rankOf(ip, start),
    }));
  }

  function starting(
    { lookup, plain, mixed }: (typeof columns)[number],
    start: string,
  ): Candidate[] {
    const rows = variantsOf(start).flatMap((variant) => plain.all(variant, variant + last));
    rows.push(...mixed.all(start, start + last));
    return rows.map(({ id, value }) => ({
      kind: lookup.kind,
      id,
      field: lookup.column,
      rank: rankOf(value, start),
    }));
  }

  return {
    /** Ids that begin so; the exact one among them says so by its rank. */
    starts({ starts }: Spellings, kind: RecordKind | null): Brought {
      const each: Candidate[][] = [];
      for (const start of starts) {
        for (const column of columns)
          if (isPlain(start) && (kind === null || column.lookup.kind === kind))
            each.push(starting(column, start));
        if (kind === null || kind === 'ip') each.push(addressesFrom(start));
        if (kind === null || kind === 'recharge')
          each.push(
            sites.all(start, start + last).map(({ id }) => ({
              kind: 'recharge',
              id,
              field: 'seller_domain',
              rank: 'prefix',
            })),
          );
      }
      return { found: each.flat(), whole: each.every((found) => found.length < most) };
    },
    /** Ids that end so. */
    ends({ ends }: Spellings, kind: RecordKind | null): Brought {
      const each: Candidate[][] = [];
      for (const end of ends.filter(isPlain))
        for (const { lookup, tail } of columns) {
          if (!tail || (kind !== null && lookup.kind !== kind)) continue;
          const reversed = Array.from(end.slice(-tailIndexed)).reverse().join('');
          each.push(
            tail
              .all(reversed, reversed + last)
              .filter(({ value }) => fold(value).endsWith(end))
              .map(({ id }) => ({ kind: lookup.kind, id, field: lookup.column, rank: 'tail' })),
          );
        }
      return { found: each.flat(), whole: each.every((found) => found.length < most) };
    },
  };
}

function statementsFor(db: Db, lookup: Lookup) {
  const { table, column, id, tail } = lookup;
  const known = knownSql(lookup);
  const select = `select ${id.join(" || '/' || ")} as id, ${column} as value from ${table}`;
  const range = (expression: string, more: string) =>
    db.prepare<[string, string], Row>(
      `${select} where ${expression} >= ? and ${expression} < ?${more} order by ${expression} limit ${most}`,
    );
  return {
    plain: range(column, ''),
    mixed: range(`lower(${column})`, ` and ${mixedSql(column)}`),
    tail: tail ? range(tailSql(column), known ? ` and ${known}` : '') : null,
  };
}

/** What is typed in small letters may stand in capitals; what is neither has an index that folds. */
function variantsOf(start: string): string[] {
  return [...new Set([start, start.toUpperCase()])];
}

function isPlain(text: string): boolean {
  return /^[!-~]+$/.test(text);
}

import type { Db } from '../../storage/storage.ts';
import { lookups } from '../search/lookups.ts';
import { searchedColumns } from '../search/terms.ts';
import type { TableName } from '../tables.ts';
import { columnsOf, listed } from './staging.ts';
import type { TermWriter } from './term-writer.ts';
import type { Value } from './values.ts';

const atOnce = 1000;

/** Tables whose ids are found in their own indices, and nothing else of most of their rows. */
const mostlyLookedUp: Partial<Record<TableName, readonly string[]>> = {
  recharges: ['seller_domain'],
  store_records: [],
  payments: [],
};

/**
 * Writes down what the new rows of a table can be found by. Of tables that are mostly looked up by
 * their ids, only rows that have something more to be found by are read at all: an id that is not
 * plain, an unknown column, and of the columns named above each value once.
 */
export function noteFindable(db: Db, table: TableName, terms: TermWriter, step: () => void): void {
  if (!searchedColumns[table]) return;
  const columns = columnsOf(table);
  const page = db
    .prepare<[bigint], Value[]>(
      `select f.rowid, ${listed(columns, 'f.')} from main."fresh_${table}" f
       where f.rowid > ? and ${wanted(table)}
         and not exists (select 1 from "skipped_${table}" s where s.number = f.rowid)
       order by f.rowid limit ${atOnce}`,
    )
    .raw();
  distinctFirst(db, table);
  for (let last = 0n; ; ) {
    const rows = page.all(last);
    for (const row of rows) terms.inserted(table, columns, row, 1);
    if (rows.length < atOnce) break;
    last = rows.at(-1)?.[0] as bigint;
    step();
  }
  db.exec('delete from first_of_value');
}

function wanted(table: TableName): string {
  if (!mostlyLookedUp[table]) return '1';
  const ids = lookups.filter((each) => each.table === table).map(({ column }) => column);
  const odd = ids.map((column) => `f."${column}" glob '*[^!-~]*'`);
  return `(${[...odd, 'f.extra is not null', 'f.rowid in (select number from first_of_value)'].join(' or ')})`;
}

function distinctFirst(db: Db, table: TableName): void {
  for (const column of mostlyLookedUp[table] ?? [])
    db.exec(
      `insert or ignore into first_of_value
         select min(f.rowid) from main."fresh_${table}" f where f."${column}" is not null
           and not exists (select 1 from "skipped_${table}" s where s.number = f.rowid)
         group by f."${column}"`,
    );
}

import type { Db } from '../../storage/storage.ts';
import type { TableName } from '../tables.ts';

/** Below this many bytes of files a table's indices are kept while it is filled. */
const worthIt = 2 ** 20;

/** Indices that an import itself looks things up in. */
const needed = new Set(['store_records_by_purchase_token']);

interface Index {
  readonly name: string;
  readonly sql: string;
}

/**
 * Takes the indices of tables that are still empty away, to make them in one go when the rows are
 * in: sorting once is several times faster than finding each row's place. All of it happens inside
 * the transaction of the run, so readers see the old indices until they see the new rows. Those
 * named in `kept` stay: the run looks things up in them.
 */
export function suspendIndices(
  db: Db,
  tables: ReadonlyMap<TableName, number>,
  kept: readonly string[],
) {
  const suspended: Index[] = [];
  for (const [table, bytes] of tables) {
    if (bytes < worthIt || !isEmpty(db, table)) continue;
    for (const index of indicesOf(db, table))
      if (!needed.has(index.name) && !kept.includes(index.name)) suspended.push(index);
  }
  for (const { name } of suspended) db.exec(`drop index "${name}"`);
  return {
    restore(onStep: () => void): void {
      for (const { sql } of suspended) {
        db.exec(sql);
        onStep();
      }
    },
  };
}

function isEmpty(db: Db, table: TableName): boolean {
  return db.prepare(`select 1 from "${table}" limit 1`).get() === undefined;
}

function indicesOf(db: Db, table: TableName): Index[] {
  return db
    .prepare(
      `select name, sql from sqlite_schema
       where type = 'index' and tbl_name = ? and sql is not null order by name`,
    )
    .all(table) as Index[];
}

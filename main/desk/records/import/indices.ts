import type { Db } from '../../storage/storage.ts';
import type { TableName } from '../tables.ts';

/** Below this many bytes of files a table's indices are kept while it is filled. */
const worthIt = 2 ** 20;

interface Index {
  readonly table: TableName;
  readonly name: string;
  readonly sql: string;
}

/**
 * Takes the indices of tables that are still empty away, to make them in one go when the rows are
 * in: sorting once is many times faster than finding each row's place. All of it happens inside
 * the transaction of the run, so readers see the old indices until they see the new rows. With
 * `lookedUp` nothing is taken away: the run finds rows of one table by those of another.
 */
export function suspendIndices(db: Db, tables: ReadonlyMap<TableName, number>, lookedUp: boolean) {
  const suspended: Index[] = [];
  const keys = new Map<TableName, string>();
  for (const [table, bytes] of tables) {
    if (lookedUp || bytes < worthIt || !isEmpty(db, table)) continue;
    for (const index of indicesOf(db, table))
      if (index.name === `${table}_key`) keys.set(table, index.sql);
      else suspended.push(index);
    for (const { name } of indicesOf(db, table)) db.exec(`drop index "${name}"`);
  }
  return {
    /** How to make the index of the keys, for each table that has none now. */
    keys: keys as ReadonlyMap<TableName, string>,
    restore(onStep: () => void): void {
      for (const { sql } of suspended.filter(({ name }) => !isThere(db, name))) {
        db.exec(sql);
        onStep();
      }
    },
    /** Makes those that an import itself looks things up in. */
    restoreNeeded(table: TableName): void {
      for (const { name, sql } of suspended)
        if (name === 'store_records_by_purchase_token' && table === 'store_records') db.exec(sql);
    },
  };
}

function isThere(db: Db, name: string): boolean {
  return db.prepare('select 1 from sqlite_schema where name = ?').get(name) !== undefined;
}

function isEmpty(db: Db, table: TableName): boolean {
  return db.prepare(`select 1 from "${table}" limit 1`).get() === undefined;
}

function indicesOf(db: Db, table: TableName): Index[] {
  return db
    .prepare(
      `select tbl_name as "table", name, sql from sqlite_schema
       where type = 'index' and tbl_name = ? and sql is not null order by name`,
    )
    .all(table) as Index[];
}

import type { Db } from '../../storage/storage.ts';
import type { TableName } from '../tables.ts';

/** Below this many rows a table's indices are kept while it is filled. */
const worthIt = 2_000;

/** A table that grows or changes by at least this part of it has its indices made anew. */
const largePart = 0.25;

interface Index {
  readonly name: string;
  readonly sql: string;
}

export interface Filled {
  readonly table: TableName;
  /** Rows that come or change. */
  readonly rows: number;
  /** Every row that was read is new, and the index of their keys lies beside them. */
  readonly plain: boolean;
  readonly unique: boolean;
}

/**
 * Takes the indices of a table away that changes by much, to make them in one go when the rows are
 * in: sorting once is many times faster than finding each row's place. All of it happens inside the
 * transaction of the run, so readers see the old indices until they see the new rows. The index of
 * the keys stays where it is moved together with the rows.
 */
export function suspendIndices(db: Db, { table, rows, plain, unique }: Filled) {
  const before = Number(
    db.prepare(`select coalesce(max(rowid), 0) from main."${table}"`).pluck().get(),
  );
  const suspended: Index[] = [];
  if (rows >= worthIt && rows >= before * largePart) {
    const moved = before === 0 && plain && unique;
    for (const index of indicesOf(db, table))
      if (!moved || index.name !== `${table}_key`) suspended.push(index);
    for (const { name } of suspended) db.exec(`drop index main."${name}"`);
  }
  return {
    count: suspended.length,
    restore(onStep: () => void): void {
      for (const { sql } of suspended) {
        db.exec(sql);
        onStep();
      }
    },
  };
}

function indicesOf(db: Db, table: TableName): Index[] {
  return db
    .prepare(
      `select name, sql from main.sqlite_schema
       where type = 'index' and tbl_name = ? and sql is not null order by name`,
    )
    .all(table) as Index[];
}

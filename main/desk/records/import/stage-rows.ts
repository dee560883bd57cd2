import type { Db } from '../../storage/storage.ts';
import { type TableName, tableOf } from '../tables.ts';
import type { RowBatch } from './batch.ts';
import type { Patch } from './entry.ts';
import { columnsOf, listed, originColumns } from './staging.ts';

export interface FromFile {
  readonly run: bigint;
  /** The file's number in the books. */
  readonly file: bigint;
}

/**
 * Puts the rows of batches into their staging tables as they come, looking at nothing: SQLite takes
 * the JSON of a batch apart itself, which is far quicker than binding value after value.
 */
export function createStager(db: Db) {
  let insert: { table: TableName; file: bigint; many: Statement } | null = null;
  const patched = new Map<TableName, Statement>();

  function statement(table: TableName, { run, file }: FromFile): Statement {
    if (insert?.table !== table || insert.file !== file)
      insert = { table, file, many: prepared(db, insertSql(table, run, file)) };
    return insert.many;
  }

  return {
    put(table: TableName, batch: RowBatch, from: FromFile): void {
      if (batch.taken === 0) return;
      const { lastInsertRowid } = statement(table, from).run(batch.rows);
      if (!batch.patches) return;
      const first = BigInt(lastInsertRowid) - BigInt(batch.taken - 1);
      let keep = patched.get(table);
      if (!keep) {
        keep = prepared(db, `insert into "patches_${table}" values (?, ?, ?)`);
        patched.set(table, keep);
      }
      for (const [place, patch] of batch.patches.entries())
        keep.run(first + BigInt(place), patchText(patch), patch.order === null ? 0 : 1);
    },
    /** Tables of which some rows complete others. */
    patched: (): ReadonlySet<TableName> => new Set(patched.keys()),
  };
}

type Statement = ReturnType<typeof prepared>;

function prepared(db: Db, sql: string) {
  return db.prepare<unknown[]>(sql);
}

/** Whole numbers arrive as digits: a strict table stores them as the integers they are. */
function insertSql(table: TableName, run: bigint, file: bigint): string {
  const columns = columnsOf(table);
  const values = columns.map((_, place) => `value ->> ${place}`).join(', ');
  return `insert into "fresh_${table}" (${listed([...columns, ...originColumns])})
    select ${values}, ${run}, ${file}, value ->> ${columns.length} from jsonb_each(?)`;
}

function patchText(patch: Patch): string {
  return JSON.stringify({ ...patch, at: patch.at === null ? null : String(patch.at) });
}

export function patchOf(text: string): Patch {
  const patch = JSON.parse(text) as Omit<Patch, 'at'> & { at: string | null };
  return { ...patch, at: patch.at === null ? null : BigInt(patch.at) };
}

/**
 * Makes the index of the keys of the rows that were read. False where two of them have the same
 * key, so that there can be no such index.
 */
export function indexKeys(db: Db, table: TableName): boolean {
  try {
    db.exec(
      `create unique index main."fresh_${table}_key" on "fresh_${table}" (${listed(tableOf(table).key)})`,
    );
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_UNIQUE')
      return false;
    throw error;
  }
}

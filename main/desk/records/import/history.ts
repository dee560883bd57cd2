import type { Db } from '../../storage/storage.ts';
import type { TableName } from '../tables.ts';
import type { Value } from './values.ts';

/** Where a row came from, by the numbers of the copy's books. */
export interface RowOrigin {
  readonly run: bigint;
  readonly file: bigint;
  readonly line: bigint;
}

/** A row as JSON with every value as text; null is unknown. */
export function contentOf(columns: readonly string[], values: readonly Value[]): string {
  let text = '{';
  for (const [index, column] of columns.entries()) {
    const value = values[index] ?? null;
    text += `${index === 0 ? '' : ','}${JSON.stringify(column)}:${value === null ? 'null' : JSON.stringify(String(value))}`;
  }
  return `${text}}`;
}

/**
 * Keeps what rows said before, in the staging file; the same words of the same row are kept once,
 * and what the copy keeps already counts.
 */
export function createHistory(db: Db) {
  const insert = db.prepare(
    `insert into history (table_name, key, content, origin_run, origin_file, origin_line, replaced_by_run)
     values (?, ?, ?, ?, ?, ?, ?)`,
  );
  const known = db
    .prepare(
      `select 1 from main.history where table_name = :table and key = :key and content = :content
       union all
       select 1 from copy.history where table_name = :table and key = :key and content = :content
       limit 1`,
    )
    .pluck();
  return {
    /** What a row said until this run replaced it. */
    replaced(table: TableName, key: string, content: string, from: RowOrigin, by: bigint): void {
      insert.run(table, key, content, from.run, from.file, from.line, by);
    },
    /** What a row said that lost against one which is there already. */
    late(table: TableName, key: string, content: string, from: RowOrigin, by: bigint): void {
      if (known.get({ table, key, content }) === undefined)
        insert.run(table, key, content, from.run, from.file, from.line, by);
    },
  };
}

export type History = ReturnType<typeof createHistory>;

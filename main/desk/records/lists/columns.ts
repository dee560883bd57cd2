import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Db } from '../../storage/storage.ts';
import { type ColumnKind, type TableName, tableOf } from '../tables.ts';
import { columnBuilder, type ColumnBuilder, type Form } from './build-column.ts';
import type { Column } from './column.ts';
import { readColumn, writeColumn } from './column-file.ts';
import type { StillWanted } from './wanted.ts';

/** Columns are kept in memory up to so many bytes; those not asked for longest go first. */
const mostBytes = 1.5 * 2 ** 30;

/** Rows between two looks at whether the answer is still wanted. */
const stride = 20_000;

export function formOf(kind: ColumnKind): Form {
  if (kind === 'coins' || kind === 'minor') return 'exact';
  return kind === 'time' || kind === 'integer' || kind === 'boolean' ? 'number' : 'text';
}

/** Told while columns are read for the first time after an import. */
export type OnReading = (progress: { readonly rows: number; readonly total: number }) => void;

/**
 * The columns of one state of the copy. A column is read from the table when it is first asked for,
 * rows in the order of their key, and kept in a file; a later start reads the file. `state` names
 * the import that made this state: with another one the files of the old are thrown away.
 */
export function createColumns(db: Db, folder: string, state: string) {
  const home = path.join(folder, state);
  const held = new Map<string, Column>();
  mkdirSync(home, { recursive: true, mode: 0o700 });
  for (const other of readdirSync(folder))
    if (other !== state) rmSync(path.join(folder, other), { recursive: true, force: true });

  const fileOf = (table: TableName, column: string) => path.join(home, `${table}.${column}.column`);

  function hold(name: string, column: Column): void {
    held.delete(name);
    held.set(name, column);
    let bytes = [...held.values()].reduce((sum, each) => sum + each.bytes, 0);
    for (const [oldest, each] of held) {
      if (bytes <= mostBytes || oldest === name) break;
      held.delete(oldest);
      bytes -= each.bytes;
    }
  }

  function there(table: TableName, column: string): Column | null {
    const name = fileOf(table, column);
    const found = held.get(name) ?? readColumn(name);
    if (found) hold(name, found);
    return found;
  }

  return {
    /** The columns named, in their order. Throws CalledOff through `wanted`. */
    of(
      table: TableName,
      names: readonly string[],
      wanted: StillWanted,
      onReading?: OnReading,
    ): Column[] {
      const missing = [...new Set(names)].filter((name) => there(table, name) === null);
      if (missing.length > 0)
        readFromTable({ db, table, names: missing, fileOf, wanted, onReading });
      return names.map((name) => {
        const column = there(table, name);
        if (column) return column;
        throw new Error(`the column ${table}.${name} was written and cannot be read`);
      });
    },
  };
}

export type Columns = ReturnType<typeof createColumns>;

interface Reading {
  readonly db: Db;
  readonly table: TableName;
  readonly names: readonly string[];
  readonly fileOf: (table: TableName, column: string) => string;
  readonly wanted: StillWanted;
  readonly onReading: OnReading | undefined;
}

/** Reads columns in one walk over the table and writes each into its file. */
function readFromTable(reading: Reading): void {
  const { db, table, names, fileOf, wanted, onReading } = reading;
  const { columns, key } = tableOf(table);
  const quoted = (name: string) => `"${name}"`;
  db.transaction(() => {
    const total = Number(db.prepare(`select count(*) from "${table}"`).pluck().get());
    for (const form of ['text', 'number', 'exact'] as const) {
      const own = names.filter((name) => formOf(columns[name]?.kind ?? 'text') === form);
      if (own.length === 0) continue;
      const builders = own.map((): ColumnBuilder => columnBuilder(form, total));
      const walk = db
        .prepare(
          `select ${own.map(quoted).join(', ')} from "${table}"
           order by ${key.map(quoted).join(', ')}`,
        )
        .raw()
        // Coins and minor units alone need all 64 bits; they never pass through a float.
        .safeIntegers(form === 'exact');
      let rows = 0;
      for (const row of walk.iterate() as IterableIterator<readonly unknown[]>) {
        for (const [index, builder] of builders.entries()) builder.add(row[index]);
        rows += 1;
        if (rows % stride !== 0) continue;
        wanted();
        onReading?.({ rows, total });
      }
      for (const [index, name] of own.entries()) {
        const built = builders[index]?.finish();
        if (built) writeColumn(fileOf(table, name), built);
        wanted();
      }
    }
  })();
}

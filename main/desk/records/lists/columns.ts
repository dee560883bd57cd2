import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Db } from '../../storage/storage.ts';
import type { TableName } from '../tables.ts';
import type { Column } from './column.ts';
import { readColumn, writeColumn } from './column-file.ts';
import { createKept } from './kept.ts';
import { formIn, type OnReading, readTable } from './read-table.ts';
import type { StillWanted } from './wanted.ts';

/** Columns are kept in memory up to so many bytes; those not asked for longest go first. */
const mostBytes = 1.5 * 2 ** 30;

/**
 * The columns of one state of the copy, in a folder of their own. A column is read from the table
 * when it is first asked for, rows in the order of their key, and kept in a file; a later start
 * reads the file.
 */
export function createColumns(db: Db, home: string) {
  const held = createKept<Column>(mostBytes, ({ bytes }) => bytes);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const fileOf = (table: TableName, column: string) => path.join(home, `${table}.${column}.column`);

  function there(table: TableName, column: string): Column | null {
    const name = fileOf(table, column);
    const known = held.get(name);
    if (known) return known;
    const found = readColumn(name, formIn(table, column));
    return found && held.put(name, found);
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
        readTable({ db, table, names: missing, wanted, onReading }, (name, built) =>
          writeColumn(fileOf(table, name), built),
        );
      return names.map((name) => {
        const column = there(table, name);
        if (column) return column;
        throw new Error(`the column ${table}.${name} was written and cannot be read`);
      });
    },
  };
}

export type Columns = ReturnType<typeof createColumns>;

import type { Statement } from 'better-sqlite3';
import type { Db } from '../../storage/storage.ts';
import { inPieces } from '../in-pieces.ts';
import { type TableName, tableOf } from '../tables.ts';
import type { Column } from './column.ts';
import { wireValue } from './read-value.ts';

type Stored = string | bigint | null;

type Cells = (string | null)[];

/**
 * Reads rows of a table as text, by their keys: coins and minor units as decimals, times RFC 3339,
 * empty fields null. A row that is gone is null at its place.
 */
export function rowTexts(db: Db, table: TableName, names: readonly string[]) {
  const { columns, key } = tableOf(table);
  const read = key.length === 1 ? readTogether(db, table, names) : readEach(db, table, names);
  const asText = names.map((name) => {
    const described = columns[name];
    const { kind } = described ?? { kind: 'text' };
    if (kind !== 'time' && kind !== 'boolean') return String;
    return (value: Stored) => (described ? wireValue(described, Number(value)) : String(value));
  });
  return (keys: readonly (readonly Stored[])[]): (Cells | null)[] =>
    read(keys).map((row) =>
      row
        ? asText.map((text, index) => {
            const value = row[index] ?? null;
            return value === null ? null : text(value);
          })
        : null,
    );
}

type Read = (keys: readonly (readonly Stored[])[]) => (readonly Stored[] | undefined)[];

/** Rows of a key of one column, many with one question; the key comes last. */
function readTogether(db: Db, table: TableName, names: readonly string[]): Read {
  const [key = ''] = tableOf(table).key;
  const statements = new Map<string, Statement<Stored[]>>();
  const asking = (places: string) => {
    const known = statements.get(places);
    if (known) return known;
    const list = [...names, key].map((name) => `"${name}"`).join(', ');
    const made = db
      .prepare<Stored[]>(`select ${list} from "${table}" where "${key}" in (${places})`)
      .raw();
    statements.set(places, made);
    return made;
  };
  return (keys) => {
    const asked = keys.flatMap(([value = null]) => (value === null ? [] : [value]));
    const rows = inPieces(asked).flatMap(
      ({ places, piece }) => asking(places).all(...piece) as (readonly Stored[])[],
    );
    const byKey = new Map(rows.map((row) => [row[names.length] ?? null, row]));
    return keys.map(([value = null]) => byKey.get(value));
  };
}

function readEach(db: Db, table: TableName, names: readonly string[]): Read {
  const list = names.map((name) => `"${name}"`).join(', ');
  const meets = tableOf(table)
    .key.map((name) => `"${name}" = ?`)
    .join(' and ');
  const select = db.prepare<Stored[]>(`select ${list} from "${table}" where ${meets}`).raw();
  return (keys) => keys.map((key) => select.get(...key) as readonly Stored[] | undefined);
}

/** The key of a row from the columns that make it, in the form SQLite compares. */
export function keyAt(keys: readonly Column[], row: number): Stored[] {
  return keys.map(({ codes, values }) => {
    const code = codes[row] ?? 0;
    if (code === 0) return null;
    const value = values.at(code - 1);
    return typeof value === 'number' ? BigInt(value) : value;
  });
}

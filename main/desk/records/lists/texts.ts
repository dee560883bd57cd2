import type { Db } from '../../storage/storage.ts';
import { type TableName, tableOf } from '../tables.ts';
import type { Column } from './column.ts';
import { wireValue } from './read-value.ts';

type Stored = string | bigint | null;

/**
 * Reads rows of a table as text, by their key: coins and minor units as decimals, times RFC 3339,
 * empty fields null. A row that is gone is null.
 */
export function rowTexts(db: Db, table: TableName, names: readonly string[]) {
  const { columns, key } = tableOf(table);
  const meets = key.map((name) => `"${name}" = ?`).join(' and ');
  const select = db
    .prepare<Stored[]>(
      `select ${names.map((name) => `"${name}"`).join(', ')} from "${table}" where ${meets}`,
    )
    .raw();
  const asText = names.map((name) => {
    const described = columns[name];
    const { kind } = described ?? { kind: 'text' };
    if (kind !== 'time' && kind !== 'boolean') return String;
    return (value: Stored) => (described ? wireValue(described, Number(value)) : String(value));
  });
  return (of: readonly Stored[]): (string | null)[] | null => {
    const row = select.get(...of) as readonly Stored[] | undefined;
    if (!row) return null;
    return asText.map((text, index) => {
      const value = row[index] ?? null;
      return value === null ? null : text(value);
    });
  };
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

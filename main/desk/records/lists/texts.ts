import type { Statement } from 'better-sqlite3';
import type { Db } from '../../storage/storage.ts';
import { inPieces } from '../in-pieces.ts';
import { type TableName, tableOf } from '../tables.ts';
import { wireValue } from './read-value.ts';

type Stored = string | bigint | null;

type Cells = (string | null)[];

/**
 * Reads rows of a table as text, by their numbers: coins and minor units as decimals, times RFC 3339,
 * empty fields null. A row that is gone is null at its place.
 */
export function rowTexts(db: Db, table: TableName, names: readonly string[]) {
  const { columns } = tableOf(table);
  const read = rowsByNumber(db, table, names);
  const asText = names.map((name) => {
    const described = columns[name];
    const { kind } = described ?? { kind: 'text' };
    if (kind !== 'time' && kind !== 'boolean') return String;
    return (value: Stored) => (described ? wireValue(described, Number(value)) : String(value));
  });
  return (numbers: readonly number[]): (Cells | null)[] =>
    read(numbers).map((row) =>
      row
        ? asText.map((text, index) => {
            const value = row[index] ?? null;
            return value === null ? null : text(value);
          })
        : null,
    );
}

type Row = readonly Stored[];

/** Many rows with one question; the number comes last. */
function rowsByNumber(db: Db, table: TableName, names: readonly string[]) {
  const list = [...names, 'rowid'].map((name) => `"${name}"`).join(', ');
  const statements = new Map<string, Statement<(number | null)[]>>();
  const asking = (places: string) => {
    const known = statements.get(places);
    if (known) return known;
    const made = db
      .prepare<(number | null)[]>(`select ${list} from "${table}" where rowid in (${places})`)
      .raw();
    statements.set(places, made);
    return made;
  };
  return (numbers: readonly number[]): (Row | undefined)[] => {
    const rows = inPieces(numbers).flatMap(
      ({ places, piece }) => asking(places).all(...piece) as Row[],
    );
    const found = new Map(rows.map((row) => [Number(row[names.length]), row]));
    return numbers.map((number) => found.get(number));
  };
}

import type { Fields, OriginOnWire } from '../../../../contract/records.ts';
import { wireTime } from '../../../../contract/values.ts';
import { unknownColumns } from '../search/terms.ts';
import { type ColumnKind, type Origin, type Row, type TableName, tableOf } from '../tables.ts';

/** One value of a column as text. */
export function textOf(kind: ColumnKind, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (kind === 'time') return typeof value === 'number' ? wireTime(value) : null;
  return String(value);
}

/** A row as text: coins and minor units as decimals, times RFC 3339, unknown columns with it. */
export function fieldsOf<T extends TableName>(table: T, row: Row<T>): Fields {
  const values = new Map<string, unknown>(Object.entries(row));
  const own = Object.entries(tableOf(table).columns).map(([column, { kind }]) => [
    column,
    textOf(kind, values.get(column)),
  ]);
  return { ...Object.fromEntries(unknownColumns(row.extra ?? '')), ...Object.fromEntries(own) };
}

/** The key of a row as text, parts of a composite one joined with `/`. */
export function keyOf<T extends TableName>(table: T, row: Row<T>): string {
  const { key, columns } = tableOf(table);
  const values = new Map<string, unknown>(Object.entries(row));
  return key
    .map((column) => textOf(columns[column]?.kind ?? 'text', values.get(column)) ?? '')
    .join('/');
}

export function originOf(origin: Origin): OriginOnWire {
  return { file: origin.file, line: origin.line, run: origin.run };
}

/** Each place once, in the order given. */
export function distinctOrigins(origins: Iterable<OriginOnWire>): OriginOnWire[] {
  const seen = new Map<string, OriginOnWire>();
  for (const origin of origins) {
    const name = JSON.stringify([origin.run, origin.file, origin.line]);
    if (!seen.has(name)) seen.set(name, origin);
  }
  return [...seen.values()];
}

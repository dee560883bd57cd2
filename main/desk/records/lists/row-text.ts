import type { ExportFormat } from '../../../../contract/record-lists.ts';
import type { TableName } from '../tables.ts';
import { formOf } from './read-table.ts';
import { csvLines } from './csv.ts';
import { describedColumn } from './plan.ts';

type Cells = readonly (string | null)[];

export interface Layout {
  readonly list: TableName;
  readonly columns: readonly string[];
  readonly format: ExportFormat;
}

/** What stands before the first row. */
export function headOf({ format, columns }: Layout): string {
  if (format === 'csv') return csvLines([columns], []);
  return format === 'json' ? '[\n' : '';
}

/** Rows as lines of text; `first` says that none went before them. */
export function rowsAsText(layout: Layout, rows: readonly Cells[], first: boolean): string {
  const { list, columns, format } = layout;
  if (format === 'csv')
    return csvLines(
      rows,
      columns.map((name) => formOf(describedColumn(list, name).kind) !== 'text'),
    );
  const lines = rows.map((row) =>
    JSON.stringify(Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null]))),
  );
  if (format === 'ndjson') return lines.map((line) => `${line}\n`).join('');
  return (first || lines.length === 0 ? '' : ',\n') + lines.join(',\n');
}

/** What stands after the last of so many rows. */
export function endOf({ format }: Layout, rows: number): string {
  if (format !== 'json') return '';
  return rows === 0 ? ']\n' : '\n]\n';
}

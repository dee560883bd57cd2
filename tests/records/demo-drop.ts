import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { parse as parseExact, isLosslessNumber } from 'lossless-json';
import { tableNames, type TableName } from '../../main/desk/records/tables.ts';

/** One row as text; an empty field is absent. */
export type TextRow = Readonly<Record<string, string>>;

function readCsv(text: string): TextRow[] {
  const rows: Record<string, string>[] = parse(text, {
    columns: true,
    bom: true,
    record_delimiter: ['\n', '\r\n'],
  });
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell)));
}

function readLines(text: string): TextRow[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const fields = Object.entries(parseExact(line) as object);
    const cells = fields.map(([name, cell]) => [
      name,
      isLosslessNumber(cell) ? cell.value : String(cell),
    ]);
    return Object.fromEntries(cells);
  });
}

/** All rows of one file of a drop, read by other means than the desk's own import. */
export function readRows(folder: string, file: string): TextRow[] {
  const text = readFileSync(path.join(folder, file), 'utf8');
  return file.endsWith('.csv') ? readCsv(text) : readLines(text);
}

export type Drop = Readonly<Record<TableName, readonly TextRow[]>>;

/** The whole drop by table; fails where a table has no file, or two. */
export function readDrop(folder: string): Drop {
  const files = readdirSync(folder);
  const tables = tableNames.map((table) => {
    const own = files.filter((file) => file.split('.')[0] === table);
    if (own.length !== 1 || own[0] === undefined) throw new Error(`${table}: ${own.length} files`);
    return [table, readRows(folder, own[0])] as const;
  });
  return Object.fromEntries(tables) as Record<TableName, TextRow[]>;
}

import { type TableName, tableOf } from '../tables.ts';
import { type DropFile, refuseDrop } from './drop.ts';
import { redactText } from './redact.ts';
import { securityOf } from './security-codes.ts';
import { isExempt } from './values.ts';

/** A column of the file that the format does not know. */
export interface UnknownColumn {
  readonly at: number;
  /** Its name as the desk keeps it. */
  readonly name: string;
}

/** The column in which a file of rejected rows, handed out to be mended, says why; it is passed over. */
export const reasonColumn = 'rejected_because';

/** What the first row of a file says of the others. */
export interface Header {
  readonly width: number;
  /** For each column of the table its place in the file, -1 where the file has none. */
  readonly places: readonly number[];
  readonly present: ReadonlySet<string>;
  /** By name, so that the same row in another order of columns is the same row. */
  readonly unknown: readonly UnknownColumn[];
  /** Places of security codes, never read. */
  readonly dropped: ReadonlySet<number>;
  /** Places of what was said of a security code: a code itself in one of them is dropped. */
  readonly answers: ReadonlySet<number>;
  /** Places whose digits are never card numbers. */
  readonly exempt: ReadonlySet<number>;
  /** The place of `reasonColumn`, -1 where there is none. */
  readonly reason: number;
}

/**
 * Matches the names of a header, trimmed and case-folded, with the columns of a table. Refuses
 * DROP_REFUSED by name where one stands twice or one that every row needs is missing.
 */
export function readHeader(file: DropFile, names: readonly string[], warn: Warn): Header {
  const columns = tableOf(file.table).columns;
  const at = placesOf(file, names);
  const missing = Object.entries(columns)
    .filter(([name, { need }]) => need && !at.has(name))
    .map(([name]) => name);
  if (missing.length > 0) throw missingColumns(file, missing, names);
  const known = Object.entries(columns);
  const dropped = new Set<number>();
  const answers = new Set<number>();
  const unknown: UnknownColumn[] = [];
  for (const [place, raw] of names.entries()) {
    const name = raw.trim();
    const security = securityOf(name);
    if (security === 'answer') answers.add(place);
    if (Object.hasOwn(columns, folded(name)) || folded(name) === reasonColumn) continue;
    if (security === 'code') {
      dropped.add(place);
      warn(
        `${file.shown}: column ${redactText(name)} holds security codes; it was dropped unread.`,
      );
    } else unknown.push({ at: place, name: keptName(name, place) });
  }
  return {
    width: names.length,
    places: known.map(([name]) => at.get(name) ?? -1),
    present: new Set(known.map(([name]) => name).filter((name) => at.has(name))),
    unknown: distinct(unknown).sort((a, b) => (a.name < b.name ? -1 : 1)),
    dropped,
    answers,
    reason: at.get(reasonColumn) ?? -1,
    exempt: new Set(known.filter((pair) => isExempt(...pair)).map(([name]) => at.get(name) ?? -1)),
  };
}

export type Warn = (sentence: string) => void;

export function folded(name: string): string {
  return name.trim().toLowerCase();
}

function placesOf(file: DropFile, names: readonly string[]): Map<string, number> {
  const at = new Map<string, number>();
  for (const [place, raw] of names.entries()) {
    const name = folded(raw);
    if (name === '') continue;
    if (at.has(name))
      throw refuseDrop(
        `${file.name} cannot be read: its header has the name “${redactText(raw.trim())}” twice.`,
        'Rename or remove one of the two columns and import again.',
      );
    at.set(name, place);
  }
  return at;
}

function missingColumns(
  file: DropFile,
  missing: readonly string[],
  names: readonly string[],
): Error {
  const [only = ''] = names;
  if (names.length === 1 && /[;\t|]/.test(only))
    return refuseDrop(
      `${file.name} cannot be read: its columns are not separated by ${file.format === 'tsv' ? 'tabs' : 'commas'}.`,
      'Export it as .csv with commas or as .tsv with tabs, and import again.',
    );
  return refuseDrop(
    `${file.name} cannot be read: every row of ${file.table} needs ${missing.join(', ')}, and its header has no such column.`,
    'Export the file with this column, its name in the first row, and import again.',
  );
}

function keptName(name: string, place: number): string {
  return name === '' ? `column ${place + 1}` : redactText(name);
}

/** Names that became the same by masking are told apart again. */
function distinct(columns: readonly UnknownColumn[]): UnknownColumn[] {
  const seen = new Map<string, number>();
  return columns.map((column) => {
    const count = (seen.get(column.name) ?? 0) + 1;
    seen.set(column.name, count);
    return count === 1 ? column : { ...column, name: `${column.name} (${count})` };
  });
}

/** For formats that keep names of unknown columns row by row. */
export function knownPlaces(table: TableName): ReadonlyMap<string, number> {
  return new Map(Object.keys(tableOf(table).columns).map((name, place) => [name, place]));
}

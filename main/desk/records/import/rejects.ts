import {
  closeSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { Reject } from '../../../../contract/records.ts';
import { guarded } from '../formulas.ts';
import type { TableName } from '../tables.ts';
import type { RejectedRow } from './batch.ts';
import type { DropFile } from './drop.ts';

/** How many rejects a result carries for the eye. */
const firstRejects = 100;

/** Characters of a rejected row that are kept. */
const originalLength = 10_000;

/** The first line of a list. */
export const rejectsHeader = 'file,line,column,code,sentence,original\n';

/** How rejected rows of a file become a file again: what it fills, how it is written, its header. */
export interface RejectHead {
  /** Null for a file of another source: what is in it says what it fills. */
  readonly table: TableName | null;
  readonly ending: 'csv' | 'tsv' | 'ndjson';
  readonly head: string | null;
}

const endings = { csv: 'csv', parquet: 'csv', tsv: 'tsv', ndjson: 'ndjson' } as const;

/** The head for the rows of a file; null where its rows are none that a file could be made of. */
export function rejectHead(
  { table, format, foreign }: DropFile,
  head: string | null,
): RejectHead | null {
  if (foreign?.kind === 'jws') return null;
  if (format === 'foreign') return { table: null, ending: head === null ? 'ndjson' : 'csv', head };
  const ending = endings[format];
  return ending !== 'ndjson' && head === null ? null : { table, ending, head };
}

/** Where the heads of the files of a list stand, by the names of the files. */
export function headsFileOf(list: string): string {
  return list.replace(/\.csv$/, '.heads.json');
}

/**
 * Writes the reject list of one run: CSV, every text quoted and guarded against being taken for a
 * formula. It stands under its name only from `finish` on, the heads of its files beside it.
 */
export function createRejectList(
  folder: string,
  name: string,
  headOf: (file: DropFile) => RejectHead | null = () => null,
) {
  const file = path.join(folder, `${name}.csv`);
  const heads = new Map<string, RejectHead | null>();
  const draft = `${file}.part`;
  const first: Reject[] = [];
  let handle: number | null = null;
  let waiting: Reject[] = [];

  function flush(): void {
    if (waiting.length === 0) return;
    if (handle === null) {
      handle = openSync(draft, 'w', 0o600);
      writeSync(handle, rejectsHeader);
    }
    writeSync(handle, rejectsCsv(waiting));
    waiting = [];
  }

  return {
    first,
    add(from: DropFile, { line, fault, original: whole }: RejectedRow): void {
      if (!heads.has(from.shown)) heads.set(from.shown, headOf(from));
      const { code, column, sentence } = fault;
      const original = whole.slice(0, originalLength);
      const reject = { file: from.shown, line, column, code, sentence, original };
      if (first.length < firstRejects) first.push(reject);
      waiting.push(reject);
      if (waiting.length >= 500) flush();
    },
    /** Puts the list in its place, safe on disk; null where nothing was rejected. */
    finish(): string | null {
      flush();
      if (handle === null) return null;
      fsyncSync(handle);
      closeSync(handle);
      handle = null;
      const known = [...heads].filter(([, head]) => head !== null);
      writeFileSync(headsFileOf(file), JSON.stringify(Object.fromEntries(known)), { mode: 0o600 });
      renameSync(draft, file);
      return file;
    },
    /** Takes the list away again: the run did not happen. */
    discard(): void {
      if (handle !== null) closeSync(handle);
      handle = null;
      for (const each of [draft, file, headsFileOf(file)]) rmSync(each, { force: true });
    },
  };
}

export type RejectList = ReturnType<typeof createRejectList>;

/** Rows of a list as lines of it. */
export function rejectsCsv(rejects: readonly Reject[]): string {
  return stringify(
    rejects.map(({ file, line, column, code, sentence, original }) => [
      guarded(file),
      line,
      guarded(column ?? ''),
      code,
      guarded(sentence),
      guarded(original),
    ]),
    { quoted_string: true, record_delimiter: '\n' },
  );
}

/** Faults of rows that are no rows of fields, or of which not all is there. */
const noFields: ReadonlySet<string> = new Set([
  'STRAY_QUOTE',
  'QUOTE_NOT_CLOSED',
  'ROW_TOO_LONG',
  'NOT_UTF8',
  'NUL_BYTE',
]);

/** The text of a rejected row is all of it, and of its fields. */
export function isWhole({ code, original }: Reject): boolean {
  const cut = original.length >= originalLength || original.startsWith('[withheld: ');
  return !cut && !noFields.has(code);
}

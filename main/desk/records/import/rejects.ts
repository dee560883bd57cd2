import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { Reject } from '../../../../contract/records.ts';
import { guarded } from '../formulas.ts';
import type { RejectedRow } from './batch.ts';
import type { DropFile } from './drop.ts';

/** How many rejects a result carries for the eye. */
const firstRejects = 100;

/** Characters of a rejected row that are kept. */
const originalLength = 10_000;

const columns = ['file', 'line', 'column', 'code', 'sentence', 'original'] as const;

/**
 * Writes the reject list of one run: CSV, every text quoted and guarded against being taken for a
 * formula. It stands under its name only from `finish` on.
 */
export function createRejectList(folder: string, name: string) {
  const file = path.join(folder, `${name}.csv`);
  const draft = `${file}.part`;
  const first: Reject[] = [];
  let handle: number | null = null;
  let waiting: Reject[] = [];

  function flush(): void {
    if (waiting.length === 0) return;
    if (handle === null) {
      handle = openSync(draft, 'w', 0o600);
      writeSync(handle, `${columns.join(',')}\n`);
    }
    writeSync(handle, toCsv(waiting));
    waiting = [];
  }

  return {
    first,
    add(from: DropFile, { line, fault, original: whole }: RejectedRow): void {
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
      renameSync(draft, file);
      return file;
    },
    /** Takes the list away again: the run did not happen. */
    discard(): void {
      if (handle !== null) closeSync(handle);
      handle = null;
      rmSync(draft, { force: true });
      rmSync(file, { force: true });
    },
  };
}

export type RejectList = ReturnType<typeof createRejectList>;

function toCsv(rejects: readonly Reject[]): string {
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

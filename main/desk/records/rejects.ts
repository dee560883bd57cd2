import { createReadStream, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse';
import { refuse } from '../../../contract/errors.ts';
import type { Reject } from '../../../contract/records.ts';
import type { Books } from './books.ts';
import { unguarded } from './formulas.ts';
import { headsFileOf, type RejectHead, rejectsCsv, rejectsHeader } from './import/rejects.ts';
import { rowsToMend, type ToMend } from './mending.ts';

/** Largest reject list that is handed over as one text, in bytes. */
const largestList = 64 * 1024 ** 2;

/** Rows of a list that are shown. */
const firstRows = 100;

/** Names under which plans and waiting drops keep lists; those of runs are known to the books. */
const ofPlan = /^plan-\d{8}T\d{6}Z-[0-9a-f]{6}$/;
const ofDrop = /^wd_[0-9a-f]{20}$/;

/**
 * The lists of rejected rows: of runs, of plans for a day, and of drops of the watched folder as
 * long as they wait. Lists are CSV, guarded against formulas when they were written; of a run
 * without rejects the header alone.
 */
export function createRejects(folder: string, books: Books) {
  const at = (name: string) => path.join(folder, `${path.basename(name)}.csv`);

  /** The file of a list; null for a run that rejected nothing. Refuses NOT_FOUND by what is missing. */
  function fileOf(list: string): string | null {
    // Only a name of ours becomes part of a path.
    const run = books.runs().find((known) => known.run === list);
    if (!run && !ofPlan.test(list) && !ofDrop.test(list))
      throw gone(
        'There is no such import or plan in this copy.',
        'Take it from the list of imports.',
      );
    const file = at(list);
    if (statSync(file, { throwIfNoEntry: false })) return file;
    const rejected = Object.values(run?.counts ?? {}).reduce((sum, each) => sum + each.rejected, 0);
    if (run && rejected === 0) return null;
    throw gone(
      run
        ? `The list of the ${rejected} rejected rows of this run is no longer there.`
        : 'The list of the rejected rows of this plan is no longer there.',
      'Plan the same drop again; the plan lists them anew.',
    );
  }

  return {
    /**
     * The whole list, each row as `mask` shows it. Refuses NOT_FOUND as above, DISK for one too
     * large to hand over, naming its file.
     */
    async csv(
      { list }: { list: string },
      mask: ((reject: Reject) => Reject) | null = null,
    ): Promise<{ csv: string }> {
      const file = fileOf(list);
      if (file === null) return { csv: rejectsHeader };
      assertNotTooLarge(file);
      if (mask === null) return { csv: readFileSync(file, 'utf8') };
      const rows: Reject[] = [];
      for await (const reject of readRows(file)) rows.push(mask(reject));
      return { csv: rejectsHeader + rejectsCsv(rows) };
    },
    /** Its first rows, for the eye, and the files whose rows can be mended. Refuses NOT_FOUND as above. */
    async first({ list }: { list: string }): Promise<{ rejects: Reject[]; mendable: string[] }> {
      const file = fileOf(list);
      if (file === null) return { rejects: [], mendable: [] };
      return { rejects: await firstOf(file), mendable: Object.keys(headsAt(file)) };
    },
    /**
     * The rejected rows of one file as a file to be mended and imported. Refuses NOT_FOUND as above
     * and for a file whose rows cannot be mended here.
     */
    async toMend({ list, file: shown }: { list: string; file: string }): Promise<ToMend> {
      const file = fileOf(list);
      const head = file === null ? undefined : headsAt(file)[shown];
      if (file === null || head === undefined)
        throw gone(
          'The rows of this file cannot be mended here.',
          'Mend them in the export itself; the list says file and line.',
        );
      assertNotTooLarge(file);
      return rowsToMend({ list, shown, head }, readRows(file));
    },
    /** Gives the list of a plan to the drop that waits with it, for as long as it does. */
    keep(plan: string, drop: string): void {
      if (!ofPlan.test(plan) || !ofDrop.test(drop)) return;
      renameSync(headsFileOf(at(plan)), headsFileOf(at(drop)));
      renameSync(at(plan), at(drop));
    },
    /** A drop waits no more. */
    forget(drop: string): void {
      if (!ofDrop.test(drop)) return;
      for (const each of [at(drop), headsFileOf(at(drop))]) rmSync(each, { force: true });
    },
  };
}

function gone(sentence: string, next: string) {
  return refuse('NOT_FOUND', sentence, next);
}

function assertNotTooLarge(file: string): void {
  const { size } = statSync(file);
  if (size > largestList)
    throw refuse(
      'DISK',
      `The list of rejected rows is too large to open here (${Math.round(size / 1024 ** 2)} MiB).`,
      `Read the file itself: ${file}`,
    );
}

/** None for a list that was made before heads were kept. */
function headsAt(list: string): Readonly<Record<string, RejectHead>> {
  const file = headsFileOf(list);
  if (!statSync(file, { throwIfNoEntry: false })) return {};
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, RejectHead>;
}

async function firstOf(file: string): Promise<Reject[]> {
  const found: Reject[] = [];
  for await (const reject of readRows(file, firstRows)) found.push(reject);
  return found;
}

/** The rows of a list, all or so many, as they were before they were guarded. */
async function* readRows(file: string, most?: number): AsyncGenerator<Reject> {
  const text = createReadStream(file);
  const to = most === undefined ? {} : { to: most + 1 };
  try {
    const rows = text.pipe(parse({ from: 2, ...to, cast: unguarded }));
    for await (const row of rows as AsyncIterable<string[]>) yield rejectOf(row);
  } finally {
    text.destroy();
  }
}

function rejectOf([file = '', line, column = '', code = '', ...rest]: string[]): Reject {
  const [sentence = '', original = ''] = rest;
  return { file, line: Number(line), column: column || null, code, sentence, original };
}

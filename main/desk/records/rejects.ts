import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { refuse } from '../../../contract/errors.ts';
import type { Books } from './books.ts';

/** Largest reject list that is handed over as one text, in bytes. */
const largestList = 64 * 1024 ** 2;

const header = 'file,line,column,code,sentence,original\n';

/**
 * The reject list of a run as CSV text, guarded against formulas when it was written. A run
 * without rejects gives the header alone. Refuses NOT_FOUND for an unknown run or a list that is
 * gone, DISK for one too large to hand over, naming its file.
 */
export function createRejects(folder: string, books: Books) {
  return ({ run: name }: { run: string }): { csv: string } => {
    // Only a name that the books know becomes part of a path.
    const run = books.runs().find((known) => known.run === name);
    if (!run)
      throw refuse(
        'NOT_FOUND',
        'There is no such import run in this copy.',
        'Take the run from the list of imports.',
      );
    const file = path.join(folder, `${path.basename(run.run)}.csv`);
    const rejected = Object.values(run.counts).reduce((sum, counts) => sum + counts.rejected, 0);
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    if (size === undefined && rejected === 0) return { csv: header };
    if (size === undefined)
      throw refuse(
        'NOT_FOUND',
        `The list of the ${rejected} rejected rows of this run is no longer there.`,
        'Plan the same drop again; the plan lists them anew.',
      );
    if (size > largestList)
      throw refuse(
        'DISK',
        `The list of rejected rows is too large to open here (${Math.round(size / 1024 ** 2)} MiB).`,
        `Read the file itself: ${file}`,
      );
    return { csv: readFileSync(file, 'utf8') };
  };
}

import { stringify } from 'csv-stringify/sync';
import { guarded } from '../formulas.ts';

/** Rows as CSV lines; empty fields are empty, text that is empty is quoted. Numbers stay bare. */
export function csvLines(
  rows: readonly (readonly (string | null)[])[],
  isNumber: readonly boolean[],
): string {
  return stringify(
    rows.map((row) =>
      row.map((cell, at) => (cell === null || isNumber[at] === true ? cell : guarded(cell))),
    ),
    { record_delimiter: '\n', quoted_empty: false },
  );
}

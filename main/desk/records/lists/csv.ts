import { stringify } from 'csv-stringify/sync';

/** What a spreadsheet could take for a formula, also behind apostrophes that were there before. */
const formula = /^'*[=+\-@\t\r]/;

/**
 * Text that a spreadsheet takes for text: where it could read a formula, one apostrophe more stands
 * before it. `unguarded` gives back exactly what was there.
 */
export function guarded(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

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

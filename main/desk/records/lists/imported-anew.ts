import { type Refusal, refuse } from '../../../../contract/errors.ts';

/** Pieces of two states of the copy do not belong into one export. */
export function importedAnew(): Refusal {
  return refuse(
    'BUSY',
    'The records were imported anew while they were exported.',
    'Export again; what was written so far is not whole.',
  );
}

import { createHash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import type { Reject } from '../../../contract/records.ts';
import { guarded } from './formulas.ts';
import { splitLine } from './import/csv.ts';
import { reasonColumn } from './import/header.ts';
import { isWhole, type RejectHead } from './import/rejects.ts';

export interface ToMend {
  readonly name: string;
  readonly text: string;
  readonly left_out: number;
}

interface Wanted {
  readonly list: string;
  /** The file of the drop, as the list names it. */
  readonly shown: string;
  readonly head: RejectHead;
}

/** Rows of a list as a file that an import takes, each with the reason in front where it has columns. */
export async function rowsToMend(
  { list, shown, head }: Wanted,
  rejects: AsyncIterable<Reject>,
): Promise<ToMend> {
  const lines: string[] = [];
  let leftOut = 0;
  for await (const reject of rejects) {
    if (reject.file !== shown) continue;
    const line = isWhole(reject) ? lineOf(reject, head) : null;
    if (line === null) leftOut += 1;
    else lines.push(line);
  }
  const name = `${head.table ?? 'mended'}-${numberOf(list, shown)}.${head.ending}`;
  return { name, text: headLine(head) + lines.join(''), left_out: leftOut };
}

/** A part number of its own, so that two such files never share a name. */
function numberOf(list: string, shown: string): string {
  const digest = createHash('sha256').update(`${list}\0${shown}`).digest();
  return String(digest.readUInt32BE() % 100_000_000).padStart(8, '0');
}

function headLine({ head, ending }: RejectHead): string {
  return head === null
    ? ''
    : csvLine([reasonColumn, ...splitLine(head, delimiters[ending])], ending);
}

const delimiters = { csv: ',', tsv: '\t', ndjson: '' } as const;

/** The row as a line; null where its fields cannot be told apart. */
function lineOf({ original, sentence, code }: Reject, { ending, table, head }: RejectHead) {
  // No text in JSON goes over the end of a line: there it is only set out for the eye.
  if (ending === 'ndjson') return `${original.replaceAll(/\s*[\r\n]\s*/g, ' ')}\n`;
  try {
    const fields = splitLine(original, delimiters[ending]);
    const width = splitLine(head ?? '', delimiters[ending]).length;
    // What a report comes to in several rows is no row of it.
    const sum = table === null && fields.length !== width && !code.endsWith('_FIELDS');
    return sum ? null : csvLine([sentence, ...fields].map(guarded), ending);
  } catch {
    return null;
  }
}

function csvLine(fields: readonly string[], ending: 'csv' | 'tsv' | 'ndjson'): string {
  return stringify([[...fields]], { delimiter: delimiters[ending], record_delimiter: '\n' });
}

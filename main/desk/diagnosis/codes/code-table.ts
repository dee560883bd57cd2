import type { CheckId } from '../../../../contract/diagnosis.ts';

/**
 * What a code means. A check's name where the code names a cause; `approved` where it names
 * none; `temporary` and `integration` for errors that say only that something went wrong (an
 * incident may explain them, otherwise they stay unknown); `duplicate` for a second sending
 * of one payment.
 */
export type Cause = CheckId | 'approved' | 'temporary' | 'integration' | 'duplicate';

/** One code of one provider and scheme. */
export interface CodeRow {
  readonly cause: Cause;
  /** What the code says, for the agent. Never shown to a customer. */
  readonly says: string;
  /** The public page it was read in. */
  readonly source: string;
  /** When it was read. */
  readonly date: string;
}

export type CodeTable = ReadonlyMap<string, CodeRow>;

/** Codes with one cause: the codes separated by spaces, then what each of them says. */
export type CodeLine = readonly [codes: string, cause: Cause, says: string];

/** Builds a table from lines; a code that stands twice is a mistake of ours and throws at once. */
export function codeTable(source: string, date: string, lines: readonly CodeLine[]): CodeTable {
  const table = new Map<string, CodeRow>();
  for (const [codes, cause, says] of lines)
    for (const code of codes.split(' ')) {
      const key = code.toUpperCase();
      if (table.has(key)) throw new Error(`code ${code} stands twice in the table of ${source}`);
      table.set(key, { cause, says, source, date });
    }
  return table;
}

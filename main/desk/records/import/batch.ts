import type { Patch } from './entry.ts';
import type { Fault } from './fault.ts';
import type { Value } from './values.ts';

/**
 * Rows on their way from the process that reads files to the thread that stages them. Plain data:
 * it crosses between processes, thousands of rows at a time, so all of them stand in one text,
 * which SQLite takes apart by itself.
 */
export interface RowBatch {
  /** The place of the file in the drop. */
  readonly file: number;
  /** The columns of the table that the file has; null where that differs from row to row. */
  readonly present: readonly string[] | null;
  /** The header of the file as a line of it, with its first batch; else null. */
  readonly head: string | null;
  /** How many rows were taken. */
  readonly taken: number;
  /** These rows as JSON, an array each: its values as `wireValue` gives them, `extra`, its line. */
  readonly rows: string;
  /** How many of them had something masked or dropped. */
  readonly redacted: number;
  readonly rejects: readonly RejectedRow[];
  /** Of a file of another source: how each row meets what is known already. */
  readonly patches: readonly Patch[] | null;
}

/** A row that was not taken, and the text it stood in, cleaned. */
export interface RejectedRow {
  readonly line: number;
  readonly fault: Fault;
  readonly original: string;
}

/** One value as it stands in `RowBatch.rows`: whole numbers as their digits, text as UTF-8 can hold it. */
export function wireValue(value: Value): string | null {
  if (value === null) return null;
  return typeof value === 'string' ? value.toWellFormed() : value.toString();
}

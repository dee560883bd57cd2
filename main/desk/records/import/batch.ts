import type { Patch } from './entry.ts';
import type { Fault } from './fault.ts';
import type { Value } from './values.ts';

/**
 * Rows on their way from the process that reads files to the thread that writes the copy. Plain
 * data: it crosses between processes, thousands of rows at a time, so the values of all of them
 * stand in one text.
 */
export interface RowBatch {
  /** The place of the file in the drop. */
  readonly file: number;
  /** The columns of the table that the file has; null where that differs from row to row. */
  readonly present: readonly string[] | null;
  /** The line of each row that was taken. */
  readonly lines: readonly number[];
  /** Their values, column by column and row by row, `extra` last: see `packValues`. */
  readonly values: string;
  /** Rows, by place in `lines`, in which something was masked or dropped. */
  readonly redacted: readonly number[];
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

/** Parts values; rows that hold one are rejected, so no value does. */
const mark = '\0';

/** Stands for unknown. A value that begins with it gets a second one. */
const nothing = '\u0001';

/** One value as it stands in `RowBatch.values`. */
export function packed(value: Value): string {
  if (value === null) return nothing;
  const text = typeof value === 'string' ? value : value.toString();
  return text.charCodeAt(0) === 1 ? nothing + text : text;
}

/** Values, each as `packed` gives it, as one text. */
export function packValues(values: readonly string[]): string {
  return values.join(mark);
}

/** The values of all rows of a batch one after the other; whole numbers come as their digits. */
export function unpackValues({ lines, values }: RowBatch): (string | null)[] {
  if (lines.length === 0) return [];
  const all: (string | null)[] = values.split(mark);
  for (let at = 0; at < all.length; at++) {
    const text = all[at];
    if (text?.charCodeAt(0) === 1) all[at] = text.length === 1 ? null : text.slice(1);
  }
  return all;
}

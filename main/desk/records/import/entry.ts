import type { DropFile } from './drop.ts';
import type { Fault } from './fault.ts';
import type { Lines } from './lines.ts';

/** One row of a file as its format hands it over: not yet judged, but cut into the table's columns. */
export interface Entry {
  readonly line: number;
  /** The text of each column of the table, in its order; null and '' are unknown. */
  readonly texts: readonly (string | null | undefined)[];
  /** Unknown columns as JSON text, cleaned. */
  readonly extra: string | null;
  /** Something was masked or dropped already. */
  readonly redacted: boolean;
  /** It completes a row of another source in place of replacing it, and how. */
  readonly patch?: Patch;
  /** It could not be cut into columns, and why. */
  readonly fault: Fault | null;
  /** The row as it stood in the file, without card numbers and security codes; made when asked. */
  original(): string;
}

/** How a row of another source, which knows only some of the columns, meets what is known already. */
export interface Patch {
  /** When the source says this was so, UTC ms. */
  readonly at: bigint | null;
  /** Columns that are unknown again where the row does not say them, and that it never fills late. */
  readonly clears: readonly string[];
  /** Columns that only fill what is not known. */
  readonly weak: readonly string[];
  /** Amounts of which the larger stands. */
  readonly grows: readonly string[];
  /** The source of the refunds that the row tells of part by part; null where it tells of none. */
  readonly parts: string | null;
  /** The order by which the recharge of an event is found. */
  readonly order: string | null;
  /** Its signature is good, though it does not count for us: so it may overrule what was verified. */
  readonly sure: boolean;
}

/** What a format is given to read one file. */
export interface ReadOptions {
  readonly file: DropFile;
  /** The file as text; for a format that reads bytes there is `file.path`. */
  readonly lines: AsyncIterable<Lines>;
  /** A folder for what must lie unpacked while it is read. */
  readonly scratch: string;
  /** Told how many bytes of the file were read by other means than `lines`. */
  onBytes(bytes: number): void;
  warn(sentence: string): void;
}

export interface ReadFile {
  /** The columns of the table that the file has; null where that differs from row to row. */
  readonly present: ReadonlySet<string> | null;
  readonly entries: AsyncIterable<readonly Entry[]>;
  /** Of a format with a header: that as a line of the file, cleaned, for whoever mends its rows. */
  readonly head?: string;
}

/** One file format: text lines in, entries out. Refuses a file that cannot be read at all. */
export type Format = (options: ReadOptions) => Promise<ReadFile>;

/** A row that could not be cut into columns. */
export function faultyEntry(line: number, fault: Fault, original: () => string): Entry {
  return { line, texts: [], extra: null, redacted: false, fault, original };
}

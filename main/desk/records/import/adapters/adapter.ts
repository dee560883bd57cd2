import type { SourceAccounts } from '../../../../../contract/source-accounts.ts';
import type { TableName } from '../../tables.ts';
import type { Fault, FaultCode } from '../fault.ts';
import { BadValue } from '../values.ts';

/** A row of one of our tables, made from a record of another source. */
export interface ForeignRow {
  readonly table: TableName;
  /** Column to text, as a CSV of the table would hold it; what the source does not say is left out. */
  readonly fields: Readonly<Record<string, string | null | undefined>>;
  /** What else is worth keeping, by name. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** When the source says this was so, UTC ms: of two records of one purchase the newer stands. */
  readonly at?: bigint | null;
  /**
   * Columns that hold for the moment only: what this record does not say of them is unknown again,
   * and where it comes late it fills none of them, save where the row stands in the same state.
   */
  readonly clears?: readonly string[];
  /** Columns that only fill what is not known: a report tells less exactly than the order itself. */
  readonly weak?: readonly string[];
  /** Amounts that only grow, such as what was refunded in several parts. */
  readonly grows?: readonly string[];
  /** What was given back, part by part, where this record tells of parts. */
  readonly parts?: RefundParts;
  /** When the attempt began that this tells of, UTC ms: a payment is what its last attempt came to. */
  readonly attempt?: bigint | null;
  /** Its signature is good whatever `signature` says: it counts against what stood as verified. */
  readonly sure?: boolean;
  /** For an event that names an order, not the recharge: the recharge is looked up by it. */
  readonly order?: string | null;
}

/**
 * Refunds of one payment or purchase, each under its own name, so that told twice it counts once and
 * told in another file it is added.
 */
export interface RefundParts {
  /** The source whose names these are: of two that tell of the same refunds the larger sum stands. */
  readonly of: string;
  /** Minor units; below zero what a refund would have been that came to nothing after all. */
  readonly minor: Readonly<Record<string, bigint>>;
}

/** One record of a file: where it stands and what it holds, as its format parsed it. */
export interface Item {
  readonly line: number;
  /** Lossless JSON; of a delimited file an object of texts by folded header name. */
  readonly value: unknown;
  /** The name of the list it stands in, where that is inside of an object. */
  readonly list: string | null;
  /** What stands beside that list in its object. */
  readonly around?: unknown;
}

/** What a file looks like: enough to tell whose it is. */
export interface Look {
  readonly kind: 'json' | 'delimited' | 'jws';
  /** Of a delimited file: its header, trimmed and case-folded. */
  readonly header: readonly string[];
  /** Otherwise: its first record. */
  readonly first: Item | null;
}

/** One source that is read beside our own format. */
export interface Adapter {
  /** As the plan names it. */
  readonly source: string;
  /** Where a record that cannot be read at all is counted. */
  readonly table: TableName;
  /** Names of lists inside a top-level object whose elements are the records. */
  readonly lists?: readonly string[];
  /** The columns of its table that it fills, where its rows are whole ones: they replace. */
  readonly whole?: ReadonlySet<string>;
  /** What in the look of a file shows that it is of this source; null where nothing does. */
  recognise(look: Look): string | null;
  /** A reader for one file; `passed` hears of each record that says nothing of a recharge. */
  open(known: Known, passed: Passed): AdapterRun;
}

/** Told what kind of record was passed over, as its source calls it. */
export type Passed = (kind: string) => void;

export interface AdapterRun {
  /** The rows of one record; none where it is held back, or was passed over. Throws BadRow. */
  rows(item: Item): readonly ForeignRow[];
  /** What was held back until the file was read, with the line that each began on. */
  end?(): readonly { readonly line: number; readonly row: ForeignRow }[];
}

/** Whom signatures are checked against. */
export interface Trust {
  /** PEM or DER of the root certificates whose keys are believed. */
  readonly appleRoots: readonly (string | Uint8Array)[];
}

/** What is known beforehand and stands in no file. */
export type Known = Trust & SourceAccounts;

/** The accounts as part of what a drop was read by; nothing where nothing was said of them. */
export function accountsText(accounts: SourceAccounts): string {
  const said = Object.entries(accounts).filter(([, names]) => names.length > 0);
  return said.length === 0 ? '' : JSON.stringify(said);
}

/** A record that is rejected alone. */
export class BadRow extends Error {
  readonly fault: Fault;

  constructor(code: FaultCode, column: string | null, sentence: string) {
    super(sentence);
    this.name = 'BadRow';
    this.fault = { code, column, sentence };
  }
}

/** The value, or the row is rejected for it. */
export function good<T>(column: string, value: T | BadValue): T {
  if (value instanceof BadValue) throw new BadRow(value.code, column, value.sentence);
  return value;
}

export function needed(column: string, value: string | null): string {
  if (value === null || value === '')
    throw new BadRow('MISSING_VALUE', column, `The record has no ${column}.`);
  return value;
}

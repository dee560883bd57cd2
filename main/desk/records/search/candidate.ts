import type { RecordKind } from '../../../../contract/records.ts';
import { fold } from './fold.ts';

/** How a record was found, and how many ways to find one are better. */
export const placeOfRank = {
  exact: 0,
  prefix: 1,
  tail: 2,
  meaning: 3,
  middle: 4,
  near: 5,
} as const;
export type Rank = keyof typeof placeOfRank;

/** A record that may be meant, and the column that says so. */
export interface Candidate {
  readonly kind: RecordKind;
  /** Its id; or the number of its row, where an index was asked that names no more. */
  readonly record: string | number;
  readonly field: string;
  readonly rank: Rank;
  /** What of the value was found, where that is not what was typed. */
  readonly part?: string;
}

export interface Candidates {
  /** Each record once, with the columns that led to it, the best way first. */
  readonly found: readonly (readonly Candidate[])[];
  /** False where a cap was met, so that there may be more. */
  readonly whole: boolean;
  /** The same with what is a slip away, for where few of these hold up; null where no name was typed. */
  readonly nearly: (() => Candidates) | null;
}

/** What one way to look brings; `whole` as above. */
export interface Brought {
  readonly found: readonly Candidate[];
  readonly whole: boolean;
}

/** Nothing that a term holds sorts after this character. */
export const last = '\u{10FFFF}';

/** The rank of a value that begins with what was typed. */
export function rankOf(value: string, typed: string): Rank {
  return fold(value) === typed ? 'exact' : 'prefix';
}

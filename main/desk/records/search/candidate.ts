import type { RecordKind } from '../../../../contract/records.ts';
import { fold } from './fold.ts';

/** How a record was found, best first. */
export const ranks = ['exact', 'prefix', 'tail', 'meaning', 'middle', 'near'] as const;
export type Rank = (typeof ranks)[number];

/** A record that may be meant, and the column that says so. */
export interface Candidate {
  readonly kind: RecordKind;
  readonly id: string;
  readonly field: string;
  readonly rank: Rank;
  /** What of the value was found, where that is not what was typed. */
  readonly part?: string;
}

export interface Candidates {
  /** Best first; each record once a column. */
  readonly found: readonly Candidate[];
  /** False where a cap was met, so that there may be more. */
  readonly whole: boolean;
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

import type { SweepFinding } from '../../../../contract/diagnosis.ts';
import type { KeyRange } from '../judging.ts';
import type { OwnFactsThen } from '../own-facts.ts';

/** What a worker of a run over everything is started with. */
export interface WholeRequest {
  /** The records file. */
  readonly records: string;
  readonly own: OwnFactsThen;
  /** `verdicts`: whole ones, as lines of JSON; `sweep`: what a sweep keeps of each. */
  readonly makes: 'verdicts' | 'sweep';
  /** The worker that counts the attempts for the progress. */
  readonly counts: boolean;
}

export type WholeTask =
  | ({ readonly kind: 'attempts' } & KeyRange)
  | { readonly kind: 'orphans' }
  | { readonly kind: 'tickets' };

/** An attempt that did not end well, as the sweep keeps it. Times in UTC ms. */
export interface Failing {
  readonly recharge_id: string;
  readonly account_id: string;
  readonly at: number;
  readonly cause: string;
  readonly provider: string;
  readonly channel: string;
  readonly country: string;
  readonly owed: bigint | null;
}

export interface SweptDeadline {
  readonly kind: string;
  readonly from: number;
  readonly at: number;
  readonly recharge_id: string;
  readonly account_id: string;
}

/** Attempts of one day, channel, country and cause. */
export interface Count {
  readonly day: number;
  readonly channel: string;
  readonly country: string;
  readonly cause: string;
  attempts: number;
  delivered: number;
  /** Paid and not credited, as the copy has it, whatever the desk did since. */
  uncredited: number;
  /** Those of them that this desk has made good. */
  madeGood: number;
}

export interface Found extends Omit<SweepFinding, 'coins' | 'decided' | 'at'> {
  readonly coins: bigint;
  readonly at: number | null;
}

/** What one stretch of a sweep found. */
export interface Swept {
  readonly attempts: number;
  readonly found: readonly Found[];
  readonly deadlines: readonly SweptDeadline[];
  readonly failing: readonly Failing[];
  readonly counts: readonly Count[];
}

export type FromWhole =
  /** Said first, by each worker. */
  | { readonly kind: 'open' }
  | { readonly kind: 'total'; readonly attempts: number }
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | { readonly kind: 'swept'; readonly swept: Swept }
  | { readonly kind: 'end' };

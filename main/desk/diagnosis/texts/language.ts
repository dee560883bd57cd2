import type { RootCause } from '../../../../contract/diagnosis.ts';

/**
 * What a customer is told, by cause. Causes that must not be told apart share one text:
 * a refusal by the bank for a reason that is not ours to tell, and by a rule of ours, read the
 * same; `looking` stands for everything that is still being looked into.
 */
export type TextKey =
  | Exclude<
      RootCause,
      'card_reported' | 'risk_block' | 'deadline' | 'settlement_mismatch' | 'unknown'
    >
  | 'declined'
  | 'looking';

export interface Language {
  readonly direction: 'ltr' | 'rtl';
  /** The locale that dates, numbers and money are written in. */
  readonly locale: string;
  /** What stands between two sentences. */
  readonly between: '' | ' ';
  /** First sentence; {what} and {date} are filled in. */
  readonly about: string;
  /** {coins} of a package for {amount}. */
  readonly what: string;
  /** Added where coins are owed: {coins}. */
  readonly owed: string;
  /** Added where the customer has until a time: {time}. */
  readonly until: string;
  readonly lines: Readonly<Record<TextKey, string>>;
}

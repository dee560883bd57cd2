/** What the tables of the exchange format are described with, and columns that many of them have. */

/** What a column holds. `coins` and `minor` are bigint in code and never pass through a float. */
export type ColumnKind =
  | 'id' // an identifier: exempt from card-number redaction
  | 'text' // free text: redacted
  | 'word' // one of a list; an unknown word is kept with a warning
  | 'strict_word' // one of a list; an unknown word rejects the row (money is not guessed)
  | 'country'
  | 'currency'
  | 'time'
  | 'day'
  | 'boolean'
  | 'integer'
  | 'minor'
  | 'coins'
  | 'decimal'
  | 'json'
  | 'phone'
  | 'ip'
  | 'version'
  | 'bin'
  | 'last4'
  | 'instrument';

export interface Column {
  readonly kind: ColumnKind;
  /** Every row needs it. */
  readonly need?: true;
  /** The words of `word` and `strict_word`. */
  readonly words?: readonly string[];
  /** Value where the field is empty; else empty is null. */
  readonly fallback?: string;
}

export interface Table {
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, Column>>;
  /** Entries that never change: the same key with other content is a contradiction. */
  readonly immutable?: true;
}

export const id = { kind: 'id' } as const;
export const needId = { kind: 'id', need: true } as const;
export const text = { kind: 'text' } as const;
export const needText = { kind: 'text', need: true } as const;
export const country = { kind: 'country' } as const;
export const needCountry = { kind: 'country', need: true } as const;
export const currency = { kind: 'currency' } as const;
export const needCurrency = { kind: 'currency', need: true } as const;
export const time = { kind: 'time' } as const;
export const needTime = { kind: 'time', need: true } as const;
export const boolean = { kind: 'boolean' } as const;
export const integer = { kind: 'integer' } as const;
export const minor = { kind: 'minor' } as const;
export const needMinor = { kind: 'minor', need: true } as const;
export const coins = { kind: 'coins' } as const;
export const needCoins = { kind: 'coins', need: true } as const;
export const json = { kind: 'json' } as const;
export const ip = { kind: 'ip' } as const;
export const phone = { kind: 'phone' } as const;
export const version = { kind: 'version' } as const;
export const instrument = { kind: 'instrument' } as const;

export function words<const W extends readonly string[]>(...list: W) {
  return { kind: 'word', words: list } as const;
}
export function needWords<const W extends readonly string[]>(...list: W) {
  return { kind: 'word', words: list, need: true } as const;
}
export function strictWords<const W extends readonly string[]>(...list: W) {
  return { kind: 'strict_word', words: list } as const;
}

export const ipKind = words('residential', 'mobile', 'hosting', 'vpn', 'unknown');
export const network = words('wifi', '4g', '5g', '3g', 'ethernet', 'unknown');
export const check = words('pass', 'fail', 'unavailable', 'unchecked');
export const ageBand = words('under_18', '18_plus', 'unknown');

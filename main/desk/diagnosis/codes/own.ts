import type { Cause, CodeRow } from './code-table.ts';

/** A code as an owner of this desk reads it. It stands over the shipped tables. */
export interface OwnCode {
  /** The version of the tables that it made, counted from 1. */
  readonly version: number;
  /** A provider as records name it, or a family of codes: `stripe`, `adyen`, `network` …; lower case. */
  readonly provider: string;
  /** Lower case; empty where it holds for every scheme. */
  readonly scheme: string;
  /** Upper case. */
  readonly code: string;
  /** Null takes an earlier row of ours back: the shipped tables speak again. */
  readonly cause: Cause | null;
  readonly says: string;
  readonly source: string;
  readonly by: string;
  /** UTC ms. */
  readonly at: number;
}

/** The rows that stand, by provider, scheme and code. */
export type OwnCodes = ReadonlyMap<string, CodeRow>;

const keyOf = (provider: string, scheme: string, code: string) => `${provider}|${scheme}|${code}`;

/** The newest row of each code; what was taken back is left out. */
export function standing(rows: readonly OwnCode[]): OwnCodes {
  const found = new Map<string, CodeRow>();
  for (const { provider, scheme, code, cause, says, source, at } of rows) {
    const key = keyOf(provider, scheme, code);
    if (cause === null) found.delete(key);
    else found.set(key, { cause, says, source, date: new Date(at).toISOString().slice(0, 10) });
  }
  return found;
}

/** What an owner's row says of a code: the provider before its family, the scheme before all. */
export function ownRow(
  own: OwnCodes,
  providers: readonly string[],
  scheme: string | null,
  codes: readonly (string | null)[],
): CodeRow | null {
  if (own.size === 0) return null;
  for (const code of codes) {
    if (code === null) continue;
    for (const provider of providers)
      for (const one of [scheme ?? '', '']) {
        const key = keyOf(provider.toLowerCase(), one.toLowerCase(), code.trim().toUpperCase());
        const row = own.get(key);
        if (row) return row;
      }
  }
  return null;
}

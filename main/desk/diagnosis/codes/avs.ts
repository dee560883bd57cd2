import type { CheckLetter } from './cvv.ts';

/**
 * Address verification letters. Mostly US, CA and GB; U, R, S, G, I say that nobody looked and
 * are never a failure. Facts §1.8; developer.paypal.com, docs.galileo-ft.com; 2026-11-23.
 */
const letters: Readonly<Record<string, CheckLetter>> = {
  Y: 'match',
  X: 'match',
  D: 'match',
  M: 'match',
  F: 'match',
  A: 'part',
  Z: 'part',
  W: 'part',
  B: 'part',
  P: 'part',
  N: 'no_match',
  C: 'unknown',
  U: 'unknown',
  R: 'unknown',
  S: 'unknown',
  G: 'unknown',
  I: 'unknown',
};

/** The meaning of an AVS letter; null where it is not in the table. */
export function avsLetter(letter: string): CheckLetter | null {
  return letters[letter.trim().toUpperCase()] ?? null;
}

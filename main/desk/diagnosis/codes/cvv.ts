/** What a processor's letter says of the security code. `unknown` is never a failure. */
export type CheckLetter = 'match' | 'no_match' | 'part' | 'unknown';

type Letters = Readonly<Record<string, CheckLetter>>;

/** The letters of most processors. Facts §1.8; developer.paypal.com, airwallex.com; 2026-11-23. */
const usual: Letters = { M: 'match', N: 'no_match', P: 'unknown', S: 'unknown', U: 'unknown' };

/** American Express answers with its own letters. Facts §1.8; 2026-11-23. */
const amex: Letters = { Y: 'match', N: 'no_match', U: 'unknown' };

/** A legacy gateway: N there means not attempted. checkout.com cvv-response-codes; 2026-11-23. */
const legacy: Letters = { Y: 'match', D: 'no_match', N: 'unknown', P: 'unknown', U: 'unknown' };

const legacyProviders = new Set(['checkout', 'checkout.com', 'cko']);

/** The meaning of a CVV letter, by provider and scheme; null where it is not in the tables. */
export function cvvLetter(
  provider: string | null,
  scheme: string | null,
  letter: string,
): CheckLetter | null {
  const table = legacyProviders.has((provider ?? '').toLowerCase())
    ? legacy
    : /^(amex|american ?express)$/i.test(scheme ?? '')
      ? amex
      : usual;
  return table[letter.trim().toUpperCase()] ?? null;
}

/** Security codes never land: which names hold one, and what is kept under a name like it. */

/** What the card schemes call it: Visa, Mastercard, American Express, UnionPay, Discover, JCB. */
const codeWords = new Set(['cvv', 'cvc', 'csc', 'cvn', 'cvn2', 'cvd', 'cvd2', 'cav2']);
/** So distinct that they are seen inside of a word, too, as in `cardcvv`. */
const insideWords = /cvv|cvc/;
/** Names of several words, as they stand anywhere in a name. */
const codePhrases =
  /(?:^|_)(?:card_verification|security_?code|verification_value|card_cid|cc_cid|codigo_de_seguridad)/;
/** Names that hold something else as often: only a value that looks like a code is dropped. */
const doubtful = new Set(['card_code', 'cardcode', 'verification_code', 'verification_number']);
const answerWords = new Set(
  'check result response status raw match matched present provided supplied indicator'.split(' '),
);

/** The words of a name, lower case, without accents: split at `_`, `-`, other marks and capitals. */
export function wordsOf(name: string): string[] {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/**
 * What a column or JSON key holds by its name: `code` a security code, dropped unread; `answer`
 * what a processor said of one (cvc_check), or may be something else (card_code): kept unless the
 * value is itself three or four digits.
 */
export function securityOf(name: string): 'code' | 'answer' | null {
  const words = wordsOf(name);
  const joined = words.join('_');
  if (doubtful.has(joined)) return 'answer';
  const named =
    joined === 'cid' ||
    codePhrases.test(joined) ||
    words.some((word) => codeWords.has(word) || insideWords.test(word));
  if (!named) return null;
  return answerWords.has(words.at(-1) ?? '') ? 'answer' : 'code';
}

/** True for a value that is a code itself, whatever the name says. */
export function looksLikeCode(value: string): boolean {
  return /^\s*\p{Nd}{3,4}\s*$/u.test(value);
}

/** A cheap first look: may this JSON text have a key that `securityOf` would name? */
export const securityHint = /cv[vcnd]|cav2|csc|cid|secur|segur|verification|card.{0,3}code|\\u/i;

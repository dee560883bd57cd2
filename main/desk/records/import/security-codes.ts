/** Security codes never land: which names hold one, and what is kept under a name like it. */

const codeWords = new Set(['cvv', 'cvc', 'cvv2', 'cvc2', 'csc']);
const answerWords = new Set(['check', 'result', 'response', 'status']);

/** The words of a name, lower case: split at `_`, `-`, other marks and capitals. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/**
 * What a column or JSON key holds by its name: `code` a security code, dropped unread; `answer`
 * what a processor said of one (cvc_check), kept unless the value is itself three or four digits.
 */
export function securityOf(name: string): 'code' | 'answer' | null {
  const words = wordsOf(name);
  const joined = words.join('_');
  const named =
    words.some((word) => codeWords.has(word)) ||
    joined === 'cid' ||
    joined === 'security_code' ||
    joined.startsWith('card_verification');
  if (!named) return null;
  return answerWords.has(words.at(-1) ?? '') ? 'answer' : 'code';
}

/** True for a value that is a code itself, whatever the name says. */
export function looksLikeCode(value: string): boolean {
  return /^\s*\p{Nd}{3,4}\s*$/u.test(value);
}

/** A cheap first look: may this JSON text have a key that `securityOf` would name? */
export const securityHint = /cv[vc]|csc|cid|security|card.{0,3}verification|\\u/i;

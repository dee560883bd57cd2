import { writtenWithout } from '../../../../contract/letters.ts';

/** Longest term and longest folded query, in UTF-16 units; what is longer is compared by its start. */
export const termLength = 80;

/** Longest tail: how many last characters of an id can be searched for. */
export const tailLength = 32;

/** Latin, Greek and Cyrillic accents; Arabic vowels, hamzas and the stretched line; Hebrew points. */
const accents =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]+/g;
const unseen = /\p{Cf}+/gu;
/** ASCII that is seen, with single blanks inside: none of the steps below but case touches it. */
const plain = /^(?:[!-~]+(?: [!-~]+)*)?$/;
const controls = /[\p{Cc}\s]+/gu;

const ownLetters = new RegExp(`[${Object.keys(writtenWithout).join('')}]`, 'g');

/** What phones and mail programs put for ' and -, and the digits of Arabic and Persian keyboards. */
const apostrophes = /[‘’‛ʻʼ′]/g;
const dashes = /[\p{Pd}\u2212]/gu;
const easternDigits = /[\u0660-\u0669\u06f0-\u06f9]/g;

/**
 * The form in which text is compared: compatibility forms, case, accents, apostrophes and dashes
 * made equal, letters as keyboards without them write them (`lukasz`, `duc`, `strasse`), marks
 * that cannot be seen (zero width, direction) dropped, runs of white space one blank, trimmed.
 * Folding twice changes nothing. Takes any text, NULs and lone surrogates included. Search terms
 * are kept folded: a change needs a step in `schema.ts` that makes them again.
 */
export function fold(text: string): string {
  // Ids are nearly all that is folded, and they need no more than their case.
  if (plain.test(text)) return text.toLowerCase();
  return (
    text
      .toWellFormed()
      .normalize('NFKD')
      // Before they are put together again: an unseen mark may stand between two halves.
      .replace(unseen, '')
      .toLowerCase()
      .normalize('NFKD')
      .replace(accents, '')
      .replace(ownLetters, (letter) => writtenWithout[letter] ?? letter)
      .replace(apostrophes, "'")
      .replace(dashes, '-')
      .replace(easternDigits, (digit) => String(digit.charCodeAt(0) & 15))
      .normalize('NFKC')
      .replace(controls, ' ')
      .trim()
  );
}

/** The start of a folded text that a term keeps, never half a character. */
export function cut(folded: string, length: number = termLength): string {
  return folded.length <= length ? folded : withoutHalf(folded.slice(0, length));
}

/** The last characters of a folded text, last first: a search for an ending is one for a start. */
export function tailOf(folded: string): string {
  return cut(
    Array.from(folded.slice(-(tailLength + 1)))
      .reverse()
      .join(''),
    tailLength,
  );
}

function withoutHalf(text: string): string {
  return text.isWellFormed() ? text : text.slice(0, -1);
}

/** The digits of a text as ASCII, whatever their form. */
export function digitsOf(text: string): string {
  return fold(text).replace(/[^0-9]+/g, '');
}

/** Longest term and longest folded query, in UTF-16 units; what is longer is compared by its start. */
export const termLength = 80;

/** Longest tail: how many last characters of an id can be searched for. */
export const tailLength = 32;

const accents = /[\u0300-\u036f]+/g;
const unseen = /\p{Cf}+/gu;
/** ASCII that is seen, with single blanks inside: none of the steps below but case touches it. */
const plain = /^(?:[!-~]+(?: [!-~]+)*)?$/;
const controls = /[\p{Cc}\s]+/gu;

/**
 * The form in which text is compared: compatibility forms, case and accents made equal, marks
 * that cannot be seen (zero width, direction) dropped, runs of white space one blank, trimmed.
 * Folding twice changes nothing. Takes any text, NULs and lone surrogates included.
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
      .replaceAll('ı', 'i')
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

/** The ASCII digits of a text, compatibility forms included. */
export function digitsOf(text: string): string {
  return text.normalize('NFKC').replace(/[^0-9]+/g, '');
}

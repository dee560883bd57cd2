import { writtenWithout } from '../../contract/letters.ts';

/** Text whose characters fold by their case alone, each to one. */
const plain = /^[ -~]*$/;

/** Marks that stand on a letter; and the line that stretches Arabic words. */
const marks = /[\p{M}\u0640]/gu;

/** What is no base with a mark, and is found as it is typed without it. */
const alike: Readonly<Record<string, string>> = {
  ...writtenWithout,
  '‘': "'",
  '’': "'",
};

/** A character as the search folds it: small, without accents; a mark alone is nothing. */
function folded(character: string): string {
  const base = character.normalize('NFKD').replace(marks, '').toLowerCase();
  return alike[base] ?? base.replace(/\p{Pd}/u, '-');
}

/**
 * Where the typed text stands in a value, accents and case aside: whole, or else its last word
 * that is there. Places count characters, not code units; null where nothing of it stands there.
 */
export function foundPlace(
  value: string,
  typed: string,
): { readonly from: number; readonly to: number } | null {
  const places = plain.test(value) ? [...value.toLowerCase()] : Array.from(value, folded);
  const text = places.join('');
  const words = typed.split(/\s+/).filter((word) => word !== '');
  for (const wanted of [typed.trim(), ...words.toReversed()]) {
    const sought = Array.from(wanted, folded).join('');
    const at = sought === '' ? -1 : text.indexOf(sought);
    if (at >= 0)
      return { from: placeOf(places, at), to: placeOf(places, at + sought.length - 1) + 1 };
  }
  return null;
}

/** The place of the character that a code unit of the folded text came from. */
function placeOf(places: readonly string[], unit: number): number {
  let end = 0;
  return places.findIndex((piece) => (end += piece.length) > unit);
}

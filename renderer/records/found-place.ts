/** Text whose characters fold by their case alone, each to one. */
const plain = /^[ -~]*$/;

/** Marks that stand on a letter. */
const marks = /\p{M}/gu;

/** A character as the search folds it: without accents, small. Where that grows it stays. */
function folded(character: string): string {
  const plain = character.normalize('NFD').replace(marks, '').toLowerCase();
  return Array.from(plain).length === 1 ? plain : character;
}

/**
 * Where the typed text stands in a value, accents and case aside: whole, or else its last word
 * that is there. Places count characters, not code units; null where nothing of it stands there.
 */
export function foundPlace(
  value: string,
  typed: string,
): { readonly from: number; readonly to: number } | null {
  const places = plain.test(value) ? value.toLowerCase() : Array.from(value, folded);
  const words = typed.split(/\s+/).filter((word) => word !== '');
  for (const wanted of [typed.trim(), ...words.toReversed()]) {
    const sought = Array.from(wanted, folded);
    if (sought.length === 0) continue;
    const from = placeIn(places, sought);
    if (from >= 0) return { from, to: from + sought.length };
  }
  return null;
}

/** Most values are plain, and a page holds a hundred of them. */
function placeIn(places: string | readonly string[], sought: readonly string[]): number {
  if (typeof places === 'string') return places.indexOf(sought.join(''));
  return places.findIndex((_, at) =>
    sought.every((character, offset) => places[at + offset] === character),
  );
}

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
  const characters = Array.from(value, folded);
  const words = typed.split(/\s+/).filter((word) => word !== '');
  for (const wanted of [typed.trim(), ...words.toReversed()]) {
    const sought = Array.from(wanted, folded);
    if (sought.length === 0) continue;
    const from = characters.findIndex((_, at) =>
      sought.every((character, offset) => characters[at + offset] === character),
    );
    if (from >= 0) return { from, to: from + sought.length };
  }
  return null;
}

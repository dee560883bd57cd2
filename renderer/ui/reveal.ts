/**
 * A piece of hostile text: readable as it is, a letter of another alphabet in a Latin word, with
 * what it is, or a character that must not act, by its number.
 */
export type Piece =
  | { readonly text: string; readonly strange?: string }
  | { readonly escape: string; readonly name: string };

const names: Readonly<Record<number, string>> = {
  0: 'null',
  7: 'bell',
  8: 'backspace',
  27: 'escape',
  127: 'delete',
  0xad: 'soft hyphen',
  0x61c: 'Arabic letter mark',
  0x200b: 'zero-width space',
  0x200c: 'zero-width non-joiner',
  0x200d: 'zero-width joiner',
  0x200e: 'left-to-right mark',
  0x200f: 'right-to-left mark',
  0x202a: 'left-to-right embedding',
  0x202b: 'right-to-left embedding',
  0x202c: 'end of embedding',
  0x202d: 'left-to-right override',
  0x202e: 'right-to-left override',
  0x2028: 'line separator',
  0x2029: 'paragraph separator',
  0x2060: 'word joiner',
  0x2066: 'left-to-right isolate',
  0x2067: 'right-to-left isolate',
  0x2068: 'first strong isolate',
  0x2069: 'end of isolate',
  0xfeff: 'byte order mark',
};

/* Controls, formats, separators, private use, halves of characters, and letters that show
   nothing. A joiner between two pictures is part of one picture and stays. */
const hidden =
  /(?<!\p{Extended_Pictographic}\uFE0F?)\u200D|\u200D(?!\p{Extended_Pictographic})|[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u115F\u1160\u2800\u3164\uFFA0]|(?!\u200D)\p{Cf}/gu;

/** Nothing in it is hidden or strange. */
const plain = /^[ -~]+$/;

function escapeOf(character: string): Piece {
  return {
    escape: numberOf(character),
    name: names[character.codePointAt(0) ?? 0] ?? 'hidden character',
  };
}

/** Alphabets whose letters are taken for Latin ones, and shapes of Latin letters that nobody types. */
const alphabets: readonly (readonly [name: string, letters: RegExp])[] = [
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
  ['Coptic', /\p{Script=Coptic}/u],
  ['Lisu', /\p{Script=Lisu}/u],
  ['wide', /[\uFF21-\uFF5A]/u],
  ['mathematical', /[\u{1D400}-\u{1D7FF}]/u],
  ['dotless', /[\u0131\u0237]/u],
  ['phonetic', /[\u0250-\u02AF]/u],
];
const strange = new RegExp(alphabets.map(([, { source }]) => source).join('|'), 'gu');
const words = /[\p{L}\p{M}\p{N}_-]+/gu;

/** Splits text where a word of Latin letters has one that only looks like them. */
function withStrange(text: string): Piece[] {
  // Most text has none, and is not looked at word by word.
  if (text.search(strange) < 0) return [{ text }];
  const pieces: Piece[] = [];
  let from = 0;
  for (const word of text.matchAll(words)) {
    if (!/[A-Za-z]/.test(word[0])) continue;
    for (const letter of word[0].matchAll(strange)) {
      const at = word.index + letter.index;
      if (at > from) pieces.push({ text: text.slice(from, at) });
      const alphabet = alphabets.find(([, letters]) => letters.test(letter[0]))?.[0] ?? '';
      pieces.push({ text: letter[0], strange: `${alphabet} letter, ${numberOf(letter[0])}` });
      from = at + letter[0].length;
    }
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

function numberOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * Splits text from a record into what can be read and what would act unseen: controls, bidi
 * marks, zero-width and empty letters. Letters of another alphabet in a Latin word stand apart. Line breaks and tabs stay readable where `lines` is set.
 */
export function reveal(text: string, options: { lines: boolean }): Piece[] {
  if (plain.test(text)) return [{ text }];
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(hidden)) {
    if (options.lines && /[\n\t]/.test(match[0])) continue;
    if (options.lines && match[0] === '\r' && text[match.index + 1] === '\n') continue;
    if (match.index > from) pieces.push(...withStrange(text.slice(from, match.index)));
    pieces.push(escapeOf(match[0]));
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push(...withStrange(text.slice(from)));
  return pieces;
}

/** The same as one string, for copies, titles and labels: a hidden character reads as ‹U+202E›. */
export function revealed(text: string): string {
  return reveal(text, { lines: false })
    .map((piece) => ('text' in piece ? piece.text : `‹${piece.escape}›`))
    .join('');
}

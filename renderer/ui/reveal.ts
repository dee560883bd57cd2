/** A piece of hostile text: readable as it is, or a character that must not act, by its number. */
export type Piece = { readonly text: string } | { readonly escape: string; readonly name: string };

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

function escapeOf(character: string): Piece {
  const code = character.codePointAt(0) ?? 0;
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return { escape: number, name: names[code] ?? 'hidden character' };
}

/**
 * Splits text from a record into what can be read and what would act unseen: controls, bidi
 * marks, zero-width and empty letters. Line breaks and tabs stay readable where `lines` is set.
 */
export function reveal(text: string, options: { lines: boolean }): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(hidden)) {
    if (options.lines && /[\n\t]/.test(match[0])) continue;
    if (options.lines && match[0] === '\r' && text[match.index + 1] === '\n') continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push(escapeOf(match[0]));
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** The same as one string, for copies, titles and labels: a hidden character reads as ‹U+202E›. */
export function revealed(text: string): string {
  return reveal(text, { lines: false })
    .map((piece) => ('text' in piece ? piece.text : `‹${piece.escape}›`))
    .join('');
}

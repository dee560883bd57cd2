/**
 * Which rows of a table are chosen: one bit a row, 32 rows a word, so that a million rows fit into
 * the caches of a processor and are put together 32 at a time. Bits after the last row are 0.
 */
export type Mask = Int32Array;

export function emptyMask(rows: number): Mask {
  return new Int32Array(wordsFor(rows));
}

/** So many words hold so many rows. */
export function wordsFor(rows: number): number {
  return (rows + 31) >>> 5;
}

export function holds(mask: Mask, row: number): boolean {
  return (((mask[row >>> 5] ?? 0) >>> (row & 31)) & 1) !== 0;
}

/** Chooses a row. */
export function mark(mask: Mask, row: number): void {
  mask[row >>> 5] = (mask[row >>> 5] ?? 0) | (1 << (row & 31));
}

/** Adds to `into` what is in `mask`. */
export function unite(into: Mask, mask: Mask): void {
  for (let at = 0; at < into.length; at += 1) into[at] = (into[at] ?? 0) | (mask[at] ?? 0);
}

/** The rows that are not chosen, of so many. */
export function inverted(mask: Mask, rows: number): Mask {
  const others = new Int32Array(mask.length);
  for (let at = 0; at < mask.length; at += 1) others[at] = ~(mask[at] ?? 0);
  const beyond = rows & 31;
  if (beyond !== 0) others[others.length - 1] = (others.at(-1) ?? 0) & ((1 << beyond) - 1);
  return others;
}

/** How many rows are chosen. */
export function sizeOf(mask: Mask): number {
  return overlap(mask, mask);
}

/**
 * How many rows both choose; `into`, which may be one of them, chooses these then. Words are added
 * bit by bit, as an adder of carries does it (Harley and Seal), so that bits are counted in one word
 * of four: several times as fast as counting each.
 */
export function overlap(one: Mask, other: Mask, into: Mask | null = null): number {
  let ones = 0;
  let twos = 0;
  let fours = 0;
  const whole = one.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    const a = (one[at] ?? 0) & (other[at] ?? 0);
    const b = (one[at + 1] ?? 0) & (other[at + 1] ?? 0);
    const c = (one[at + 2] ?? 0) & (other[at + 2] ?? 0);
    const d = (one[at + 3] ?? 0) & (other[at + 3] ?? 0);
    if (into !== null) {
      into[at] = a;
      into[at + 1] = b;
      into[at + 2] = c;
      into[at + 3] = d;
    }
    const firstCarry = (ones & a) | ((ones ^ a) & b);
    ones ^= a ^ b;
    const secondCarry = (ones & c) | ((ones ^ c) & d);
    ones ^= c ^ d;
    fours += bitsIn((twos & firstCarry) | ((twos ^ firstCarry) & secondCarry));
    twos ^= firstCarry ^ secondCarry;
  }
  let size = 4 * fours + 2 * bitsIn(twos) + bitsIn(ones);
  for (let at = whole; at < one.length; at += 1) {
    const both = (one[at] ?? 0) & (other[at] ?? 0);
    if (into !== null) into[at] = both;
    size += bitsIn(both);
  }
  return size;
}

/** Counted in pairs, in fours, in eights, and the bytes added up. */
function bitsIn(all: number): number {
  const pairs = all - ((all >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The chosen rows, in the order of their key in the table; all of them where nothing chooses. */
export function chosenRows(mask: Mask | null, rows: number): Uint32Array {
  if (mask === null) {
    const all = new Uint32Array(rows);
    for (let row = 0; row < rows; row += 1) all[row] = row;
    return all;
  }
  const chosen = new Uint32Array(sizeOf(mask));
  let filled = 0;
  for (let at = 0; at < mask.length; at += 1)
    for (let word = mask[at] ?? 0; word !== 0; word &= word - 1)
      chosen[filled++] = (at << 5) + 31 - Math.clz32(word & -word);
  return chosen;
}

/** The first so many of them. */
export function firstChosen(mask: Mask | null, rows: number, count: number): Uint32Array {
  if (mask === null) return chosenRows(null, Math.min(rows, count));
  const chosen = new Uint32Array(count);
  let filled = 0;
  for (let at = 0; at < mask.length && filled < count; at += 1)
    for (let word = mask[at] ?? 0; word !== 0 && filled < count; word &= word - 1)
      chosen[filled++] = (at << 5) + 31 - Math.clz32(word & -word);
  return chosen.subarray(0, filled);
}

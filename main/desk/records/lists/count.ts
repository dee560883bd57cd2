import { type Bits, countBits } from './bits.ts';
import type { Codes, Column } from './column.ts';
import { sortRows } from './order.ts';
import type { Mask } from './mask.ts';
import type { StillWanted } from './wanted.ts';

/** How often each value of a column stands among the chosen rows; at 0 the empty fields. */
export function countCodes(
  { codes, values }: Column,
  mask: Mask | null,
  bits: Bits | null,
): Uint32Array {
  if (bits) return countBits(bits, mask);
  const counts = new Uint32Array(values.size + 1);
  if (mask === null) countAll(codes, counts);
  else countChosen(codes, mask, counts);
  return counts;
}

function countAll(codes: Codes, counts: Uint32Array): void {
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] ?? 0;
    counts[code] = (counts[code] ?? 0) + 1;
  }
}

/** Row by row only where a row is chosen: of 32 that are not, one look tells. */
function countChosen(codes: Codes, mask: Mask, counts: Uint32Array): void {
  for (let at = 0; at < mask.length; at += 1)
    for (let word = mask[at] ?? 0; word !== 0; word &= word - 1) {
      const code = codes[(at << 5) + 31 - Math.clz32(word & -word)] ?? 0;
      counts[code] = (counts[code] ?? 0) + 1;
    }
}

/** The codes that were met, the most frequent first, among equals in the order of their values. */
export function mostFrequent(counts: Uint32Array, wanted: StillWanted): Uint32Array {
  let most = 0;
  const met: number[] = [];
  for (let code = 0; code < counts.length; code += 1) {
    const count = counts[code] ?? 0;
    if (count === 0) continue;
    met.push(code);
    if (count > most) most = count;
  }
  const column = { codes: counts, values: { size: most } };
  return sortRows(Uint32Array.from(met), [{ column, desc: true }], wanted);
}

import type { Column } from './column.ts';
import { emptyMask, mark, type Mask, overlap, sizeOf, unite } from './mask.ts';

/**
 * The rows of each value of a column, at the place of its code: a bitmap index. Conditions on the
 * column are then put together from whole values, and its counts are counts of bits.
 */
export type Bits = readonly Mask[];

/** Columns of more values take more room than they save time. */
export const mostValues = 64;

export function hasFewValues({ values }: Column): boolean {
  return values.size <= mostValues;
}

export function bitsOf({ codes, values }: Column): Bits {
  const bits = Array.from({ length: values.size + 1 }, () => emptyMask(codes.length));
  for (let row = 0; row < codes.length; row += 1) {
    const mask = bits[codes[row] ?? 0];
    if (mask) mark(mask, row);
  }
  return bits;
}

export function bytesOf(bits: Bits): number {
  return bits.reduce((sum, mask) => sum + mask.byteLength, 0);
}

/** The rows, of so many, whose code is accepted: 1 at its place. */
export function united(bits: Bits, accepted: Uint8Array, rows: number): Mask {
  const met = emptyMask(rows);
  for (const [code, mask] of bits.entries()) if (accepted[code] === 1) unite(met, mask);
  return met;
}

/** How many of the chosen rows have each code. */
export function countBits(bits: Bits, chosen: Mask | null): Uint32Array {
  return Uint32Array.from(bits, (mask) => (chosen ? overlap(mask, chosen) : sizeOf(mask)));
}

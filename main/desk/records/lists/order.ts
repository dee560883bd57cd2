import type { Column } from './column.ts';
import type { StillWanted } from './wanted.ts';

export interface SortKey {
  readonly column: Pick<Column, 'codes'> & { readonly values: { readonly size: number } };
  readonly desc: boolean;
}

/**
 * Sorts rows by several columns, the first the weightiest. Empty fields stand last, whichever way;
 * rows that are equal in all of them keep the order they came in. By counting digits, never by
 * comparing: a million rows take some hundredths of a second a column.
 */
export function sortRows(
  rows: Uint32Array,
  keys: readonly SortKey[],
  wanted: StillWanted,
): Uint32Array {
  if (rows.length <= few) return compared(rows, keys);
  let from: Uint32Array = rows;
  let to: Uint32Array = new Uint32Array(rows.length);
  for (const { column, desc } of keys.toReversed()) {
    const { codes } = column;
    const last = column.values.size + 1;
    for (let shift = 0; shift === 0 || (shift < 32 && last >>> shift > 0); shift += 16) {
      wanted();
      const counts = new Uint32Array(Math.min(2 ** 16, last + 1) + 1);
      const digit = (row: number): number => {
        const code = codes[row] ?? 0;
        return ((code === 0 ? last : desc ? last - code : code) >>> shift) & 0xffff;
      };
      for (let index = 0; index < from.length; index += 1) {
        const place = digit(from[index] ?? 0) + 1;
        counts[place] = (counts[place] ?? 0) + 1;
      }
      for (let at = 1; at < counts.length; at += 1)
        counts[at] = (counts[at] ?? 0) + (counts[at - 1] ?? 0);
      for (let index = 0; index < from.length; index += 1) {
        const row = from[index] ?? 0;
        const place = digit(row);
        const at = counts[place] ?? 0;
        counts[place] = at + 1;
        to[at] = row;
      }
      [from, to] = [to, from === rows ? new Uint32Array(rows.length) : from];
    }
  }
  return from;
}

/** So few rows are compared: counting digits takes a step for each digit that there could be. */
const few = 512;

function compared(rows: Uint32Array, keys: readonly SortKey[]): Uint32Array {
  return rows.toSorted((a, b) => {
    for (const { column, desc } of keys) {
      const one = column.codes[a] ?? 0;
      const other = column.codes[b] ?? 0;
      if (one === other) continue;
      if (one === 0) return 1;
      if (other === 0) return -1;
      return desc ? other - one : one - other;
    }
    return 0;
  });
}

/** Fewer rows than this many times those wanted are sorted whole. */
const worthChoosing = 8;

/**
 * The first so many rows of what `sortRows` would give, without sorting the rest: the weightiest
 * column is counted, and only the rows up to the last value that is needed are put in order.
 */
export function firstRows(
  rows: Uint32Array,
  keys: readonly SortKey[],
  count: number,
  wanted: StillWanted,
): Uint32Array {
  const [key] = keys;
  if (!key) return rows.subarray(0, count);
  if (rows.length <= count * worthChoosing) return sortRows(rows, keys, wanted).subarray(0, count);
  const { codes, values } = key.column;
  const last = values.size + 1;
  const shift = Math.max(0, 32 - Math.clz32(last) - 16);
  const placeOf = (row: number): number => {
    const code = codes[row] ?? 0;
    return (code === 0 ? last : key.desc ? last - code : code) >>> shift;
  };
  const counts = new Uint32Array((last >>> shift) + 1);
  for (let at = 0; at < rows.length; at += 1) {
    const place = placeOf(rows[at] ?? 0);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  wanted();
  let [place, needed] = [0, counts[0] ?? 0];
  while (needed < count && place + 1 < counts.length) needed += counts[(place += 1)] ?? 0;
  const chosen = new Uint32Array(needed);
  let filled = 0;
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at] ?? 0;
    if (placeOf(row) <= place) chosen[filled++] = row;
  }
  return sortRows(chosen, keys, wanted).subarray(0, count);
}

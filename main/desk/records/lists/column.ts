import { scaled } from './decimal.ts';

/**
 * A column of a table as the lists count, filter and sort it: the distinct values once, in their
 * order, and for each row the place of its value among them. Order-preserving, so that comparing
 * two places compares the two values, whatever their kind; coins and minor units stay exact.
 */

export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** A value as the lists see it: text, times and small integers as numbers, coins bigint. */
export type Scalar = string | number | bigint;

/** The distinct values of a column, ascending. */
export interface Dictionary {
  readonly size: number;
  /** The value at a place from 0. */
  at(place: number): Scalar;
  /** The first place whose value is not below `value`; `size` where all are. */
  lowerBound(value: Scalar): number;
}

export interface Column {
  /** For each row 0 where its field is empty, else one more than the place of its value. */
  readonly codes: Codes;
  readonly values: Dictionary;
  /** What it takes in memory. */
  readonly bytes: number;
}

/** The place of a value that is there, else -1. */
export function placeOf(values: Dictionary, value: Scalar): number {
  const place = values.lowerBound(value);
  return place < values.size && values.at(place) === value ? place : -1;
}

/** Room for `size` values and the empty one, in the narrowest form. */
export function codesFor(rows: number, size: number): Codes {
  if (size < 2 ** 8) return new Uint8Array(rows);
  return size < 2 ** 16 ? new Uint16Array(rows) : new Uint32Array(rows);
}

function search(size: number, isBelow: (place: number) => boolean): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function numberDictionary(values: Float64Array): Dictionary {
  return {
    size: values.length,
    at: (place) => values[place] ?? 0,
    lowerBound: (value) => search(values.length, (place) => (values[place] ?? 0) < Number(value)),
  };
}

export function exactDictionary(values: BigInt64Array): Dictionary {
  return {
    size: values.length,
    at: (place) => values[place] ?? 0n,
    lowerBound: (value) => search(values.length, (place) => (values[place] ?? 0n) < BigInt(value)),
  };
}

/** Text ascending by UTF-16 units, kept as one run of bytes so that millions of ids cost no objects. */
export function textDictionary(ends: Float64Array, bytes: Buffer): Dictionary {
  const at = textAt(ends, bytes);
  return {
    size: ends.length,
    at,
    lowerBound: (value) => search(ends.length, (place) => at(place) < String(value)),
  };
}

/** The same of decimals, ascending by what they are worth. */
export function decimalDictionary(ends: Float64Array, bytes: Buffer): Dictionary {
  const at = textAt(ends, bytes);
  return {
    size: ends.length,
    at,
    lowerBound(value) {
      const sought = scaled(String(value)) ?? 0n;
      return search(ends.length, (place) => (scaled(at(place)) ?? 0n) < sought);
    },
  };
}

function textAt(ends: Float64Array, bytes: Buffer): (place: number) => string {
  return (place) => bytes.toString('utf8', place === 0 ? 0 : ends[place - 1], ends[place]);
}

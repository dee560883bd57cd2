import { type Codes, codesFor } from './column.ts';
import { scaled, unscaled } from './decimal.ts';

/** How the values of a column are kept: see `Scalar`. */
export type Form = 'text' | 'number' | 'exact' | 'decimal';

/** A column as it is written down: its values in order, and for each row the place of its own. */
export type Built = { readonly codes: Codes } & (
  | { readonly form: 'text' | 'decimal'; readonly ends: Float64Array; readonly bytes: Buffer }
  | { readonly form: 'number'; readonly values: Float64Array }
  | { readonly form: 'exact'; readonly values: BigInt64Array }
);

/** Takes the values of one column row by row, each row once, in any order. */
export interface ColumnBuilder {
  add(row: number, value: unknown): void;
  finish(): Built;
}

/** A builder for a column of a table with so many rows. */
export function columnBuilder(form: Form, rows: number): ColumnBuilder {
  if (form === 'text') return textBuilder(rows);
  if (form === 'decimal') return decimalBuilder(rows);
  return form === 'number' ? numberBuilder(rows) : exactBuilder(rows);
}

/**
 * Gives every value a number when it is first seen, and puts them in order at the end. As long as
 * each is above the one before, as in the key of a table, none needs to be looked up.
 */
function firstSeen<V extends string | bigint>(rows: number) {
  const met: V[] = [];
  let seen: Map<V, number> | null = null;
  const drafts = new Uint32Array(rows);

  function draftOf(value: V): number {
    const last = met.at(-1);
    if (!seen) {
      if (last === undefined || value > last) return met.push(value);
      if (value === last) return met.length;
      seen = new Map(met.map((each, at) => [each, at + 1]));
    }
    const known = seen.get(value);
    if (known !== undefined) return known;
    seen.set(value, met.push(value));
    return met.length;
  }

  return {
    add(row: number, value: V | null): void {
      if (value !== null) drafts[row] = draftOf(value);
    },
    finish(): { readonly ordered: V[]; readonly codes: Codes } {
      const codes = codesFor(rows, met.length);
      if (!seen) {
        codes.set(drafts);
        return { ordered: met, codes };
      }
      const drafted = seen;
      const ordered = met.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      const places = new Uint32Array(met.length + 1);
      for (const [place, value] of ordered.entries()) places[drafted.get(value) ?? 0] = place + 1;
      for (let index = 0; index < rows; index += 1) codes[index] = places[drafts[index] ?? 0] ?? 0;
      return { ordered, codes };
    },
  };
}

function textBuilder(rows: number): ColumnBuilder {
  const seen = firstSeen<string>(rows);
  return {
    add: (row, value) => seen.add(row, typeof value === 'string' ? value : null),
    finish() {
      const { ordered, codes } = seen.finish();
      return { form: 'text', codes, ...inOneRun(ordered) };
    },
  };
}

/** Decimals by what they are worth: `9.1` before `10.5`, and `1.090` is `1.09`. */
function decimalBuilder(rows: number): ColumnBuilder {
  const seen = firstSeen<bigint>(rows);
  return {
    add: (row, value) => seen.add(row, typeof value === 'string' ? scaled(value) : null),
    finish() {
      const { ordered, codes } = seen.finish();
      return { form: 'decimal', codes, ...inOneRun(ordered.map(unscaled)) };
    },
  };
}

/** Texts as one run of bytes, and where each of them ends. */
function inOneRun(texts: readonly string[]): { ends: Float64Array; bytes: Buffer } {
  const ends = new Float64Array(texts.length);
  let end = 0;
  for (const [place, text] of texts.entries()) {
    end += Buffer.byteLength(text);
    ends[place] = end;
  }
  const bytes = Buffer.allocUnsafe(end);
  let at = 0;
  for (const text of texts) at += bytes.write(text, at, 'utf8');
  return { ends, bytes };
}

function exactBuilder(rows: number): ColumnBuilder {
  const seen = firstSeen<bigint>(rows);
  return {
    add: (row, value) => seen.add(row, typeof value === 'bigint' ? value : null),
    finish() {
      const { ordered, codes } = seen.finish();
      return { form: 'exact', codes, values: BigInt64Array.from(ordered) };
    },
  };
}

/** Times are nearly all different: sorting them as numbers is faster than looking each one up. */
function numberBuilder(rows: number): ColumnBuilder {
  const given = new Float64Array(rows);
  return {
    add(row, value) {
      given[row] = typeof value === 'number' ? value : Number.NaN;
    },
    finish() {
      // Empty fields are NaN, which stands last when sorted.
      const sorted = given.slice().sort();
      let size = 0;
      for (const value of sorted) {
        if (Number.isNaN(value)) break;
        if (size === 0 || sorted[size - 1] !== value) sorted[size++] = value;
      }
      const values = sorted.slice(0, size);
      const codes = codesFor(rows, size);
      for (let index = 0; index < rows; index += 1)
        codes[index] = codeAmong(values, given[index] ?? Number.NaN);
      return { form: 'number', codes, values };
    },
  };
}

function codeAmong(values: Float64Array, value: number): number {
  if (Number.isNaN(value)) return 0;
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

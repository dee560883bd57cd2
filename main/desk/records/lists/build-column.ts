import { type Codes, codesFor } from './column.ts';

/** How the values of a column are kept: see `Scalar`. */
export type Form = 'text' | 'number' | 'exact';

/** A column as it is written down: its values in order, and for each row the place of its own. */
export type Built = { readonly codes: Codes } & (
  | { readonly form: 'text'; readonly ends: Float64Array; readonly bytes: Buffer }
  | { readonly form: 'number'; readonly values: Float64Array }
  | { readonly form: 'exact'; readonly values: BigInt64Array }
);

/** Takes the values of one column row by row, in the order of the rows. */
export interface ColumnBuilder {
  add(value: unknown): void;
  finish(): Built;
}

/** A builder for a column of a table; `rows` is how many will be added. */
export function columnBuilder(form: Form, rows: number): ColumnBuilder {
  if (form === 'text') return textBuilder(rows);
  return form === 'number' ? numberBuilder(rows) : exactBuilder(rows);
}

/** Gives every value a number when it is first seen, and puts them in order at the end. */
function firstSeen<V extends string | bigint>(rows: number) {
  const seen = new Map<V, number>();
  const drafts = new Uint32Array(rows);
  let row = 0;
  return {
    add(value: V | null): void {
      if (value !== null) {
        let draft = seen.get(value);
        if (draft === undefined) {
          draft = seen.size + 1;
          seen.set(value, draft);
        }
        drafts[row] = draft;
      }
      row += 1;
    },
    finish(): { readonly ordered: V[]; readonly codes: Codes } {
      const ordered = [...seen.keys()];
      if (!isAscending(ordered)) ordered.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      const places = new Uint32Array(seen.size + 1);
      for (const [place, value] of ordered.entries()) places[seen.get(value) ?? 0] = place + 1;
      const codes = codesFor(rows, ordered.length);
      for (let index = 0; index < rows; index += 1) codes[index] = places[drafts[index] ?? 0] ?? 0;
      return { ordered, codes };
    },
  };
}

function isAscending(values: readonly (string | bigint)[]): boolean {
  for (let index = 1; index < values.length; index += 1)
    if ((values[index - 1] ?? '') >= (values[index] ?? '')) return false;
  return true;
}

function textBuilder(rows: number): ColumnBuilder {
  const seen = firstSeen<string>(rows);
  return {
    add: (value) => seen.add(typeof value === 'string' ? value : null),
    finish() {
      const { ordered, codes } = seen.finish();
      const ends = new Float64Array(ordered.length);
      let end = 0;
      for (const [place, text] of ordered.entries()) {
        end += Buffer.byteLength(text);
        ends[place] = end;
      }
      const bytes = Buffer.allocUnsafe(end);
      let at = 0;
      for (const text of ordered) at += bytes.write(text, at, 'utf8');
      return { form: 'text', codes, ends, bytes };
    },
  };
}

function exactBuilder(rows: number): ColumnBuilder {
  const seen = firstSeen<bigint>(rows);
  return {
    add: (value) => seen.add(typeof value === 'bigint' ? value : null),
    finish() {
      const { ordered, codes } = seen.finish();
      return { form: 'exact', codes, values: BigInt64Array.from(ordered) };
    },
  };
}

/** Times are nearly all different: sorting them as numbers is faster than looking each one up. */
function numberBuilder(rows: number): ColumnBuilder {
  const given = new Float64Array(rows);
  let row = 0;
  return {
    add(value) {
      given[row] = typeof value === 'number' ? value : Number.NaN;
      row += 1;
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

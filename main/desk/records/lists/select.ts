import { fold } from '../search/fold.ts';
import { type Bits, united } from './bits.ts';
import { type Codes, type Column, type Dictionary, placeOf } from './column.ts';
import type { Kept } from './kept.ts';
import { emptyMask, inverted, mark, type Mask, overlap, sizeOf, unite } from './mask.ts';
import type { Plan, Test } from './plan.ts';
import { type Ranking, rowsWithin, type Span } from './ranking.ts';
import type { StillWanted } from './wanted.ts';

/** What a selection is made over: the columns by name, and how many rows there are. */
export interface Field {
  readonly table: string;
  readonly rows: number;
  readonly column: (name: string) => Column;
  /** The rows that met a condition before: what is asked next differs by one more often than not. */
  readonly masks: Kept<Mask>;
  /** What is kept of a column beside it; null where nothing is. */
  readonly bits: (column: string) => Bits | null;
  readonly ranked: (column: string) => Ranking | null;
  readonly wanted: StillWanted;
}

/** The rows that meet one plan. It may be kept for the next question: nobody changes it. */
export function maskOf(plan: Plan, field: Field): Readonly<Mask> {
  const mask =
    plan.kind === 'test'
      ? tested(plan.column, plan.test, field)
      : combined(plan.kind, plan.parts, field);
  field.wanted();
  return plan.not ? inverted(mask, field.rows) : mask;
}

/** Rows that were chosen, and how many they are. */
export interface Met {
  readonly mask: Readonly<Mask>;
  readonly size: number;
}

/** The rows that meet all of several masks, put into `room` of as many; null where there are none to meet. */
export function meeting(masks: readonly Readonly<Mask>[], room?: Mask): Met | null {
  const [first, ...others] = masks;
  if (!first) return null;
  if (others.length === 0) return { mask: first, size: sizeOf(first) };
  const mask = room ?? new Int32Array(first.length);
  let size = 0;
  for (const [at, other] of others.entries()) size = overlap(at === 0 ? first : mask, other, mask);
  return { mask, size };
}

function combined(kind: 'all' | 'any', parts: readonly Plan[], field: Field): Mask {
  const masks = parts.map((part) => maskOf(part, field));
  if (kind === 'all') return meeting(masks)?.mask ?? inverted(emptyMask(field.rows), field.rows);
  const any = emptyMask(field.rows);
  for (const mask of masks) unite(any, mask);
  return any;
}

/** Asks each distinct value once, then looks every row's answer up. */
function tested(name: string, test: Test, field: Field): Mask {
  const asked = nameOf(field.table, name, test);
  const known = field.masks.get(asked);
  if (known) return known;
  const column = field.column(name);
  return field.masks.put(
    asked,
    test.how === 'range'
      ? withinSpan(column.codes, spanOf(column.values, test), field.ranked(name))
      : accepting(column.codes, acceptedBy(column.values, test, field.wanted), field.bits(name)),
  );
}

/** Two conditions of the same name choose the same rows of one state of the copy. */
function nameOf(table: string, column: string, test: Test): string {
  return JSON.stringify([table, column, test], (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
}

/** The codes of a range: those of all values from its first to its last. */
export function spanOf(values: Dictionary, { from, to }: Extract<Test, { how: 'range' }>): Span {
  return {
    first: from === null ? 1 : values.lowerBound(from) + 1,
    last: to === null ? values.size : firstAbove(values, to),
  };
}

/** Rows in the order of their values lie side by side: the few of a span are marked one by one. */
function withinSpan(codes: Codes, span: Span, ranking: Ranking | null): Mask {
  if (ranking && rowsWithin(ranking, span) * worthMarking < codes.length)
    return marked(ranking, span, codes.length);
  return between(codes, span);
}

/** To mark a row takes as long as to look at so many in a row. */
const worthMarking = 3;

function marked({ starts, rows }: Ranking, { first, last }: Span, length: number): Mask {
  const mask = emptyMask(length);
  if (last < first) return mask;
  const end = starts[last + 1] ?? 0;
  for (let at = starts[first] ?? 0; at < end; at += 1) mark(mask, rows[at] ?? 0);
  return mask;
}

/** Without a branch: a sign tells on which side of both ends a code is. */
function between(codes: Codes, { first, last }: Span): Mask {
  const mask = emptyMask(codes.length);
  if (last < first) return mask;
  const span = last - first;
  for (let word = 0, row = 0; word < mask.length; word += 1) {
    const end = Math.min(codes.length, row + 32);
    let bits = 0;
    for (let bit = 0; row < end; bit += 1, row += 1) {
      const above = (codes[row] ?? 0) - first;
      bits |= (~(above | (span - above)) >>> 31) << bit;
    }
    mask[word] = bits;
  }
  return mask;
}

function accepting(codes: Codes, accepted: Uint8Array, bits: Bits | null): Mask {
  if (bits) return united(bits, accepted, codes.length);
  const mask = emptyMask(codes.length);
  for (let word = 0, row = 0; word < mask.length; word += 1) {
    const end = Math.min(codes.length, row + 32);
    let met = 0;
    for (let bit = 0; row < end; bit += 1, row += 1) met |= (accepted[codes[row] ?? 0] ?? 0) << bit;
    mask[word] = met;
  }
  return mask;
}

/** For the empty field and then each value 1 where it passes. */
function acceptedBy(
  values: Dictionary,
  test: Exclude<Test, { how: 'range' }>,
  wanted: StillWanted,
): Uint8Array {
  const accepted = new Uint8Array(values.size + 1);
  switch (test.how) {
    case 'values':
      for (const value of test.values)
        if (value === null) accepted[0] = 1;
        else {
          const place = placeOf(values, value);
          if (place >= 0) accepted[place + 1] = 1;
        }
      return accepted;
    case 'contains':
    case 'starts':
    case 'ends':
      for (let place = 0; place < values.size; place += 1) {
        if (place % 20_000 === 0) wanted();
        if (reads(String(values.at(place)), test)) accepted[place + 1] = 1;
      }
      return accepted;
  }
}

function firstAbove(values: Dictionary, value: string | number | bigint): number {
  const place = values.lowerBound(value);
  return place < values.size && values.at(place) === value ? place + 1 : place;
}

function reads(text: string, { how, folded }: Exclude<Test, { how: 'values' | 'range' }>): boolean {
  const value = fold(text);
  if (how === 'contains') return value.includes(folded);
  return how === 'starts' ? value.startsWith(folded) : value.endsWith(folded);
}

import { fold } from '../search/fold.ts';
import { type Codes, type Column, type Dictionary, placeOf } from './column.ts';
import type { Plan, Test } from './plan.ts';
import type { StillWanted } from './wanted.ts';

/** For each row 1 where it is chosen, else 0. */
export type Mask = Uint8Array;

/** What a selection is made over: the columns by name, and how many rows there are. */
export interface Field {
  readonly rows: number;
  readonly column: (name: string) => Column;
  readonly wanted: StillWanted;
}

/** The rows that meet one plan. */
export function maskOf(plan: Plan, field: Field): Mask {
  const mask =
    plan.kind === 'test'
      ? tested(field.column(plan.column), plan.test, field)
      : combined(plan.kind, plan.parts, field);
  if (plan.not) for (let row = 0; row < mask.length; row += 1) mask[row] = 1 - (mask[row] ?? 0);
  field.wanted();
  return mask;
}

/** Leaves in `into` only what is in `mask` too. */
export function intersect(into: Mask, mask: Mask): void {
  for (let row = 0; row < into.length; row += 1) into[row] = (into[row] ?? 0) & (mask[row] ?? 0);
}

function combined(kind: 'all' | 'any', parts: readonly Plan[], field: Field): Mask {
  const all = kind === 'all';
  const into = new Uint8Array(field.rows).fill(all ? 1 : 0);
  for (const part of parts) {
    const mask = maskOf(part, field);
    if (all) intersect(into, mask);
    else
      for (let row = 0; row < into.length; row += 1)
        into[row] = (into[row] ?? 0) | (mask[row] ?? 0);
  }
  return into;
}

/** Asks each distinct value once, then looks every row's answer up. */
function tested({ codes, values }: Column, test: Test, { wanted }: Field): Mask {
  return lookedUp(codes, acceptedBy(values, test, wanted));
}

function lookedUp(codes: Codes, accepted: Uint8Array): Mask {
  const mask = new Uint8Array(codes.length);
  for (let row = 0; row < codes.length; row += 1) mask[row] = accepted[codes[row] ?? 0] ?? 0;
  return mask;
}

/** For the empty field and then each value 1 where it passes. */
function acceptedBy(values: Dictionary, test: Test, wanted: StillWanted): Uint8Array {
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
    case 'range': {
      const from = test.from === null ? 0 : values.lowerBound(test.from);
      const to = test.to === null ? values.size : firstAbove(values, test.to);
      return to > from ? accepted.fill(1, from + 1, to + 1) : accepted;
    }
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

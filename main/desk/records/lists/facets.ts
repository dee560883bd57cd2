import type { Filter, Frequency, ListName } from '../../../../contract/record-lists.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Column } from './column.ts';
import { countCodes, mostFrequent } from './count.ts';
import { columnsOf, describedColumn, type Plan, planFilter } from './plan.ts';
import { fieldOf, maskOfFilter, onlyOne, type Seen } from './query.ts';
import { wireValue } from './read-value.ts';
import { maskOf, meeting } from './select.ts';

export interface FacetsInput {
  readonly list: ListName;
  readonly filter: Filter;
  readonly columns: readonly string[];
  readonly limit: number;
}

export interface FrequencyInput {
  readonly list: ListName;
  readonly filter: Filter;
  readonly column: string;
  readonly by: 'hour' | 'day' | 'month' | null;
  readonly limit: number;
}

/**
 * Counts each column among the rows that meet all parts of the filter but those about that column
 * alone: the counts say what a click on a value would find. Refuses BAD_INPUT for unknown columns.
 */
export function facets(seen: Seen, input: FacetsInput): { total: number; facets: Frequency[] } {
  const described = input.columns.map((name) => describedColumn(seen.table, name));
  const field = fieldOf(seen);
  const parts = planFilter(seen.table, input.filter, seen.now).map((plan) => ({
    about: soleColumn(plan),
    mask: maskOf(plan, field),
  }));
  const without = (column: string | null) =>
    meeting(
      parts.flatMap(({ about, mask }) => (column !== null && about === column ? [] : [mask])),
    );
  const all = without(null);
  const columns = seen.columns(input.columns);
  const found = input.columns.map((name, index): Frequency => {
    seen.wanted();
    const met = parts.some(({ about }) => about === name) ? without(name) : all;
    const mask = met?.mask ?? null;
    const column = columns[index] ?? onlyOne([]);
    const text = (code: number) => textOf(column, code, described[index] ?? { kind: 'text' });
    return frequencyOf(seen, name, countCodes(column, mask, seen.bits(name)), text, input.limit);
  });
  return { total: all?.size ?? seen.rows, facets: found };
}

/** The values of one column among the rows of a filter, times by the hour, day or month. */
export function frequency(
  seen: Seen,
  { filter, column: name, by, limit }: FrequencyInput,
): Frequency {
  const described = describedColumn(seen.table, name);
  const column = onlyOne(seen.columns([name]));
  const counts = countCodes(column, maskOfFilter(seen, filter), seen.bits(name));
  if (by === null || described.kind !== 'time')
    return frequencyOf(seen, name, counts, (code) => textOf(column, code, described), limit);
  const spans = spansOf(column, counts, by);
  const texts = [...spans.keys()];
  return frequencyOf(
    seen,
    name,
    Uint32Array.from(spans.values()),
    (at) => texts[at] ?? null,
    limit,
  );
}

function soleColumn(plan: Plan): string | null {
  const [first, ...others] = new Set(columnsOf(plan));
  return first !== undefined && others.length === 0 ? first : null;
}

function textOf(
  column: Column,
  code: number,
  described: { kind: 'text' } | ReturnType<typeof describedColumn>,
) {
  return code === 0 ? null : wireValue(described, column.values.at(code - 1));
}

function frequencyOf(
  seen: Seen,
  column: string,
  counts: Uint32Array,
  text: (code: number) => string | null,
  limit: number,
): Frequency {
  const codes = mostFrequent(counts, seen.wanted);
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const values = Array.from(codes.subarray(0, limit), (code) => ({
    value: text(code),
    count: counts[code] ?? 0,
  }));
  return { column, rows, distinct: codes.length, values };
}

/** Counts by the beginning of the span in UTC: 2026-11, 2026-11-23, 2026-11-23T10:00Z. */
function spansOf(column: Column, counts: Uint32Array, by: 'hour' | 'day' | 'month') {
  const length = { hour: 13, day: 10, month: 7 }[by];
  const spans = new Map<string | null, number>();
  for (const [code, count] of counts.entries()) {
    if (count === 0) continue;
    const value = code === 0 ? null : column.values.at(code - 1);
    const whole = typeof value === 'number' ? wireTime(value)?.slice(0, length) : null;
    const span =
      whole === null || whole === undefined ? null : by === 'hour' ? `${whole}:00Z` : whole;
    spans.set(span, (spans.get(span) ?? 0) + count);
  }
  return spans;
}

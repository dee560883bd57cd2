import type { Filter, ListQuery } from '../../../../contract/record-lists.ts';
import type { TableName } from '../tables.ts';
import type { Column } from './column.ts';
import { describedColumn, planFilter } from './plan.ts';
import { chosenRows, firstRows, type SortKey, sortRows } from './order.ts';
import { type Field, type Mask, intersect, maskOf } from './select.ts';

/** A state of the copy, as one question sees it. */
export interface Seen extends Omit<Field, 'column'> {
  readonly table: TableName;
  readonly columns: (names: readonly string[]) => Column[];
  /** UTC ms. */
  readonly now: number;
}

/** The field that plans are asked over. */
export function fieldOf(seen: Seen): Field {
  return { ...seen, column: (name) => onlyOne(seen.columns([name])) };
}

export function onlyOne(columns: readonly Column[]): Column {
  const [column] = columns;
  if (column) return column;
  throw new Error('a column that was asked for is not there');
}

/** The rows of a filter as a mask; null for all of them. Refuses BAD_INPUT as `planFilter` does. */
export function maskOfFilter(seen: Seen, filter: Filter): Mask | null {
  const field = fieldOf(seen);
  let mask: Mask | null = null;
  for (const plan of planFilter(seen.table, filter, seen.now)) {
    const own = maskOf(plan, field);
    if (mask) intersect(mask, own);
    else mask = own;
  }
  return mask;
}

/** The rows of a query in its order. Refuses BAD_INPUT for columns that are not there. */
export function orderOfQuery(seen: Seen, query: ListQuery): Uint32Array {
  const { rows, keys } = chosenBy(seen, query);
  return sortRows(rows, keys, seen.wanted);
}

/** The first `count` of them, and how many there are in all: faster than all of them in order. */
export function startOfQuery(
  seen: Seen,
  query: ListQuery,
  count: number,
): { readonly first: Uint32Array; readonly total: number } {
  const { rows, keys } = chosenBy(seen, query);
  return { first: firstRows(rows, keys, count, seen.wanted), total: rows.length };
}

function chosenBy(seen: Seen, { filter, sort }: ListQuery) {
  for (const { column } of sort) describedColumn(seen.table, column);
  const rows = chosenRows(maskOfFilter(seen, filter), seen.rows);
  seen.wanted();
  const columns = seen.columns(sort.map(({ column }) => column));
  const keys = sort.flatMap(({ desc }, index): SortKey[] => {
    const column = columns[index];
    return column ? [{ column, desc }] : [];
  });
  return { rows, keys };
}

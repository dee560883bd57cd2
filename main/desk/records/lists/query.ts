import type { Filter, ListQuery } from '../../../../contract/record-lists.ts';
import type { TableName } from '../tables.ts';
import type { Column } from './column.ts';
import { chosenRows, firstChosen, type Mask } from './mask.ts';
import { firstRows, type SortKey, sortRows } from './order.ts';
import { describedColumn, type Plan, planFilter } from './plan.ts';
import { type Ranking, rowsWithin, type Span, type Walk, walked } from './ranking.ts';
import { type Field, maskOf, meeting, type Met, spanOf } from './select.ts';

/** A state of the copy, as one question sees it. */
export interface Seen extends Omit<Field, 'column'> {
  readonly table: TableName;
  readonly columns: (names: readonly string[]) => Column[];
  readonly ranking: (name: string) => Ranking;
  /** Room for what one question chooses, used again by the next. */
  readonly spare: Mask;
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
  return chosenBy(seen, planFilter(seen.table, filter, seen.now))?.mask ?? null;
}

/** To be used within the question: the mask of the next one may lie in the same room. */
function chosenBy(seen: Seen, plans: readonly Plan[]): Met | null {
  const field = fieldOf(seen);
  return meeting(
    plans.map((plan) => maskOf(plan, field)),
    seen.spare,
  );
}

/** What a query chooses, and by what it is put in order. */
interface Chosen {
  readonly mask: Mask | null;
  readonly total: number;
  readonly keys: readonly SortKey[];
  /** The weightiest column, ranked, and what of it the filter leaves; null where it is not worth it. */
  readonly by: { readonly ranking: Ranking; readonly span: Span | null } | null;
}

/** Where fewer rows than one in so many are chosen they are put in order themselves. */
const oneIn = 32;

/** And where there are so few, whatever they are chosen from. */
const few = 500;

function choose(seen: Seen, { filter, sort }: ListQuery): Chosen {
  for (const { column } of sort) describedColumn(seen.table, column);
  const plans = planFilter(seen.table, filter, seen.now);
  const met = chosenBy(seen, plans);
  const total = met?.size ?? seen.rows;
  const columns = seen.columns(sort.map(({ column }) => column));
  const keys = sort.flatMap(({ desc }, index): SortKey[] => {
    const column = columns[index];
    return column ? [{ column, desc }] : [];
  });
  seen.wanted();
  return {
    mask: met?.mask ?? null,
    total,
    keys,
    by: rankedBy(seen, { plans, sort, columns, total }),
  };
}

function rankedBy(
  seen: Seen,
  of: {
    readonly plans: readonly Plan[];
    readonly sort: ListQuery['sort'];
    readonly columns: readonly Column[];
    readonly total: number;
  },
): Chosen['by'] {
  const [first] = of.sort;
  if (!first) return null;
  const span = spanIn(of.plans, first.column, of.columns[0]);
  const isDense = (among: number) => of.total * oneIn > among;
  if (!isDense(seen.rows) && (span === null || of.total < few)) return null;
  const ranking = seen.ranking(first.column);
  return isDense(span ? rowsWithin(ranking, span) : seen.rows) ? { ranking, span } : null;
}

/** Which codes of a column the ranges of a filter leave; null where none of them is about it. */
function spanIn(plans: readonly Plan[], name: string, column: Column | undefined): Span | null {
  const spans = plans.flatMap((plan) =>
    plan.kind === 'test' && !plan.not && plan.column === name && plan.test.how === 'range' && column
      ? [spanOf(column.values, plan.test)]
      : [],
  );
  if (spans.length === 0) return null;
  return {
    first: Math.max(...spans.map(({ first }) => first)),
    last: Math.min(...spans.map(({ last }) => last)),
  };
}

/** The rows of a query in its order. Refuses BAD_INPUT for columns that are not there. */
export function orderOfQuery(seen: Seen, query: ListQuery): Uint32Array {
  const chosen = choose(seen, query);
  const { mask, total, keys, by } = chosen;
  if (by && keys.length === 1) return walked(by.ranking, walkOf(chosen, by.span, total));
  return sortRows(chosenRows(mask, seen.rows), keys, seen.wanted);
}

/** The first `count` of them, and how many there are in all: faster than all of them in order. */
export function startOfQuery(
  seen: Seen,
  query: ListQuery,
  count: number,
): { readonly first: Uint32Array; readonly total: number } {
  const chosen = choose(seen, query);
  const { mask, total, keys, by } = chosen;
  if (keys.length === 0) return { first: firstChosen(mask, seen.rows, count), total };
  if (!by)
    return { first: firstRows(chosenRows(mask, seen.rows), keys, count, seen.wanted), total };
  const rows = walked(by.ranking, walkOf(chosen, by.span, count));
  return { first: keys.length === 1 ? rows : firstRows(rows, keys, count, seen.wanted), total };
}

/** Rows that the further columns put in order are taken by whole values of the first. */
function walkOf({ mask, keys }: Chosen, span: Span | null, enough: number): Walk {
  return { mask, desc: keys[0]?.desc === true, span, enough, whole: keys.length > 1 };
}

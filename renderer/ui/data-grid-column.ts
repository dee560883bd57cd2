import {
  columnOrderingFeature,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  type ReactTable,
  rowSortingFeature,
  tableFeatures,
  type Updater,
  useTable,
} from '@tanstack/react-table';
import { type ReactNode, useMemo } from 'react';

/** A column of a DataGrid: its head, its cell, and the text that is copied. */
export interface GridColumn<T> {
  readonly id: string;
  readonly header: string;
  /** Pixels, until a person makes it wider. */
  readonly width: number;
  /** Numbers stand right. */
  readonly right?: boolean;
  /** Ids stand in a monospaced face. */
  readonly mono?: boolean;
  /** False: it cannot be sorted by. */
  readonly sortable?: boolean;
  /** Text as it is copied; null is empty. */
  readonly text: (row: T) => string | null;
  /** What is shown; else the text. Keep it light: a fling draws some hundreds a frame. */
  readonly cell?: (row: T) => ReactNode;
}

/** How the columns of a grid stand: their order, which are hidden, which stay put, how wide. */
export interface GridLook {
  readonly order: string[];
  readonly hidden: string[];
  readonly pinned: string[];
  readonly widths: Record<string, number>;
}

export interface GridSort {
  readonly column: string;
  readonly desc: boolean;
}

const features = tableFeatures({
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnResizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
});
export type GridFeatures = typeof features;

/** The table library holds columns alone: rows come from whoever has them, a window at a time. */
type NoRow = Readonly<Record<string, never>>;
export type GridTable = ReactTable<GridFeatures, NoRow>;
const noRows: NoRow[] = [];

export interface GridState<T> {
  readonly columns: readonly GridColumn<T>[];
  readonly look: GridLook;
  readonly onLook: (look: GridLook) => void;
  readonly sort: readonly GridSort[];
  readonly onSort: (sort: GridSort[]) => void;
}

function updated<S>(updater: Updater<S>, now: S): S {
  return typeof updater === 'function' ? (updater as (old: S) => S)(now) : updater;
}

/** The order of a look, with columns that it does not know at the end. */
export function wholeOrder(order: readonly string[], columns: readonly { id: string }[]): string[] {
  const known = new Set(columns.map(({ id }) => id));
  const first = order.filter((id) => known.has(id));
  const placed = new Set(first);
  return [...first, ...columns.map(({ id }) => id).filter((id) => !placed.has(id))];
}

/** The model of a grid's columns; what a person changes goes to `onLook` and `onSort`. */
export function useGridTable<T>({ columns, look, onLook, sort, onSort }: GridState<T>): GridTable {
  const definitions = useMemo(
    () =>
      columns.map(({ id, width, sortable }) => ({
        id,
        accessorFn: () => null,
        size: width,
        minSize: 48,
        maxSize: 1200,
        enableSorting: sortable !== false,
        sortDescFirst: false,
      })),
    [columns],
  );
  const columnVisibility = useMemo(
    () => Object.fromEntries(look.hidden.map((id) => [id, false])),
    [look.hidden],
  );
  const columnOrder = useMemo(() => wholeOrder(look.order, columns), [look.order, columns]);
  const columnPinning = useMemo(() => ({ start: look.pinned, end: [] }), [look.pinned]);
  const sorting = useMemo(() => sort.map(({ column, desc }) => ({ id: column, desc })), [sort]);
  return useTable({
    features,
    columns: definitions,
    data: noRows,
    manualSorting: true,
    enableMultiSort: true,
    columnResizeMode: 'onChange',
    state: { columnVisibility, columnOrder, columnPinning, columnSizing: look.widths, sorting },
    onColumnVisibilityChange: (updater) => {
      const next = updated(updater, columnVisibility);
      const hidden = Object.keys(next).filter((id) => next[id] === false);
      onLook({ ...look, hidden });
    },
    onColumnOrderChange: (updater) => onLook({ ...look, order: updated(updater, columnOrder) }),
    onColumnPinningChange: (updater) =>
      onLook({ ...look, pinned: updated(updater, columnPinning).start }),
    onColumnSizingChange: (updater) => {
      const next = updated(updater, look.widths);
      const widths = Object.fromEntries(
        Object.entries(next).map(([id, width]) => [id, Math.round(width)]),
      );
      onLook({ ...look, widths });
    },
    onSortingChange: (updater) =>
      onSort(updated(updater, sorting).map(({ id, desc }) => ({ column: id, desc }))),
  });
}

import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';
import type { ReactNode } from 'react';

/** What a column sorts by; null is unknown and always stands last. */
export type SortValue = string | number | bigint | null;

/** A column: its head, its cell, and what it sorts by (without `sort` it does not). */
export interface DataColumn<T> {
  readonly id: string;
  readonly header: string;
  /** Pixels; with `grow` the least width. */
  readonly width: number;
  readonly grow?: boolean;
  /** Numbers stand right. */
  readonly right?: boolean;
  readonly sort?: (row: T) => SortValue;
  readonly cell: (row: T) => ReactNode;
}

export const dataFeatures = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});
export type DataFeatures = typeof dataFeatures;

function compare(a: SortValue | undefined, b: SortValue | undefined): number {
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b, 'en');
  if (a === undefined || b === undefined || a === null || b === null) return 0;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The columns as the table library wants them. */
export function definitions<T extends object>(columns: readonly DataColumn<T>[]) {
  return columns.map((column): ColumnDef<DataFeatures, T> => {
    const { sort } = column;
    return {
      id: column.id,
      accessorFn: (row) => sort?.(row) ?? undefined,
      enableSorting: sort !== undefined,
      sortUndefined: 'last',
      sortFn: (a, b, id) => compare(a.getValue<SortValue>(id), b.getValue<SortValue>(id)),
    };
  });
}

/** What the first and the last column take more, so that their words begin and end at the edge. */
const edge = 'var(--desk-edge, 8px) - 8px';

/** The widths as one CSS grid template, shared by head and rows. */
export function columnTemplate<T>(columns: readonly DataColumn<T>[]): string {
  return columns
    .map(({ grow, width }, at) => {
      const outer = at === 0 || at === columns.length - 1;
      const least = outer ? `calc(${width}px + ${edge})` : `${width}px`;
      return grow === true ? `minmax(${least}, 1fr)` : least;
    })
    .join(' ');
}

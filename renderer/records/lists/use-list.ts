import { useMemo, useState } from 'react';
import type { Filter, ListDescription, Standing } from '../../../contract/record-lists.ts';
import { toggled } from '../../ui/filter-edit.ts';
import { gridColumns } from './list-columns.tsx';
import { useExport } from './list-export.tsx';
import { filterColumns } from './list-names.ts';
import { useFacets } from './list-queries.ts';
import { useListSize } from './list-rows.ts';
import { useListState } from './list-state.ts';
import { wanted } from './wanted-columns.ts';

/** All that one open list is made of: its rows, counts and columns, and what a person did to it. */
export function useList(
  description: ListDescription,
  left: Standing | null,
  linked: Filter | undefined,
) {
  const { list } = description;
  const state = useListState(description, left, linked);
  const { filter, sort, look } = state.content;
  const [counted, setCounted] = useState<string | null>(null);
  const columns = useMemo(() => gridColumns(description), [description]);
  const fields = useMemo(() => filterColumns(description), [description]);
  const shown = useMemo(() => wanted(description, look), [description, look]);
  const query = useMemo(() => ({ list, filter, sort }), [list, filter, sort]);
  return {
    description,
    name: list,
    state,
    query,
    look,
    columns,
    fields,
    /** The row to begin with. */
    start: linked === undefined ? (left?.row ?? 0) : 0,
    asked: shown.asked,
    size: useListSize(query, shown.asked),
    facets: useFacets(list, filter, look.facets),
    exporting: useExport(query, shown.visible),
    /** The column whose values are counted beside. */
    counted: fields.find(({ name }) => name === counted) ?? null,
    setCounted,
    pick: (column: string, value: string | null, exclude: boolean) =>
      state.setFilter(toggled(filter, column, value, exclude)),
  };
}

export type List = ReturnType<typeof useList>;

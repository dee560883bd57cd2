import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { ListQuery } from '../../../contract/record-lists.ts';
import { useDesk } from '../../app/desk.tsx';

/** Rows of one window. */
const windowRows = 200;

/** A row of a list: its cells, by the names of the columns that were asked for. */
export interface ListRow {
  readonly cells: readonly (string | null)[];
  readonly places: ReadonlyMap<string, number>;
}

export function cellOf({ cells, places }: ListRow, column: string): string | null {
  const place = places.get(column);
  return place === undefined ? null : (cells[place] ?? null);
}

/** How many rows a query has, and in which state of the copy. */
export function useListSize(query: ListQuery, columns: readonly string[]) {
  const desk = useDesk();
  const client = useQueryClient();
  const size = useQuery({
    queryKey: ['records', 'rows', 'size', query],
    queryFn: ({ signal }) => {
      const [key = ''] = columns;
      return desk.records.rows({ ...query, columns: [key], offset: 0, limit: 1 }, { signal });
    },
    placeholderData: keepPreviousData,
  });
  const unanswered = size.isPending || size.isPlaceholderData;
  return {
    total: size.data?.total ?? 0,
    all: size.data?.all ?? null,
    copy: size.isPlaceholderData ? undefined : size.data?.copy,
    /** Something is asked whose answer is not there yet. */
    waiting: size.fetchStatus === 'fetching' && unanswered,
    /** It was called off before it was answered: what stands there is of another question. */
    calledOff: size.fetchStatus === 'idle' && unanswered && size.error === null,
    error: size.error,
    callOff: () => void client.cancelQueries({ queryKey: ['records', 'rows'] }),
    again: () => void size.refetch(),
  };
}

export type ListSize = ReturnType<typeof useListSize>;

/** The rows of a query, windows at a time, as they come into sight. */
export function useListRows(
  query: ListQuery,
  columns: readonly string[],
  { total, copy }: Pick<ListSize, 'total' | 'copy'>,
) {
  const desk = useDesk();
  const [sight, setSight] = useState({ first: 0, last: 0 });
  const last = Math.min(sight.last, Math.max(0, Math.ceil(total / windowRows) - 1));
  const windows = Array.from(
    { length: Math.max(0, last - sight.first + 1) },
    (_, at) => sight.first + at,
  );
  const places = useMemo(() => new Map(columns.map((name, at) => [name, at])), [columns]);
  const { pages, error } = useQueries({
    queries: windows.map((window) => ({
      queryKey: ['records', 'rows', 'window', query, columns, copy, window],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const asked = { ...query, columns: [...columns], offset: window * windowRows };
        const { rows } = await desk.records.rows({ ...asked, limit: windowRows }, { signal });
        return rows.map((cells) => (cells ? { cells, places } : null));
      },
      enabled: copy !== undefined && total > 0,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
    })),
    combine: (results) => ({
      pages: new Map(results.map(({ data }, at) => [windows[at] ?? 0, data])),
      error: results.find((result) => result.error !== null)?.error ?? null,
    }),
  });
  const rowAt = useCallback(
    (index: number): ListRow | null | undefined =>
      pages.get(Math.floor(index / windowRows))?.[index % windowRows],
    [pages],
  );
  const onSight = useCallback((from: number, to: number) => {
    const next = {
      first: Math.max(0, Math.floor(from / windowRows) - 1),
      last: Math.floor(to / windowRows) + 1,
    };
    setSight((now) => (now.first === next.first && now.last === next.last ? now : next));
  }, []);
  return { rowAt, onSight, error };
}

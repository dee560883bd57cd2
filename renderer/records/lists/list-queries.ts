import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  Filter,
  ListName,
  ListView,
  SavedView,
  Standing,
} from '../../../contract/record-lists.ts';
import { useDesk } from '../../app/desk.tsx';

/** What lists there are and what their columns are. */
export function useLists() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['lists', 'descriptions'],
    queryFn: ({ signal }) => desk.records.lists(undefined, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Counts at the side; the ones before stay until the next are there. */
export function useFacets(list: ListName, filter: Filter, columns: readonly string[]) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['records', 'facets', { list, filter, columns }],
    queryFn: ({ signal }) =>
      desk.records.facets({ list, filter, columns: [...columns], limit: 40 }, { signal }),
    placeholderData: keepPreviousData,
    enabled: columns.length > 0,
  });
}

export type By = 'hour' | 'day' | 'month' | null;

/** The values of one column among the rows of a filter. */
export function useFrequency(list: ListName, filter: Filter, column: string, by: By) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['records', 'frequency', { list, filter, column, by }],
    queryFn: ({ signal }) =>
      desk.records.frequency({ list, filter, column, by, limit: 2000 }, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** How far the columns of a list are read, asked while `waiting`. */
export function useReading(waiting: boolean) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['lists', 'reading'],
    queryFn: ({ signal }) => desk.records.reading(undefined, { signal }),
    enabled: waiting,
    refetchInterval: 300,
    staleTime: 0,
  });
}

/** The list that this person looked at last; null where there was none. */
export function useLastList(wanted: boolean) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['lists', 'last'],
    queryFn: ({ signal }) => desk.records.lastList(undefined, { signal }),
    enabled: wanted,
    gcTime: 0,
  });
}

/** What this person left on the screen of a list, which may be one of another area. */
export function useLeft(list: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['lists', 'left', list],
    queryFn: ({ signal }) => desk.records.standing({ list }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/**
 * Keeps what stands on the screen of a list, at once: the window may go the next moment. Where it
 * cannot be kept, nothing is lost that one would miss at once.
 */
export function useKeepLeft(list: string): (standing: Standing) => void {
  const desk = useDesk();
  const client = useQueryClient();
  return (standing) => {
    client.setQueryData(['lists', 'left', list], standing);
    void desk.records.keepStanding({ list, standing }).catch(() => undefined);
  };
}

/** The views that this person keeps of a list, which may be one of another area, and what can be done with them. */
export function useViews(list: string) {
  const desk = useDesk();
  const client = useQueryClient();
  const queryKey = ['lists', 'views', list];
  const views = useQuery({
    queryKey,
    queryFn: ({ signal }) => desk.records.views({ list }, { signal }),
  });
  const settle = { onSettled: () => client.invalidateQueries({ queryKey }) };
  const save = useMutation({
    mutationFn: (view: { view?: string; name: string; content: ListView }) =>
      desk.records.saveView({ list, ...view }),
    onSuccess: (saved: SavedView) =>
      client.setQueryData(queryKey, (known: SavedView[] = []) =>
        known.some(({ view }) => view === saved.view)
          ? known.map((each) => (each.view === saved.view ? saved : each))
          : [...known, saved],
      ),
    ...settle,
  });
  const remove = useMutation({
    mutationFn: (view: string) => desk.records.removeView({ view }),
    ...settle,
  });
  return {
    views: views.data ?? [],
    error: save.error ?? remove.error ?? views.error,
    save,
    remove,
  };
}

import { useMutation, useQueries, useQuery } from '@tanstack/react-query';
import type { Anchor, AuditRow } from '../../contract/audit.ts';
import { useDesk } from '../app/desk.tsx';

/** Rows of one page of the chain. */
export const pageSize = 200;

/** The most rows of one object that are shown; no object has as many. */
const mostOfObject = 1000;

/** How long the chain is now. */
export function useChainLength() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['audit', 'length'],
    refetchInterval: 15_000,
    queryFn: async ({ signal }) => (await desk.audit.list({ limit: 1 }, { signal })).total,
  });
}

/** The rows about one object, newest first. */
export function useRowsOf(object: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['audit', 'object', object],
    queryFn: async ({ signal }) =>
      (await desk.audit.list({ object, limit: mostOfObject }, { signal })).rows,
  });
}

/**
 * The chain from row `top` down, page by page as they come into sight. Numbers have no gaps, so
 * the place of a row follows from its number.
 */
export function useChain(top: number, pages: readonly number[]) {
  const desk = useDesk();
  const found = useQueries({
    queries: pages.map((page) => ({
      queryKey: ['audit', 'page', top, page],
      staleTime: Number.POSITIVE_INFINITY,
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const before = top - page * pageSize + 1;
        return (await desk.audit.list({ before, limit: pageSize }, { signal })).rows;
      },
    })),
  });
  const error = found.find((query) => query.error !== null)?.error ?? null;
  function rowAt(index: number): AuditRow | undefined {
    const place = pages.indexOf(Math.floor(index / pageSize));
    return place < 0 ? undefined : found[place]?.data?.[index % pageSize];
  }
  return { rowAt, error };
}

/** Recomputes the chain, with an anchor also against what was kept elsewhere. */
export function useVerify() {
  const desk = useDesk();
  return useMutation({
    mutationFn: (anchor: Anchor | null) =>
      desk.audit.verify(anchor === null ? undefined : { anchor }),
  });
}

/** A signed checkpoint of now, to keep outside. */
export function useAnchor() {
  const desk = useDesk();
  return useMutation({ mutationFn: () => desk.audit.anchor() });
}

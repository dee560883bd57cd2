import { useMutation, useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Anchor, AuditRow, AuditVerdict } from '../../contract/audit.ts';
import { useDesk } from '../app/desk.tsx';
import type { AuditFilters } from '../app/route.ts';

/** Rows of one page of the chain. */
export const pageSize = 200;

/** The most rows that are shown of what filters let through. */
const mostRows = 1000;

/** The moment at which a day is over. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60_000).toISOString();
}

/** How long the chain is now. */
export function useChainLength() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['audit', 'length'],
    refetchInterval: 15_000,
    queryFn: async ({ signal }) => (await desk.audit.list({ limit: 1 }, { signal })).total,
  });
}

/** The rows that the filters let through, newest first; days begin and end in UTC. */
export function useRowsOf({ from, to, ...filters }: AuditFilters) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['audit', 'rows', filters, from, to],
    queryFn: ({ signal }) =>
      desk.audit.list(
        {
          ...filters,
          ...(from === undefined ? {} : { from: `${from}T00:00:00Z` }),
          ...(to === undefined ? {} : { to: dayAfter(to) }),
          limit: mostRows,
        },
        { signal },
      ),
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

/** Recomputes the chain, with an anchor or a code also against what was kept elsewhere. */
export function useVerify() {
  const desk = useDesk();
  const [progress, setProgress] = useState<{ rows: number; of: number } | null>(null);
  const verify = useMutation({
    async mutationFn(input: { anchor?: Anchor; code?: string }): Promise<AuditVerdict> {
      setProgress(null);
      for await (const said of await desk.audit.verifying(input)) {
        if (said.kind === 'done') return said.result;
        setProgress({ rows: said.rows, of: said.of });
      }
      throw new Error('the verifying ended without a verdict');
    },
  });
  return { verify, progress };
}

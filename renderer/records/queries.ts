import { keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { DeskClient } from '../../contract/contract.ts';
import { type Fields, type Reading, type RecordKind, searchLimit } from '../../contract/records.ts';
import { useDesk } from '../app/desk.tsx';
import type { TicketStatus } from '../app/route.ts';

/** Hits that are shown at first: more than a screen holds, few enough to be there with the key. */
const firstHits = 50;

/** What narrows a search, and whether all hits that one answer can hold are wanted. */
export interface Narrowed {
  readonly kind?: RecordKind | undefined;
  readonly as?: Reading | undefined;
  readonly more?: boolean | undefined;
}

/** How the search of one text is asked and kept. Spaces around it mean nothing. */
export function searchOptions(desk: DeskClient, text: string, { kind, as, more }: Narrowed = {}) {
  const input = {
    text: text.trim(),
    limit: more === true ? searchLimit : firstHits,
    ...(kind === undefined ? {} : { kind }),
    ...(as === undefined ? {} : { as }),
  };
  return queryOptions({
    queryKey: ['records', 'search', input],
    queryFn: ({ signal }) => desk.records.search(input, { signal }),
    enabled: input.text !== '',
  });
}

/** What a text finds; the hits before stay on the screen until the next ones are there. */
export function useSearch(text: string, narrowed: Narrowed = {}) {
  return useQuery({
    ...searchOptions(useDesk(), text, narrowed),
    placeholderData: keepPreviousData,
  });
}

/** One record with its timeline and where it came from. */
export function useShown(kind: RecordKind, id: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['records', 'show', { kind, id }],
    queryFn: ({ signal }) => desk.records.show({ kind, id }, { signal }),
  });
}

/** What the copy covers; asked once a minute, for an import may run at another door. */
export function useCoverage() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['records', 'coverage'],
    queryFn: ({ signal }) => desk.records.coverage(undefined, { signal }),
    refetchInterval: 60_000,
  });
}

/** The newest tickets of one status, up to `limit`. */
export function useTickets(status: TicketStatus, limit: number) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['records', 'tickets', { status, limit }],
    queryFn: ({ signal }) => desk.records.tickets({ status, limit }, { signal }),
    placeholderData: keepPreviousData,
  });
}

const ticketPage = 200;

interface TicketPlace {
  readonly at: string;
  readonly id: string;
}

function placeAfter(tickets: readonly Fields[]): TicketPlace | null {
  const last = tickets.length < ticketPage ? undefined : tickets.at(-1);
  if (typeof last?.opened_at !== 'string' || typeof last.ticket_id !== 'string') return null;
  return { at: last.opened_at, id: last.ticket_id };
}

/** The tickets of one status, newest first, page after page as they are asked for. */
export function useTicketPages(status: TicketStatus) {
  const desk = useDesk();
  const { data, ...query } = useInfiniteQuery({
    queryKey: ['records', 'ticket-pages', { status }],
    queryFn: ({ signal, pageParam }) =>
      desk.records.tickets(
        { status, limit: ticketPage, ...(pageParam === null ? {} : { before: pageParam }) },
        { signal },
      ),
    initialPageParam: null as TicketPlace | null,
    getNextPageParam: (page) => placeAfter(page.tickets),
  });
  const tickets = useMemo(() => data?.pages.flatMap((page) => page.tickets), [data]);
  return { ...query, tickets, total: data?.pages[0]?.total ?? 0 };
}

/** The imports of this workspace. */
export function useRuns() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['records', 'runs'],
    queryFn: ({ signal }) => desk.records.runs(undefined, { signal }),
  });
}

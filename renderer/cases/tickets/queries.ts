import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DeskClient } from '../../../contract/contract.ts';
import type { QueueFilter, SavedView } from '../../../contract/ticket-work.ts';
import { useDesk } from '../../app/desk.tsx';

/** How often a queue that others work on too is looked at again. */
const queueEveryMs = 20_000;

/** So many tickets stand on a page of the queue. */
export const queuePage = 200;

/** A page of the queue, looked at again as others work on it. */
export function useQueue(filter: QueueFilter, offset: number, limit = queuePage) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['tickets', 'queue', filter, offset, limit],
    placeholderData: keepPreviousData,
    refetchInterval: queueEveryMs,
    queryFn: ({ signal }) => desk.tickets.queue({ ...filter, offset, limit }, { signal }),
  });
}

export function useWork(ticket: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['tickets', 'work', ticket],
    queryFn: ({ signal }) => desk.tickets.work({ ticket }, { signal }),
  });
}

export function useReplies() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['tickets', 'replies'],
    queryFn: ({ signal }) => desk.tickets.replies({}, { signal }),
  });
}

export function useViews() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['tickets', 'views'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => desk.tickets.views(undefined, { signal }),
  });
}

/** Something that is done about tickets; whatever is shown of them is asked for again. */
export function useTicketAct<I, O>(act: (desk: DeskClient, input: I) => Promise<O>) {
  const desk = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (input: I) => act(desk, input),
    onSettled: () => void answers.invalidateQueries({ queryKey: ['tickets'] }),
  });
}

/** The views that this person keeps of the list of tickets: their filters narrow the queue as well. */
export function useListViews() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['tickets', 'list-views'],
    queryFn: ({ signal }) => desk.records.views({ list: 'tickets' }, { signal }),
  });
}

export function useSaveView() {
  const desk = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (input: SavedView | { remove: string }) =>
      'remove' in input
        ? desk.tickets.removeView({ name: input.remove })
        : desk.tickets.saveView(input),
    onSuccess: (views) => answers.setQueryData(['tickets', 'views'], views),
  });
}

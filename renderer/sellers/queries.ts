import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Filter } from '../../contract/record-lists.ts';
import type { FlagState } from '../../contract/seller-flags.ts';
import type { LinkKind } from '../../contract/seller-links.ts';
import { useDesk } from '../app/desk.tsx';

/** A record that marks stand beside. */
export interface OfRecord {
  recharge?: string;
  account?: string;
  ticket?: string;
  seller?: string;
  instrument?: string;
  device?: string;
  ip?: string;
}

/** What other people change under one's hands is looked at again this often. */
const togetherEveryMs = 20_000;

/** Every seller that a filter leaves, with its points; the highest score first. */
export function useSellers(filter: Filter) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['sellers', 'list', filter],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => desk.sellers.list({ filter }, { signal }),
  });
}

export function useSeller(id: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['sellers', 'show', id],
    queryFn: ({ signal }) => desk.sellers.show({ id }, { signal }),
  });
}

export function useRings() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['sellers', 'rings'],
    queryFn: ({ signal }) => desk.sellers.rings(undefined, { signal }),
  });
}

export function useRing(id: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['sellers', 'ring', id],
    queryFn: ({ signal }) => desk.sellers.ring({ id }, { signal }),
  });
}

/** So many nodes are shown at first. */
export const firstMost = 400;

/** Two links around a node. */
export function useLinks(kind: LinkKind, id: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['sellers', 'around', kind, id],
    queryFn: ({ signal }) =>
      desk.sellers.around({ kind, id, hops: 2, most: firstMost }, { signal }),
  });
}

export function useFlags(state?: FlagState) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['sellers', 'flags', state],
    refetchInterval: togetherEveryMs,
    queryFn: ({ signal }) => desk.sellers.flags(state === undefined ? {} : { state }, { signal }),
  });
}

export function useStatistics() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['sellers', 'statistics'],
    refetchInterval: togetherEveryMs,
    queryFn: ({ signal }) => desk.sellers.statistics(undefined, { signal }),
  });
}

export function useWatchList() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['sellers', 'watch'],
    queryFn: ({ signal }) => desk.sellers.watchList(undefined, { signal }),
  });
}

/** Flags against the sellers that a record has to do with. */
export function useTouching(of: { recharge?: string; account?: string; ticket?: string }) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['sellers', 'touching', of],
    queryFn: ({ signal }) => desk.sellers.touching(of, { signal }),
  });
}

/** Watch list entries that a record has to do with. */
export function useWatched(of: OfRecord) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['sellers', 'watched', of],
    queryFn: ({ signal }) => desk.sellers.watched(of, { signal }),
  });
}

/** Everything that a decision on a seller may change on any screen. */
function useRefresh() {
  const answers = useQueryClient();
  return () =>
    Promise.all(
      ['sellers', 'diagnosis', 'records', 'audit'].map((area) =>
        answers.invalidateQueries({ queryKey: [area] }),
      ),
    );
}

export type FlagWord = 'flag' | 'confirm' | 'reject' | 'withdraw' | 'appeal';

/** Acts on the flag of a seller; each takes a reason that is kept. */
export function useFlagAct() {
  const desk = useDesk();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ word, id, reason }: { word: FlagWord; id: string; reason: string }) =>
      desk.sellers[word]({ id, reason }),
    onSuccess: refresh,
  });
}

/** The acts of the review queue. */
export function useQueue() {
  const desk = useDesk();
  const refresh = useRefresh();
  const next = useMutation({
    mutationFn: (asked: { after: string | undefined; filter: Filter }) =>
      desk.sellers.next({
        filter: asked.filter,
        ...(asked.after === undefined ? {} : { after: asked.after }),
      }),
  });
  const setAside = useMutation({
    mutationFn: (input: { id: string; reason: string }) => desk.sellers.setAside(input),
    onSuccess: refresh,
  });
  const snooze = useMutation({
    mutationFn: (input: { id: string; until: string; reason: string }) =>
      desk.sellers.snooze(input),
    onSuccess: refresh,
  });
  const undo = useMutation({
    mutationFn: (act: string) => desk.sellers.undo({ act }),
    onSuccess: refresh,
  });
  return { next, setAside, snooze, undo };
}

/** The acts of the watch list. */
export function useWatchActs() {
  const desk = useDesk();
  const refresh = useRefresh();
  const add = useMutation({
    mutationFn: (input: Parameters<typeof desk.sellers.watchAdd>[0]) =>
      desk.sellers.watchAdd(input),
    onSuccess: refresh,
  });
  const end = useMutation({
    mutationFn: (input: { entry: string; reason: string }) => desk.sellers.watchEnd(input),
    onSuccess: refresh,
  });
  const leave = useMutation({
    mutationFn: (form: 'csv' | 'signed') => desk.sellers.watchExport({ form }),
  });
  const take = useMutation({
    mutationFn: (text: string) => desk.sellers.watchImport({ text }),
    onSuccess: refresh,
  });
  return { add, end, leave, take };
}

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Proposal } from '../../contract/adjustments.ts';
import { useDesk } from '../app/desk.tsx';

/** What a preview is asked for: all of a proposal but its note. */
export type Draft = Omit<Proposal, 'note' | 'key'>;

/** How often a queue that others work on too is looked at again. */
export const queueEveryMs = 15_000;

/** What proposing the draft would do; nothing is asked without a draft. */
export function usePreview(draft: Draft | null) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['adjustments', 'preview', draft],
    enabled: draft !== null,
    staleTime: 0,
    placeholderData: draft === null ? undefined : keepPreviousData,
    queryFn: ({ signal }) => {
      if (draft === null) throw new Error('a preview was asked for nothing');
      return desk.adjustments.preview(draft, { signal });
    },
  });
}

/** Adjustments of an account or a recharge, or all of them, newest first. */
export function useAdjustments(filter: { account?: string; recharge?: string }, wanted = true) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['adjustments', 'list', filter],
    enabled: wanted,
    queryFn: ({ signal }) => desk.adjustments.list(filter, { signal }),
  });
}

/** The proposals that wait for a decision, looked at again every quarter minute. */
export function useQueue(wanted = true) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['adjustments', 'list', { state: 'proposed' }],
    enabled: wanted,
    refetchInterval: queueEveryMs,
    queryFn: ({ signal }) => desk.adjustments.list({ state: 'proposed' }, { signal }),
  });
}

/** One adjustment with its entries and decisions. */
export function useAdjustment(id: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['adjustments', 'show', id],
    queryFn: ({ signal }) => desk.adjustments.show({ id }, { signal }),
  });
}

/** What a moved coin may change on any screen: adjustments, verdicts, balances, the audit. */
function useRefresh() {
  const answers = useQueryClient();
  return () =>
    Promise.all(
      ['adjustments', 'diagnosis', 'records', 'audit'].map((area) =>
        answers.invalidateQueries({ queryKey: [area] }),
      ),
    );
}

export function usePropose() {
  const desk = useDesk();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (proposal: Proposal) => desk.adjustments.propose(proposal),
    onSuccess: () => void refresh(),
  });
}

export function useReverse() {
  const desk = useDesk();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (input: { id: string; note: string }) => desk.adjustments.reverse(input),
    onSuccess: () => void refresh(),
  });
}

/** Decides an open proposal, for ever. A refusal changes what is known of it too. */
export function useDecide() {
  const desk = useDesk();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (input: { decision: 'approve' | 'reject'; id: string; note: string }) => {
      const { decision, ...rest } = input;
      return desk.adjustments[decision](rest);
    },
    onSettled: () => void refresh(),
  });
}

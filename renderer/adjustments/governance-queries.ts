import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Change, LimitName, ReasonChange } from '../../contract/adjustments.ts';
import { useDesk } from '../app/desk.tsx';
import { queueEveryMs } from './queries.ts';

/** What stands: limits and reasons, looked at again as the queue is: other doors change them too. */
export function useRules() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['adjustments', 'rules'],
    refetchInterval: queueEveryMs,
    queryFn: async ({ signal }) => {
      const [limits, reasons] = await Promise.all([
        desk.adjustments.limits(undefined, { signal }),
        desk.adjustments.reasons(undefined, { signal }),
      ]);
      return { limits, reasons };
    },
  });
}

/** Changes that wait or stood, looked at again as the queue is. */
export function useChanges(wanted: boolean) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['adjustments', 'changes'],
    enabled: wanted,
    refetchInterval: queueEveryMs,
    queryFn: ({ signal }) => desk.adjustments.changes(undefined, { signal }),
  });
}

/** The last thirty days under one other limit; nothing is asked without a value. */
export function useRehearsal(name: LimitName, value: string | null) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['adjustments', 'rehearse', name, value],
    enabled: value !== null,
    queryFn: ({ signal }) => {
      const to = Date.now();
      const span = { from: iso(to - 30 * dayMs), to: iso(to) };
      return desk.adjustments.rehearse({ limits: { [name]: value ?? '0' }, ...span }, { signal });
    },
  });
}

const dayMs = 24 * 60 * 60_000;
const iso = (ms: number) => new Date(ms).toISOString();

/** What the last hours came to. */
export function useShift(hours: number) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['adjustments', 'shift', hours],
    queryFn: ({ signal }) => {
      const to = Date.now() + 1000;
      return desk.adjustments.shift(
        { from: iso(to - hours * 60 * 60_000), to: iso(to) },
        { signal },
      );
    },
  });
}

export function useOvertaken() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['adjustments', 'overtaken'],
    queryFn: ({ signal }) => desk.adjustments.overtaken(undefined, { signal }),
  });
}

export function useOutbox() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['adjustments', 'outbox'],
    queryFn: ({ signal }) => desk.outbox.state(undefined, { signal }),
  });
}

/** A change of how adjustments are governed: everything that rests on it is read anew. */
function useChange<In, Out>(change: (input: In) => Promise<Out>) {
  const answers = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      void Promise.all(
        ['adjustments', 'audit', 'diagnosis'].map((area) =>
          answers.invalidateQueries({ queryKey: [area] }),
        ),
      ),
  });
}

export function useSetLimit() {
  const desk = useDesk();
  return useChange((input: { name: LimitName; value: string }) => desk.adjustments.setLimit(input));
}

export function useSetReason() {
  const desk = useDesk();
  return useChange((input: ReasonChange) => desk.adjustments.setReason(input));
}

export function useDeclineChange() {
  const desk = useDesk();
  return useChange((input: { what: Change['what']; number: number; note: string }) =>
    desk.adjustments.declineChange(input),
  );
}

export function useExport() {
  const desk = useDesk();
  return useChange((input: { again?: number }) => desk.outbox.export(input));
}

export function useConfirm() {
  const desk = useDesk();
  return useChange((text: string) => desk.outbox.confirm({ text }));
}

export function useRegisterKey() {
  const desk = useDesk();
  return useChange((input: { name: string; public_key: string }) => desk.outbox.registerKey(input));
}

export function useWithdrawKey() {
  const desk = useDesk();
  return useChange((key_id: string) => desk.outbox.withdrawKey({ key_id }));
}

export function useDecideMany() {
  const desk = useDesk();
  return useChange((input: { decision: 'approve' | 'reject'; ids: string[]; note: string }) =>
    desk.adjustments.decideMany(input),
  );
}

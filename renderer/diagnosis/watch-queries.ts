import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { RootCause, SweepKind, SweepProgress } from '../../contract/diagnosis.ts';
import { useDesk } from '../app/desk.tsx';

const watched = ['diagnosis', 'watched'];

/** The last sweep, and one that runs: looked at again every few seconds while it does. */
export function useSwept() {
  const desk = useDesk();
  return useQuery({
    queryKey: [...watched, 'swept'],
    queryFn: ({ signal }) => desk.diagnosis.swept(undefined, { signal }),
    refetchInterval: ({ state }) => (state.data?.running ? 2000 : 60_000),
  });
}

export function useDeadlines() {
  const desk = useDesk();
  return useQuery({
    queryKey: [...watched, 'deadlines'],
    queryFn: ({ signal }) => desk.diagnosis.deadlines(undefined, { signal }),
    refetchInterval: 60_000,
  });
}

const atOnce = 1000;

/** What the last sweep found, the most coins first. */
export function useFindings(kind: SweepKind | undefined) {
  const desk = useDesk();
  return useQuery({
    queryKey: [...watched, 'findings', kind],
    queryFn: ({ signal }) =>
      desk.diagnosis.findings(
        { limit: atOnce, ...(kind === undefined ? {} : { kind }) },
        { signal },
      ),
    placeholderData: keepPreviousData,
  });
}

export interface FailingFilter {
  readonly cause?: RootCause;
  readonly channel?: string;
  readonly country?: string;
  readonly day?: string;
}

export function useFailing(filter: FailingFilter) {
  const desk = useDesk();
  return useQuery({
    queryKey: [...watched, 'failing', filter],
    queryFn: ({ signal }) => desk.diagnosis.failing({ ...filter, limit: atOnce }, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useOverview() {
  const desk = useDesk();
  return useQuery({
    queryKey: [...watched, 'overview'],
    queryFn: ({ signal }) => desk.diagnosis.overview(undefined, { signal }),
  });
}

export function useSimilar(recharge: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: [...watched, 'similar', recharge],
    queryFn: ({ signal }) => desk.diagnosis.similar({ recharge }, { signal }),
  });
}

export function useIncidents() {
  const desk = useDesk();
  return useQuery({
    queryKey: [...watched, 'incidents'],
    queryFn: ({ signal }) => desk.diagnosis.incidents(undefined, { signal }),
  });
}

export function useSetIncident() {
  const desk = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (input: Parameters<typeof desk.diagnosis.setIncident>[0]) =>
      desk.diagnosis.setIncident(input),
    // Verdicts may rest on it from here on.
    onSuccess: () => answers.invalidateQueries({ queryKey: ['diagnosis'] }),
  });
}

export function useCodes() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['diagnosis', 'codes'],
    queryFn: ({ signal }) => desk.diagnosis.codes(undefined, { signal }),
  });
}

export function useSetCode() {
  const desk = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (input: Parameters<typeof desk.diagnosis.setCode>[0]) =>
      desk.diagnosis.setCode(input),
    onSuccess: () => answers.invalidateQueries({ queryKey: ['diagnosis'] }),
  });
}

export function useBalances(account: string, at: string | undefined) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['diagnosis', 'balance', account, at],
    queryFn: ({ signal }) =>
      desk.diagnosis.balance({ account, ...(at === undefined ? {} : { at }) }, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useKept(recharge: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['diagnosis', 'kept', recharge],
    queryFn: ({ signal }) => desk.diagnosis.kept({ recharge }, { signal }),
  });
}

export function useReplay(number: number | undefined) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['diagnosis', 'replay', number],
    queryFn: ({ signal }) => desk.diagnosis.replay({ number: number ?? 0 }, { signal }),
    enabled: number !== undefined,
  });
}

export function useKeep(recharge: string) {
  const desk = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: () => desk.diagnosis.keep({ recharge }),
    onSuccess: () => answers.invalidateQueries({ queryKey: ['diagnosis', 'kept', recharge] }),
  });
}

/** A sweep of this page: its progress, its end, and the way to call it off. */
export function useSweep() {
  const desk = useDesk();
  const answers = useQueryClient();
  const running = useRef<AbortController | null>(null);
  const [progress, setProgress] = useState<SweepProgress | null>(null);
  const [error, setError] = useState<unknown>(null);

  async function start(): Promise<void> {
    const stop = new AbortController();
    running.current = stop;
    setError(null);
    setProgress({ attempts: 0, total: null, a_second: 0 });
    try {
      for await (const event of await desk.diagnosis.sweep(undefined, { signal: stop.signal }))
        if (event.kind === 'progress') setProgress(event.progress);
    } catch (failure) {
      if (!stop.signal.aborted) setError(failure);
    } finally {
      running.current = null;
      setProgress(null);
      await answers.invalidateQueries({ queryKey: watched });
    }
  }
  return {
    progress,
    error,
    start: () => void start(),
    cancel: () => running.current?.abort(),
  };
}

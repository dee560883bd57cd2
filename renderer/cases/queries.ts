import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { BundleLevel } from '../../contract/case-bundles.ts';
import type { Addition, CaseKind, CasePriority, CaseView } from '../../contract/cases.ts';
import type { DeskClient } from '../../contract/contract.ts';
import type { RecordKind } from '../../contract/records.ts';
import { useDesk } from '../app/desk.tsx';
import { sendBytes } from './files.ts';

/** What a list of cases is narrowed by. */
export interface ListFilter {
  readonly status: 'open' | 'waiting' | 'closed' | 'any';
  readonly owner?: string;
  readonly archived: boolean;
  readonly text: string;
}

export function useCases({ text, ...filter }: ListFilter) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['cases', 'list', filter, text],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      desk.cases.list({ ...filter, limit: 1000, ...(text === '' ? {} : { text }) }, { signal }),
  });
}

export interface Named {
  readonly kind: RecordKind;
  readonly id: string;
}

/** The cases that hold a record, the one that changed last first. */
export function useCasesWith({ kind, id }: Named) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['cases', 'of', kind, id],
    queryFn: ({ signal }) =>
      desk.cases.list({ status: 'any', record: { kind, id }, limit: 20 }, { signal }),
  });
}

export function useCase(id: string) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['cases', 'show', id],
    queryFn: ({ signal }) => desk.cases.show({ id }, { signal }),
  });
}

/** The record of a link as it was then. */
export function useCopied(entry: string | null) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['cases', 'copied', entry],
    enabled: entry !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => desk.cases.copied({ entry: entry ?? '' }, { signal }),
  });
}

export function useMoments(of: { case: string } | { account: string }) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['cases', 'timeline', of],
    queryFn: ({ signal }) => desk.cases.timeline(of, { signal }),
  });
}

/** Something that is done to a case and answers with all of it. */
export function useCaseAct<I>(act: (desk: DeskClient, input: I) => Promise<CaseView>) {
  const desk = useDesk();
  const answers = useQueryClient();
  return useMutation({
    mutationFn: (input: I) => act(desk, input),
    onSuccess: (view) => {
      answers.setQueryData(['cases', 'show', view.id], view);
      void answers.invalidateQueries({ queryKey: ['cases', 'list'] });
      void answers.invalidateQueries({ queryKey: ['cases', 'of'] });
      void answers.invalidateQueries({ queryKey: ['cases', 'timeline'] });
    },
  });
}

export const useCreate = () =>
  useCaseAct((desk, input: { title: string; kind: CaseKind; priority: CasePriority }) =>
    desk.cases.create(input),
  );
export const useOfRecord = () =>
  useCaseAct((desk, record: { kind: 'ticket' | 'recharge'; id: string }) =>
    desk.cases.ofRecord(record),
  );
export const useAddTo = (record: Named) =>
  useCaseAct((desk, id: string) => desk.cases.link({ case: id, records: [record] }));
export const useAdd = (id: string) =>
  useCaseAct((desk, what: Addition) => desk.cases.add({ case: id, what }));
export const useSet = (id: string) =>
  useCaseAct((desk, input: { field: string; value: string | null; reason?: string }) =>
    desk.cases.set({ case: id, ...input }),
  );
export const useLink = (id: string) =>
  useCaseAct((desk, records: { kind: RecordKind; id: string }[]) =>
    desk.cases.link({ case: id, records }),
  );
export const useEnd = (id: string) =>
  useCaseAct((desk, input: { how: 'close' | 'reopen'; reason: string }) =>
    desk.cases[input.how]({ case: id, reason: input.reason }),
  );
export const useAttach = (id: string) =>
  useCaseAct(async (desk, file: File) => {
    const upload = await sendBytes(desk, file);
    return desk.cases.attach({ case: id, upload, name: file.name });
  });

/** Exactly what would leave at a level. */
export function usePreview(id: string, level: BundleLevel, clear: readonly string[]) {
  const desk = useDesk();
  return useQuery({
    queryKey: ['cases', 'preview', id, level, clear],
    placeholderData: keepPreviousData,
    staleTime: 0,
    queryFn: ({ signal }) =>
      desk.bundles.preview({ case: id, level, clear: [...clear] }, { signal }),
  });
}

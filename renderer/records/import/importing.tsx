import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useRef, useState } from 'react';
import type { Mapping } from '../../../contract/mapping.ts';
import type { ImportProgress, ImportResult } from '../../../contract/records.ts';
import { useDesk } from '../../app/desk.tsx';
import { readRefusal } from '../../ui/refusal.ts';
import { sendUp, type UploadProgress } from './upload.ts';
import { useWarning } from './warn.ts';

/** What a person has chosen to import: a path on this machine, or files to send up. */
export interface Chosen {
  readonly source: string | readonly File[];
  readonly zone: string | null;
}

/** Where an import stands. A refused one can be begun anew. */
export type Stage =
  | { readonly at: 'choose' }
  | { readonly at: 'upload'; readonly progress: UploadProgress | null }
  | { readonly at: 'plan'; readonly progress: ImportProgress | null }
  | {
      readonly at: 'planned';
      readonly plan: ImportResult;
      /** Why it could not be imported just now. */
      readonly busy?: unknown;
    }
  | { readonly at: 'import'; readonly progress: ImportProgress | null }
  | { readonly at: 'done'; readonly result: ImportResult }
  | { readonly at: 'refused'; readonly error: unknown; readonly chosen: Chosen | null };

interface Importing {
  readonly stage: Stage;
  plan(chosen: Chosen): void;
  commit(): void;
  /** What the planned drop would become with a mapping; nothing is kept. */
  preview(mapping: Mapping, signal: AbortSignal): Promise<ImportResult>;
  /** Keeps a mapping and makes the plan of the same drop anew. */
  saveMapping(mapping: Mapping): void;
  cancel(): void;
}

const ImportingContext = createContext<Importing | null>(null);

/** The import of this page, which goes on while other screens are looked at. */
export function useImporting(): Importing {
  const importing = useContext(ImportingContext);
  if (importing === null) throw new Error('the import screen stands outside <ImportHolder>');
  return importing;
}

interface Planned {
  readonly path: string;
  readonly zone: string | null;
  readonly plan?: ImportResult;
}

/** Tries and pause between them while another look at the same drop comes to its end. */
const waiting = { tries: 20, pauseMs: 300 };

/** Does the work once nothing else reads; the preview that this page gave up may still be ending. */
async function onceFree(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (let left = waiting.tries; ; left -= 1)
    try {
      return await work();
    } catch (error) {
      if (left === 0 || signal.aborted || readRefusal(error).code !== 'BUSY') throw error;
      await new Promise((resolve) => setTimeout(resolve, waiting.pauseMs));
    }
}

function useImportRun(): Importing {
  const desk = useDesk();
  const answers = useQueryClient();
  const [stage, setStage] = useState<Stage>({ at: 'choose' });
  const asked = useRef<Chosen | null>(null);
  const planned = useRef<Planned | null>(null);
  const running = useRef<AbortController | null>(null);

  async function run({ path, zone }: Planned, commit: boolean, signal: AbortSignal) {
    const at = commit ? 'import' : 'plan';
    setStage({ at, progress: null });
    const input = { path, commit, ...(zone === null ? {} : { zone }) };
    for await (const event of await desk.records.importDrop(input, { signal })) {
      if (event.kind === 'done') return event.result;
      setStage({ at, progress: event.progress });
    }
    throw new DOMException('the answer ended early', 'AbortError');
  }

  async function planAnew(asked: Planned, signal: AbortSignal): Promise<void> {
    planned.current = asked;
    const plan = await run(asked, false, signal);
    planned.current = { ...asked, plan };
    setStage({ at: 'planned', plan });
  }

  async function upload(source: Chosen['source'], signal: AbortSignal): Promise<string> {
    if (typeof source === 'string') return source;
    setStage({ at: 'upload', progress: null });
    return sendUp(desk, source, signal, (progress) => setStage({ at: 'upload', progress }));
  }

  /** Does the work unless it is cancelled, which leads back to the choice. */
  async function guarded(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const controller = new AbortController();
    running.current = controller;
    try {
      await work(controller.signal);
    } catch (error) {
      if (controller.signal.aborted) {
        notifications.show({ message: 'Cancelled. The imports listed here are all that is in.' });
        setStage({ at: 'choose' });
        void answers.invalidateQueries({ queryKey: ['records'] });
      } else setStage({ at: 'refused', error, chosen: asked.current });
    } finally {
      if (running.current === controller) running.current = null;
    }
  }

  return {
    stage,
    plan(chosen) {
      const { source, zone } = chosen;
      asked.current = chosen;
      void guarded(async (signal) => {
        await planAnew({ path: await upload(source, signal), zone }, signal);
      });
    },
    commit() {
      const { current } = planned;
      if (current === null) return;
      void guarded(async (signal) => {
        try {
          setStage({ at: 'done', result: await run(current, true, signal) });
        } catch (error) {
          // Another import runs: the plan is as good as before.
          if (readRefusal(error).code !== 'BUSY' || current.plan === undefined) throw error;
          setStage({ at: 'planned', plan: current.plan, busy: error });
        }
        await answers.invalidateQueries();
      });
    },
    async preview(mapping, signal) {
      const { current } = planned;
      if (current === null) throw new Error('there is no plan to look at');
      const { path, zone } = current;
      const input = { path, commit: false, mapping, ...(zone === null ? {} : { zone }) };
      for await (const event of await desk.records.importDrop(input, { signal }))
        if (event.kind === 'done') return event.result;
      throw new DOMException('the answer ended early', 'AbortError');
    },
    saveMapping(mapping) {
      const { current } = planned;
      if (current === null) return;
      void guarded(async (signal) => {
        await desk.records.saveMapping(mapping, { signal });
        await onceFree(() => planAnew(current, signal), signal);
      });
    },
    cancel() {
      if (running.current === null) setStage({ at: 'choose' });
      else running.current.abort();
    },
  };
}

/** Keeps the import of this page, and warns before the page is left in the middle of it. */
export function ImportHolder({ children }: { children: ReactNode }) {
  const importing = useImportRun();
  useWarning(importing.stage.at === 'import' || importing.stage.at === 'upload');
  return <ImportingContext value={importing}>{children}</ImportingContext>;
}

import { Worker } from 'node:worker_threads';
import { refuse } from '../../../../contract/errors.ts';
import type { RefreshProgress } from '../../../../contract/sellers.ts';
import type { Db, Layout } from '../../storage/storage.ts';
import { openFile } from '../../storage/storage.ts';
import type { Rate } from '../price/rates.ts';
import { rulesVersion } from '../signals/rules.ts';
import { openDerived } from './store.ts';

export interface RefreshRequest {
  readonly derivedFile: string;
  readonly recordsFile: string;
  readonly typedRates: readonly Rate[];
  readonly ratesVersion: string;
}

export type FromRefresh =
  | { readonly kind: 'step'; readonly step: string; readonly done: number; readonly of: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };

export interface RefresherDeps {
  readonly layout: Layout;
  readonly records: Db;
  readonly typedRates: () => { readonly rates: readonly Rate[]; readonly version: string };
}

/** Keeps the derived store current: off the desk's thread, one at a time, only when it is old. */
export function createRefresher({ layout, records, typedRates }: RefresherDeps) {
  let reader: Db | null = null;
  let running: Promise<void> | null = null;
  let progress: RefreshProgress | null = null;
  const newestRun = records.prepare('select number, run from runs order by number desc limit 1');

  /** The store to read; made where there is none. */
  const derived = (): Db => {
    if (!reader) {
      openDerived(layout.derived).close();
      reader = openFile(layout.derived, 'copy', 'read');
    }
    return reader;
  };

  const isCurrent = (): boolean => {
    const state = derived().prepare('select * from state').get() as
      | { last_run: bigint; last_run_name: string; rules: string }
      | undefined;
    const newest = newestRun.get() as { number: bigint; run: string } | undefined;
    return (
      state !== undefined &&
      state.last_run === (newest?.number ?? 0n) &&
      state.last_run_name === (newest?.run ?? '') &&
      state.rules === `${rulesVersion} ${typedRates().version}`
    );
  };

  const run = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const { rates, version } = typedRates();
      const worker = startWorker({
        derivedFile: layout.derived,
        recordsFile: layout.records,
        typedRates: rates,
        ratesVersion: version,
      });
      let end: FromRefresh | null = null;
      let failure = 'its worker ended before it was done';
      worker.on('message', (message: FromRefresh) => {
        if (message.kind === 'step') progress = message;
        else end = message;
      });
      worker.on('error', (error) => {
        failure = error instanceof Error ? error.message : String(error);
      });
      worker.on('exit', () => {
        progress = null;
        if (end?.kind === 'done') resolve();
        else
          reject(
            refuse(
              'BUSY',
              `Links and scores could not be worked out: ${end?.kind === 'failed' ? end.message : failure}.`,
              'Try again; if it stays, delete sellers.db in the workspace: it is made anew.',
            ),
          );
      });
    });

  /** Resolves when links and scores are those of the copy as it was when this was called. */
  async function ensure(): Promise<void> {
    while (!isCurrent()) {
      running ??= run().finally(() => {
        running = null;
      });
      await running;
    }
  }

  return {
    derived,
    isCurrent,
    ensure,
    /** The steps of a refresh as they happen, until it is done. */
    async *watch(): AsyncGenerator<RefreshProgress> {
      let ended = false;
      const work = ensure().finally(() => {
        ended = true;
      });
      // Whoever stops listening does not stop the work, and its failure is told below.
      work.catch(() => {});
      let told = '';
      for (;;) {
        if (ended) break;
        await new Promise((resolve) => setTimeout(resolve, 100));
        const now = progress === null ? '' : JSON.stringify(progress);
        if (progress !== null && now !== told) yield progress;
        told = now;
      }
      await work;
      yield { step: 'done', done: 1, of: 1 };
    },
    close(): void {
      reader?.close();
      reader = null;
    },
  };
}

/** Run from source the worker is a .ts file beside this one; bundled, a .js file. */
function startWorker(workerData: RefreshRequest): Worker {
  const file = import.meta.url.endsWith('.ts') ? './refresh-worker.ts' : './refresh-worker.js';
  return new Worker(new URL(file, import.meta.url), {
    workerData,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 2048 },
  });
}

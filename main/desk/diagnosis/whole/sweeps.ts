import { setImmediate as breathe } from 'node:timers/promises';
import { counted } from '../../../../contract/say.ts';
import type { SweepEvent, SweepProgress } from '../../../../contract/diagnosis.ts';
import { refuse } from '../../../../contract/errors.ts';
import type { Audit, Caller } from '../../audit/audit.ts';
import type { RowReader } from '../../records/records.ts';
import type { Db } from '../../storage/storage.ts';
import type { Frame } from '../gather.ts';
import type { OwnFactsThen } from '../own-facts.ts';
import { overEverything } from './pool.ts';
import type { VerdictStore } from './store.ts';

export interface SweepsDeps {
  readonly desk: Db;
  readonly audit: Audit;
  /** UTC ms. */
  readonly clock: () => number;
  readonly rows: RowReader;
  readonly recordsFile: string;
  readonly store: () => VerdictStore;
  readonly frame: () => Frame;
  readonly ownNow: () => Promise<OwnFactsThen>;
  /** Copy, outages and codes as one word: another one after any of them changed. */
  readonly stateOf: () => string;
}

interface Running {
  readonly cancel: AbortController;
  progress: SweepProgress;
  /** Settles when it has ended, whichever way. */
  ended: Promise<void>;
  listeners: Set<() => void>;
}

/** A progress twice a second is enough for a bar. */
const tellMs = 400;

/** Sweeps over everything: one at a time, in workers, kept when it is whole. */
export function createSweeps(deps: SweepsDeps) {
  let running: Running | null = null;

  /** Runs one to its end. */
  async function go(caller: Caller, own: Running, workers: number | undefined): Promise<void> {
    const store = deps.store();
    const frame = deps.frame();
    const of = deps.stateOf();
    const began = deps.clock();
    const sweep = store.begin({
      by: caller.user,
      at: began,
      copyAsOf: frame.copy.asOf,
      version: frame.version,
      of,
    });
    const clockStart = performance.now();
    let attempts = 0;
    let told = 0;
    // Rows of one that breaks off are never read, and go with the next whole one.
    const parts = overEverything({
      records: deps.recordsFile,
      rows: deps.rows,
      own: await deps.ownNow(),
      makes: 'sweep',
      signal: own.cancel.signal,
      ...(workers === undefined ? {} : { workers }),
    });
    for await (const part of parts) {
      if (part.kind === 'total') own.progress = { ...own.progress, total: part.attempts };
      if (part.kind !== 'swept') continue;
      store.add(sweep, part.swept);
      attempts += part.swept.attempts;
      const passed = performance.now() - clockStart;
      own.progress = {
        ...own.progress,
        attempts,
        a_second: Math.round((attempts * 1000) / Math.max(1, passed)),
      };
      if (passed - told > tellMs) {
        told = passed;
        own.listeners.forEach((tell) => tell());
      }
      await breathe();
    }
    finish(caller, sweep, attempts);
    while (store.prune(sweep)) await breathe();
  }

  function finish(caller: Caller, sweep: number, attempts: number): void {
    deps.store().finish(sweep, deps.clock(), attempts);
    deps.desk
      .transaction(() =>
        deps.audit.append(caller, {
          command: 'diagnosis.sweep',
          object: 'copy',
          outcome: 'done',
          sentence: `${caller.user} swept ${counted(attempts, 'attempt')} for coins that are owed or were given wrongly.`,
        }),
      )
      .immediate();
  }

  function begin(caller: Caller, workers?: number): Running {
    const own: Running = {
      cancel: new AbortController(),
      progress: { attempts: 0, total: null, a_second: 0 },
      ended: Promise.resolve(),
      listeners: new Set(),
    };
    running = own;
    own.ended = go(caller, own, workers).finally(() => {
      running = null;
      own.listeners.forEach((tell) => tell());
    });
    // Whoever reads along hears of a failure; a nightly one has no reader.
    own.ended.catch(() => undefined);
    return own;
  }

  return {
    running: (): SweepProgress | null => running?.progress ?? null,

    /** True where nothing that it read has changed since. */
    isFresh: (of: string): boolean => of === deps.stateOf(),

    /**
     * Sweeps, or follows the sweep that runs; progress until it has ended. Ends with the caller that
     * began it: an abort takes back what it found so far. Refuses NOT_FOUND without any records.
     */
    async *sweep(
      caller: Caller,
      signal?: AbortSignal,
      workers?: number,
    ): AsyncGenerator<Extract<SweepEvent, { kind: 'progress' }>> {
      if (deps.frame().copy.asOf === null)
        throw refuse('NOT_FOUND', 'There are no records yet.', 'Import a drop first.');
      const mine = running === null;
      const own = running ?? begin(caller, workers);
      let wake: () => void = () => {};
      const tell = () => wake();
      own.listeners.add(tell);
      signal?.addEventListener('abort', tell, { once: true });
      let over = false;
      const ended = own.ended.finally(() => {
        over = true;
        wake();
      });
      ended.catch(() => undefined);
      try {
        for (;;) {
          signal?.throwIfAborted();
          const next = new Promise<void>((resolve) => {
            wake = resolve;
          });
          yield { kind: 'progress', progress: own.progress };
          await Promise.race([next, ended]);
          if (over) break;
        }
        await ended;
      } finally {
        own.listeners.delete(tell);
        signal?.removeEventListener('abort', tell);
        if (mine && !over) {
          own.cancel.abort(new DOMException('the sweep was cancelled', 'AbortError'));
          await own.ended.catch(() => undefined);
        }
      }
    },

    /** Ends a running sweep and waits until its workers are gone. */
    async stop(): Promise<void> {
      const own = running;
      if (!own) return;
      own.cancel.abort(new DOMException('the desk closes', 'AbortError'));
      await own.ended.catch(() => undefined);
    },
  };
}

export type Sweeps = ReturnType<typeof createSweeps>;

import { Worker } from 'node:worker_threads';
import { type RefusalCode, refuse } from '../../../../contract/errors.ts';
import type { ImportProgress, ImportResult } from '../../../../contract/records.ts';
import type { ConfirmationFile, JudgeConfirmations } from './confirmations.ts';
import { forgetPlan, keepPlan, keptPlanFor } from './kept-plan.ts';
import { busy, refusalOf } from './refusals.ts';
import type { Ran, RunRequest } from './run.ts';

export interface ImportOptions extends Omit<RunRequest, 'kept'> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Judges the confirmations of the drop before anything is written; what it throws refuses the run. */
  readonly judgeConfirmations?: JudgeConfirmations | undefined;
}

/** What the worker is started with; `cancelled` becomes 1 when the run is called off. */
export interface WorkerRequest {
  readonly request: RunRequest;
  readonly cancelled: Int32Array<SharedArrayBuffer>;
  /** Becomes 1 when confirmations are believed, 2 when they refuse the run. */
  readonly judged: Int32Array<SharedArrayBuffer>;
}

export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: ImportProgress }
  | { readonly kind: 'confirmations'; readonly files: readonly ConfirmationFile[] }
  | { readonly kind: 'done'; readonly ran: Ran }
  | { readonly kind: 'cancelled' }
  | {
      readonly kind: 'refused';
      readonly code: RefusalCode;
      readonly message: string;
      readonly next: string;
    };

/** Workspaces, by their records file, into which an import runs. */
const running = new Set<string>();

/** Enough for any drop; a parser that runs wild ends its worker, not the desk. */
const memoryMb = 1024;

/**
 * Plans (`commit` false) or does one import in a worker thread of its own, with its own connection
 * to the copy; reading goes on meanwhile. Gives the counts over every row, and where rows were
 * rejected the file that lists them. The newest plan is kept for an hour: a commit of the same drop,
 * its files untouched, does what it worked out.
 *
 * Refuses BUSY while another import into the workspace runs, DROP_REFUSED by name where the drop or
 * a file of it cannot be taken, BAD_INPUT for an unknown zone, DISK where the workspace cannot be
 * written. An aborted `signal` ends it with the signal's reason. However it ends, the copy is the
 * old one or the new one.
 */
export async function importDrop(options: ImportOptions): Promise<ImportResult> {
  const { signal, onProgress, judgeConfirmations, ...request } = options;
  signal?.throwIfAborted();
  const { records } = request.layout;
  if (running.has(records)) throw busy();
  running.add(records);
  try {
    const kept = request.commit ? keptPlanFor(request.layout, request) : null;
    if (!kept) forgetPlan(request.layout);
    const ran = await inWorker({ ...request, kept }, { signal, onProgress, judgeConfirmations });
    if (ran.plan) keepPlan(request.layout, ran.plan);
    return ran.result;
  } finally {
    // Whatever became of it, a plan is committed once.
    if (request.commit) forgetPlan(request.layout);
    running.delete(records);
  }
}

function inWorker(
  request: RunRequest,
  {
    signal,
    onProgress,
    judgeConfirmations,
  }: Pick<ImportOptions, 'signal' | 'onProgress' | 'judgeConfirmations'>,
): Promise<Ran> {
  const cancelled = new Int32Array(new SharedArrayBuffer(4));
  const judged = new Int32Array(new SharedArrayBuffer(4));
  const cancel = () => {
    Atomics.store(cancelled, 0, 1);
    Atomics.notify(cancelled, 0);
  };
  const worker = startWorker({ request, cancelled, judged });
  const judge = (files: readonly ConfirmationFile[]) => {
    try {
      if (!judgeConfirmations) throw refusalOf(new Error('nobody judges confirmations here'));
      judgeConfirmations(files);
      Atomics.store(judged, 0, 1);
    } catch (error) {
      failure = error;
      Atomics.store(judged, 0, 2);
    }
    Atomics.notify(judged, 0);
  };
  let end: FromWorker | null = null;
  let failure: unknown = null;
  signal?.addEventListener('abort', cancel, { once: true });
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'progress') onProgress?.(message.progress);
    else if (message.kind === 'confirmations') judge(message.files);
    else end = message;
  });
  worker.on('error', (error) => {
    failure = error;
  });
  // Only when the thread has gone is its connection closed and the workspace free again.
  return new Promise((resolve, reject) => {
    worker.on('exit', () => {
      signal?.removeEventListener('abort', cancel);
      if (end?.kind === 'done') resolve(end.ran);
      else reject(reasonOf(end, failure, signal));
    });
  });
}

function reasonOf(
  end: FromWorker | null,
  failure: unknown,
  signal: AbortSignal | undefined,
): unknown {
  if (end?.kind === 'refused') return refuse(end.code, end.message, end.next);
  if (end?.kind === 'cancelled') return failure ?? signal?.reason;
  return refusalOf(failure ?? new Error('its worker ended before it was done'));
}

/** Run from source the worker is a .ts file beside this one; bundled, a .js file. */
function startWorker(workerData: WorkerRequest): Worker {
  const file = import.meta.url.endsWith('.ts') ? './import-worker.ts' : './import-worker.js';
  return new Worker(new URL(file, import.meta.url), {
    workerData,
    // Whatever this process was started with is no business of the worker.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
}

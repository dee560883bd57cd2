import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { refuse } from '../../../../contract/errors.ts';
import type { RowReader } from '../../records/records.ts';
import { endingOf } from '../../storage/storage.ts';
import type { FromWhole, WholeRequest, WholeTask } from './messages.ts';

export interface WholeOptions extends Omit<WholeRequest, 'counts'> {
  /** Only asked where a stretch ends; on the connection of the caller. */
  readonly rows: RowReader;
  readonly signal?: AbortSignal | undefined;
  /** One a core unless a bench says otherwise. */
  readonly workers?: number;
}

/** Attempts of one stretch: long enough to be worth a message, short enough to be shared out evenly. */
const stretch = { verdicts: 1000, sweep: 2500 } as const;
/** Whatever an attempt may hold: a worker that runs wild ends alone. */
const memoryMb = 1536;
/** Room for what a page of attempts needs while it is judged; in less it would be moved about. */
const youngMb = 64;
const mostWorkers = 8;

interface Job {
  readonly task: WholeTask;
  readonly parts: FromWhole[];
  ended: boolean;
}

/**
 * Judges the whole copy in workers of its own, which are ended when the reader stops. Gives what they
 * make in the order of the copy: attempts by key, then money without an order, then tickets without
 * one. An aborted signal ends it with the signal's reason; refuses INTERNAL where a worker fails.
 */
export async function* overEverything(options: WholeOptions): AsyncGenerator<FromWhole> {
  const { rows, signal, workers: wanted, ...request } = options;
  signal?.throwIfAborted();
  const count = wanted ?? Math.min(availableParallelism(), mostWorkers);
  const tasks = tasksOf(rows, stretch[request.makes]);
  const jobs: Job[] = [];
  const extra: FromWhole[] = [];
  let wake: () => void = () => {};
  let failure: unknown = null;
  const workers = Array.from({ length: count }, (_, index) =>
    startWorker({ ...request, counts: index === 0 }),
  );
  const ends = workers.map(endingOf);
  const serving = new Map<Worker, Job | null>(workers.map((worker) => [worker, null]));

  function feed(worker: Worker): void {
    serving.set(worker, null);
    // Whoever is ahead waits: what nobody has read yet is kept in memory.
    if (jobs.length >= count * 3) return;
    const next = tasks.next();
    if (next.done) return;
    const job: Job = { task: next.value, parts: [], ended: false };
    jobs.push(job);
    serving.set(worker, job);
    worker.postMessage(job.task);
  }
  for (const worker of workers) {
    worker.on('message', (message: FromWhole) => {
      if (message.kind === 'open') return;
      const job = serving.get(worker);
      if (message.kind === 'total') extra.push(message);
      else if (message.kind !== 'end') job?.parts.push(message);
      else if (job) {
        job.ended = true;
        feed(worker);
      }
      wake();
    });
    worker.on('error', (error) => {
      failure = error;
      wake();
    });
    feed(worker);
  }
  const abort = () => wake();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    for (;;) {
      signal?.throwIfAborted();
      if (failure) throw failed(failure);
      const [job] = jobs;
      const part = extra.shift() ?? job?.parts.shift();
      if (part) yield part;
      else if (job?.ended) {
        jobs.shift();
        for (const [worker, served] of serving) if (served === null) feed(worker);
      } else if (!job) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    await Promise.all(ends.map((end) => end()));
  }
}

function failed(error: unknown): Error {
  const said = error instanceof Error ? error.message : String(error);
  return refuse('INTERNAL', `A run over everything broke off: ${said}.`, 'Try it again.');
}

/** Stretches of the attempts in key order, then what has no order. */
function* tasksOf(rows: RowReader, size: number): Generator<WholeTask> {
  for (let after = ''; ; ) {
    const end = rows.get(
      'recharges',
      `where recharge_id > ? order by recharge_id limit 1 offset ${size - 1}`,
      after,
    );
    yield { kind: 'attempts', after, upTo: end?.recharge_id ?? null };
    if (!end) break;
    after = end.recharge_id;
  }
  yield { kind: 'orphans' };
  yield { kind: 'tickets' };
}

/** Run from source the worker is a .ts file beside this one; bundled, a .js file. */
function startWorker(workerData: WholeRequest): Worker {
  const file = import.meta.url.endsWith('.ts') ? './whole-worker.ts' : './whole-worker.js';
  return new Worker(new URL(file, import.meta.url), {
    workerData,
    // Whatever this process was started with is no business of the worker.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: youngMb },
  });
}

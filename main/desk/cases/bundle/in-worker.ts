import { Worker } from 'node:worker_threads';
import { type RefusalCode, refuse } from '../../../../contract/errors.ts';
import { refuseBundle } from './refusal.ts';
import type { BundleDone, BundleTask } from './task.ts';

export type FromBundleWorker =
  | BundleDone
  | {
      readonly kind: 'refused';
      readonly code: RefusalCode;
      readonly message: string;
      readonly next: string;
    };

/**
 * What needs more than this ends its worker, not the desk. A bundle is opened piece by piece, and
 * made from texts that are there whole.
 */
const memoryMb: Readonly<Record<BundleTask['kind'], number>> = { open: 128, pack: 448 };
/** Small, so that what is thrown away goes soon. */
const youngMemoryMb = 16;

/** So many bundles at once; more wait their turn. */
const mostAtOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

/**
 * Opens or makes a bundle in a worker thread of its own, so that the cost of a passphrase and of
 * hashing never holds the desk up. Refuses as `openBundle` and `pack` do; BUNDLE_REFUSED where it
 * takes more memory than a bundle may.
 */
export async function inWorker(task: BundleTask): Promise<BundleDone> {
  while (running >= mostAtOnce) await new Promise<void>((go) => waiting.push(go));
  running += 1;
  try {
    return await started(task);
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

function started(workerData: BundleTask): Promise<BundleDone> {
  const file = import.meta.url.endsWith('.ts') ? './bundle-worker.ts' : './bundle-worker.js';
  const worker = new Worker(new URL(file, import.meta.url), {
    workerData,
    execArgv: [],
    resourceLimits: {
      maxOldGenerationSizeMb: memoryMb[workerData.kind],
      maxYoungGenerationSizeMb: youngMemoryMb,
    },
  });
  let answer: FromBundleWorker | null = null;
  let fault: unknown = null;
  worker.on('message', (message: FromBundleWorker) => {
    answer = message;
  });
  worker.on('error', (error) => {
    fault = error;
  });
  return new Promise((resolve, reject) => {
    worker.on('exit', () => {
      if (answer?.kind === 'refused') reject(refuse(answer.code, answer.message, answer.next));
      else if (answer) resolve(answer);
      else reject(reasonOf(fault));
    });
  });
}

function reasonOf(fault: unknown): unknown {
  if (fault instanceof Error && 'code' in fault && fault.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return refuseBundle('It takes more memory than a bundle may.', 'Ask for it in parts.');
  return fault ?? new Error('the worker ended before it was done');
}

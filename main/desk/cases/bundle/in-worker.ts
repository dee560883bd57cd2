import { inThread } from '../../storage/storage.ts';
import { refuseBundle } from './refusal.ts';
import type { BundleDone, BundleTask } from './task.ts';

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
  } catch (error) {
    throw reasonOf(error);
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

function started(task: BundleTask): Promise<BundleDone> {
  const file = import.meta.url.endsWith('.ts') ? './bundle-worker.ts' : './bundle-worker.js';
  return inThread(new URL(file, import.meta.url), task, {
    maxOldGenerationSizeMb: memoryMb[task.kind],
    maxYoungGenerationSizeMb: youngMemoryMb,
  });
}

function reasonOf(fault: unknown): unknown {
  if (fault instanceof Error && 'code' in fault && fault.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return refuseBundle('It takes more memory than a bundle may.', 'Ask for it in parts.');
  return fault;
}

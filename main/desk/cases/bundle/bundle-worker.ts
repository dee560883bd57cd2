import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '../../../../contract/errors.ts';
import type { FromBundleWorker } from './in-worker.ts';
import { type BundleTask, doTask } from './task.ts';

/** A shell: one bundle made or opened, then gone, with all the memory that it took. */
async function run(task: BundleTask): Promise<FromBundleWorker> {
  try {
    return await doTask(task);
  } catch (error) {
    if (error instanceof Refusal)
      return { kind: 'refused', code: error.code, message: error.message, next: error.next };
    throw error;
  }
}

parentPort?.postMessage(await run(workerData as BundleTask));

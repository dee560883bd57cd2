import { workerData } from 'node:worker_threads';
import { answerFromThread } from '../../storage/storage.ts';
import { type BundleTask, doTask } from './task.ts';

/** A shell: one bundle made or opened, then gone, with all the memory that it took. */
await answerFromThread(() => doTask(workerData as BundleTask));

import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '../../../../contract/errors.ts';
import { openFile } from '../../storage/storage.ts';
import type { FromWorker, WorkerRequest } from './import.ts';
import { refusalOf } from './refusals.ts';
import { Cancelled, runImport } from './run.ts';

/** The shell around one import: its own thread and its own connection. Ends with the import. */
const port = parentPort;
if (!port) throw new Error('this file is the body of a worker thread');
const { request, cancelled } = workerData as WorkerRequest;

const say = (message: FromWorker) => port.postMessage(message);

try {
  const db = openFile(request.layout.records, 'copy', 'write');
  try {
    const result = await runImport(db, request, {
      onProgress: (progress) => say({ kind: 'progress', progress }),
      isCancelled: () => Atomics.load(cancelled, 0) !== 0,
    });
    say({ kind: 'done', result });
  } finally {
    db.close();
  }
} catch (error) {
  if (error instanceof Cancelled) say({ kind: 'cancelled' });
  else {
    const { code, message, next } = error instanceof Refusal ? error : refusalOf(error);
    say({ kind: 'refused', code, message, next });
  }
}

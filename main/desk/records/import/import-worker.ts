import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '../../../../contract/errors.ts';
import { giveWay, openFile } from '../../storage/storage.ts';
import type { FromWorker, WorkerRequest } from './import.ts';
import { startReader } from './reader-host.ts';
import { refusalOf } from './refusals.ts';
import { Cancelled, planOrImport, type StartReader } from './run.ts';

/** The shell around one import: its own thread and its own connection. Ends with the import. */
const port = parentPort;
if (!port) throw new Error('this file is the body of a worker thread');
const { request, cancelled, judged } = workerData as WorkerRequest;

// Whoever types into the search box meanwhile goes first; the process that reads inherits this.
giveWay();

/** Reads in a process of its own, which is killed in the very moment the run is called off. */
const readElsewhere: StartReader = (needs) => {
  const reader = startReader(needs);
  const { value } = Atomics.waitAsync(cancelled, 0, 0);
  if (typeof value === 'string') reader.close();
  else void value.then(reader.close);
  return reader;
};

const say = (message: FromWorker) => port.postMessage(message);

try {
  const db = openFile(request.layout.records, 'copy', 'write');
  // It writes most pages that it reads: a map of them would only be memory.
  db.pragma('mmap_size = 0');
  try {
    const ran = await planOrImport(db, request, {
      onProgress: (progress) => say({ kind: 'progress', progress }),
      startReader: readElsewhere,
      isCancelled: () => Atomics.load(cancelled, 0) !== 0,
      judgeConfirmations(files) {
        say({ kind: 'confirmations', files });
        Atomics.wait(judged, 0, 0);
        // Why is known to who judged; here it only ends the run.
        if (Atomics.load(judged, 0) !== 1) throw new Cancelled();
      },
    });
    say({ kind: 'done', ran });
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

import { parentPort, workerData } from 'node:worker_threads';
import { messageOf, openFile } from '../../storage/storage.ts';
import type { FromRefresh, RefreshRequest } from './refresher.ts';
import { refreshDerived } from './refresh.ts';
import { openDerived } from './store.ts';

/** The shell around one refresh: its own thread and its own connections. Ends with it. */
const port = parentPort;
if (!port) throw new Error('this file is the body of a worker thread');
const { derivedFile, recordsFile, typedRates, ratesVersion } = workerData as RefreshRequest;
const say = (message: FromRefresh) => port.postMessage(message);

try {
  const derived = openDerived(derivedFile);
  const records = openFile(recordsFile, 'copy', 'read');
  try {
    derived.prepare('attach ? as copy').run(recordsFile);
    refreshDerived({
      derived,
      records,
      typedRates,
      ratesVersion,
      onStep: (step, done, of) => say({ kind: 'step', step, done, of }),
    });
    say({ kind: 'done' });
  } finally {
    records.close();
    derived.close();
  }
} catch (error) {
  say({ kind: 'failed', message: messageOf(error) });
}

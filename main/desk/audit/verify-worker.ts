import { parentPort, workerData } from 'node:worker_threads';
import { openFile } from '../storage/storage.ts';
import { checkSegment, type Segment } from './segment.ts';

/** Checks one segment of the chain on a thread of its own; tells how far it is, then the result. */
function main(): void {
  const { file, segment } = workerData as { file: string; segment: Segment };
  const db = openFile(file, 'final', 'read');
  try {
    const result = checkSegment(db, segment, (rows) => parentPort?.postMessage({ rows }));
    parentPort?.postMessage({ result });
  } finally {
    db.close();
  }
}

main();

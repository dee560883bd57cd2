import { parentPort, type ResourceLimits, Worker } from 'node:worker_threads';
import { Refusal, refuse } from '../../../contract/errors.ts';

/** What a task in a thread of its own came to. */
type Said<T> =
  | { readonly done: T }
  | { readonly refused: Pick<Refusal, 'code' | 'message' | 'next'> };

/**
 * Does a task in a thread of its own, which then goes with all the memory it took, and gives what
 * the script answers by `answerFromThread`. Refuses as the task does; a fault of the thread itself,
 * such as memory beyond `resourceLimits`, is thrown as it is.
 */
export function inThread<T>(
  script: URL,
  workerData: unknown,
  resourceLimits: ResourceLimits = {},
): Promise<T> {
  const worker = new Worker(script, { workerData, execArgv: [], resourceLimits });
  let said: Said<T> | null = null;
  let fault: unknown = new Error('the thread ended before it was done');
  worker.on('message', (message: Said<T>) => {
    said = message;
  });
  worker.on('error', (error) => {
    fault = error;
  });
  return new Promise((resolve, reject) => {
    worker.on('exit', () => {
      if (said === null) reject(fault);
      else if ('done' in said) resolve(said.done);
      else reject(refuse(said.refused.code, said.refused.message, said.refused.next));
    });
  });
}

/** The other end of `inThread`: does the task and tells what it gives, or how it refuses. */
export async function answerFromThread(task: () => Promise<unknown>): Promise<void> {
  const said = await task().then(
    (done): Said<unknown> => ({ done }),
    (error: unknown): Said<unknown> => {
      if (!(error instanceof Refusal)) throw error;
      const { code, message, next } = error;
      return { refused: { code, message, next } };
    },
  );
  parentPort?.postMessage(said);
}

/**
 * Gives what ends a thread that uses SQLite, to be asked for as soon as the thread is made: it waits
 * until the thread has said its first word, which such a thread says when its first file is open. A
 * thread that is ended while it loads the native addon takes the whole process with it (Node 24.21
 * and better-sqlite3 13.2: Node-API cannot tell of its own failure and aborts); later it does not.
 */
export function endingOf(worker: Worker): () => Promise<void> {
  const loaded = new Promise<void>((resolve) => {
    worker.once('message', () => resolve());
    worker.once('exit', () => resolve());
  });
  return async () => {
    // Who waits for the end is waited for: the process does not go before its thread.
    worker.ref();
    await loaded;
    await worker.terminate();
  };
}

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

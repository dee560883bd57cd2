import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { endingOf } from '../../main/desk/storage/storage.ts';

/** A thread of these lines; `marks` is shared with it. */
function threadOf(body: string) {
  const marks = new Int32Array(new SharedArrayBuffer(8));
  const lines = `const { parentPort, workerData: marks } = require('node:worker_threads'); ${body}`;
  const worker = new Worker(lines, { eval: true, workerData: marks, execArgv: [] });
  return { worker, marks, end: endingOf(worker) };
}

describe('a thread that is ended', () => {
  it('is left alone until it has said that its native parts are loaded, and then goes', async () => {
    const { marks, end } = threadOf(`
      const until = Date.now() + 200;
      while (Date.now() < until);
      Atomics.store(marks, 0, 1);
      parentPort.postMessage('open');
      for (;;) Atomics.add(marks, 1, 1);`);
    await end();
    expect(Atomics.load(marks, 0)).toBe(1);
    const steps = Atomics.load(marks, 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(Atomics.load(marks, 1)).toBe(steps);
  });

  it('is not waited for where it is gone before it said anything', async () => {
    const { worker, end } = threadOf("throw new Error('no such file')");
    const fault = new Promise((resolve) => worker.once('error', resolve));
    await end();
    expect(await fault).toMatchObject({ message: 'no such file' });
    await end();
  });

  it('may be ended twice, and by who did not wait', async () => {
    const { end } = threadOf("parentPort.postMessage('open'); setInterval(() => {}, 1000);");
    await Promise.all([end(), end()]);
  });
});

import { parentPort, workerData } from 'node:worker_threads';
import { Refusal } from '../../../../contract/errors.ts';
import { giveWay, messageOf, openFile, readThrough } from '../../storage/storage.ts';
import type { FromReader, Question, ReaderFiles } from './list-thread.ts';
import { type Asking, createListReader } from './reader.ts';
import { CalledOff } from './wanted.ts';

/** The shell around the reader: its own thread, its own connection that can only read. */
const port = parentPort;
if (!port) throw new Error('this file is the body of a worker thread');
const { records, columns, beside } = workerData as ReaderFiles;
if (beside === true) giveWay();
const reader = createListReader(openFile(records, 'copy', 'read'), columns, beside);

const say = (message: FromReader) => port.postMessage(message);
say({ kind: 'open' });

/** Least time between two words of progress, in ms. */
const pause = 100;

function answer({ ask }: Question, asking: Asking): unknown {
  switch (ask.what) {
    case 'window':
      return reader.window(ask.input, asking);
    case 'facets':
      return reader.facets(ask.input, asking);
    case 'frequency':
      return reader.frequency(ask.input, asking);
    case 'piece':
      return reader.piece(ask.input, asking);
    case 'warm':
      return reader.warm(ask.input, asking);
    case 'read':
      return readThrough(records, asking.wanted);
  }
}

port.on('message', (question: Question) => {
  const { number, calledOff, now } = question;
  let told = 0;
  const asking: Asking = {
    now,
    wanted() {
      if (Atomics.load(calledOff, 0) !== 0) throw new CalledOff();
    },
    onReading(progress) {
      const at = performance.now();
      if (at - told < pause) return;
      told = at;
      say({ number, kind: 'reading', progress });
    },
  };
  try {
    asking.wanted();
    say({ number, kind: 'answer', value: answer(question, asking) });
  } catch (error) {
    if (error instanceof CalledOff) say({ number, kind: 'calledOff' });
    else if (error instanceof Refusal) {
      const { code, message, next } = error;
      say({ number, kind: 'refused', code, message, next });
    } else say({ number, kind: 'failed', code: codeOf(error), message: messageOf(error) });
  }
});

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

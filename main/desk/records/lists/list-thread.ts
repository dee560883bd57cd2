import { rmSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { type RefusalCode, refuse } from '../../../../contract/errors.ts';
import type { Frequency, ListWindow } from '../../../../contract/record-lists.ts';
import { endingOf } from '../../storage/storage.ts';
import type { FacetsInput, FrequencyInput } from './facets.ts';
import type { PieceInput, WindowInput } from './reader.ts';
import type { WarmInput } from './warming.ts';

export interface ReaderFiles {
  readonly records: string;
  /** Folder of the columns; everything in it can be made again. */
  readonly columns: string;
  /** Another thread answers from the same files: what is of an older state is left to it. */
  readonly beside?: boolean;
}

export type Ask =
  | { readonly what: 'window'; readonly input: WindowInput }
  | { readonly what: 'facets'; readonly input: FacetsInput }
  | { readonly what: 'frequency'; readonly input: FrequencyInput }
  | { readonly what: 'piece'; readonly input: PieceInput }
  | { readonly what: 'warm'; readonly input: WarmInput }
  | { readonly what: 'read' };

interface Answers {
  readonly window: ListWindow;
  readonly facets: { readonly total: number; readonly facets: Frequency[] };
  readonly frequency: Frequency;
  readonly piece: { readonly text: string; readonly rows: number };
  /** Bytes of the columns. */
  readonly warm: number;
  /** Bytes of the copy that were read through. */
  readonly read: number;
}

export interface Question {
  readonly number: number;
  readonly ask: Ask;
  /** Set to anything but 0 by whoever no longer waits. */
  readonly calledOff: Int32Array;
  /** UTC ms. */
  readonly now: number;
}

export interface Reading {
  readonly rows: number;
  readonly total: number;
}

export type FromReader =
  /** Said first, and of no question. */
  { readonly kind: 'open' } | FromQuestion;

type FromQuestion = { readonly number: number } & (
  | { readonly kind: 'answer'; readonly value: unknown }
  | { readonly kind: 'reading'; readonly progress: Reading }
  | { readonly kind: 'calledOff' }
  | {
      readonly kind: 'refused';
      readonly code: RefusalCode;
      readonly message: string;
      readonly next: string;
    }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
);

interface Waiting {
  readonly question: Question;
  /** It was sent to a thread that ended before. */
  again: boolean;
  end(message: FromQuestion): void;
}

interface Started {
  readonly worker: Worker;
  readonly end: () => Promise<void>;
}

/** A question that was called off and still runs after so many ms ends its thread. */
const patienceMs = 2000;

/**
 * Asks a thread of its own, which is started with the first question and anew after it died. A
 * question whose `signal` is aborted is stopped at its next step; where it takes none, the thread
 * is ended, and whatever else waited is asked again. `now` is UTC ms.
 */
export function createListThread(files: ReaderFiles, now: () => number) {
  const waiting = new Map<number, Waiting>();
  let thread: Started | null = null;
  let count = 0;
  let reading: Reading | null = null;
  const onceEnded: (() => void)[] = [];

  function started(): Worker {
    if (thread) return thread.worker;
    const made = startWorker(files);
    thread = { worker: made, end: endingOf(made) };
    made.unref();
    made.on('message', (message: FromReader) => {
      if (message.kind === 'open') return;
      if (message.kind === 'reading') {
        reading = message.progress;
        return;
      }
      reading = null;
      waiting.get(message.number)?.end(message);
    });
    let fault = '';
    made.on('error', (error) => {
      fault = error instanceof Error ? error.message : String(error);
    });
    made.on('exit', () => {
      if (thread?.worker === made) thread = null;
      // Before another one begins, that would use what is thrown away.
      for (const done of onceEnded.splice(0)) done();
      lost(fault);
    });
    return made;
  }

  /** A thread that nobody waits for does not keep the process. */
  function post(question: Question): void {
    const worker = started();
    worker.ref();
    worker.postMessage(question);
  }

  /** What waited for a thread that is gone is asked once more, then told. */
  function lost(fault: string): void {
    reading = null;
    for (const [number, each] of waiting) {
      const gone = Atomics.load(each.question.calledOff, 0) !== 0;
      if (gone) each.end({ number, kind: 'calledOff' });
      else if (each.again) each.end({ number, kind: 'failed', code: '', message: fault });
      else {
        each.again = true;
        post(each.question);
      }
    }
  }

  return {
    /** What is being read from the copy for the first time, while a question waits for it. */
    reading: (): Reading | null => reading,
    /** Refuses as the reader does; an aborted `signal` ends it with the signal's reason. */
    ask<A extends Ask>(ask: A, signal?: AbortSignal): Promise<Answers[A['what']]> {
      if (signal?.aborted === true) return Promise.reject(signal.reason);
      const number = (count += 1);
      const calledOff = new Int32Array(new SharedArrayBuffer(4));
      return new Promise((resolve, reject) => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const onAbort = () => {
          Atomics.store(calledOff, 0, 1);
          // Nobody waits for it: the answer is refused at once, the work stops when it can.
          reject(signal?.reason);
          timer = setTimeout(() => {
            if (waiting.has(number)) void thread?.end();
          }, patienceMs);
          timer.unref();
        };
        const end = (message: FromQuestion) => {
          waiting.delete(number);
          if (waiting.size === 0) thread?.worker.unref();
          clearTimeout(timer);
          signal?.removeEventListener('abort', onAbort);
          if (message.kind === 'answer') resolve(message.value as Answers[A['what']]);
          else reject(reasonOf(message, signal));
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        const question = { number, ask, calledOff, now: now() };
        waiting.set(number, { question, again: false, end });
        post(question);
      });
    },
    /** Throws away what was kept of the copy; the next question, or one that waits, reads it anew. */
    forget(): Promise<void> {
      const discard = () => rmSync(files.columns, { recursive: true, force: true });
      const running = thread;
      if (!running) {
        discard();
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        onceEnded.push(() => {
          discard();
          resolve();
        });
        void running.end();
      });
    },
    async close(): Promise<void> {
      for (const { question } of waiting.values()) Atomics.store(question.calledOff, 0, 1);
      await thread?.end();
    },
  };
}

export type ListThread = ReturnType<typeof createListThread>;

function reasonOf(message: FromQuestion, signal: AbortSignal | undefined): unknown {
  if (message.kind === 'refused') return refuse(message.code, message.message, message.next);
  if (message.kind === 'calledOff')
    return signal?.reason ?? refuse('BUSY', 'The desk is closing.', 'Open it again.');
  const text = message.kind === 'failed' ? message.message : 'the reader of the lists ended';
  return Object.assign(new Error(text), {
    code: message.kind === 'failed' ? message.code : '',
  });
}

/** Run from source the worker is a .ts file beside this one; bundled, a .js file. */
function startWorker(workerData: ReaderFiles): Worker {
  const file = import.meta.url.endsWith('.ts') ? './list-worker.ts' : './list-worker.js';
  return new Worker(new URL(file, import.meta.url), { workerData, execArgv: [] });
}

import { type ChildProcess, fork } from 'node:child_process';
import { refuse } from '../../../../contract/errors.ts';
import { refuseDrop } from './drop.ts';
import type { DropReader, RowSink } from './drop-reader.ts';
import type { Progress } from './progress.ts';
import type { FromReader, ReaderStart, ToReader } from './reader-messages.ts';

export interface ReaderLimits {
  /** Megabytes that the parsers may fill. */
  readonly heapMb: number;
  /** Megabytes that the whole process may hold. */
  readonly memoryMb: number;
  /** Seconds without a sign of life. */
  readonly silentSeconds: number;
}

const usual: ReaderLimits = { heapMb: 512, memoryMb: 1024, silentSeconds: 60 };

export interface ReaderOptions extends Omit<ReaderStart, 'mostMemory'> {
  readonly progress: Progress;
  readonly limits?: ReaderLimits;
  /** The program to run; another one in tests of what becomes of a parser that runs wild. */
  readonly program?: URL;
}

/**
 * A reader in a process of its own. One that crashes, needs too much memory or says nothing for too
 * long is killed and refuses DROP_REFUSED; `close` kills it at once.
 */
export function startReader(options: ReaderOptions): DropReader {
  const { progress, limits = usual, program = ownProgram(), ...needs } = options;
  const { drop, scratch, zone, guides } = needs;
  const child = spawned(program, limits);
  const inbox = createInbox(child, limits);
  const tell = (order: ToReader) => child.send(order, () => {});
  tell({
    do: 'start',
    start: { drop, scratch, zone, guides, mostMemory: limits.memoryMb * 2 ** 20 },
  });

  /** The next message that is not only about how far it is. */
  async function next(): Promise<FromReader> {
    for (;;) {
      const message = await inbox.next();
      if (message.kind === 'phase') progress.enter(message.phase, message.work);
      else if (message.kind === 'open') progress.open(message.name);
      else if (message.kind === 'bytes') progress.read(message.bytes);
      else if (message.kind === 'refused')
        throw refuse(message.code, message.message, message.next);
      else return message;
    }
  }

  return {
    async check() {
      tell({ do: 'check' });
      const message = await next();
      if (message.kind !== 'checked') throw unexpected(message);
      return message.checked;
    },
    async read(sink: RowSink) {
      tell({ do: 'read' });
      for (;;) {
        const message = await next();
        if (message.kind === 'end') return message.end;
        if (message.kind === 'file') sink.file(message.index);
        else if (message.kind === 'fileEnd') sink.fileEnd(message.index, message.rows);
        else if (message.kind === 'rows') {
          await sink.rows(message.batch);
          tell({ do: 'taken' });
        } else throw unexpected(message);
      }
    },
    async look(file, lines, take) {
      tell({ do: 'look', file, lines });
      for (;;) {
        const message = await next();
        if (message.kind === 'lookedAll') return;
        if (message.kind !== 'looked') throw unexpected(message);
        take(message.row);
      }
    },
    close: inbox.close,
  };
}

function unexpected({ kind }: FromReader): Error {
  return new Error(`the reader said ${kind} out of turn`);
}

function ownProgram(): URL {
  const file = import.meta.url.endsWith('.ts') ? './reader-process.ts' : './reader-process.js';
  return new URL(file, import.meta.url);
}

function spawned(program: URL, { heapMb }: ReaderLimits): ChildProcess {
  const { TZ, SystemRoot } = process.env;
  return fork(program, [], {
    // Nothing of what this process was started with is a business of a parser.
    // Rows live shortly: with a small room for what is new the process stays half as large.
    execArgv: [
      `--max-old-space-size=${heapMb}`,
      '--max-semi-space-size=8',
      '--disable-warning=ExperimentalWarning',
    ],
    // Electron's own program is a Node only when it is asked to be one.
    env: { ELECTRON_RUN_AS_NODE: '1', ...(TZ && { TZ }), ...(SystemRoot && { SystemRoot }) },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

/** What a child said and nobody has taken yet. Waiting ends when it ends or falls silent. */
function createInbox(child: ChildProcess, limits: ReaderLimits) {
  const messages: FromReader[] = [];
  let ended: Error | null = null;
  let closed = false;
  let wake: () => void = () => {};
  child.on('message', (message: FromReader) => {
    messages.push(message);
    wake();
  });
  const end = (reason: Error) => {
    ended ??= reason;
    wake();
  };
  child.on('error', () => end(crashed()));
  // Only when all it said has arrived: what it said last is why it ended.
  child.on('close', (code, signal) => end(endOf(code, signal, limits)));

  function heard(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), limits.silentSeconds * 1000);
      wake = () => {
        clearTimeout(timer);
        wake = () => {};
        resolve(true);
      };
    });
  }

  async function take<T>(choose: () => T | undefined): Promise<T> {
    for (;;) {
      const chosen = choose();
      if (chosen !== undefined) return chosen;
      if (ended) throw ended;
      if (!(await heard())) {
        child.kill('SIGKILL');
        throw silent(limits);
      }
    }
  }

  return {
    next: () => take(() => messages.shift()),
    close(): void {
      if (closed) return;
      closed = true;
      child.kill('SIGKILL');
    },
  };
}

const ask = 'Check the files, or ask for the export again; nothing of this drop was imported.';

const memorySignals = new Set(['SIGKILL', 'SIGABRT', 'SIGTRAP', 'SIGILL']);

function endOf(code: number | null, signal: string | null, limits: ReaderLimits): Error {
  // V8 traps or aborts when its heap is full, with a code where there are no signals; the watch on
  // the whole process kills.
  const full = signal === null ? code !== null && code >= 132 : memorySignals.has(signal);
  return full ? tooLarge(limits) : crashed();
}

function tooLarge({ memoryMb }: ReaderLimits): Error {
  return refuseDrop(
    `The drop could not be read: its files need more than the ${memoryMb} MB of memory that reading may take.`,
    ask,
  );
}

function silent({ silentSeconds }: ReaderLimits): Error {
  return refuseDrop(
    `The drop could not be read: reading came to no end and was stopped after ${silentSeconds} seconds without progress.`,
    ask,
  );
}

function crashed(): Error {
  return refuseDrop('The drop could not be read: the program that reads its files crashed.', ask);
}

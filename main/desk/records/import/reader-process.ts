import { Worker } from 'node:worker_threads';
import { Refusal } from '../../../../contract/errors.ts';
import { createDropReader, type DropReader, type RowSink } from './drop-reader.ts';
import type { Progress } from './progress.ts';
import {
  type FromReader,
  mostOnTheWay,
  type ReaderStart,
  type ToReader,
} from './reader-messages.ts';
import { refusalOf } from './refusals.ts';
import { zoneNamed } from './times.ts';
import { createWarnings } from './warnings.ts';

/**
 * The process in which the files of a drop are parsed: hostile bytes meet no database here. It is
 * told what to do by the import that started it, hands over judged rows, and can be killed at any
 * moment. It ends by itself when that import has gone.
 */

/** How often it says that it goes on. */
const tellMs = 100;

function say(message: FromReader): void {
  process.send?.(message, (error) => {
    if (error) process.exit(1);
  });
}

/** Tells how far reading is; what that means for the whole run is reckoned by the import. */
function createTold(): Progress {
  let bytes = 0;
  let told = 0;
  const tellNow = () => {
    told = performance.now();
    say({ kind: 'bytes', bytes });
    bytes = 0;
  };
  const tell = () => {
    if (performance.now() - told >= tellMs) tellNow();
  };
  return {
    enter(phase, work) {
      bytes = 0;
      say({ kind: 'phase', phase, work });
    },
    open(name) {
      // What was read so far is of the file before.
      tellNow();
      say({ kind: 'open', name });
    },
    read(count) {
      bytes += count;
      tell();
    },
    took: tell,
    did: tell,
    step: tell,
    seconds: () => 0,
  };
}

/** Hands rows over, a few batches ahead of the one that is being taken. */
function createSink() {
  let onTheWay = 0;
  let wake: (() => void) | null = null;
  const sink: RowSink = {
    file: (index) => say({ kind: 'file', index }),
    fileEnd: (index, rows) => say({ kind: 'fileEnd', index, rows }),
    async rows(batch) {
      onTheWay += 1;
      say({ kind: 'rows', batch });
      while (onTheWay >= mostOnTheWay)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    },
  };
  return {
    sink,
    taken(): void {
      onTheWay -= 1;
      wake?.();
    },
  };
}

function createReader({ drop, scratch, zone, guides, mostMemory }: ReaderStart): DropReader {
  watchMemory(mostMemory);
  return createDropReader(drop, {
    zone: zoneNamed(zone),
    guides,
    scratch,
    warnings: createWarnings(),
    progress: createTold(),
    assertWanted() {},
  });
}

/** On a thread of its own: a parser that runs wild leaves this one no turn. */
function watchMemory(most: number): void {
  const file = import.meta.url.endsWith('.ts') ? './memory-watch.ts' : './memory-watch.js';
  new Worker(new URL(file, import.meta.url), { workerData: most, execArgv: [] }).unref();
}

const { sink, taken } = createSink();
let reader: DropReader | null = null;

async function perform(order: ToReader): Promise<void> {
  if (order.do === 'start') reader = createReader(order.start);
  else if (order.do === 'taken') taken();
  else if (!reader) throw new Error('it was not started');
  else if (order.do === 'check') say({ kind: 'checked', checked: await reader.check() });
  else if (order.do === 'read') say({ kind: 'end', end: await reader.read(sink) });
  else {
    await reader.look(order.file, order.lines, (row) => say({ kind: 'looked', row }));
    say({ kind: 'lookedAll' });
  }
}

process.on('disconnect', () => process.exit(0));
process.on('message', (order: ToReader) => {
  perform(order).catch((error: unknown) => {
    const { code, message, next } = error instanceof Refusal ? error : refusalOf(error);
    say({ kind: 'refused', code, message, next });
  });
});

import type { ImportResult, TableCounts } from '../../../../contract/records.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Db } from '../../storage/storage.ts';
import type { TableName } from '../tables.ts';
import type { Books, RunBegin } from './books.ts';
import type { CheckedDrop } from './check-drop.ts';
import type { DropFile } from './drop.ts';
import type { Fault } from './fault.ts';
import { createHistory } from './history.ts';
import { suspendIndices } from './indices.ts';
import { assertRows } from './manifest.ts';
import { createTimeSpan, type ReadingContext, type RowReceiver, readFile } from './reading.ts';
import type { RejectList } from './rejects.ts';
import { createStoreRecordWriter } from './store-records.ts';
import { createTableWriter, type WriterContext } from './table-writer.ts';
import { createTermWriter } from './term-writer.ts';

export interface Pass {
  readonly db: Db;
  readonly books: Books;
  readonly checked: CheckedDrop;
  readonly rejects: RejectList;
  readonly context: ReadingContext;
  readonly begin: Pick<RunBegin, 'run' | 'dropName' | 'by'>;
  /** UTC ms. */
  readonly clock: () => number;
}

type TableEnd = Omit<ImportResult, 'run' | 'rejects_file' | 'seconds'>;

/** Reads every row of a checked drop into the copy and keeps the books. Inside a transaction. */
export async function readRows(pass: Pass): Promise<TableEnd> {
  const { db, books, checked, context } = pass;
  const { drop, manifest, fingerprint } = checked;
  const total = drop.files.reduce((sum, file) => sum + file.bytes, 0);
  // Only beside an older drop does it matter, while reading, how old this one is.
  const early = manifest?.asOf ?? (books.hasRuns() ? await guessAge(pass, total) : null);
  const source = manifest?.source ?? null;
  const run = books.begin({ ...pass.begin, source, startedAt: pass.clock(), fingerprint });
  const indices = suspendIndices(db, bytesByTable(drop.files));
  const terms = createTermWriter(db);
  const age = { asOf: early, fingerprint };
  const history = createHistory(db);
  const writers = writersFor({ db, run, age, ageOf: books.ageOf, history, terms });
  const span = createTimeSpan();
  const counts: Record<string, TableCounts> = {};
  context.progress.enter('reading', total);
  for (const file of drop.files) {
    const tally = (counts[file.table] ??= emptyCounts());
    const number = books.file(run, file.shown, file.table);
    const receiver = receiverFor(pass, file, { run, file: number }, tally, writers, span);
    const rows = await readFile(file, context, receiver);
    assertRows(manifest, file.name, rows);
    books.fileRows(number, rows);
  }
  context.progress.enter('indexing', 0);
  const step = () => {
    context.progress.step();
    context.assertWanted();
  };
  indices.restore(step);
  terms.finish(step);
  const end = endOf(pass, span.result());
  books.end(run, { ...end, counts, finishedAt: pass.clock() });
  return resultOf(pass, end, counts);
}

function bytesByTable(files: readonly DropFile[]): Map<TableName, number> {
  const bytes = new Map<TableName, number>();
  for (const file of files) {
    // Packed text is about five times as long.
    const unpacked = file.packing === 'plain' ? file.bytes : file.bytes * 5;
    bytes.set(file.table, (bytes.get(file.table) ?? 0) + unpacked);
  }
  return bytes;
}

type Writer = Pick<ReturnType<typeof createTableWriter>, 'put'>;

function writersFor(context: WriterContext): (table: TableName) => Writer {
  const made = new Map<TableName, Writer>();
  return (table) => {
    let writer = made.get(table);
    if (!writer) {
      const plain = createTableWriter(table, context);
      writer = table === 'store_records' ? createStoreRecordWriter(context.db, plain) : plain;
      made.set(table, writer);
    }
    return writer;
  };
}

function receiverFor(
  pass: Pass,
  file: DropFile,
  origin: { readonly run: bigint; readonly file: bigint },
  tally: TableCounts,
  writers: (table: TableName) => Writer,
  span: ReturnType<typeof createTimeSpan>,
): RowReceiver {
  const writer = writers(file.table);
  const reject: RowReceiver['reject'] = (entry, fault) => {
    tally.read += 1;
    tally.rejected += 1;
    pass.rejects.add(file, entry, fault);
  };
  return {
    reject,
    take(entry, judged, present) {
      const from = { ...origin, line: BigInt(entry.line) };
      const outcome = writer.put(judged, from, present);
      if (isFault(outcome)) return reject(entry, outcome);
      tally.read += 1;
      tally[outcome] += 1;
      if (judged.redacted) tally.redacted += 1;
      span.see(file.table, judged);
    },
  };
}

function isFault(outcome: string | Fault): outcome is Fault {
  return typeof outcome !== 'string';
}

function emptyCounts(): TableCounts {
  return { read: 0, inserted: 0, updated: 0, unchanged: 0, rejected: 0, redacted: 0 };
}

/** The newest time in the data, read ahead of the import: it decides which drop is the newer. */
async function guessAge({ checked, context }: Pass, total: number): Promise<number | null> {
  const span = createTimeSpan();
  context.progress.enter('checking', total);
  const unheard = { add() {}, count() {}, oddValue() {}, list: () => [] };
  for (const file of checked.drop.files)
    await readFile(
      file,
      { ...context, warnings: unheard },
      { take: (_entry, judged) => span.see(file.table, judged), reject() {} },
    );
  return span.result().newest;
}

interface End {
  readonly asOf: number | null;
  readonly guessed: boolean;
  readonly coversFrom: number | null;
  readonly coversTo: number | null;
}

function endOf(
  { checked: { manifest } }: Pass,
  span: { newest: number | null; from: number | null; to: number | null },
): End {
  return {
    asOf: manifest?.asOf ?? span.newest,
    guessed: (manifest?.asOf ?? null) === null,
    coversFrom: manifest?.coversFrom ?? span.from,
    coversTo: manifest?.coversTo ?? span.to,
  };
}

function resultOf({ checked, rejects, context }: Pass, end: End, counts: TableEnd['tables']) {
  const { warnings } = context;
  if (checked.drop.ignored.some((name) => /^confirmations[-.]/i.test(name)))
    warnings.add(
      'Confirmations of an outbox are not records: they are signed, and `outbox confirm` takes them.',
    );
  if (end.guessed)
    warnings.add(
      'No manifest says how old the drop is; its age is guessed from the newest time in it.',
    );
  return {
    tables: counts,
    ignored: [...checked.drop.ignored],
    warnings: warnings.list(),
    first_rejects: rejects.first,
    as_of: wireTime(end.asOf),
    as_of_guessed: end.guessed,
    covers_from: wireTime(end.coversFrom),
    covers_to: wireTime(end.coversTo),
  };
}

import type { ImportResult, TableCounts } from '../../../../contract/records.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Db } from '../../storage/storage.ts';
import type { TableName } from '../tables.ts';
import { type RejectedRow, type RowBatch, unpackValues } from './batch.ts';
import type { Books, RunBegin } from './books.ts';
import { type BulkWriter, createBulkWriter, type Settled } from './bulk-writer.ts';
import type { CheckedDrop } from './check-drop.ts';
import type { DropFile } from './drop.ts';
import type { Fault } from './fault.ts';
import { createHistory } from './history.ts';
import { suspendIndices } from './indices.ts';
import { assertRows } from './manifest.ts';
import type { DropReader, Originals, RowSink } from './drop-reader.ts';
import { createPatchWriter } from './patch-writer.ts';
import { putBatch, type Writer } from './put-batch.ts';
import type { Progress } from './progress.ts';
import type { TimeSpan } from './reading.ts';
import type { RejectList } from './rejects.ts';
import { createStoreRecordWriter } from './store-records.ts';
import { createTableWriter, type WriterContext } from './table-writer.ts';
import { createTallies, type Tallies } from './tallies.ts';
import { createTermWriter } from './term-writer.ts';

/** What a run reads its rows with, and tells how far it is. */
export interface PassContext {
  readonly reader: DropReader;
  readonly progress: Progress;
  /** Throws where the run is to end; asked every few thousand rows. */
  readonly assertWanted: () => void;
}

export interface Pass {
  readonly db: Db;
  readonly books: Books;
  readonly checked: CheckedDrop;
  readonly rejects: RejectList;
  readonly context: PassContext;
  readonly begin: Pick<RunBegin, 'run' | 'dropName' | 'by'>;
  /** UTC ms. */
  readonly clock: () => number;
}

type TableEnd = Omit<ImportResult, 'run' | 'rejects_file' | 'seconds'>;

/** Takes every row of a checked drop into the copy and keeps the books. Inside a transaction. */
export async function readRows(pass: Pass): Promise<TableEnd> {
  const { db, books, checked, context } = pass;
  const { drop, manifest, fingerprint } = checked;
  const { reader, progress } = context;
  // Only beside an older drop does it matter, while reading, how old this one is.
  const early = manifest?.asOf ?? (books.hasRuns() ? await reader.newestTime() : null);
  const source = manifest?.source ?? null;
  const run = books.begin({ ...pass.begin, source, startedAt: pass.clock(), fingerprint });
  const indices = suspendIndices(db, bytesByTable(drop.files), isLookedUp(drop.files));
  const terms = createTermWriter(db);
  const age = { asOf: early, fingerprint };
  const history = createHistory(db);
  const writers = writersFor({ db, run, age, ageOf: books.ageOf, history, terms }, indices.keys);
  const tallies = createTallies(drop.files);
  const taking = { ...pass, run, tallies, writers, numbers: [] };
  const { warnings, span } = await reader.read(sinkFor(taking));
  progress.enter('indexing', 0);
  const step = () => {
    progress.step();
    context.assertWanted();
  };
  for (const [table, writer] of writers.bulk) {
    const settled = writer.settle(() => {
      indices.restoreNeeded(table);
      return writers.of(table);
    });
    await settle(taking, settled);
    step();
  }
  indices.restore(step);
  terms.finish(step);
  const end = endOf(pass, span);
  const counts = tallies.byTable();
  books.end(run, { ...end, counts, finishedAt: pass.clock() });
  return resultOf(pass, { end, warnings, counts, files: tallies.byFile() });
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

/** Rows of other sources find their recharges by what stands in the tables already. */
function isLookedUp(files: readonly DropFile[]): boolean {
  return files.some(({ foreign }) => foreign !== undefined);
}

interface Writers {
  /** Tables that are filled anew, without looking at what stands in them. */
  readonly bulk: ReadonlyMap<TableName, BulkWriter>;
  of(table: TableName): Writer;
}

function writersFor(context: WriterContext, keys: ReadonlyMap<TableName, string>): Writers {
  const made = new Map<TableName, Writer>();
  const bulk = [...keys].map(
    ([table, key]) => [table, createBulkWriter(table, context, key)] as const,
  );
  return {
    bulk: new Map(bulk),
    of(table) {
      let writer = made.get(table);
      if (!writer) {
        const plain = createTableWriter(table, context);
        const inner =
          table === 'store_records' ? createStoreRecordWriter(context.db, plain) : plain;
        writer = createPatchWriter({ ...context, table, plain, inner });
        made.set(table, writer);
      }
      return writer;
    },
  };
}

interface Taking extends Pass {
  readonly run: bigint;
  readonly tallies: Tallies;
  readonly writers: Writers;
  /** The number of each file in the books, by its place in the drop. */
  readonly numbers: bigint[];
}

/** Puts what is read into the copy, counts it and keeps the books of its files. */
function sinkFor(taking: Taking): RowSink {
  const { books, checked, context, rejects, run, tallies, writers, numbers } = taking;
  const { files } = checked.drop;
  const fileAt = (index: number): DropFile => {
    const file = files[index];
    if (!file) throw new Error('a row is of no file');
    return file;
  };
  let number = 0n;
  const begin = (index: number) => {
    const { shown, table } = fileAt(index);
    tallies.of(index);
    number = books.file(run, shown, table);
    numbers[index] = number;
  };
  return {
    file(index) {
      number = 0n;
      // A file of another source stands there for every table that it may fill.
      if (!fileAt(index).foreign) begin(index);
    },
    async rows(batch, originals) {
      context.assertWanted();
      const file = fileAt(batch.file);
      if (number === 0n) begin(batch.file);
      const tally = tallies.of(batch.file);
      const all = unpackValues(batch);
      const bulk = writers.bulk.get(file.table);
      const { refused, ...taken } = bulk
        ? bulk.putAll(batch, all, number)
        : putBatch(writers.of(file.table), file.table, batch, all, { run, file: number });
      const late = await rejectedBy(refused, batch, originals);
      for (const row of [...batch.rejects, ...late].sort((a, b) => a.line - b.line))
        rejects.add(file, row);
      add(tally, taken);
      tally.rejected += batch.rejects.length + late.length;
      tally.read += batch.lines.length + batch.rejects.length;
      context.progress.took(batch.lines.length + batch.rejects.length);
    },
    fileEnd(index, rows) {
      const { name, foreign } = fileAt(index);
      if (!foreign) assertRows(checked.manifest, name, rows);
      if (number !== 0n) books.fileRows(number, rows);
    },
  };
}

/** Counts what became of rows that share a key with another, and lists those that contradict one. */
async function settle(taking: Taking, { changes, faults }: Settled): Promise<void> {
  const { tallies, numbers, context, checked, rejects } = taking;
  for (const [number, change] of changes) {
    const tally = tallies.of(numbers.indexOf(number));
    tally.inserted += change.inserted;
    tally.updated += change.updated;
    tally.unchanged += change.unchanged;
    tally.rejected += change.rejected;
  }
  for (const [number, ofFile] of Map.groupBy(faults, ({ file }) => file)) {
    const index = numbers.indexOf(number);
    const file = checked.drop.files[index];
    if (!file) throw new Error('a row is of no file');
    const found = new Map(ofFile.map(({ line, fault }) => [line, fault]));
    await context.reader.look(index, [...found.keys()], ({ line, original, redacted }) => {
      const fault = found.get(line);
      if (fault) rejects.add(file, { line, fault, original });
      if (redacted) tallies.of(index).redacted -= 1;
    });
  }
}

/** Rows that contradict the copy, with the texts that they stood in. */
async function rejectedBy(
  refused: ReadonlyMap<number, Fault>,
  { lines }: RowBatch,
  originals: Originals,
): Promise<RejectedRow[]> {
  if (refused.size === 0) return [];
  const texts = await originals([...refused.keys()]);
  return [...refused].map(([place, fault], index) => ({
    line: lines[place] ?? 0,
    fault,
    original: texts[index] ?? '',
  }));
}

function add(tally: TableCounts, more: Omit<TableCounts, 'read' | 'rejected'>): void {
  tally.inserted += more.inserted;
  tally.updated += more.updated;
  tally.unchanged += more.unchanged;
  tally.redacted += more.redacted;
}

interface End {
  readonly asOf: number | null;
  readonly guessed: boolean;
  readonly coversFrom: number | null;
  readonly coversTo: number | null;
}

function endOf({ checked: { manifest } }: Pass, span: TimeSpan): End {
  return {
    asOf: manifest?.asOf ?? span.newest,
    guessed: (manifest?.asOf ?? null) === null,
    coversFrom: manifest?.coversFrom ?? span.from,
    coversTo: manifest?.coversTo ?? span.to,
  };
}

interface Told {
  readonly end: End;
  readonly warnings: readonly string[];
  readonly counts: TableEnd['tables'];
  readonly files: TableEnd['files'];
}

function resultOf(
  { checked, rejects }: Pass,
  { end, warnings: read, counts, files }: Told,
): TableEnd {
  const warnings = [...read];
  if (end.guessed)
    warnings.push(
      'No manifest says how old the drop is; its age is guessed from the newest time in it.',
    );
  return {
    tables: counts,
    files,
    ignored: [...checked.drop.ignored],
    unmapped: [...checked.drop.unmapped],
    warnings,
    first_rejects: rejects.first,
    as_of: wireTime(end.asOf),
    as_of_guessed: end.guessed,
    covers_from: wireTime(end.coversFrom),
    covers_to: wireTime(end.coversTo),
  };
}

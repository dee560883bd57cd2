import type { Db } from '../../storage/storage.ts';
import type { TableName } from '../tables.ts';
import type { RejectedRow } from './batch.ts';
import type { FileBooks } from './books.ts';
import type { CheckedDrop } from './check-drop.ts';
import type { DropFile } from './drop.ts';
import { assertRows } from './manifest.ts';
import type { PlanContext } from './plan.ts';
import type { TimeSpan } from './reading.ts';
import type { RejectList } from './rejects.ts';
import { createStager } from './stage-rows.ts';
import { createTallies, type Tallies } from './tallies.ts';

/** What there is to be told of a drop when all its rows were read. */
export interface Staged {
  readonly warnings: readonly string[];
  readonly span: TimeSpan;
  readonly tallies: Tallies;
  /** The files that gave rows, by their place in the drop, as the books will have them. */
  readonly files: ReadonlyMap<number, FileBooks>;
  /** The columns that each file has, by its number in the books; null where that differs by row. */
  readonly present: ReadonlyMap<bigint, readonly string[] | null>;
  /** Tables of which some rows complete others. */
  readonly patched: ReadonlySet<TableName>;
  readonly rejects: StagedRejects;
  /** The headers of files as lines of them, by their place in the drop. */
  readonly heads: ReadonlyMap<number, string>;
  /** The place in the drop of a file of the books. */
  indexOf(file: bigint): number;
}

interface Reading {
  readonly checked: CheckedDrop;
  /** The newest run and file in the books so far. */
  readonly numbers: { readonly run: bigint; readonly file: bigint };
  readonly context: PlanContext;
}

/** Reads every row of a checked drop into the staging file and counts what was rejected alone. */
export async function readIntoStaging(
  db: Db,
  { checked, numbers, context }: Reading,
): Promise<Staged> {
  const { files: all } = checked.drop;
  const stager = createStager(db);
  const tallies = createTallies(all);
  const rejects = createStagedRejects(db, all);
  const files = new Map<number, FileBooks>();
  const present = new Map<bigint, readonly string[] | null>();
  const places = new Map<bigint, number>();
  const heads = new Map<number, string>();
  const fileAt = (index: number): DropFile => {
    const file = all[index];
    if (!file) throw new Error('a row is of no file');
    return file;
  };
  const begin = (index: number): FileBooks => {
    const known = files.get(index);
    if (known) return known;
    const { shown, table } = fileAt(index);
    tallies.of(index);
    const file = { number: numbers.file + BigInt(files.size + 1), name: shown, table, rows: 0 };
    files.set(index, file);
    places.set(file.number, index);
    return file;
  };
  const { warnings, span } = await context.reader.read({
    file(index) {
      // A file of another source stands there for every table that it may fill.
      if (!fileAt(index).foreign) begin(index);
    },
    rows(batch) {
      context.assertWanted();
      const { number, table } = begin(batch.file);
      present.set(number, batch.present);
      if (batch.head !== null) heads.set(batch.file, batch.head);
      stager.put(table, batch, { run: numbers.run + 1n, file: number });
      for (const reject of batch.rejects) rejects.add(batch.file, reject);
      const tally = tallies.of(batch.file);
      tally.redacted += batch.redacted;
      tally.rejected += batch.rejects.length;
      tally.read += batch.taken + batch.rejects.length;
      context.progress.took(batch.taken + batch.rejects.length);
      return Promise.resolve();
    },
    fileEnd(index, rows) {
      const { name, foreign } = fileAt(index);
      if (!foreign) assertRows(checked.manifest, name, rows);
      const file = files.get(index);
      if (file) files.set(index, { ...file, rows });
    },
  });
  const indexOf = (file: bigint): number => {
    const place = places.get(file);
    if (place === undefined) throw new Error('a row is of no file');
    return place;
  };
  const patched = stager.patched();
  return { warnings, span, tallies, files, present, patched, rejects, heads, indexOf };
}

export type StagedRejects = ReturnType<typeof createStagedRejects>;

/** Rows that were not taken, kept in the staging file until all of them can be listed in order. */
function createStagedRejects(db: Db, files: readonly DropFile[]) {
  const add = db.prepare('insert into rejects values (?, ?, ?, ?, ?, ?)');
  return {
    add(index: number, { line, fault, original }: RejectedRow): void {
      add.run(index, line, fault.column, fault.code, fault.sentence, original);
    },
    /** Lists them by file and line. */
    into(list: RejectList): void {
      const all = db.prepare<[], StagedReject>('select * from rejects order by file, line, rowid');
      for (const { file, line, column, code, sentence, original } of all.iterate()) {
        const from = files[Number(file)];
        if (!from) throw new Error('a row is of no file');
        list.add(from, { line: Number(line), fault: { column, code, sentence }, original });
      }
    },
  };
}

type StagedReject = RejectedRow['fault'] &
  Readonly<Record<'file' | 'line', bigint>> & { readonly original: string };

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type ImportResult, searchPart } from '../../../../contract/records.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Db } from '../../storage/storage.ts';
import type { TableName } from '../tables.ts';
import { createAges, newestNumbers, type RunBooks } from './books.ts';
import type { CheckedDrop } from './check-drop.ts';
import { compareRows } from './compare.ts';
import type { DropReader } from './drop-reader.ts';
import { noteFindable } from './findable-rows.ts';
import { createHistory } from './history.ts';
import type { Progress, WorkPart } from './progress.ts';
import { busy } from './refusals.ts';
import { readIntoStaging, type Staged } from './read-into-staging.ts';
import type { TimeSpan } from './reading.ts';
import { createRejectList, rejectHead } from './rejects.ts';
import { type LateFault, noteChanges, settleRest } from './settle.ts';
import {
  createLinkViews,
  createTable,
  inSettlingOrder,
  linkedTables,
  openStaging,
} from './staging.ts';
import { indexKeys } from './stage-rows.ts';
import type { WriterContext } from './table-writer.ts';
import { createTermWriter } from './term-writer.ts';
import { findTwice, type Twice, twiceWords } from './twice.ts';

/** What a run reads its rows with, and tells how far it is. */
export interface PlanContext {
  readonly reader: DropReader;
  readonly progress: Progress;
  /** Throws where the run is to end; asked every few thousand rows. */
  readonly assertWanted: () => void;
  /** When the run began, UTC ms. */
  readonly startedAt: number;
}

/** What an import would do, worked out to the last row and left in a staging file. */
export interface WorkedOut {
  /** The staging file. */
  readonly file: string;
  /** The reject list; null where nothing was rejected. */
  readonly rejects: string | null;
  /** The newest run of the copy that it was worked out against. */
  readonly copyRun: bigint;
  readonly books: RunBooks;
  readonly tables: readonly StagedTable[];
  readonly result: Omit<ImportResult, 'run' | 'rejects_file' | 'reject_list' | 'seconds'>;
}

export interface StagedTable {
  readonly table: TableName;
  /** No two rows that were read have the same key; the staging file has the index of the keys. */
  readonly unique: boolean;
  /** Columns in which rows of the copy change. */
  readonly changing: readonly string[];
}

/**
 * Reads every row of a checked drop into a staging file in `folder` and works out, beside the copy
 * and without writing to it, what an import does to each. Rows are judged by the same rules
 * whether they come first or later, so that a commit has nothing left to decide.
 */
export async function workOut(
  { copy, folder }: { readonly copy: string; readonly folder: string },
  checked: CheckedDrop,
  context: PlanContext,
): Promise<WorkedOut> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'staging.db');
  const db = openStaging(file, copy);
  try {
    const { drop } = checked;
    const foreign = drop.files.some((each) => each.foreign !== undefined);
    const tables = new Set(drop.files.map(({ table }) => table));
    for (const table of new Set([...tables, ...(foreign ? linkedTables : [])]))
      createTable(db, table);
    if (foreign) createLinkViews(db);
    const numbers = newestNumbers(db, 'copy');
    db.exec('begin');
    const staged = await readIntoStaging(db, { checked, numbers, context });
    context.progress.enter('comparing', comparisons(tables, staged));
    const unique = new Map<TableName, boolean>();
    for (const table of tables) {
      unique.set(table, indexKeys(db, table));
      context.progress.did(table, 1 / stepsOfTable);
      context.assertWanted();
    }
    db.exec('commit');
    return await settled(db, { file, folder, checked, context, numbers, staged, unique });
  } finally {
    db.close();
  }
}

/** The work of comparing, as progress counts it: rows, in a few steps a table. */
function comparisons(tables: ReadonlySet<TableName>, { tallies }: Staged): WorkPart[] {
  const counts = tallies.byTable();
  const work = [...tables].map((table) => ({
    table,
    name: table,
    total: counts[table]?.read ?? 0,
  }));
  const all = work.reduce((sum, { total }) => sum + total, 0);
  return [...work, { table: searchPart, name: searchPart, total: all / stepsOfTable }];
}

/** Its keys indexed, compared, settled one by one, what it is found by noted. */
const stepsOfTable = 4;

interface Settling {
  readonly file: string;
  readonly folder: string;
  readonly checked: CheckedDrop;
  readonly context: PlanContext;
  readonly numbers: { readonly run: bigint; readonly file: bigint };
  readonly staged: Staged;
  readonly unique: ReadonlyMap<TableName, boolean>;
}

/** What was read, compared with the copy as it is in one moment. */
async function settled(db: Db, settling: Settling): Promise<WorkedOut> {
  const { file, folder, checked, context, numbers, staged, unique } = settling;
  const { span, tallies } = staged;
  const step = stepOf(context);
  // Whatever fails from here on, the file is thrown away: there is nothing to roll back.
  db.pragma('main.journal_mode = OFF');
  db.exec('begin');
  if (newestNumbers(db, 'copy').run !== numbers.run) throw busy();
  const end = endOf(checked, span, context.startedAt);
  const terms = createTermWriter(db);
  const writing: WriterContext = {
    db,
    run: numbers.run + 1n,
    age: { asOf: end.asOf, fingerprint: checked.fingerprint },
    ageOf: createAges(db),
    history: createHistory(db),
    terms,
    presentIn: presentOnce(staged),
  };
  const tables: StagedTable[] = [];
  const faults: LateFault[] = [];
  const twice: Twice[] = [];
  for (const table of inSettlingOrder(unique.keys())) {
    const did = () => context.progress.did(table, 1 / stepsOfTable);
    settleTable(db, { table, staged, unique, writing, faults, twice, step, did });
    tables.push({
      table,
      unique: unique.get(table) === true,
      changing: noteChanges(db, table),
    });
  }
  terms.stage(step);
  context.progress.did(searchPart, 1);
  await listFaults(faults, staged, context);
  db.exec('commit');
  const all = checked.drop.files;
  const rejects = createRejectList(folder, 'rejects', (each) =>
    rejectHead(each, staged.heads.get(all.indexOf(each)) ?? null),
  );
  staged.rejects.into(rejects);
  const counts = tallies.byTable();
  const files = [...staged.files.values()];
  const { fingerprint, manifest } = checked;
  const source = manifest?.source ?? null;
  return {
    file,
    rejects: rejects.finish(),
    copyRun: numbers.run,
    books: { number: numbers.run + 1n, source, fingerprint, ...end, counts, files },
    tables,
    result: resultOf(checked, { end, staged, twice, first: rejects.first }),
  };
}

interface SettlingTable {
  readonly table: TableName;
  readonly staged: Staged;
  readonly unique: ReadonlyMap<TableName, boolean>;
  readonly writing: WriterContext;
  readonly faults: LateFault[];
  readonly twice: Twice[];
  readonly step: () => void;
  readonly did: () => void;
}

function settleTable(
  db: Db,
  { table, staged, unique, writing, faults, twice, step, did }: SettlingTable,
): void {
  const unchanged = compareRows(db, {
    table,
    unique: unique.get(table) === true,
    patched: staged.patched.has(table),
    present: staged.present,
    age: writing.age,
  });
  if (unique.get(table) === false) twice.push(...findTwice(db, table));
  did();
  step();
  const { tallies, indexOf } = staged;
  for (const [file, rows] of unchanged) tallies.of(indexOf(file)).unchanged += rows;
  for (const [file, rows] of freshByFile(db, table)) tallies.of(indexOf(file)).inserted += rows;
  settleRest(db, table, writing, {
    outcome(file, outcome) {
      tallies.of(indexOf(file))[outcome] += 1;
    },
    fault: (fault) => faults.push(fault),
    step,
  });
  did();
  noteFindable(db, table, writing.terms, step);
  did();
  step();
}

function freshByFile(db: Db, table: TableName): [bigint, number][] {
  return db
    .prepare<[], { file: bigint; rows: bigint }>(
      `select origin_file as file, count(*) as rows from "fresh_${table}" f
       where not exists (select 1 from "skipped_${table}" s where s.number = f.rowid) group by 1`,
    )
    .all()
    .map(({ file, rows }) => [file, Number(rows)]);
}

function presentOnce({ present }: Staged): WriterContext['presentIn'] {
  const sets = new Map<bigint, ReadonlySet<string> | null>();
  return (file) => {
    let found = sets.get(file);
    if (found === undefined) {
      const columns = present.get(file) ?? null;
      sets.set(file, (found = columns && new Set(columns)));
    }
    return found;
  };
}

/** Lists rows that were found wrong only when all were read, with the texts that they stood in. */
async function listFaults(
  faults: readonly LateFault[],
  { indexOf, rejects, tallies }: Staged,
  { reader }: PlanContext,
): Promise<void> {
  for (const [file, ofFile] of Map.groupBy(faults, (each) => each.file)) {
    const index = indexOf(file);
    const wanted = new Map(ofFile.map((each) => [`${each.line}/${each.place}`, each.fault]));
    const places = new Map<number, number>();
    const lines = new Set(ofFile.map(({ line }) => line));
    await reader.look(index, [...lines], ({ line, original, redacted }) => {
      const place = places.get(line) ?? 0;
      places.set(line, place + 1);
      const fault = wanted.get(`${line}/${place}`);
      if (!fault) return;
      rejects.add(index, { line, fault, original });
      if (redacted) tallies.of(index).redacted -= 1;
    });
  }
}

function stepOf({ progress, assertWanted }: PlanContext): () => void {
  return () => {
    progress.step();
    assertWanted();
  };
}

type End = Pick<RunBooks, 'asOf' | 'guessed' | 'coversFrom' | 'coversTo'>;

/** A clock may be off by so much: a time further ahead says nothing of the age of a drop. */
const aheadMs = 86_400_000;

/**
 * How old the drop is. One time that lies years ahead must not make it newer than every drop to come:
 * then it is taken to be of today.
 */
function endOf({ manifest }: CheckedDrop, { newest, ...span }: TimeSpan, startedAt: number): End {
  const ahead = newest !== null && newest > startedAt + aheadMs;
  return {
    asOf: manifest?.asOf ?? (ahead ? startedAt : newest),
    guessed: (manifest?.asOf ?? null) === null,
    coversFrom: manifest?.coversFrom ?? span.from,
    coversTo: manifest?.coversTo ?? span.to,
  };
}

function resultOf(
  { drop }: CheckedDrop,
  {
    end,
    staged,
    twice,
    first,
  }: {
    readonly end: End;
    readonly staged: Staged;
    readonly twice: readonly Twice[];
    readonly first: ImportResult['first_rejects'];
  },
): WorkedOut['result'] {
  const fileOf = ({ file }: Twice) => drop.files[staged.indexOf(file)]?.shown ?? '';
  const warnings = [...staged.warnings, ...twice.map((each) => twiceWords(fileOf(each), each))];
  if (end.guessed && drop.files.length > 0)
    warnings.push(
      end.asOf === null
        ? 'No manifest says how old the drop is, and no row has a time.'
        : 'No manifest says how old the drop is; its age is guessed from the newest time in it.',
    );
  if (drop.files.length === 0)
    for (const { file } of drop.unmapped)
      warnings.push(
        `${file} has columns of its own: say what they mean under Import, or name a mapping with --mapping.`,
      );
  return {
    tables: staged.tallies.byTable(),
    files: staged.tallies.byFile(),
    ignored: [...drop.ignored],
    unmapped: [...drop.unmapped],
    warnings,
    first_rejects: [...first],
    as_of: wireTime(end.asOf),
    as_of_guessed: end.guessed,
    covers_from: wireTime(end.coversFrom),
    covers_to: wireTime(end.coversTo),
  };
}

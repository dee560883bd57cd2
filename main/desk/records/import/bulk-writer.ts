import type { TableCounts } from '../../../../contract/records.ts';
import type { Db } from '../../storage/storage.ts';
import { type TableName, tableOf } from '../tables.ts';
import type { RowBatch } from './batch.ts';
import type { Fault } from './fault.ts';
import type { RowOrigin } from './history.ts';
import type { PutBatch, Writer } from './put-batch.ts';
import type { Outcome, WriterContext } from './table-writer.ts';
import type { Value } from './values.ts';

/** Rows a statement: one statement a row is half as fast. */
const perStatement = 40;

/** Rows that are put again at a time. */
const atOnce = 1000;

/** A row that contradicts another of its own drop, found when all rows were in. */
export interface LateFault {
  /** The file's number in the books. */
  readonly file: bigint;
  readonly line: number;
  readonly fault: Fault;
}

type Change = Omit<TableCounts, 'read' | 'redacted'>;

export interface Settled {
  /** What to add to the counts of each file, by its number in the books; `inserted` is negative. */
  readonly changes: ReadonlyMap<bigint, Change>;
  readonly faults: readonly LateFault[];
}

/**
 * Fills a table that is still empty and has no indices: every row is appended as it comes. That a
 * key stands twice in a drop is rare, so it is looked for once, by the index of the keys; rows that
 * share one are taken out and put again, one after the other, by the table's own `writer`.
 */
export function createBulkWriter(table: TableName, context: WriterContext, keyIndex: string) {
  const { db, run, terms } = context;
  const columns = [...Object.keys(tableOf(table).columns), 'extra'];
  const width = columns.length;
  const presentIn = new Map<bigint, ReadonlySet<string> | null>();
  let insert: Inserts | null = null;

  function statements(file: bigint): Inserts {
    if (insert?.file !== file) insert = prepare(db, { table, columns, run, file });
    return insert;
  }

  return {
    putAll(batch: RowBatch, all: readonly (string | null)[], file: bigint): PutBatch {
      presentIn.set(file, batch.present && new Set(batch.present));
      const { many, one } = statements(file);
      const { lines } = batch;
      let at = 0;
      for (; at + perStatement <= lines.length; at += perStatement)
        many.run(withLines(all, lines, at, at + perStatement, width));
      for (; at < lines.length; at++) one.run(withLines(all, lines, at, at + 1, width));
      for (let place = 0; place < lines.length; place++)
        terms.inserted(table, columns, all, place * width);
      return {
        inserted: lines.length,
        updated: 0,
        unchanged: 0,
        redacted: batch.redacted.length,
        refused: new Map(),
      };
    },
    /** Makes the index of the keys; rows that stand in each other's way go through `writer`. */
    settle(writer: () => Writer): Settled {
      const changes = new Map<bigint, Change>();
      const faults: LateFault[] = [];
      const indexed = becomesIndex(db, keyIndex);
      if (indexed && !hasTokens(db, table)) return { changes, faults };
      takeOut(db, table);
      if (!indexed) db.exec(keyIndex);
      for (const row of takenOut(db, columns)) terms.removed(table, columns, row.values);
      const { put } = writer();
      for (const { values, origin } of takenOut(db, columns)) {
        const change = changes.get(origin.file) ?? {
          inserted: 0,
          updated: 0,
          unchanged: 0,
          rejected: 0,
        };
        changes.set(origin.file, change);
        change.inserted -= 1;
        const outcome: Outcome | Fault = put(
          values,
          origin,
          presentIn.get(origin.file) ?? null,
          null,
        );
        if (typeof outcome === 'string') change[outcome] += 1;
        else {
          change.rejected += 1;
          faults.push({ file: origin.file, line: Number(origin.line), fault: outcome });
        }
      }
      db.exec('drop table temp.taken_out');
      return { changes, faults };
    },
  };
}

export type BulkWriter = ReturnType<typeof createBulkWriter>;

type Statement = ReturnType<Db['prepare']>;

interface Inserts {
  readonly file: bigint;
  readonly many: Statement;
  readonly one: Statement;
}

interface Into {
  readonly table: TableName;
  readonly columns: readonly string[];
  readonly run: bigint;
  readonly file: bigint;
}

/** Whole numbers arrive as digits: a strict table stores them as the integers they are. */
function prepare(db: Db, { table, columns, run, file }: Into): Inserts {
  const names = [...columns, 'origin_run', 'origin_file', 'origin_line'];
  const row = `(${columns.map(() => '?').join(', ')}, ${run}, ${file}, ?)`;
  const into = `insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) values`;
  return {
    file,
    many: db.prepare(`${into} ${Array.from({ length: perStatement }, () => row).join(', ')}`),
    one: db.prepare(`${into} ${row}`),
  };
}

function withLines(
  all: readonly (string | null)[],
  lines: readonly number[],
  from: number,
  to: number,
  width: number,
): (string | number | null)[] {
  const bound: (string | number | null)[] = [];
  for (let place = from; place < to; place++) {
    const start = place * width;
    for (let column = 0; column < width; column++) bound.push(all[start + column] ?? null);
    bound.push(lines[place] ?? 0);
  }
  return bound;
}

/** False where two rows have the same key, so that there can be no such index. */
function becomesIndex(db: Db, sql: string): boolean {
  try {
    db.exec(sql);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_UNIQUE')
      return false;
    throw error;
  }
}

/** Store records have a second way to be the same: see the writer of store records. */
function hasTokens(db: Db, table: TableName): boolean {
  if (table !== 'store_records') return false;
  return (
    db
      .prepare(
        `select 1 from store_records where external_id = purchase_token
         union all
         select 1 from (
           select 1 from store_records where purchase_token is not null
           group by provider, purchase_token having count(*) > 1) limit 1`,
      )
      .get() !== undefined
  );
}

/** Moves all rows that may be the same as another into a temporary table, in their order. */
function takeOut(db: Db, table: TableName): void {
  const key = tableOf(table)
    .key.map((column) => `"${column}"`)
    .join(', ');
  db.exec(
    `create temp table same (number INTEGER PRIMARY KEY);
     insert into temp.same select rowid from "${table}" where (${key}) in (
       select ${key} from "${table}" group by ${key} having count(*) > 1)`,
  );
  if (table === 'store_records') addTokens(db);
  db.exec(
    `create temp table taken_out as
       select rowid as number, * from "${table}" where rowid in (select number from temp.same)
       order by rowid;
     create unique index temp.taken_out_in_order on taken_out (number);
     delete from "${table}" where rowid in (select number from temp.same);
     drop table temp.same`,
  );
}

/** Purchases that share a token, and whatever shares a key or a token with one of those. */
function addTokens(db: Db): void {
  db.exec(
    `insert or ignore into temp.same select rowid from store_records
     where (provider, purchase_token) in (
       select provider, purchase_token from store_records
       where purchase_token is not null group by 1, 2 having count(*) > 1)
       or external_id = purchase_token;
     create temp table names (provider TEXT, name TEXT, primary key (provider, name)) without rowid`,
  );
  const names = db.prepare(
    `insert or ignore into temp.names
       select provider, external_id from store_records join temp.same on store_records.rowid = number
       union select provider, purchase_token from store_records join temp.same on store_records.rowid = number
       where purchase_token is not null`,
  );
  const rows = db.prepare(
    `insert or ignore into temp.same select rowid from store_records
     where (provider, external_id) in (select provider, name from temp.names)
       or (provider, purchase_token) in (select provider, name from temp.names)`,
  );
  while (names.run().changes > 0 && rows.run().changes > 0);
  db.exec('drop table temp.names');
}

interface TakenOut {
  readonly values: readonly Value[];
  readonly origin: RowOrigin;
}

/** Page by page: while rows are walked nothing else can be asked of the same connection. */
function* takenOut(db: Db, columns: readonly string[]): Generator<TakenOut> {
  const list = columns.map((column) => `"${column}"`).join(', ');
  const page = db
    .prepare<[bigint], Value[]>(
      `select ${list}, origin_run, origin_file, origin_line, number from temp.taken_out
       where number > ? order by number limit ${atOnce}`,
    )
    .raw();
  const width = columns.length;
  for (let last = 0n; ; ) {
    const rows = page.all(last);
    if (rows.length === 0) return;
    for (const row of rows) {
      const [run, file, line, number] = row.slice(width) as bigint[];
      last = number ?? last;
      yield {
        values: row.slice(0, width),
        origin: { run: run ?? 0n, file: file ?? 0n, line: line ?? 0n },
      };
    }
  }
}

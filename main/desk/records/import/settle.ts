import type { Db } from '../../storage/storage.ts';
import type { TableName } from '../tables.ts';
import { createLinks, createPatchWriter } from './patch-writer.ts';
import type { Fault } from './fault.ts';
import type { RowOrigin } from './history.ts';
import { patchOf } from './stage-rows.ts';
import { columnsOf, listed, originColumns, sameKey } from './staging.ts';
import { createStoreRecordWriter } from './store-records.ts';
import { createTableWriter, type Outcome, type WriterContext } from './table-writer.ts';
import type { Value } from './values.ts';

/** Rows that are looked at one by one, at a time. */
const atOnce = 1000;

/** A row that contradicts another, or is linked to nothing. */
export interface LateFault {
  /** The file's number in the books. */
  readonly file: bigint;
  readonly line: number;
  /** How many rows of the same line were taken before it. */
  readonly place: number;
  readonly fault: Fault;
}

export interface SettleHooks {
  outcome(file: bigint, outcome: Outcome | 'rejected'): void;
  fault(fault: LateFault): void;
  step(): void;
}

/**
 * Looks at the rows of `rest_<table>` one by one, in the order in which they were read, and settles
 * them against the rows of the copy that they meet, which are taken over into the staging file
 * first. What they come to is what the copy will say.
 */
export function settleRest(
  db: Db,
  table: TableName,
  context: WriterContext,
  { outcome, fault, step }: SettleHooks,
): void {
  if (isNone(db, table)) return;
  const takeOver = createTakeOver(db, table);
  takeOver.all();
  const plain = createTableWriter(table, context);
  const inner =
    table === 'store_records'
      ? createStoreRecordWriter(db, plain)
      : { put: plain.put, stand: plain.replace };
  const links = createLinks(db);
  const writer = createPatchWriter({
    ...context,
    table,
    plain,
    inner,
    links,
    needed: takeOver.one,
  });
  const placeOf = createPlaces(db, table);
  let seen = 0;
  for (const { values, origin, number, patch, present } of restRows(db, table, context)) {
    const became = writer.put(values, origin, present, patch === null ? null : patchOf(patch));
    if (typeof became === 'string') outcome(origin.file, became);
    else {
      outcome(origin.file, 'rejected');
      const line = Number(origin.line);
      fault({ file: origin.file, line, place: placeOf(number, origin), fault: became });
    }
    seen += 1;
    if (seen % atOnce === 0) step();
  }
}

function isNone(db: Db, table: TableName): boolean {
  return db.prepare(`select 1 from "rest_${table}" limit 1`).get() === undefined;
}

/** Takes rows of the copy over into the staging file, to be worked on there; each once. */
function createTakeOver(db: Db, table: TableName) {
  const list = listed([...columnsOf(table), ...originColumns]);
  const taken = `insert or ignore into "taken_${table}"`;
  const move = `insert into main."${table}" (${list}) select ${list} from copy."${table}"`;
  const byKey = `from "rest_${table}" r cross join "fresh_${table}" f on f.rowid = r.number`;
  // Only a row whose key is known when it is looked at has to be found then.
  const find = db
    .prepare<Record<string, Value>, bigint>(
      `select c.rowid from copy."${table}" c where ${sameKey(table, 'c', 'k').replaceAll(/k\."(\w+)"/g, ':$1')}`,
    )
    .pluck();
  const note = db.prepare(`${taken} values (?)`);
  const one = db.prepare(`${move} where rowid = ?`);
  return {
    all(): void {
      db.exec(
        `${taken} select c.rowid ${byKey} cross join copy."${table}" c on ${sameKey(table, 'c', 'f')}`,
      );
      // A purchase may stand under its token, or under another order id with the same one. All
      // purchases of a store are no way to find one: `+` keeps SQLite from going by the provider.
      if (table === 'store_records')
        for (const [provider, column] of [
          ['c.provider', 'external_id'],
          ['+c.provider', 'purchase_token'],
        ])
          db.exec(
            `${taken} select c.rowid ${byKey} cross join copy.store_records c on ${provider} = f.provider
               and c."${column}" in (f.external_id, f.purchase_token)`,
          );
      db.exec(`${move} where rowid in (select number from "taken_${table}")`);
    },
    one(key: Readonly<Record<string, Value>>): void {
      const number = find.get(key);
      if (number !== undefined && note.run(number).changes > 0) one.run(number);
    },
  };
}

interface RestRow {
  readonly number: bigint;
  readonly values: readonly Value[];
  readonly origin: RowOrigin;
  readonly patch: string | null;
  readonly present: ReadonlySet<string> | null;
}

/** Page by page: while rows are walked nothing else can be asked of the same connection. */
function* restRows(db: Db, table: TableName, { presentIn }: WriterContext): Generator<RestRow> {
  const columns = columnsOf(table);
  const width = columns.length;
  const page = db
    .prepare<[bigint], Value[]>(
      `select ${listed([...columns, ...originColumns], 'f.')}, r.number, p.patch
       from "rest_${table}" r cross join "fresh_${table}" f on f.rowid = r.number
         left join "patches_${table}" p on p.number = r.number
       where r.number > ? order by r.number limit ${atOnce}`,
    )
    .raw();
  for (let last = 0n; ; ) {
    const rows = page.all(last);
    if (rows.length === 0) return;
    for (const row of rows) {
      const [run = 0n, file = 0n, line = 0n, number = 0n] = row.slice(width, width + 4) as bigint[];
      last = number;
      yield {
        number,
        values: row.slice(0, width),
        origin: { run, file, line },
        patch: (row[width + 4] ?? null) as string | null,
        present: presentIn(file),
      };
    }
  }
}

/** How many rows of the same line stand before one; a line gives its rows one after the other. */
function createPlaces(db: Db, table: TableName) {
  const before = db.prepare<[bigint], { file: bigint; line: bigint }>(
    `select origin_file as file, origin_line as line from "fresh_${table}" where rowid = ?`,
  );
  return (number: bigint, { file, line }: RowOrigin): number => {
    let place = 0;
    for (;;) {
      const row = before.get(number - BigInt(place + 1));
      if (!row || row.file !== file || row.line !== line) return place;
      place += 1;
    }
  };
}

/**
 * Writes down what the copy has to change for a table: `changed_<table>` for rows that say something
 * else, `placed_<table>` for new ones, `gone_<table>` for rows that another one took the place of.
 * Gives the columns in which any row differs.
 */
export function noteChanges(db: Db, table: TableName): readonly string[] {
  const columns = [...columnsOf(table), ...originColumns];
  const differs = columns.map((column) => `o."${column}" is not c."${column}"`);
  const meets = `main."${table}" o cross join copy."${table}" c on ${sameKey(table, 'c', 'o')}`;
  db.exec(
    `create table "changed_${table}" (number INTEGER PRIMARY KEY, place INTEGER);
     create table "placed_${table}" (place INTEGER PRIMARY KEY);
     create table "gone_${table}" (number INTEGER PRIMARY KEY)`,
  );
  if (isNone(db, table)) return [];
  db.exec(
    `insert into "changed_${table}" select c.rowid, o.rowid from ${meets} where ${differs.join(' or ')};
     insert into "placed_${table}" select o.rowid from main."${table}" o where not exists (
       select 1 from copy."${table}" c where ${sameKey(table, 'c', 'o')});
     insert into "gone_${table}" select t.number from "taken_${table}" t where not exists (
       select 1 from copy."${table}" c join main."${table}" o on ${sameKey(table, 'c', 'o')}
       where c.rowid = t.number)`,
  );
  const any = db
    .prepare(
      `select ${differs.map((each) => `max(${each})`).join(', ')}
       from "changed_${table}" h cross join main."${table}" o on o.rowid = h.place
         cross join copy."${table}" c on c.rowid = h.number`,
    )
    .raw()
    .get() as (bigint | null)[];
  return columns.filter((_, place) => any[place] === 1n);
}

import type { Db } from '../../storage/storage.ts';
import { type TableName, tableOf } from '../tables.ts';
import type { DropAge } from './merge.ts';
import { columnsOf, listed, sameKey } from './staging.ts';

/** What is known of the rows of one table when they have all been read. */
export interface ToCompare {
  readonly table: TableName;
  /** No two rows that were read have the same key. */
  readonly unique: boolean;
  /** Some rows complete others. */
  readonly patched: boolean;
  /** The columns that each file has, by its number in the books; null where that differs by row. */
  readonly present: ReadonlyMap<bigint, readonly string[] | null>;
  readonly age: DropAge;
}

/** Rows that were equal to those of the copy, by the number of their file. */
export type UnchangedByFile = ReadonlyMap<bigint, number>;

/**
 * Compares the rows of a table that were read with each other and with the copy, all at once.
 * After it `skipped_<table>` has every row that is not simply new, and `rest_<table>` those among
 * them that have to be looked at one by one: what shares a key, what differs, what completes
 * another row. Equal ones need nothing more, but for those that `confirmed_<table>` names.
 */
export function compareRows(db: Db, asked: ToCompare): UnchangedByFile {
  const { table, unique, patched } = asked;
  const rest = `insert or ignore into "rest_${table}"`;
  const key = listed(tableOf(table).key);
  if (!unique)
    db.exec(
      `${rest} select rowid from "fresh_${table}" where (${key}) in (
         select ${key} from "fresh_${table}" group by ${key} having count(*) > 1)`,
    );
  if (patched) db.exec(`${rest} select number from "patches_${table}" where linked`);
  if (table === 'store_records') addTokens(db, patched);
  const unchanged = isEmpty(db, table) ? new Map<bigint, number>() : compareWithCopy(db, asked);
  db.exec(`insert or ignore into "skipped_${table}" select number from "rest_${table}"`);
  return unchanged;
}

function isEmpty(db: Db, table: TableName): boolean {
  return db.prepare(`select 1 from copy."${table}" limit 1`).get() === undefined;
}

function compareWithCopy(db: Db, asked: ToCompare): UnchangedByFile {
  const { table } = asked;
  db.exec('create temp table met (number INTEGER PRIMARY KEY, place INTEGER, same INTEGER)');
  db.prepare(
    `insert into temp.met
       select f.rowid, c.rowid, ${equality(asked)}
       from main."fresh_${table}" f cross join copy."${table}" c on ${sameKey(table, 'c', 'f')}
       where not exists (select 1 from "rest_${table}" r where r.number = f.rowid)`,
  ).run(...(asked.patched ? [asked.age.fingerprint] : []));
  db.exec(
    `insert into "rest_${table}" select number from temp.met where not same;
     insert into "skipped_${table}" select number from temp.met where same`,
  );
  confirm(db, asked);
  const counts = db
    .prepare<[], { file: bigint; rows: bigint }>(
      `select f.origin_file as file, count(*) as rows
       from temp.met m cross join main."fresh_${table}" f on f.rowid = m.number
       where m.same group by 1`,
    )
    .all();
  db.exec('drop table temp.met');
  return new Map(counts.map(({ file, rows }) => [file, Number(rows)]));
}

/**
 * When two rows of one key say the same. An entry that never changes is asked only for the columns
 * that its file has; a row that completes another is known where the very same files brought it.
 */
function equality({ table, patched, present }: ToCompare): string {
  const all = equal(columnsOf(table));
  const whole = tableOf(table).immutable ? immutableEquality(table, present) : all;
  if (!patched) return whole;
  return `case when exists (select 1 from "patches_${table}" p where p.number = f.rowid)
    then c.origin_run in (select number from copy.runs where fingerprint = ?) else ${whole} end`;
}

function immutableEquality(table: TableName, present: ToCompare['present']): string {
  const own = Object.keys(tableOf(table).columns);
  const cases = [...present].map(
    ([file, columns]) =>
      `when ${file} then ${equal(own.filter((name) => !columns || columns.includes(name)))}`,
  );
  // A file without rows has none that could be equal.
  return cases.length > 0 ? `case f.origin_file ${cases.join(' ')} else 0 end` : '0';
}

function equal(columns: readonly string[]): string {
  return columns.map((column) => `f."${column}" is c."${column}"`).join(' and ') || '1';
}

/**
 * A newer drop says the same: from now on the row is as new as that drop, so that one exported in
 * between takes nothing back. Rows with their own updated_at need no such memory.
 */
function confirm(db: Db, { table, patched, age }: ToCompare): void {
  const { columns, immutable } = tableOf(table);
  if (immutable || age.asOf === null) return;
  const dated = 'updated_at' in columns ? 'and f.updated_at is null' : '';
  const whole = patched
    ? `and not exists (select 1 from "patches_${table}" p where p.number = f.rowid)`
    : '';
  db.prepare(
    `insert into "confirmed_${table}"
       select m.place, f.origin_file, f.origin_line
       from temp.met m cross join main."fresh_${table}" f on f.rowid = m.number
         cross join copy."${table}" c on c.rowid = m.place
       where m.same ${dated} ${whole} and c.origin_run in (select number from copy.runs where as_of < ?)`,
  ).run(age.asOf);
}

/**
 * Store records have a second way to be the same, see their writer: purchases that share a token,
 * and whatever shares an id or a token with one of those, are looked at one by one.
 */
function addTokens(db: Db, patched: boolean): void {
  const rest = 'insert or ignore into rest_store_records';
  // A row that completes another finds it by the token under any order id.
  const known = patched
    ? `or exists (select 1 from copy.store_records c where +c.provider = f.provider
         and c.purchase_token = f.purchase_token and c.external_id <> f.external_id)`
    : '';
  db.exec(
    `${rest} select rowid from fresh_store_records where external_id = purchase_token;
     ${rest} select rowid from fresh_store_records where (+provider, purchase_token) in (
       select provider, purchase_token from fresh_store_records
       where purchase_token is not null group by 1, 2 having count(*) > 1);
     ${rest} select f.rowid from fresh_store_records f where f.purchase_token is not null and (
       exists (select 1 from copy.store_records c where c.provider = f.provider
         and c.external_id = f.purchase_token) ${known});
     create temp table names (provider TEXT, name TEXT, primary key (provider, name)) without rowid`,
  );
  const names = db.prepare(
    `insert or ignore into temp.names
       select provider, external_id from fresh_store_records f join rest_store_records on f.rowid = number
       union select provider, purchase_token from fresh_store_records f join rest_store_records on f.rowid = number
       where purchase_token is not null`,
  );
  const rows = db.prepare(
    `${rest} select rowid from fresh_store_records
     where (provider, external_id) in (select provider, name from temp.names)
       or (+provider, purchase_token) in (select provider, name from temp.names)`,
  );
  while (names.run().changes > 0 && rows.run().changes > 0);
  db.exec('drop table temp.names');
}

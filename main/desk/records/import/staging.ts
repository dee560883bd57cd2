import { type Db, openFile } from '../../storage/storage.ts';
import { type TableName, tableNames, tableOf } from '../tables.ts';

/**
 * The file in which a plan works out what an import would do, beside the copy and never in it. Of
 * every table it holds two: `fresh_<table>`, the rows as they were read, and `<table>` itself, the
 * few rows of the copy that the drop says otherwise, to be worked on under their own names. The
 * copy is attached as `copy` and only read.
 */

/** Every column of a table that says something of the record, `extra` last. */
export function columnsOf(table: TableName): readonly string[] {
  return [...Object.keys(tableOf(table).columns), 'extra'];
}

/** Where a row came from. */
export const originColumns = ['origin_run', 'origin_file', 'origin_line'] as const;

/** Names in double quotes, with a prefix such as `f.`, as a list in SQL. */
export function listed(columns: readonly string[], prefix = ''): string {
  return columns.map((column) => `${prefix}"${column}"`).join(', ');
}

/** The condition in SQL that two rows have the same key. */
export function sameKey(table: TableName, one: string, other: string): string {
  return tableOf(table)
    .key.map((column) => `${one}."${column}" = ${other}."${column}"`)
    .join(' and ');
}

/** Opens a new staging file beside a copy; whatever goes wrong, both files can be told apart. */
export function openStaging(file: string, copy: string): Db {
  const db = openFile(file, 'scratch', 'write');
  try {
    db.prepare('attach ? as copy').run(copy);
    // SQLite sorts in as much as it keeps of a file, and doubles it as it grows: more took a tenth
    // more memory and no less time.
    for (const kept of ['main', 'copy']) db.pragma(`${kept}.cache_size = -32768`);
    for (const name of ['history', 'terms', 'tails']) createAs(db, name);
    for (const part of ['terms', 'tails'])
      db.exec(`create table gone_${part} (term TEXT, kind TEXT, id TEXT, field TEXT)`);
    db.exec(
      `create index history_by_key on history (table_name, key);
       create table words (word TEXT);
       create table first_of_value (number INTEGER PRIMARY KEY);
       create table rejects (file INTEGER, line INTEGER, "column" TEXT, code TEXT, sentence TEXT, original TEXT)`,
    );
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Makes what one table needs, just as the copy has it, so that its rows can be moved as they are. */
export function createTable(db: Db, table: TableName): void {
  createAs(db, table);
  db.exec(`alter table main."${table}" rename to "fresh_${table}"`);
  createAs(db, table);
  const key = listed(tableOf(table).key);
  db.exec(
    `create unique index main."${table}_key" on "${table}" (${key});
     create table "skipped_${table}" (number INTEGER PRIMARY KEY);
     create table "rest_${table}" (number INTEGER PRIMARY KEY);
     create table "taken_${table}" (number INTEGER PRIMARY KEY);
     create table "patches_${table}" (number INTEGER PRIMARY KEY, patch TEXT, linked INTEGER);
     create table "confirmed_${table}" (number INTEGER PRIMARY KEY, file INTEGER, line INTEGER)`,
  );
  // The second way in which two of these are the same, see their writer.
  if (table === 'store_records')
    db.exec(
      'create index main.store_records_by_purchase_token on store_records (purchase_token) where purchase_token is not null',
    );
}

/** Which columns of which tables a row of another source is linked to a recharge by. */
const links = [
  ['recharges', ['external_id', 'payment_id']],
  ['store_records', ['external_id', 'purchase_token']],
  ['payments', ['payment_id']],
] as const satisfies readonly (readonly [TableName, readonly string[]])[];

/** Tables in which the rows of other sources are looked up. */
export const linkedTables: readonly TableName[] = links.map(([table]) => table);

/** Views of the linked tables as they will stand when the import is in: `after_<table>`. */
export function createLinkViews(db: Db): void {
  for (const [table, columns] of links) {
    for (const column of columns)
      for (const name of [table, `fresh_${table}`])
        db.exec(
          `create index if not exists main."${name}_by_${column}" on "${name}" ("${column}") where "${column}" is not null`,
        );
    const list = listed(columnsOf(table));
    db.exec(
      `create temp view "after_${table}" as
         select ${list} from main."${table}"
         union all
         select ${list} from main."fresh_${table}" f
           where not exists (select 1 from main."skipped_${table}" s where s.number = f.rowid)
         union all
         select ${list} from copy."${table}" c
           where not exists (select 1 from main."taken_${table}" t where t.number = c.rowid)`,
    );
  }
}

function createAs(db: Db, name: string): void {
  const sql = db
    .prepare("select sql from copy.sqlite_schema where type = 'table' and name = ?")
    .pluck()
    .get(name) as string;
  db.exec(sql);
}

/** The tables in the order in which they are settled: events look up what all the others brought. */
export function inSettlingOrder(tables: Iterable<TableName>): TableName[] {
  const rank = (table: TableName) =>
    table === 'recharge_events' ? tableNames.length : tableNames.indexOf(table);
  return [...tables].sort((a, b) => rank(a) - rank(b));
}

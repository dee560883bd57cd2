import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { recordsMigrations } from '../../main/desk/records/schema.ts';
import { migrate, openFile } from '../../main/desk/storage/storage.ts';
import { bigTables } from './big-drop.ts';

/**
 * The peer of an import: the `sqlite3` command line loads the same files, then makes the same
 * indices and the same search tables. One transaction, journal and synchronous off, 64 MB cache,
 * as fast as it can be had. It checks nothing: no types, no card numbers, no doubles, no history.
 */

/** What the desk's search tables hold of the big drop, said in SQL. */
const searchTables = `
  insert into terms
    select term, kind, id, field from (
      select lower(email) term, 'account' kind, account_id id, 'email' field from accounts
      union all select substr(email, instr(email, '@') + 1), 'account', account_id, 'email' from accounts
      union all select substr(phone, 2), 'account', account_id, 'phone' from accounts
      union all select lower(username), 'account', account_id, 'username' from accounts
      union all select substr(username, instr(username, '_') + 1), 'account', account_id, 'username' from accounts
      union all select lower(display_name), 'account', account_id, 'display_name' from accounts
      union all select lower(substr(display_name, instr(display_name, ' ') + 1)), 'account', account_id, 'display_name' from accounts
      union all select lower(substr(display_name, instr(display_name, ' ') + 1 + instr(substr(display_name, instr(display_name, ' ') + 1), ' '))),
        'account', account_id, 'display_name' from accounts
      union all select lower(model), 'device', device_id, 'model' from devices
      union all select bin || last4, 'instrument', instrument_id, 'bin' from instruments
      union all select last4, 'instrument', instrument_id, 'last4' from instruments
      union all select brand || ' ' || last4, 'instrument', instrument_id, 'last4' from instruments
      union all select lower(subject), 'ticket', ticket_id, 'subject' from tickets)
    group by 1, 2, 3, 4 order by 1, 2, 3, 4;
  insert into tails select substr(phone, -1, 1) || substr(phone, -2, 1) || substr(phone, -3, 1) || substr(phone, -4, 1) ||
      substr(phone, -5, 1) || substr(phone, -6, 1) || substr(phone, -7, 1) || substr(phone, -8, 1), 'account', account_id, 'phone'
    from accounts order by 1, 2, 3, 4;
  insert into words (word) select distinct word from (
      select username word from accounts
      union all select lower(display_name) from accounts
      union all select substr(username, 1, instr(username, '_') - 1) from accounts
      union all select substr(username, instr(username, '_') + 1) from accounts
      union all select lower(substr(display_name, 1, instr(display_name, ' ') - 1)) from accounts
      union all select lower(substr(display_name, instr(display_name, ' ') + 1)) from accounts
      union all select substr(email, 1, instr(email, '@') - 1) from accounts
      union all select substr(email, instr(email, '@') + 1) from accounts
      union all select seller_domain from recharges where seller_domain <> '') order by word;
  insert into word_middles (rowid, word) select number, word from words where instr(word, '_') = 0 and instr(word, ' ') = 0;
  insert into name_middles (rowid, word) select number, word from words where instr(word, '_') > 0 or instr(word, ' ') > 0;`;

/** Seconds that it takes to load a drop into `file`, which is made anew. */
export function loadWithCli(drop: string, file: string): { seconds: number; rows: number } {
  rmSync(file, { force: true });
  const script = [
    'pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-65536; pragma temp_store=default;',
    ...schemaFor(drop),
    'begin;',
    ...bigTables.map(
      (table) => `.import --csv --skip 1 ${path.join(drop, `${table}.csv`)} ${table}`,
    ),
    ...missingColumns(drop),
    ...indices(),
    searchTables,
    'commit;',
  ].join('\n');
  const begun = performance.now();
  const { status, stderr } = spawnSync('sqlite3', ['-bail', file], {
    input: script,
    encoding: 'utf8',
  });
  const seconds = (performance.now() - begun) / 1000;
  if (status !== 0) throw new Error(`sqlite3 failed: ${stderr.slice(0, 500)}`);
  const db = new Database(file, { readonly: true });
  const rows = bigTables.reduce(
    (sum, table) => sum + Number(db.prepare(`select count(*) from ${table}`).pluck().get()),
    0,
  );
  db.close();
  return { seconds, rows };
}

function ownSchema<T>(read: (db: ReturnType<typeof openFile>) => T): T {
  const db = openFile(':memory:', 'copy', 'write');
  migrate(db, ':memory:', recordsMigrations);
  const found = read(db);
  db.close();
  return found;
}

interface ColumnOf {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  /** The files have it. */
  readonly there: boolean;
}

/** The columns of the desk's tables, in the order of the files where they have them. */
function columnsOf(drop: string): ColumnOf[] {
  return ownSchema((db) =>
    bigTables.flatMap((table) => {
      const head = readFileSync(path.join(drop, `${table}.csv`), 'utf8').split('\n', 1)[0] ?? '';
      const own = db.pragma(`table_info(${table})`) as { name: string; type: string }[];
      const types = new Map(own.map(({ name, type }) => [name, type]));
      const there = head
        .split(',')
        .map((name) => ({ table, name, type: types.get(name) ?? '', there: true }));
      const rest = own.filter(({ name }) => !there.some((column) => column.name === name));
      return [...there, ...rest.map(({ name, type }) => ({ table, name, type, there: false }))];
    }),
  );
}

/** The desk's tables with the columns that the files have, types and all. */
function schemaFor(drop: string): string[] {
  const columns = columnsOf(drop).filter(({ there }) => there);
  return [
    ...[...Map.groupBy(columns, ({ table }) => table)].map(
      ([table, own]) =>
        `create table ${table} (${own.map(({ name, type }) => `${name} ${type}`).join(', ')});`,
    ),
    ...ownSchema(
      (db) =>
        db
          .prepare(
            "select sql from sqlite_schema where name in ('terms', 'tails', 'words', 'word_middles', 'name_middles')",
          )
          .pluck()
          .all() as string[],
    ).map((sql) => `${sql};`),
  ];
}

/** Added when the files are in: that costs nothing, and the indices can be the very same. */
function missingColumns(drop: string): string[] {
  return columnsOf(drop)
    .filter(({ there }) => !there)
    .map(
      ({ table, name, type }) =>
        `alter table ${table} add column ${name} ${type}${name.startsWith('origin_') ? ' default 1' : ''};`,
    );
}

/** All indices of the desk's tables of which the files have the columns. */
function indices(): string[] {
  return ownSchema(
    (db) =>
      db
        .prepare(
          `select sql from sqlite_schema where type = 'index' and sql is not null and tbl_name in (${bigTables.map(() => '?').join(', ')})`,
        )
        .pluck()
        .all(...bigTables) as string[],
  ).map((sql) => `${sql};`);
}

import type { Db, Migration } from '../storage/storage.ts';
import { addTerms, findWholeNames, foldAnew } from './findable-anew.ts';
import { lookupIndices } from './search/lookups.ts';
import { ensureNameMiddles } from './search/words.ts';
import { type ColumnKind, type TableName, tableNames, tableOf } from './tables.ts';

const sqlType: Record<ColumnKind, 'TEXT' | 'INTEGER'> = {
  id: 'TEXT',
  text: 'TEXT',
  word: 'TEXT',
  strict_word: 'TEXT',
  country: 'TEXT',
  currency: 'TEXT',
  time: 'INTEGER',
  day: 'TEXT',
  boolean: 'INTEGER',
  integer: 'INTEGER',
  minor: 'INTEGER',
  coins: 'INTEGER',
  decimal: 'TEXT',
  json: 'TEXT',
  phone: 'TEXT',
  ip: 'TEXT',
  version: 'TEXT',
  bin: 'TEXT',
  last4: 'TEXT',
  instrument: 'TEXT',
};

function columnsSql(name: TableName): string {
  const columns = Object.entries(tableOf(name).columns).map(
    ([column, { kind, need, fallback }]) =>
      `"${column}" ${sqlType[kind]}${need || fallback ? ' NOT NULL' : ''}`,
  );
  return `${columns.join(',\n    ')},
    extra TEXT,
    origin_run INTEGER NOT NULL,
    origin_file INTEGER NOT NULL,
    origin_line INTEGER NOT NULL`;
}

function keySql(name: TableName): string {
  return tableOf(name)
    .key.map((column) => `"${column}"`)
    .join(', ');
}

function tableSql(name: TableName): string {
  return `create table "${name}" (${columnsSql(name)}, primary key (${keySql(name)})) strict, without rowid;`;
}

/** Indices that evidence gathering, the pages and search walk. */
const indices: readonly (readonly [TableName, string])[] = [
  ['recharges', 'account_id, created_at'],
  ['recharges', 'external_id'],
  ['recharges', 'payment_id'],
  ['recharges', 'instrument_id'],
  ['recharges', 'device_id'],
  ['recharges', 'ip'],
  ['recharges', 'created_at'],
  ['recharges', 'seller_domain'],
  ['store_records', 'recharge_id'],
  ['store_records', 'external_id'],
  ['store_records', 'purchase_token'],
  ['store_records', 'account_token'],
  ['payments', 'recharge_id'],
  ['payments', 'payment_id'],
  ['payments', 'instrument_id'],
  ['ledger', 'account_id, at'],
  ['ledger', 'recharge_id'],
  ['ledger', 'external_id'],
  ['devices', 'account_id'],
  ['sessions', 'account_id, started_at'],
  ['sessions', 'device_id'],
  ['sessions', 'ip'],
  ['offers', 'seller_id'],
  ['tickets', 'account_id'],
  ['tickets', 'recharge_id'],
  ['tickets', 'opened_at, ticket_id'],
  ['tickets', 'status, opened_at, ticket_id'],
];

function indexSql([table, columns]: readonly [TableName, string]): string {
  const name = `${table}_by_${columns.replaceAll(', ', '_')}`;
  return `create index ${name} on ${table} (${columns});`;
}

const bookkeeping = `
  create table runs (
    number INTEGER PRIMARY KEY,
    run TEXT NOT NULL UNIQUE,
    drop_name TEXT NOT NULL,
    source TEXT,
    by TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    as_of INTEGER,
    as_of_guessed INTEGER NOT NULL,
    covers_from INTEGER,
    covers_to INTEGER,
    counts TEXT NOT NULL, -- JSON: table to read, inserted, updated, unchanged, rejected, redacted
    fingerprint TEXT -- the same for the very same files
  ) strict;
  create table files (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (number),
    name TEXT NOT NULL,
    table_name TEXT NOT NULL,
    rows INTEGER NOT NULL
  ) strict;
  -- What a row said before; content is the row as JSON with every value as text.
  create table history (
    number INTEGER PRIMARY KEY,
    table_name TEXT NOT NULL,
    key TEXT NOT NULL,
    content TEXT NOT NULL,
    origin_run INTEGER NOT NULL,
    origin_file INTEGER NOT NULL,
    origin_line INTEGER NOT NULL,
    replaced_by_run INTEGER NOT NULL
  ) strict;
  create index history_by_key on history (table_name, key);
  -- The search box: every findable value of a record, folded; tails are stored reversed so that
  -- the last digits of an id are a prefix too.
  create table terms (
    term TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    field TEXT NOT NULL,
    primary key (term, kind, id, field)
  ) strict, without rowid;
  create table tails (
    tail TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    field TEXT NOT NULL,
    primary key (tail, kind, id, field)
  ) strict, without rowid;
`;

/**
 * Rows in the order in which they come, each found by a key index beside them: a drop of any size
 * is appended, its indices are made in one go, and they are smaller.
 */
function appended(name: TableName): string {
  return `create table "${name}_appended" (${columnsSql(name)}) strict;
    insert into "${name}_appended" select * from "${name}" order by origin_run, origin_file, origin_line;
    drop table "${name}";
    alter table "${name}_appended" rename to "${name}";
    create unique index "${name}_key" on "${name}" (${keySql(name)});`;
}

/** What is empty more often than not is left out of an index: nobody looks for what is unknown. */
function sparseIndexSql([table, columns]: readonly [TableName, string]): string {
  const needed = Object.entries(tableOf(table).columns).some(
    ([name, { need }]) => need && columns.startsWith(name),
  );
  const only = needed || columns.includes(',') ? '' : ` where ${columns} is not null`;
  return `create index ${table}_by_${columns.replaceAll(', ', '_')} on ${table} (${columns})${only};`;
}

const moneyIndex = `
  create index recharges_by_amount_minor_created_at on recharges (amount_minor, created_at)
    where amount_minor is not null;`;

/** Words of names and whole domains, each once, to be found by their middle. */
const wordTables = `
  create table words (
    number INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE
  ) strict;
  create virtual table word_middles using fts5(
    word, content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1');`;

/** Indices that other steps made, which go with their tables and have to be made again. */
function laterIndices(db: Db): string[] {
  const own = new Set(
    indices.map(([table, columns]) => `${table}_by_${columns.replaceAll(', ', '_')}`),
  );
  const made = db
    .prepare(
      "select name, tbl_name, sql from sqlite_schema where type = 'index' and sql is not null",
    )
    .all() as { name: string; tbl_name: string; sql: string }[];
  return made
    .filter(
      ({ name, tbl_name }) => !own.has(name) && tableNames.some((table) => table === tbl_name),
    )
    .map(({ sql }) => `${sql};`);
}

function appendRows(db: Db): void {
  const later = laterIndices(db);
  db.exec(tableNames.map(appended).join('\n'));
  db.exec([...indices.map(sparseIndexSql), ...later].join('\n'));
  db.exec([...lookupIndices(), moneyIndex, wordTables].join('\n'));
  ensureNameMiddles(db);
  db.exec('delete from terms; delete from tails;');
  addTerms(db, () => 'true');
}

/** The schema of records.db: one table a table of the exchange format, and the copy's own books. */
export const recordsMigrations: readonly Migration[] = [
  {
    area: 'records',
    number: 1,
    name: 'tables of the exchange format',
    up: [...tableNames.map(tableSql), ...indices.map(indexSql), bookkeeping].join('\n'),
  },
  {
    area: 'records',
    number: 2,
    name: 'what an import brought, for what is worked out from the copy',
    up: `
      create index recharges_by_run on recharges (origin_run);
      create index sessions_by_run on sessions (origin_run);
      create index accounts_by_run on accounts (origin_run);
      create index devices_by_run on devices (origin_run);
      create index tickets_by_run on tickets (origin_run);
      create index payments_by_run on payments (origin_run);
      create index ledger_moved_by_run on ledger (origin_run)
        where kind in ('gift_sent', 'chargeback_clawback', 'refund_clawback');
      create index recharge_events_harm_by_run on recharge_events (origin_run)
        where stage in ('disputed', 'refunded', 'voided', 'declined');
      create index store_records_back_by_run on store_records (origin_run)
        where state = 'refunded' or voided_at is not null;
    `,
  },
  {
    area: 'records',
    number: 3,
    name: 'rows appended, ids found in their own indices, words found by their middle',
    up: appendRows,
  },
  {
    area: 'records',
    number: 4,
    name: 'letters without marks of their own, apostrophes and dashes folded',
    up: foldAnew,
  },
  {
    area: 'records',
    number: 5,
    name: 'whole names found by their middle, blanks and marks and all',
    up: findWholeNames,
  },
];

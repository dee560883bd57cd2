import type { Migration } from '../storage/storage.ts';
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

function tableSql(name: TableName): string {
  const table = tableOf(name);
  const columns = Object.entries(table.columns).map(
    ([column, { kind, need, fallback }]) =>
      `"${column}" ${sqlType[kind]}${need || fallback ? ' NOT NULL' : ''}`,
  );
  const key = table.key.map((column) => `"${column}"`).join(', ');
  return `create table "${name}" (
    ${columns.join(',\n    ')},
    extra TEXT,
    origin_run INTEGER NOT NULL,
    origin_file INTEGER NOT NULL,
    origin_line INTEGER NOT NULL,
    primary key (${key})
  ) strict, without rowid;`;
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
];

import { type Db, type Migration, migrate, openFile } from '../../storage/storage.ts';

/**
 * The derived store: links, rings and scores, worked out from the copy and from nothing else. It
 * can be thrown away at any time and is worked out again.
 */
const derivedMigrations: readonly Migration[] = [
  {
    area: 'derived',
    number: 1,
    name: 'links, harm, mentions, rings, scores',
    up: `
      create table state (
        only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
        last_run INTEGER NOT NULL,
        last_run_name TEXT NOT NULL,
        rules TEXT NOT NULL
      ) strict;
      -- An account's use of a thing: first and last in UTC ms, how often, and coins that went by it.
      create table uses (
        account TEXT NOT NULL,
        kind TEXT NOT NULL,
        node TEXT NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        times INTEGER NOT NULL,
        coins INTEGER NOT NULL,
        primary key (account, kind, node)
      ) strict, without rowid;
      create index uses_by_node on uses (kind, node, account);
      -- Money that went back or was refused, a row a record that says so.
      create table harm (
        account TEXT NOT NULL,
        recharge TEXT NOT NULL,
        what TEXT NOT NULL,
        at INTEGER NOT NULL,
        source TEXT NOT NULL,
        key TEXT NOT NULL,
        primary key (account, recharge, what, source, key)
      ) strict, without rowid;
      create table mentions (
        ticket TEXT NOT NULL,
        seller TEXT NOT NULL,
        account TEXT,
        at INTEGER NOT NULL,
        complains INTEGER NOT NULL,
        primary key (seller, ticket)
      ) strict, without rowid;
      create index mentions_by_account on mentions (account);
      create index mentions_by_ticket on mentions (ticket);
      create table scores (seller TEXT PRIMARY KEY, line TEXT NOT NULL) strict, without rowid;
      create table rings (ring TEXT PRIMARY KEY, detail TEXT NOT NULL) strict, without rowid;
      create table members (
        account TEXT PRIMARY KEY,
        ring TEXT NOT NULL,
        role TEXT NOT NULL
      ) strict, without rowid;
      create index members_by_ring on members (ring);
      create table ring_sellers (
        seller TEXT NOT NULL,
        ring TEXT NOT NULL,
        primary key (seller, ring)
      ) strict, without rowid;
    `,
  },
  {
    area: 'derived',
    number: 2,
    name: 'an account beside several sellers',
    up: `
      drop table members;
      create table members (
        account TEXT NOT NULL,
        ring TEXT NOT NULL,
        role TEXT NOT NULL,
        rank INTEGER NOT NULL,
        primary key (account, ring)
      ) strict, without rowid;
      create index members_by_ring on members (ring);
      delete from state;
    `,
  },
  {
    area: 'derived',
    number: 3,
    name: 'who was suspect by itself when rings were judged',
    up: `
      create table suspects (seller TEXT PRIMARY KEY) strict, without rowid;
      delete from state;
    `,
  },
];

/** The part of an account, for SQL that binds @account. */
export const partSql =
  'select role from members where account = @account order by rank, ring limit 1';

/** Opens the derived store, or makes it. Refuses DISK and NEWER_FILE as storage does. */
export function openDerived(file: string): Db {
  const db = openFile(file, 'copy', 'write');
  try {
    migrate(db, file, derivedMigrations);
    // Sorting millions of links wants room; it is given back when the connection closes.
    db.pragma('cache_size = -262144');
    db.pragma('temp_store = MEMORY');
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

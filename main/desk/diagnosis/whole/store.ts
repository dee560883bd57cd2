import { rmSync } from 'node:fs';
import { type Db, type Migration, migrate, openFile } from '../../storage/storage.ts';
import type { Swept } from './messages.ts';

/**
 * What the sweeps have found. It follows from copy and desk, so it lies in a file of its own that
 * may be lost and is made again: nothing is decided here.
 */
const migrations: readonly Migration[] = [
  {
    area: 'verdicts',
    number: 1,
    name: 'what sweeps found',
    up: `
      create table sweeps (
        number INTEGER PRIMARY KEY,
        by TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        finished_at INTEGER, -- null while it runs, and for ever where it broke off
        attempts INTEGER NOT NULL DEFAULT 0,
        copy_as_of INTEGER,
        checklist_version TEXT NOT NULL,
        of TEXT NOT NULL -- the state of copy, outages and codes that it read
      ) strict;
      create table found (
        sweep INTEGER NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, recharge_id TEXT,
        account_id TEXT, payment TEXT, cause TEXT NOT NULL, coins INTEGER NOT NULL, at INTEGER,
        primary key (sweep, number)
      ) strict, without rowid;
      create index found_by_coins on found (sweep, coins desc, number);
      create table deadlines (
        sweep INTEGER NOT NULL, at INTEGER NOT NULL, recharge_id TEXT NOT NULL, kind TEXT NOT NULL,
        since INTEGER NOT NULL, account_id TEXT NOT NULL,
        primary key (sweep, at, recharge_id, kind)
      ) strict, without rowid;
      create table failing (
        sweep INTEGER NOT NULL, recharge_id TEXT NOT NULL, account_id TEXT NOT NULL,
        at INTEGER NOT NULL, cause TEXT NOT NULL, provider TEXT NOT NULL, channel TEXT NOT NULL,
        country TEXT NOT NULL, owed INTEGER,
        primary key (sweep, cause, at, recharge_id)
      ) strict, without rowid;
      create index failing_by_time on failing (sweep, at, recharge_id);
      create table counts (
        sweep INTEGER NOT NULL, day INTEGER NOT NULL, channel TEXT NOT NULL, country TEXT NOT NULL,
        cause TEXT NOT NULL, attempts INTEGER NOT NULL, delivered INTEGER NOT NULL,
        uncredited INTEGER NOT NULL, made_good INTEGER NOT NULL,
        primary key (sweep, day, channel, country, cause)
      ) strict, without rowid;
    `,
  },
];

export interface StoredSweep {
  readonly number: bigint;
  readonly by: string;
  readonly started_at: bigint;
  readonly finished_at: bigint;
  readonly attempts: bigint;
  readonly copy_as_of: bigint | null;
  readonly checklist_version: string;
  readonly of: string;
}

export interface StoredFound {
  readonly number: bigint;
  readonly kind: string;
  readonly recharge_id: string | null;
  readonly account_id: string | null;
  readonly payment: string | null;
  readonly cause: string;
  readonly coins: bigint;
  readonly at: bigint | null;
}

export interface StoredFailing {
  readonly recharge_id: string;
  readonly account_id: string;
  readonly at: bigint;
  readonly cause: string;
  readonly provider: string;
  readonly channel: string;
  readonly country: string;
  readonly owed: bigint | null;
}

/** Opens the file; one that cannot be used is made anew, for all in it can be found again. */
function openVerdicts(file: string): Db {
  const open = () => {
    const db = openFile(file, 'copy', 'write');
    migrate(db, file, migrations);
    return db;
  };
  try {
    return open();
  } catch {
    for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    return open();
  }
}

export function createVerdictStore(file: string) {
  const db = openVerdicts(file);
  const newest = db.prepare(
    'select * from sweeps where finished_at is not null order by number desc limit 1',
  );
  const insert = db.prepare(
    `insert into sweeps (by, started_at, copy_as_of, checklist_version, of) values (?, ?, ?, ?, ?)`,
  );
  const finish = db.prepare('update sweeps set finished_at = ?, attempts = ? where number = ?');
  const addFound = db.prepare('insert into found values (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const addDeadline = db.prepare('insert or ignore into deadlines values (?, ?, ?, ?, ?, ?)');
  const addFailing = db.prepare('insert or ignore into failing values (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const addCount = db.prepare(
    `insert into counts values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do update set
       attempts = attempts + excluded.attempts, delivered = delivered + excluded.delivered,
       uncredited = uncredited + excluded.uncredited, made_good = made_good + excluded.made_good`,
  );
  const keys = {
    found: 'sweep, number',
    deadlines: 'sweep, at, recharge_id, kind',
    failing: 'sweep, cause, at, recharge_id',
    counts: 'sweep, day, channel, country, cause',
  };
  const prunes = Object.entries(keys).map(([table, key]) =>
    db.prepare(
      `delete from ${table} where (${key}) in (select ${key} from ${table} where sweep < ? limit 2000)`,
    ),
  );
  const unfinished = db.prepare('delete from sweeps where finished_at is null and number < ?');
  let numbered = 0;

  const addStretch = db.transaction((sweep: number, swept: Swept) => {
    for (const one of swept.found)
      addFound.run(
        sweep,
        numbered++,
        one.kind,
        one.recharge_id,
        one.account_id,
        one.payment,
        one.cause,
        one.coins,
        one.at,
      );
    for (const one of swept.deadlines)
      addDeadline.run(sweep, one.at, one.recharge_id, one.kind, one.from, one.account_id);
    for (const one of swept.failing)
      addFailing.run(
        sweep,
        one.recharge_id,
        one.account_id,
        one.at,
        one.cause,
        one.provider,
        one.channel,
        one.country,
        one.owed,
      );
    for (const one of swept.counts)
      addCount.run(
        sweep,
        one.day,
        one.channel,
        one.country,
        one.cause,
        one.attempts,
        one.delivered,
        one.uncredited,
        one.madeGood,
      );
  });
  const end = db.transaction((sweep: number, at: number, attempts: number) => {
    finish.run(at, attempts, sweep);
    unfinished.run(sweep);
  });

  return {
    /** The last whole sweep; null where there is none. */
    newest: (): StoredSweep | null => (newest.get() as StoredSweep | undefined) ?? null,

    begin(of: {
      by: string;
      at: number;
      copyAsOf: number | null;
      version: string;
      of: string;
    }): number {
      numbered = 0;
      return Number(insert.run(of.by, of.at, of.copyAsOf, of.version, of.of).lastInsertRowid);
    },

    /** One stretch, in a transaction of its own: the desk's thread is never held for long. */
    add(sweep: number, swept: Swept): void {
      addStretch(sweep, swept);
    },

    /** It is the newest from here on. */
    finish(sweep: number, at: number, attempts: number): void {
      end(sweep, at, attempts);
    },

    /** Takes away some rows of older sweeps; true while there are more. */
    prune(sweep: number): boolean {
      return prunes.some((statement) => statement.run(sweep).changes > 0);
    },

    db,
    close: () => db.close(),
  };
}

export type VerdictStore = ReturnType<typeof createVerdictStore>;

import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { refuse } from '../../../contract/errors.ts';

/** An open SQLite file. An interface of our own, so that what is built on it can be named in types. */
export interface Db extends Database.Database {
  readonly open: boolean;
}

/** Oldest SQLite without the WAL-reset fault (facts: security §0.2). */
const leastSqlite = [3, 51, 3] as const;

/**
 * How a file is kept: `final` must survive a power cut, `copy` can be imported again, `scratch` is
 * thrown away whatever happens.
 */
export type Temperament = 'final' | 'copy' | 'scratch';

/**
 * Opens one SQLite file the one way this project does: WAL, integers as bigint, foreign keys on.
 * A `final` file gets `synchronous=FULL`, read back, for a reopened WAL file falls to NORMAL
 * by itself. Refuses DISK when the file cannot be opened or the durability cannot be had.
 */
export function openFile(file: string, temperament: Temperament, mode: 'write' | 'read'): Db {
  let db: Db;
  try {
    db = new Database(file, { readonly: mode === 'read', timeout: 10_000 });
  } catch (error) {
    throw refuse(
      'DISK',
      `The file ${file} could not be opened: ${messageOf(error)}.`,
      'Check that the folder exists, is writable and is not on a network drive.',
    );
  }
  try {
    assertSqlite(db);
    db.defaultSafeIntegers(true);
    if (mode === 'write')
      db.pragma(`journal_mode = ${temperament === 'scratch' ? 'MEMORY' : 'WAL'}`);
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    // REPLACE deletes: without this it would slip past the triggers that forbid deleting.
    db.pragma('recursive_triggers = ON');
    db.pragma(`synchronous = ${levels[temperament]}`);
    if (temperament === 'final' && mode === 'write') assertDurable(db, file);
    if (temperament !== 'final') db.pragma('cache_size = -65536');
    if (temperament === 'copy') db.pragma(`mmap_size = ${mostMapped}`);
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/**
 * Bytes of a copy that are read where the system keeps them, without a call of it for each page: as
 * many as SQLite maps at most. A disk that fails while it is read then ends the process, so what
 * must not be lost is read the careful way.
 */
const mostMapped = 0x7fff0000;

const levels: Record<Temperament, string> = { final: 'FULL', copy: 'NORMAL', scratch: 'OFF' };

function assertSqlite(db: Db): void {
  const version = String(db.prepare('select sqlite_version()').pluck().get());
  const parts = version.split('.').map(Number);
  for (const [index, least] of leastSqlite.entries()) {
    const part = parts[index] ?? 0;
    if (part > least) return;
    if (part < least)
      throw refuse(
        'DISK',
        `SQLite ${version} has a known fault that can damage files.`,
        `Install a build with SQLite ${leastSqlite.join('.')} or newer.`,
      );
  }
}

function assertDurable(db: Db, file: string): void {
  const level = BigInt(db.pragma('synchronous', { simple: true }) as bigint);
  if (level < 2n)
    throw refuse(
      'DISK',
      `The file ${file} does not promise durable writes (synchronous=${level}).`,
      'Move the workspace to a local disk.',
    );
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Writes a file through to the disk. */
export function flushFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Writes through to the disk which files a folder has; systems that cannot do so are believed. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

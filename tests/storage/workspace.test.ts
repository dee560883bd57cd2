import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adjustmentsMigrations } from '../../main/desk/adjustments/adjustments.ts';
import { auditMigrations } from '../../main/desk/audit/audit.ts';
import { diagnosisMigrations } from '../../main/desk/diagnosis/diagnosis.ts';
import { recordsMigrations } from '../../main/desk/records/records.ts';
import { staffMigrations } from '../../main/desk/staff/staff.ts';
import {
  type Db,
  layoutOf,
  type Migration,
  migrate,
  openFile,
  openWorkspace,
} from '../../main/desk/storage/storage.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-storage-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const migrations = {
  desk: [...auditMigrations, ...staffMigrations, ...diagnosisMigrations, ...adjustmentsMigrations],
  records: recordsMigrations,
};

describe('a workspace', () => {
  it('is not made by opening one that is not there', () => {
    expect(() => openWorkspace(path.join(folder, 'none'), migrations, false)).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
  });

  it('keeps decisions durable on every connection, also after it was opened again', () => {
    openWorkspace(folder, migrations, true).close();
    const again = openWorkspace(folder, migrations, false);
    expect(again.desk.pragma('synchronous', { simple: true })).toBe(2n);
    again.close();
    // The control: a plain reopened WAL file falls to NORMAL by itself.
    const plain = new Database(layoutOf(folder).desk);
    expect(plain.pragma('synchronous', { simple: true })).toBe(1);
    plain.close();
  });

  it('reads a copy through a map of its file, and never what must not be lost', () => {
    const workspace = openWorkspace(folder, migrations, true);
    const mapped = (db: Db) => db.pragma('mmap_size', { simple: true });
    expect(mapped(workspace.records)).toBeGreaterThan(0n);
    expect(mapped(workspace.desk)).toBe(0n);
    workspace.close();
  });

  it('written by a newer program is refused by name and left as it is', () => {
    openWorkspace(folder, migrations, true).close();
    const desk = openFile(layoutOf(folder).desk, 'final', 'write');
    desk.prepare("insert into migrations values ('adjustments', 99, 'from the future')").run();
    desk.close();
    expect(() => openWorkspace(folder, migrations, false)).toThrow(
      expect.objectContaining({
        code: 'NEWER_FILE',
        message: expect.stringContaining('desk.db'),
      }),
    );
  });

  it('whose file is no database is refused and not overwritten', () => {
    writeFileSync(layoutOf(folder).desk, 'this is a letter, not a database');
    expect(() => openWorkspace(folder, migrations, false)).toThrow(/not a database/);
  });

  it('is not made in a folder that holds something else, and leaves it alone', () => {
    const file = path.join(folder, 'staging', 'letter');
    mkdirSync(path.dirname(file));
    writeFileSync(file, 'mine');
    expect(() => openWorkspace(folder, migrations, true)).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT' }),
    );
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('whose folder cannot be made is refused with DISK', () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    expect(() => openWorkspace(path.join(file, 'inside'), migrations, true)).toThrow(
      expect.objectContaining({ code: 'DISK' }),
    );
  });
});

describe('migrations', () => {
  const step = (number: number, up: Migration['up']): Migration => ({
    area: 'test',
    number,
    name: `step ${number}`,
    up,
  });

  it('bring a file from each earlier version to the newest with its rows', () => {
    const one = step(1, 'create table coins (n INTEGER NOT NULL) strict');
    const two = step(2, "alter table coins add column note TEXT NOT NULL DEFAULT 'old'");
    const db = openFile(path.join(folder, 'x.db'), 'final', 'write');
    migrate(db, 'x.db', [one]);
    db.prepare('insert into coins values (9007199254740993)').run();
    migrate(db, 'x.db', [one, two]);
    expect(db.prepare('select * from coins').all()).toEqual([
      { n: 9007199254740993n, note: 'old' },
    ]);
    db.close();
  });

  it('that fail leave the version before', () => {
    const db = openFile(path.join(folder, 'x.db'), 'final', 'write');
    const broken = step(1, 'create table coins (n INTEGER) strict; create table coins (m INTEGER)');
    expect(() => migrate(db, 'x.db', [broken])).toThrow(/already exists/);
    expect(
      db.prepare("select count(*) from sqlite_schema where name = 'coins'").pluck().get(),
    ).toBe(0n);
    db.close();
  });

  it('of every area make their tables STRICT', () => {
    const workspace = openWorkspace(folder, migrations, true);
    for (const db of [workspace.desk, workspace.records]) {
      const loose = db
        .prepare(
          "select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite_%'",
        )
        .pluck()
        .all();
      expect(loose).toEqual([]);
    }
    workspace.close();
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createRecords } from '../../main/desk/records/records.ts';
import { recordsMigrations } from '../../main/desk/records/schema.ts';
import { createWordDrop } from '../../main/desk/records/search/words.ts';
import { migrate, openFile, openWorkspace } from '../../main/desk/storage/storage.ts';

it('a copy that knew names word by word finds them by any piece after, and drops words as before', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-schema-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const old = openWorkspace(folder, { desk: [], records: recordsMigrations.slice(0, 4) }, true);
  old.records.exec(`
    drop table name_middles;
    insert into runs (number, run, drop_name, by, started_at, finished_at, as_of_guessed, counts)
      values (1, 'run', 'drop', 'oli', 0, 0, 0, '{}');
    insert into files (number, run, name, table_name, rows) values (1, 1, 'accounts.csv', 'accounts', 1);
    insert into accounts (account_id, username, display_name, email, origin_run, origin_file, origin_line)
      values ('ac_1', 'lena_fox92', 'Lena Fox', 'lena@my_host', 1, 1, 2);
    insert into terms values ('lena_fox92', 'account', 'ac_1', 'username'),
      ('fox92', 'account', 'ac_1', 'username'), ('my_host', 'account', 'ac_1', 'email');
    insert into words values (1, 'lena'), (2, 'fox92'), (3, 'my_host');
    insert into word_middles (rowid, word) select number, word from words;`);
  old.close();

  const workspace = openWorkspace(folder, { desk: [], records: recordsMigrations }, true);
  onTestFinished(() => workspace.close());
  const records = createRecords({ workspace });
  const ids = (text: string) => records.search({ text, limit: 9 }).hits.map(({ id }) => id);
  for (const text of ['a_fo', 'na fo', 'ena', 'ox9', 'y_hos'])
    expect(ids(text), text).toEqual(['ac_1']);
  const drop = createWordDrop(workspace.records);
  const words = workspace.records.prepare<[], bigint>('select number from words').pluck();
  for (const number of words.all()) drop(number);
  for (const table of ['word_middles', 'name_middles']) {
    const held = `select count(*) from ${table} where ${table} match '"ena" OR "ost" OR "a_f"'`;
    expect(workspace.records.prepare(held).pluck().get(), table).toBe(0n);
    workspace.records.exec(`insert into ${table} (${table}) values ('integrity-check')`);
  }
});

it('a copy of the first version keeps its rows and is found in as a new one is', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-schema-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const first = { desk: [], records: recordsMigrations.slice(0, 1) };
  const old = openWorkspace(folder, first, true);
  old.records.exec(`
    insert into runs (number, run, drop_name, by, started_at, finished_at, as_of_guessed, counts)
      values (1, 'run', 'drop', 'oli', 0, 0, 0, '{}');
    insert into files (number, run, name, table_name, rows) values (1, 1, 'accounts.csv', 'accounts', 2);
    insert into accounts (account_id, username, display_name, origin_run, origin_file, origin_line)
      values ('ac_2', 'tahebaze', 'María Silva', 1, 1, 2), ('ac_1', 'x', null, 1, 1, 3);
    insert into recharges (recharge_id, account_id, channel, external_id, created_at, origin_run, origin_file, origin_line)
      values ('rc_1', 'ac_2', 'web', 'pi_Mixed9', 5, 1, 1, 4);
    insert into terms values ('gone', 'account', 'ac_9', 'username');`);
  old.close();

  const workspace = openWorkspace(folder, { desk: [], records: recordsMigrations }, true);
  onTestFinished(() => workspace.close());
  const db = workspace.records;
  expect(db.prepare('select account_id, origin_line from accounts order by rowid').all()).toEqual([
    { account_id: 'ac_2', origin_line: 2n },
    { account_id: 'ac_1', origin_line: 3n },
  ]);
  expect(() =>
    db.exec(
      "insert into accounts (account_id, origin_run, origin_file, origin_line) values ('ac_1', 1, 1, 9)",
    ),
  ).toThrow('UNIQUE');
  const records = createRecords({ workspace });
  const ids = (text: string) => records.search({ text, limit: 9 }).hits.map(({ id }) => id);
  for (const [text, id] of [
    ['AC_1', 'ac_1'],
    ['silva', 'ac_2'],
    ['hebaz', 'ac_2'],
    ['pi_mixed9', 'rc_1'],
    ['ixed9', 'rc_1'],
  ] as const)
    expect(ids(text), text).toEqual([id]);
  expect(ids('gone')).toEqual([]);
});

it('a copy that folded less is found in as a new one is, and keeps nothing of how it was', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-schema-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const old = openWorkspace(folder, { desk: [], records: recordsMigrations.slice(0, 3) }, true);
  old.records.exec(`
    insert into runs (number, run, drop_name, by, started_at, finished_at, as_of_guessed, counts)
      values (1, 'run', 'drop', 'oli', 0, 0, 0, '{}');
    insert into files (number, run, name, table_name, rows) values (1, 1, 'accounts.csv', 'accounts', 2);
    insert into accounts (account_id, display_name, origin_run, origin_file, origin_line)
      values ('ac_1', 'Đức', 1, 1, 2), ('ac_2', '山田太郎', 1, 1, 3);
    insert into recharges (recharge_id, account_id, channel, seller_domain, created_at, origin_run, origin_file, origin_line)
      values ('rc_1', 'ac_2', 'web', 'Shop.example', 5, 1, 1, 4);
    insert into terms values ('đuc', 'account', 'ac_1', 'display_name');
    insert into words values (1, 'đuc');
    insert into word_middles (rowid, word) values (1, 'đuc');`);
  old.close();

  const workspace = openWorkspace(folder, { desk: [], records: recordsMigrations }, true);
  onTestFinished(() => workspace.close());
  const records = createRecords({ workspace });
  const ids = (text: string) => records.search({ text, limit: 9 }).hits.map(({ id }) => id);
  expect(ids('duc')).toEqual(['ac_1']);
  expect(ids('太郎')).toEqual(['ac_2']);
  expect(ids('shop.example')).toEqual(['rc_1']);
  for (const table of ['terms where term', 'words where word', 'word_middles where word_middles'])
    expect(
      workspace.records.prepare(`select count(*) from ${table} = 'đuc'`).pluck().get(),
      table,
    ).toBe(0n);
});

it('a copy of the first version keeps its rows, and what an import brought is found by index', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-schema-'));
  const file = path.join(folder, 'records.db');
  const db = openFile(file, 'copy', 'write');
  try {
    migrate(
      db,
      file,
      recordsMigrations.filter((step) => step.number < 2),
    );
    db.exec(`insert into recharges (recharge_id, account_id, channel, created_at, origin_run, origin_file, origin_line)
             values ('rc_1', 'ac_1', 'web', 1, 7, 1, 1)`);
    migrate(db, file, recordsMigrations);
    const asked = 'select account_id from recharges where origin_run > 6';
    expect(db.prepare(asked).pluck().all()).toEqual(['ac_1']);
    const plan = db.prepare(`explain query plan ${asked}`).all() as { detail: string }[];
    expect(plan[0]?.detail).toContain('recharges_by_run');
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

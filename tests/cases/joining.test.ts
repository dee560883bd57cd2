import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { doTask } from '../../main/desk/cases/bundle/task.ts';
import { casesMigrations } from '../../main/desk/cases/cases.ts';
import { migrate, openFile } from '../../main/desk/storage/storage.ts';
import { code, openDesk, png, type TestDesk } from './desks.ts';

/** A note of so many characters is more than half a slice of words. */
const noteLength = 150_000;
const notes = 8;

let from: TestDesk;
let to: TestDesk;
let id: string;
let bytes: Buffer;
const folders: string[] = [];

beforeEach(async () => {
  from = openDesk('from');
  to = openDesk('to');
  id = from.cases.create(from.me, { title: 'A long story', kind: 'other' }).id;
  for (let n = 0; n < notes; n++)
    from.cases.add(from.me, { case: id, what: { kind: 'note', text: `${n}`.repeat(noteLength) } });
  await from.cases.attach(from.me, { case: id, upload: from.upload('f', png), name: 'shot.png' });
  const { recipient } = await to.cases.bundles.recipient();
  bytes = await from.exported({ case: id, level: 'full', recipients: [recipient] });
});
afterEach(() => {
  from.close();
  to.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const importInto = (desk: TestDesk) =>
  desk.cases.bundles.import(desk.me, { upload: desk.upload('bundle', bytes) });

/** What is in a file: entries of the case, and words whose entry is not here. */
function countsIn(folder: string) {
  const db = openFile(path.join(folder, 'desk.db'), 'final', 'read');
  const count = (sql: string) => Number(db.prepare(`select count(*) ${sql}`).pluck().get());
  const counts = {
    entries: count(`from case_entries where case_id = '${id}'`),
    stray: count('from case_words where entry_id not in (select id from case_entries)'),
  };
  db.close();
  return counts;
}

/** Joins, and does something between any two turns of it. */
async function meanwhile<T>(joining: Promise<T>, between: () => void): Promise<T> {
  let done = false;
  const ended = joining.finally(() => {
    done = true;
  });
  ended.catch(() => undefined);
  while (!done) {
    between();
    await turn();
  }
  return ended;
}

describe('joining a bundle', () => {
  it('is all or nothing at whatever turn the desk is cut off, and leaves no word behind', async () => {
    const cuts: string[] = [];
    const { joined } = await meanwhile(importInto(to), () => {
      const cut = mkdtempSync(path.join(tmpdir(), 'desk-cut-'));
      folders.push(cut);
      // What lies in staging is taken away when a desk opens.
      cpSync(to.folder, cut, { recursive: true, filter: (one) => one !== to.layout.staging });
      cuts.push(cut);
    });
    const all = joined.added + 1;
    const found = cuts.map((cut) => ({ cut, ...countsIn(cut) }));
    expect(found.filter(({ entries }) => entries !== 0 && entries !== all)).toEqual([]);
    const torn = found.filter(({ stray }) => stray > 0);
    // The control: at several turns words were there ahead of their entries.
    expect(torn.length).toBeGreaterThan(3);
    const last = readFileSync(path.join(torn.at(-1)?.cut ?? '', 'desk.db-wal'));
    expect(last.includes('7'.repeat(1000))).toBe(true);
    expect(torn.every(({ entries }) => entries === 0)).toBe(true);
    for (const { cut } of torn) {
      const again = openDesk('to', doTask, cut);
      expect(countsIn(cut)).toEqual({ entries: 0, stray: 0 });
      for (const name of ['desk.db', 'desk.db-wal'])
        expect(readFileSync(path.join(cut, name)).includes('7'.repeat(1000))).toBe(false);
      expect((await importInto(again)).joined.added).toBe(joined.added);
      expect(again.cases.show({ id }).notes).toHaveLength(notes);
      again.close();
    }
  });

  it('lets others work in between, and shows nothing of it before all is there', async () => {
    const other = to.cases.create(to.me, { title: 'Meanwhile', kind: 'other' });
    let added = 0;
    const { joined } = await meanwhile(importInto(to), () => {
      if (countsIn(to.folder).stray === 0) return;
      const what = { kind: 'note', text: `note ${++added}` } as const;
      expect(to.cases.add(to.me, { case: other.id, what }).notes).toHaveLength(added);
      expect(() => to.cases.show({ id })).toThrow(/no case/);
    });
    expect(added).toBeGreaterThan(3);
    expect(joined.new_case).toBe(true);
    expect(to.cases.show({ id }).attachments[0]?.here).toBe(true);
  });

  it('takes everything back where an entry turns out to be another one at the end', async () => {
    const twin = String(
      from.desk.prepare(`select id from case_entries where kind = 'note' limit 1`).pluck().get(),
    );
    let slipped = false;
    const refused = await code(() =>
      meanwhile(importInto(to), () => {
        if (slipped || countsIn(to.folder).stray === 0) return;
        slipped = true;
        to.desk
          .prepare(
            `insert into case_entries (id, case_id, at, by, desk, kind, digest, signature, came_at)
             values (?, 'cs_x', 0, 'x', 'x', 'note', 'another', 'x', 0)`,
          )
          .run(twin);
      }),
    );
    expect([slipped, refused]).toEqual([true, 'BUNDLE_REFUSED']);
    expect(countsIn(to.folder)).toMatchObject({ entries: 0, stray: 0 });
    expect(() => to.cases.show({ id })).toThrow(/no case/);
    const files = path.join(to.layout.attachments, 'cases');
    expect(existsSync(files) ? readdirSync(files) : []).toEqual([]);
    expect(to.audit.list({ limit: 10 }).rows.map(({ command }) => command)).not.toContain(
      'bundles.import',
    );
  });

  it('joins two bundles of one case, sent at once, as if one had come after the other', async () => {
    const { recipient } = await to.cases.bundles.recipient();
    from.cases.add(from.me, { case: id, what: { kind: 'note', text: 'one more' } });
    const second = await from.exported({ case: id, level: 'full', recipients: [recipient] });
    const both = await Promise.all([
      importInto(to),
      to.cases.bundles.import(to.me, { upload: to.upload('bundle', second) }),
    ]);
    const [one, two] = both.map(({ joined }) => joined);
    expect((one?.added ?? 0) + (two?.added ?? 0)).toBe(
      Math.max(one?.known ?? 0, two?.known ?? 0) + 2,
    );
    expect(to.cases.show({ id }).notes).toHaveLength(notes + 1);
    expect(countsIn(to.folder).stray).toBe(0);
  });
});

describe('a file of before', () => {
  it('finds the cases of a record as it did, and keeps all words', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'desk-before-'));
    folders.push(folder);
    const file = path.join(folder, 'desk.db');
    const db = openFile(file, 'final', 'write');
    migrate(db, file, casesMigrations.slice(0, 4));
    const link = (record: string) =>
      JSON.stringify({ kind: 'link', record: { kind: 'recharge', id: record } });
    const put = (entry: string, kind: string, state: string, body: string | null) => {
      db.prepare(
        `insert into case_entries (id, case_id, at, by, desk, kind, digest, signature, came_at)
         values (?, 'cs_1', 0, 'ana', 'd', ?, 'x', 'x', 0)`,
      ).run(entry, kind);
      db.prepare('insert into case_words values (?, ?, null, ?)').run(entry, state, body);
    };
    put('ce_1', 'link', 'whole', link('rc_1'));
    put('ce_2', 'link', 'whole', link('rc_2'));
    put('ce_3', 'link', 'erased', null);
    put('ce_4', 'note', 'whole', '{"kind":"note","text":"kept"}');
    // The second one was taken out of the case.
    db.exec(`insert into case_records values ('cs_1', 'recharge', 'rc_1', 'ce_1')`);
    migrate(db, file, casesMigrations);
    expect(db.prepare('select * from case_links order by entry_id').all()).toEqual([
      { entry_id: 'ce_1', case_id: 'cs_1', kind: 'recharge', record_id: 'rc_1', standing: 1n },
      { entry_id: 'ce_2', case_id: 'cs_1', kind: 'recharge', record_id: 'rc_2', standing: 0n },
    ]);
    expect(
      db.prepare(`select body from case_words where entry_id = 'ce_4'`).pluck().get(),
    ).toContain('kept');
    expect(() => db.exec(`delete from case_words where entry_id = 'ce_4'`)).toThrow(
      /never deleted/,
    );
    expect(() => db.exec(`update case_words set body = 'x' where entry_id = 'ce_4'`)).toThrow(
      /come whole/,
    );
    db.close();
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refuse } from '../../contract/errors.ts';
import { openDesk } from '../../main/desk/desk.ts';
import { createGroupCommit, type Db, openFile } from '../../main/desk/storage/storage.ts';
import { openLedger } from '../faults/ledger.ts';

let folder: string;
let file: string;
let desk: Db;
/** What the file holds for everybody else: read over a connection of its own. */
let outside: Db;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-together-'));
  file = path.join(folder, 'desk.db');
  desk = openFile(file, 'final', 'write');
  desk.exec('create table posts (name text primary key, n integer not null) strict');
  outside = openFile(file, 'final', 'read');
});
afterEach(() => {
  outside.close();
  desk.close();
  rmSync(folder, { recursive: true, force: true });
});

const there = (): unknown[] =>
  outside.prepare('select name from posts order by rowid').pluck().all();

/** Commits in the log: each ends with a frame that says how large the file is then. */
function commits(): number {
  const log = readFileSync(`${file}-wal`);
  const frame = 24 + 4096;
  let found = 0;
  for (let at = 32; at + frame <= log.length; at += frame)
    if (log.readUInt32BE(at + 4) > 0) found += 1;
  return found;
}

function post(name: string): string {
  return desk
    .transaction(() => {
      desk.prepare('insert into posts values (?, ?)').run(name, 1);
      return name;
    })
    .immediate();
}

const names = (count: number) => Array.from({ length: count }, (_, n) => `p${n}`);
const settled = async (asked: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(asked)).map((one) =>
    one.status === 'fulfilled' ? one.value : String((one.reason as { code?: unknown }).code),
  );

describe('acts that wait together', () => {
  it('share one commit, in the order of asking, and each is in the file when it is answered', async () => {
    const { together } = createGroupCommit(desk);
    const before = commits();
    const seen: unknown[][] = [];
    await Promise.all(
      names(20).map(async (name) => {
        expect(await together(() => post(name))).toBe(name);
        seen.push(there());
      }),
    );
    expect(seen.every((rows) => rows.length === 20)).toBe(true);
    expect(there()).toEqual(names(20));
    expect(commits() - before).toBe(1);
  });

  it('would be counted as twenty commits if they did not', () => {
    const before = commits();
    for (const name of names(20)) post(name);
    expect(commits() - before).toBe(20);
  });

  it('are no more than a few at a time, and none is forgotten', async () => {
    const { together } = createGroupCommit(desk);
    const before = commits();
    expect(await settled(names(150).map((name) => together(() => post(name))))).toEqual(names(150));
    expect(commits() - before).toBe(3);
  });

  it('undo only themselves where they are refused', async () => {
    const { together } = createGroupCommit(desk);
    const refused = (name: string) => () =>
      desk
        .transaction(() => {
          desk.prepare('insert into posts values (?, 1)').run(name);
          throw refuse('LIMIT_EXCEEDED', 'Too much.', 'Ask for less.');
        })
        .immediate();
    const outcomes = await settled([
      together(() => post('a')),
      together(refused('b')),
      together(() => post('c')),
    ]);
    expect(outcomes).toEqual(['a', 'LIMIT_EXCEEDED', 'c']);
    expect(there()).toEqual(['a', 'c']);
  });

  it('are not undone by a fault of another one', async () => {
    const { together } = createGroupCommit(desk);
    // Writes outside of any transaction of its own, so that it could not undo itself.
    const faulty = () => {
      desk.prepare("insert into posts values ('half', 1)").run();
      desk.prepare("insert into posts values ('a', 1)").run();
    };
    const outcomes = await settled([
      together(() => post('a')),
      together(() => desk.transaction(faulty).immediate()),
      together(() => post('c')),
    ]);
    expect(outcomes).toEqual(['a', 'SQLITE_CONSTRAINT_PRIMARYKEY', 'c']);
    expect(there()).toEqual(['a', 'c']);
  });

  it('are not acknowledged where the disk takes only some of them', async () => {
    const { together } = createGroupCommit(desk);
    const pages = desk.pragma('page_count', { simple: true }) as bigint;
    desk.pragma(`max_page_count = ${pages + 2n}`);
    const long = names(12).map((name) => name.padEnd(1500, '.'));
    const outcomes = await settled(long.map((name) => together(() => post(name))));
    const acknowledged = outcomes.filter((one) => one !== 'SQLITE_FULL');
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.length).toBeLessThan(12);
    expect(there()).toEqual(acknowledged);
  });

  it('are not acknowledged where the commit itself is not possible', async () => {
    const { together } = createGroupCommit(desk);
    desk.exec(`pragma foreign_keys = on;
      create table parents (id integer primary key) strict;
      create table children (parent integer references parents (id) deferrable initially deferred) strict`);
    const orphan = () =>
      desk.transaction(() => desk.prepare('insert into children values (7)').run()).immediate();
    const outcomes = await settled([together(() => post('a')), together(orphan)]);
    expect(outcomes).toEqual(['a', 'SQLITE_CONSTRAINT_FOREIGNKEY']);
    expect(there()).toEqual(['a']);
  });
});

describe('posts of the ledger that wait together', () => {
  it('make a whole chain with its checkpoints, each post once, and refuse what passes the cap', async () => {
    const ledger = openLedger({ agents: 10 });
    ledger.unlimited();
    ledger.adjustments.setLimit(ledger.as('oli'), { name: 'account_30d', value: '300' });
    const { together } = createGroupCommit(ledger.desk);
    const asked = Array.from({ length: 800 }, (_, n) =>
      together(
        () => ledger.propose(`agent_${n % 10}`, { account: `ac_${n % 2}`, key: `k${n % 700}` }).id,
      ),
    );
    const outcomes = await settled(asked);
    expect(outcomes.filter((one) => one === 'LIMIT_EXCEEDED')).toHaveLength(800 - 600 - 100);
    expect(new Set(outcomes.slice(700))).toEqual(new Set(outcomes.slice(0, 100)));
    expect(ledger.adjustments.list({})).toHaveLength(600);
    const signed = ledger.desk.prepare('select seq from checkpoints order by seq').pluck().all();
    const gaps = signed.map((seq, index) => Number(seq) - Number(signed[index - 1] ?? 0n));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(100);
    expect(await ledger.audit.verify()).toMatchObject({ verdict: 'unanchored', broken_at: null });
    ledger.close();
  });
});

describe('who was disabled while a post waited', () => {
  it('is refused: nothing of theirs stands after the row that disabled them', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'desk-waiting-'));
    const opened = openDesk({ folder: home, create: true });
    const at = () =>
      createRouterClient(opened.router, { context: { connection: opened.connect('browser') } });
    const password = 'five plain words in a row';
    const [owner, agent] = [at(), at()];
    for await (const _ of await owner.workspace.create({ owner: 'olga', password }));
    await owner.staff.signIn({ user: 'olga', password });
    await owner.staff.add({ user: 'ana', role: 'agent', password, own_accounts: [] });
    await agent.staff.signIn({ user: 'ana', password });
    const ask = () =>
      agent.adjustments.propose({ account: 'ac_1', coins: '+1', reason: 'GOODWILL', note: 'n' });
    // Signed in, it comes as far as the records.
    expect(await settled([ask()])).toEqual(['NOT_FOUND']);
    const outcomes = await settled([ask(), owner.staff.disable({ user: 'ana' })]);
    expect(outcomes[0]).toBe('SIGNED_OUT');
    await opened.close();
    rmSync(home, { recursive: true, force: true });
  });
});

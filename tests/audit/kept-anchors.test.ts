import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  auditMigrations,
  type Caller,
  createAudit,
  keptAnchorsFile,
  openSigningKey,
} from '../../main/desk/audit/audit.ts';
import { checkpointMs } from '../../main/desk/audit/checkpoint.ts';
import { type Db, migrate, openFile } from '../../main/desk/storage/storage.ts';

const caller: Caller = { user: 'ana', role: 'agent', door: 'terminal', session: 's1' };
let folder: string;
let anchorsFile: string;
let now: number;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-kept-'));
  anchorsFile = keptAnchorsFile(folder);
  now = 1_700_000_000_000;
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(anchorsFile, { force: true });
});

function opened(file = 'desk.db'): { desk: Db; audit: ReturnType<typeof createAudit> } {
  const desk = openFile(path.join(folder, file), 'final', 'write');
  migrate(desk, 'desk.db', auditMigrations);
  const audit = createAudit({
    desk,
    clock: () => now,
    monotonic: () => 1n,
    key: openSigningKey(folder),
    anchorsFile,
  });
  return { desk, audit };
}

function act({ desk, audit }: ReturnType<typeof opened>, times: number): void {
  for (let row = 0; row < times; row += 1)
    desk.transaction(() =>
      audit.append(caller, { command: 'x', object: '', outcome: 'done', sentence: 's' }),
    )();
}

const keptSeqs = () =>
  readFileSync(anchorsFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).seq);

it('stands beside the workspace, and gets a line when a checkpoint is due by time', () => {
  const one = opened();
  act(one, 3);
  one.audit.seal();
  expect(keptSeqs()).toEqual([1]);
  now += checkpointMs;
  one.audit.seal();
  expect(keptSeqs()).toEqual([1, 3]);
  one.audit.seal();
  expect(keptSeqs()).toEqual([1, 3]);
  one.desk.close();
});

it("knows yesterday's file as such, and says how much is missing", async () => {
  const today = opened();
  act(today, 5);
  today.desk.pragma('wal_checkpoint(truncate)');
  const yesterday = readFileSync(path.join(folder, 'desk.db'));
  act(today, 7);
  today.audit.seal(true);
  expect(await today.audit.verify()).toMatchObject({ verdict: 'unanchored', rows: 12 });
  today.desk.close();

  writeFileSync(path.join(folder, 'older.db'), yesterday);
  const older = opened('older.db');
  const verdict = await older.audit.verify();
  expect(verdict).toMatchObject({ verdict: 'contradicts_anchor', rows: 5 });
  expect(verdict.sentence).toMatch(/at least 7 rows missing/);
  // Put in place on purpose, it counts from here on; later cuts show again.
  older.audit.restored();
  expect((await older.audit.verify()).verdict).toBe('unanchored');
  older.desk.close();
});

it('is a witness and no judge: lines that are forged, foreign or torn say nothing', async () => {
  const one = opened();
  act(one, 5);
  const anchor = one.audit.anchor(caller);
  writeFileSync(
    anchorsFile,
    [
      'no json',
      JSON.stringify({ ...anchor, hash: '0'.repeat(64) }),
      JSON.stringify({ ...anchor, install: 'other', hash: '1'.repeat(64) }),
      JSON.stringify(anchor).slice(0, 40),
    ].join('\n'),
  );
  expect((await one.audit.verify()).verdict).toBe('unanchored');
  one.desk.close();
});

it('is proven by a short code that was pasted elsewhere', async () => {
  const one = opened();
  act(one, 5);
  const { code, seq } = one.audit.anchor(caller);
  act(one, 5);
  expect(await one.audit.verify({ code })).toMatchObject({ verdict: 'anchored', anchored_to: seq });
  expect(await one.audit.verify({ code: '00000-00000-00000-00000' })).toMatchObject({
    verdict: 'contradicts_anchor',
  });
  one.desk.close();
});

it('is verified in workers where it is long, with the same verdict and its progress told', async () => {
  const one = opened();
  one.desk.pragma('synchronous = OFF');
  one.desk.transaction(() => act(one, 45_000))();
  const told: number[] = [];
  const verdict = await one.audit.verify({}, (rows) => told.push(rows));
  expect(verdict).toMatchObject({ verdict: 'unanchored', rows: 45_000 });
  expect(told.length).toBeGreaterThan(0);
  one.desk.exec('drop trigger audit_never_changes');
  one.desk.exec("update audit set sentence = 't' where seq in (30000, 40000)");
  expect(await one.audit.verify()).toMatchObject({ verdict: 'broken', broken_at: 30_000 });
  // Rows taken out where two workers meet are missed at the first of them.
  one.desk.exec('pragma foreign_keys = off; drop trigger audit_never_goes');
  one.desk.exec(
    'delete from audit where seq between 11249 and 11251 or seq between 22499 and 22501',
  );
  expect(await one.audit.verify()).toMatchObject({ verdict: 'broken', broken_at: 11_249 });
  one.desk.close();
});

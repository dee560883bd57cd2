import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  auditMigrations,
  type Caller,
  createAudit,
  openSigningKey,
} from '../../main/desk/audit/audit.ts';
import { chainHash, type ChainRow, genesis } from '../../main/desk/audit/chain.ts';
import { type Db, migrate, openFile } from '../../main/desk/storage/storage.ts';

const caller: Caller = { user: 'ana', role: 'agent', door: 'terminal', session: 's1' };
let folder: string;
let desk: Db;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-audit-'));
  desk = openFile(path.join(folder, 'desk.db'), 'final', 'write');
  migrate(desk, 'desk.db', auditMigrations);
});
afterEach(() => {
  desk.close();
  rmSync(folder, { recursive: true, force: true });
});

function auditOf(rows: number) {
  let now = 1_700_000_000_000;
  const audit = createAudit({
    desk,
    clock: () => now++,
    monotonic: () => BigInt(now),
    key: openSigningKey(folder),
  });
  for (let row = 0; row < rows; row += 1)
    desk.transaction(() =>
      audit.append(caller, {
        command: 'test',
        object: `thing/${row}`,
        outcome: 'done',
        sentence: `ana did ${row}.`,
        details: { note: 'personal words' },
      }),
    )();
  return audit;
}

/** Does to the file what only somebody who holds it can: the guards taken off first. */
function open(sql: string): void {
  desk.exec(`pragma foreign_keys = off; drop trigger audit_never_changes; drop trigger audit_never_goes;
    drop trigger checkpoints_never_change; drop trigger checkpoints_never_go`);
  desk.exec(sql);
}

describe('the audit', () => {
  it('takes no row outside the transaction of its act', () => {
    const audit = createAudit({
      desk,
      clock: () => 0,
      monotonic: () => 0n,
      key: openSigningKey(folder),
    });
    expect(() =>
      audit.append(caller, { command: 'x', object: '', outcome: 'done', sentence: '' }),
    ).toThrow(/transaction/);
  });

  it('goes with its act: rolled back together', () => {
    const audit = auditOf(1);
    expect(() =>
      desk.transaction(() => {
        audit.append(caller, { command: 'x', object: '', outcome: 'done', sentence: '' });
        throw new Error('the act failed');
      })(),
    ).toThrow('the act failed');
    expect(audit.list({ limit: 10 }).total).toBe(1);
  });

  it('says of a whole chain without an anchor just that, never a bare OK', async () => {
    const verdict = await auditOf(2100).verify();
    expect(verdict).toMatchObject({ verdict: 'unanchored', rows: 2100, broken_at: null });
    expect(verdict.sentence).toMatch(/no anchor/);
  });

  it.each([
    ['an edited sentence', "update audit set sentence = 'nothing' where seq = 5", 5],
    ['a changed time', 'update audit set at = at + 1 where seq = 5', 5],
    ['a changed actor', "update audit set actor = 'bob' where seq = 5", 5],
    ['a deleted row', 'delete from audit where seq = 5', 5],
    ['a deleted first row', 'delete from audit where seq = 1', 1],
    ['a changed hash', 'update audit set hash = zeroblob(32) where seq = 5', 5],
  ])('names the place of %s', async (_what, sql, place) => {
    const audit = auditOf(10);
    open(sql);
    expect(await audit.verify()).toMatchObject({ verdict: 'broken', broken_at: place });
  });

  it.each([
    "update audit set sentence = 'nothing'",
    'delete from audit',
    "insert into audit select seq + 5, at, monotonic_ns, actor, role, door, session, command, object, outcome, sentence, details_digest, previous, x'00' from audit limit 1",
    'update install set id = 1',
  ])('is guarded by the database itself against: %s', (sql) => {
    auditOf(3);
    expect(() => desk.exec(sql)).toThrow(/never|follow/);
  });

  it('is proven up to an anchor kept elsewhere, and the rest is said not to be', async () => {
    const audit = auditOf(10);
    const anchor = audit.anchor(caller);
    auditOf(5);
    const verdict = await audit.verify({ anchor });
    expect(verdict).toMatchObject({ verdict: 'anchored', rows: 16, anchored_to: 11 });
    expect(verdict.sentence).toMatch(/5 rows after it are not anchored/);
  });

  it('signs a checkpoint at least every hundred rows', () => {
    auditOf(450);
    const seqs = desk.prepare('select seq from checkpoints order by seq').pluck().all() as bigint[];
    expect(seqs).toEqual([1n, 101n, 201n, 301n, 401n]);
  });

  it.each([
    [
      'a tail that was cut',
      'delete from audit where seq > 8; delete from checkpoints where seq > 8',
    ],
    ['a chain that was emptied', 'delete from checkpoints; delete from audit'],
  ])('is contradicted by its anchor after %s', async (_what, sql) => {
    const audit = auditOf(10);
    const anchor = audit.anchor(caller);
    open(sql);
    expect((await audit.verify({ anchor })).verdict).toBe('contradicts_anchor');
    // The control: without the anchor the same cut does not show.
    expect((await audit.verify()).verdict).toBe('unanchored');
  });

  it('takes no anchor of another desk, and none that was changed', async () => {
    const audit = auditOf(10);
    const anchor = audit.anchor(caller);
    for (const change of [
      { seq: 10 },
      { hash: '0'.repeat(64) },
      { install: 'other' },
      { signature: '' },
    ])
      expect((await audit.verify({ anchor: { ...anchor, ...change } })).verdict).toBe(
        'contradicts_anchor',
      );
    expect((await audit.verify({ anchor })).verdict).toBe('anchored');
  });

  it('shows a tail that was cut but for its checkpoint', async () => {
    const audit = auditOf(10);
    audit.anchor(caller);
    open('delete from audit where seq > 8');
    expect(await audit.verify()).toMatchObject({ verdict: 'broken', broken_at: 9 });
  });

  it('holds whatever stands in its fields, also what could be taken for a border', async () => {
    const audit = auditOf(3);
    for (const text of [
      '\u001f',
      'a\u001f\u001f\u001f\u001fb',
      '\u001f'.repeat(9),
      '\0',
      'é😀',
      '\ud800',
    ])
      for (const field of ['object', 'sentence'] as const)
        desk.transaction(() =>
          audit.append(caller, {
            command: 'x',
            object: 'o',
            outcome: 'done',
            sentence: 's',
            [field]: text,
          }),
        )();
    expect(await audit.verify()).toMatchObject({ verdict: 'unanchored', rows: 15 });
  });

  it('outlives the erasure of what a person wrote', async () => {
    const audit = auditOf(3);
    desk.exec("update audit_details set details = '{}', salt = zeroblob(16)");
    expect((await audit.verify()).verdict).toBe('unanchored');
  });

  it('lists newest first, page by page, and by object', () => {
    const audit = auditOf(30);
    const first = audit.list({ limit: 10 });
    expect(first.rows.map((row) => row.seq)).toEqual([30, 29, 28, 27, 26, 25, 24, 23, 22, 21]);
    expect(audit.list({ limit: 10, before: 21 }).rows[0]?.seq).toBe(20);
    expect(audit.list({ limit: 10, object: 'thing/4' }).rows).toHaveLength(1);
  });
});

describe('the bytes of the chain', () => {
  const row: ChainRow = {
    seq: 1n,
    at: 2n,
    monotonic_ns: 3n,
    actor: 'ana',
    role: 'agent',
    door: 'browser',
    session: 's',
    command: 'c',
    object: 'o',
    outcome: 'done',
    sentence: 'said',
    details_digest: new Uint8Array(32),
  };

  it('differ when a border between two fields is moved', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), fc.nat(), (left, right, at) => {
        const whole = left + right;
        const cut = at % (whole.length + 1);
        fc.pre(cut !== left.length);
        const one = chainHash('i', genesis, { ...row, actor: left, role: right });
        const other = chainHash('i', genesis, {
          ...row,
          actor: whole.slice(0, cut),
          role: whole.slice(cut),
        });
        expect(one.equals(other)).toBe(false);
      }),
    );
  });

  it('differ between installs, so that rows of one do not fit another', () => {
    expect(chainHash('one', genesis, row).equals(chainHash('two', genesis, row))).toBe(false);
  });
});

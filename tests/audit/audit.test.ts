import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditMigrations, type Caller, createAudit } from '../../main/desk/audit/audit.ts';
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
  const audit = createAudit({ desk, clock: () => now++, monotonic: () => BigInt(now) });
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

describe('the audit', () => {
  it('takes no row outside the transaction of its act', () => {
    const audit = createAudit({ desk, clock: () => 0, monotonic: () => 0n });
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
    desk.exec(
      'pragma foreign_keys = off; drop trigger audit_never_changes; drop trigger audit_never_goes',
    );
    desk.exec(sql);
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

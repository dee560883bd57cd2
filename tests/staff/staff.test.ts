import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hash } from '@node-rs/argon2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  auditMigrations,
  type Caller,
  createAudit,
  openSigningKey,
} from '../../main/desk/audit/audit.ts';
import { freshMs } from '../../contract/policy.ts';
import { idleMs, longestMs } from '../../main/desk/staff/sessions.ts';
import { failuresToLock, lockMs } from '../../main/desk/staff/sign-in.ts';
import type { Role } from '../../contract/staff.ts';
import { createStaff, type Staff, staffMigrations } from '../../main/desk/staff/staff.ts';
import { type Db, migrate, openFile } from '../../main/desk/storage/storage.ts';

const stranger: Caller = { user: '', role: 'nobody', door: 'browser', session: '' };
const owner: Caller = { user: 'olga', role: 'owner', door: 'browser', session: 's' };
const password = 'five plain words in a row';

let folder: string;
let desk: Db;
let time: { wall: number; monotonic: number };
let staff: Staff;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-staff-'));
  desk = openFile(path.join(folder, 'desk.db'), 'final', 'write');
  migrate(desk, 'desk.db', [...auditMigrations, ...staffMigrations]);
  time = { wall: 1_800_000_000_000, monotonic: 0 };
  staff = start();
  await staff.begin(stranger, { owner: 'olga', password, demo: null });
});
afterEach(() => {
  desk.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The staff as a desk that was just started sees them. */
function start(): Staff {
  const audit = createAudit({
    desk,
    clock: () => time.wall,
    monotonic: () => 0n,
    key: openSigningKey(folder),
  });
  return createStaff({ desk, audit, clock: () => time.wall, monotonicMs: () => time.monotonic });
}

async function code(act: Promise<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof act === 'function' ? act() : act);
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'done';
}

const signIn = (user: string, word: string) => staff.signIn(stranger, { user, password: word });
const lastAct = () =>
  desk.prepare('select command, outcome from audit order by seq desc limit 1').get();

describe('signing in', () => {
  it('gives a token that stands for the person, and an audit row', async () => {
    const session = await signIn('olga', password);
    expect(staff.signedIn(session.token, 'browser')).toMatchObject({ user: 'olga', role: 'owner' });
    expect(lastAct()).toEqual({ command: 'staff.signIn', outcome: 'done' });
  });

  it('tells a wrong password and an unknown name apart for nobody', async () => {
    const said = async (user: string) => {
      try {
        await signIn(user, 'not the password');
      } catch (error) {
        return (error as Error).message;
      }
      return 'done';
    };
    expect(await said('olga')).toBe(await said('nobody-here'));
    expect(lastAct()).toEqual({ command: 'staff.signIn', outcome: 'SIGNED_OUT' });
  });

  it('keeps no password: neither as typed nor in a form that is not argon2id', () => {
    const stored = desk.prepare('select password from staff').pluck().get();
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('locks after ten wrong passwords, also over a restart, and opens after its time', async () => {
    for (let n = 0; n < failuresToLock; n += 1) await code(signIn('olga', 'not the password'));
    expect(await code(signIn('olga', password))).toBe('LOCKED');
    staff = start();
    expect(await code(signIn('olga', password))).toBe('LOCKED');
    expect(lastAct()).toEqual({ command: 'staff.signIn', outcome: 'LOCKED' });
    // A clock set forward, with a restart, shortens nothing.
    time.wall += 365 * 24 * 60 * 60_000;
    staff = start();
    expect(await code(signIn('olga', password))).toBe('LOCKED');
    time.monotonic += lockMs - 1;
    expect(await code(signIn('olga', password))).toBe('LOCKED');
    time.monotonic += 1;
    expect(await code(signIn('olga', password))).toBe('done');
  });

  it('counts a lock-out anew from the start of the machine', async () => {
    time.monotonic = 90 * 60_000;
    for (let n = 0; n < failuresToLock; n += 1) await code(signIn('olga', 'not the password'));
    time.monotonic = 1;
    staff = start();
    expect(await code(signIn('olga', password))).toBe('LOCKED');
    time.monotonic = lockMs;
    expect(await code(signIn('olga', password))).toBe('done');
  });

  it('opens a lock-out early by another owner', async () => {
    await staff.add(owner, { user: 'ana', role: 'agent', password, own_accounts: [] });
    for (let n = 0; n < failuresToLock; n += 1) await code(signIn('ana', 'not the password'));
    expect(staff.list().find((one) => one.user === 'ana')?.locked_out).toBe(true);
    staff.release(owner, { user: 'ana' });
    expect(await code(signIn('ana', password))).toBe('done');
  });

  it('locks when nobody is at the keys, whatever reads meanwhile; the password opens it', async () => {
    const { token } = await signIn('olga', password);
    const locked = () => staff.signedIn(token, 'browser')?.locked;
    const me: Caller = { ...owner, session: staff.signedIn(token, 'browser')?.session ?? '' };
    for (let minute = 0; minute < 15; minute += 1) {
      time.monotonic += 60_000;
      expect(locked()).toBe(false);
    }
    staff.present(token);
    time.monotonic += idleMs;
    expect(locked()).toBe(false);
    time.monotonic += 1;
    expect(locked()).toBe(true);
    // Being there again is not enough.
    staff.present(token);
    expect(locked()).toBe(true);
    expect(await code(staff.unlock(me, token, 'not the password'))).toBe('PASSWORD_NEEDED');
    expect(lastAct()).toEqual({ command: 'staff.unlock', outcome: 'PASSWORD_NEEDED' });
    expect(locked()).toBe(true);
    await staff.unlock(me, token, password);
    expect(lastAct()).toEqual({ command: 'staff.unlock', outcome: 'done' });
    expect(locked()).toBe(false);
    staff.lock(me, token);
    expect(locked()).toBe(true);
  });

  it('ends a locked sign-in with the wrong password that locks the name out', async () => {
    const { token } = await signIn('olga', password);
    staff.lock(owner, token);
    for (let n = 0; n < failuresToLock; n += 1)
      await code(staff.unlock(owner, token, 'not the password'));
    expect(staff.signedIn(token, 'browser')).toBeNull();
    expect(await code(signIn('olga', password))).toBe('LOCKED');
  });

  it('takes a password as fresh for five minutes, used or not', async () => {
    const { token } = await signIn('olga', password);
    const fresh = () => staff.signedIn(token, 'browser')?.fresh;
    time.monotonic += freshMs;
    staff.present(token);
    expect(fresh()).toBe(true);
    time.monotonic += 1;
    staff.present(token);
    expect(fresh()).toBe(false);
    await staff.unlock(owner, token, password);
    expect(fresh()).toBe(true);
  });

  it('holds for the run of a terminal, and serves at no other door', async () => {
    const { token } = await staff.signIn(
      { ...stranger, door: 'terminal' },
      { user: 'olga', password },
    );
    time.monotonic += longestMs * 2;
    expect(staff.signedIn(token, 'terminal')).toMatchObject({ locked: false, fresh: true });
    expect(staff.signedIn(token, 'browser')).toBeNull();
    staff.leave(token);
    expect(staff.signedIn(token, 'terminal')).toBeNull();
  });

  it('ends after a long day, at sign-out and on disable', async () => {
    const long = await signIn('olga', password);
    for (let passed = 0; passed <= longestMs; passed += idleMs / 2) {
      time.monotonic += idleMs / 2;
      staff.present(long.token);
    }
    expect(staff.signedIn(long.token, 'browser')).toBeNull();

    const left = await signIn('olga', password);
    staff.signOut(owner, left.token);
    expect(staff.signedIn(left.token, 'browser')).toBeNull();

    await staff.add(owner, { user: 'ana', role: 'agent', password, own_accounts: [] });
    const disabled = await signIn('ana', password);
    staff.disable(owner, { user: 'ana' });
    expect(staff.signedIn(disabled.token, 'browser')).toBeNull();
    expect(await code(signIn('ana', password))).toBe('SIGNED_OUT');
  });

  it('follows a changed role at once, without a new sign-in', async () => {
    await staff.add(owner, { user: 'ana', role: 'agent', password, own_accounts: [] });
    const { token } = await signIn('ana', password);
    staff.setRole(owner, { user: 'ana', role: 'senior' });
    expect(staff.signedIn(token, 'browser')?.role).toBe('senior');
  });
});

describe('staff', () => {
  it.each([
    'short',
    'aaaaaaaaaaaaaaaaaaaa',
    'x'.repeat(300),
    'abc1abc1abc1abc1',
    'passwordpassword1',
    'qwertyuiop1234567890',
    'ana-ana-ana-ana-1',
  ])('take no password like %s', async (word) => {
    expect(
      await code(
        staff.add(owner, { user: 'ana', role: 'agent', password: word, own_accounts: [] }),
      ),
    ).toBe('BAD_INPUT');
  });

  it('get a generated password that works, told once', async () => {
    const added = await staff.add(owner, { user: 'ana', role: 'agent', own_accounts: ['ac_1'] });
    expect(await code(signIn('ana', added.password ?? ''))).toBe('done');
    expect(staff.standing('ana')?.ownAccounts).toEqual(['ac_1']);
  });

  it('are added once under a name', async () => {
    expect(await code(staff.add(owner, { user: 'olga', role: 'agent', own_accounts: [] }))).toBe(
      'BAD_INPUT',
    );
  });

  it('do not change or disable themselves', async () => {
    expect(await code(() => staff.setRole(owner, { user: 'olga', role: 'agent' }))).toBe(
      'NEEDS_OTHER_PERSON',
    );
    expect(await code(() => staff.disable(owner, { user: 'olga' }))).toBe('NEEDS_OTHER_PERSON');
  });

  it('are never deleted, not even by SQL', () => {
    expect(() => desk.exec('delete from staff')).toThrow(/never deleted/);
  });

  it('begin once', async () => {
    expect(await code(staff.begin(stranger, { owner: 'eve', demo: null }))).toBe('FORBIDDEN');
  });
});

describe('a role', () => {
  const by = (user: string): Caller => ({ ...owner, user });
  const roleOf = (user: string) => staff.standing(user)?.role;

  beforeEach(async () => {
    await staff.add(owner, { user: 'ana', role: 'agent', password, own_accounts: [] });
  });

  it('stands at once where there is no other owner, audited as single-handed', () => {
    expect(staff.setRole(owner, { user: 'ana', role: 'senior' })).toMatchObject({
      role: 'senior',
      waits_for: null,
    });
    const said = desk.prepare('select sentence from audit order by seq desc limit 1').pluck().get();
    expect(said).toMatch(/single-handed/);
  });

  describe('where there is another owner', () => {
    beforeEach(async () => {
      await staff.add(owner, { user: 'otto', role: 'owner', password, own_accounts: [] });
    });

    it('waits for that one, who must not be somebody the asker let in lately', async () => {
      expect(staff.setRole(owner, { user: 'ana', role: 'senior' })).toMatchObject({
        role: 'agent',
        waits_for: 'another owner',
        asked_role: { role: 'senior', by: 'olga' },
      });
      // Asking twice is no second pair of eyes.
      staff.setRole(owner, { user: 'ana', role: 'senior' });
      expect(roleOf('ana')).toBe('agent');
      expect(await code(() => staff.setRole(by('otto'), { user: 'ana', role: 'senior' }))).toBe(
        'NEEDS_OTHER_PERSON',
      );
      time.wall += 24 * 60 * 60_000 + 1;
      expect(staff.setRole(by('otto'), { user: 'ana', role: 'senior' })).toMatchObject({
        role: 'senior',
        waits_for: null,
        asked_role: null,
      });
      // For a day ana decides for neither of them.
      expect([...(staff.standing('ana')?.sponsors ?? [])].sort()).toEqual(['olga', 'otto']);
    });

    it('is asked for anew where the other wants another one', () => {
      time.wall += 24 * 60 * 60_000 + 1;
      staff.setRole(owner, { user: 'ana', role: 'senior' });
      staff.setRole(by('otto'), { user: 'ana', role: 'reviewer' });
      expect(roleOf('ana')).toBe('agent');
      staff.setRole(owner, { user: 'ana', role: 'reviewer' });
      expect(roleOf('ana')).toBe('reviewer');
    });

    it('is declined by another owner with a reason, and asked for again begins anew', async () => {
      const wish: { user: string; role: Role } = { user: 'ana', role: 'senior' };
      const decline = (user: string, role: Role = 'senior') =>
        staff.declineRole(by(user), { user: 'ana', role, note: 'not yet' });
      staff.setRole(owner, wish);
      expect(await code(() => decline('otto', 'reviewer'))).toBe('NOT_FOUND');
      expect(decline('otto')).toMatchObject({ role: 'agent', asked_role: null });
      expect(lastAct()).toEqual({ command: 'staff.declineRole', outcome: 'done' });
      expect(await code(() => decline('otto'))).toBe('NOT_FOUND');
      time.wall += 24 * 60 * 60_000 + 1;
      expect(staff.setRole(by('otto'), wish).waits_for).toBe('another owner');
      // Who asked may take it back.
      expect(decline('otto').asked_role).toBeNull();
      expect(roleOf('ana')).toBe('agent');
    });

    it('is not declined by the one whose role it is', async () => {
      await staff.add(owner, { user: 'pia', role: 'owner', password, own_accounts: [] });
      staff.setRole(owner, { user: 'otto', role: 'agent' });
      const own = { user: 'otto', role: 'agent', note: 'no' } as const;
      expect(await code(() => staff.declineRole(by('otto'), own))).toBe('NEEDS_OTHER_PERSON');
    });

    it('cannot be agreed to by SQL of one hand', () => {
      staff.setRole(owner, { user: 'ana', role: 'senior' });
      expect(() => desk.exec("update role_changes set decided_at = 1, agreed_by = 'olga'")).toThrow(
        /CHECK/,
      );
      expect(() => desk.exec("update role_changes set role = 'owner'")).toThrow(/once/);
    });
  });
});

describe('a new password', () => {
  it('is set by the old one, and ends the other sign-ins', async () => {
    const here = await signIn('olga', password);
    const there = await signIn('olga', password);
    const change = (old: string, next: string) =>
      staff.changePassword(owner, here.token, { password: old, new_password: next });
    expect(await code(change('not the password', 'another fine password'))).toBe('PASSWORD_NEEDED');
    expect(await code(change(password, 'short'))).toBe('BAD_INPUT');
    await change(password, 'another fine password');
    expect(staff.signedIn(here.token, 'browser')).not.toBeNull();
    expect(staff.signedIn(there.token, 'browser')).toBeNull();
    expect(await code(signIn('olga', password))).toBe('SIGNED_OUT');
    expect(await code(signIn('olga', 'another fine password'))).toBe('done');
  });

  it('given by an owner counts as having let that person in', async () => {
    await staff.add(owner, { user: 'sue', role: 'senior', password, own_accounts: [] });
    time.wall += 24 * 60 * 60_000 + 1;
    expect(staff.standing('sue')?.sponsors.size).toBe(0);
    const { token } = await signIn('sue', password);
    const given = await staff.resetPassword(owner, { user: 'sue' });
    expect(staff.signedIn(token, 'browser')).toBeNull();
    expect(await code(signIn('sue', given.password))).toBe('done');
    expect(staff.standing('sue')?.sponsors).toEqual(new Set(['olga']));
    expect(await code(staff.resetPassword(owner, { user: 'olga' }))).toBe('NEEDS_OTHER_PERSON');
  });

  it('is hashed with the parameters of today at the next sign-in', async () => {
    const old = await hash(password, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    desk.prepare('update staff set password = ?').run(old);
    await signIn('olga', password);
    expect(desk.prepare('select password from staff').pluck().get()).toMatch(/m=19456,t=2,p=1/);
    expect(await code(signIn('olga', password))).toBe('done');
  });
});

describe('who let whom in', () => {
  const as = (user: string): Caller => ({ ...owner, user });

  it('is remembered for a day, through others and over a second grant', async () => {
    await staff.add(owner, { user: 'pupa', role: 'owner', password, own_accounts: [] });
    await staff.add(as('pupa'), { user: 'pupb', role: 'agent', password, own_accounts: [] });
    staff.setRole(as('max'), { user: 'pupb', role: 'senior' });
    staff.setRole(as('moe'), { user: 'pupb', role: 'senior' });
    expect([...(staff.standing('pupb')?.sponsors ?? [])].sort()).toEqual([
      'max',
      'moe',
      'olga',
      'pupa',
    ]);
    time.wall += 24 * 60 * 60_000 + 1;
    expect(staff.standing('pupb')?.sponsors.size).toBe(0);
  });
});

describe('the recovery code', () => {
  it('sets a new password once, and ends the old sign-ins', async () => {
    // A workspace of its own, since only the making of one tells the code.
    desk.close();
    rmSync(folder, { recursive: true, force: true });
    folder = mkdtempSync(path.join(tmpdir(), 'desk-staff-'));
    desk = openFile(path.join(folder, 'desk.db'), 'final', 'write');
    migrate(desk, 'desk.db', [...auditMigrations, ...staffMigrations]);
    staff = start();
    const { recovery_code } = await staff.begin(stranger, { owner: 'olga', password, demo: null });
    const { token } = await signIn('olga', password);
    const recover = (word: string) =>
      staff.recover(stranger, { user: 'olga', recovery_code, password: word });
    await recover('another fine password');
    expect(staff.signedIn(token, 'browser')).toBeNull();
    expect(await code(signIn('olga', 'another fine password'))).toBe('done');
    expect(await code(recover('a third fine password'))).toBe('SIGNED_OUT');
  });

  it('of nobody opens nothing', async () => {
    expect(
      await code(staff.recover(stranger, { user: 'nobody', recovery_code: 'x', password })),
    ).toBe('SIGNED_OUT');
  });
});

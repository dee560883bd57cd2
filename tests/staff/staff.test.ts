import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  auditMigrations,
  type Caller,
  createAudit,
  openSigningKey,
} from '../../main/desk/audit/audit.ts';
import { idleMs, longestMs } from '../../main/desk/staff/sessions.ts';
import { failuresToLock, lockMs } from '../../main/desk/staff/sign-in.ts';
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
    expect(staff.signedIn(session.token)).toMatchObject({ user: 'olga', role: 'owner' });
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
    time.wall += lockMs + 1;
    expect(await code(signIn('olga', password))).toBe('done');
  });

  it('ends when idle, after a long day, at sign-out and on disable', async () => {
    const used = await signIn('olga', password);
    time.monotonic += idleMs - 1;
    expect(staff.signedIn(used.token)).not.toBeNull();
    time.monotonic += idleMs + 1;
    expect(staff.signedIn(used.token)).toBeNull();

    const long = await signIn('olga', password);
    for (let passed = 0; passed <= longestMs; passed += idleMs / 2) {
      time.monotonic += idleMs / 2;
      staff.signedIn(long.token);
    }
    expect(staff.signedIn(long.token)).toBeNull();

    const left = await signIn('olga', password);
    staff.signOut(owner, left.token);
    expect(staff.signedIn(left.token)).toBeNull();

    await staff.add(owner, { user: 'ana', role: 'agent', password, own_accounts: [] });
    const disabled = await signIn('ana', password);
    staff.disable(owner, { user: 'ana' });
    expect(staff.signedIn(disabled.token)).toBeNull();
    expect(await code(signIn('ana', password))).toBe('SIGNED_OUT');
  });

  it('follows a changed role at once, without a new sign-in', async () => {
    await staff.add(owner, { user: 'ana', role: 'agent', password, own_accounts: [] });
    const { token } = await signIn('ana', password);
    staff.setRole(owner, { user: 'ana', role: 'senior' });
    expect(staff.signedIn(token)?.role).toBe('senior');
  });
});

describe('staff', () => {
  it.each(['short', 'aaaaaaaaaaaaaaaaaaaa', 'x'.repeat(300)])(
    'take no password like %s',
    async (word) => {
      expect(
        await code(
          staff.add(owner, { user: 'ana', role: 'agent', password: word, own_accounts: [] }),
        ),
      ).toBe('BAD_INPUT');
    },
  );

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

describe('who let whom in', () => {
  const as = (user: string): Caller => ({ ...owner, user });

  it('is remembered for a day, through others and over a second grant', async () => {
    await staff.add(owner, { user: 'pupa', role: 'owner', password, own_accounts: [] });
    await staff.add(as('pupa'), { user: 'pupb', role: 'agent', password, own_accounts: [] });
    staff.setRole(as('max'), { user: 'pupb', role: 'senior' });
    expect([...(staff.standing('pupb')?.sponsors ?? [])].sort()).toEqual(['max', 'olga', 'pupa']);
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
    expect(staff.signedIn(token)).toBeNull();
    expect(await code(signIn('olga', 'another fine password'))).toBe('done');
    expect(await code(recover('a third fine password'))).toBe('SIGNED_OUT');
  });

  it('of nobody opens nothing', async () => {
    expect(
      await code(staff.recover(stranger, { user: 'nobody', recovery_code: 'x', password })),
    ).toBe('SIGNED_OUT');
  });
});

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Refusal } from '../../contract/errors.ts';
import {
  auditMigrations,
  type Caller,
  createAudit,
  createGuarding,
  type Keyring,
  openOwnKey,
} from '../../main/desk/audit/audit.ts';
import { type Db, migrate, openFile } from '../../main/desk/storage/storage.ts';

const olga: Caller = { user: 'olga', role: 'owner', door: 'browser', session: 's1' };
const ana: Caller = { ...olga, user: 'ana', role: 'agent' };
const passphrase = 'six plain words kept in mind';
const another = 'six other words kept in mind';

let folder: string;
let time: { monotonic: number };
const open: { desk: Db }[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-guard-'));
  time = { monotonic: 1_000_000 };
});
afterEach(() => {
  for (const one of open.splice(0)) one.desk.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A desk's audit, its key and what guards it, as a start of the desk opens them. */
function start(keyring: Keyring | null = null) {
  const desk: Db = openFile(path.join(folder, 'desk.db'), 'final', 'write');
  migrate(desk, 'desk.db', auditMigrations);
  const key = openOwnKey(folder, desk);
  const clock = () => 1_700_000_000_000;
  const audit = createAudit({ desk, clock, monotonic: () => 1n, key });
  const guarding = createGuarding({
    ...{ desk, audit, key, folder, clock, keyring },
    monotonicMs: () => time.monotonic,
    checkPassphrase: () => {},
    agreement: () => ({ stands: true, agreed: false }),
    newPassphrase: () => 'made-by-the-desk',
  });
  const act = () =>
    desk
      .transaction(() =>
        audit.append(ana, { command: 'x', object: '', outcome: 'done', sentence: 's' }),
      )
      .immediate();
  const rows = () => audit.list({ limit: 10 }).rows;
  const one = { desk, key, audit, guarding, act, rows };
  open.push(one);
  return one;
}

/** The desk ends and is started anew. */
function again(keyring: Keyring | null = null) {
  for (const one of open.splice(0)) one.desk.close();
  return start(keyring);
}

async function refusal(call: Promise<unknown>): Promise<Pick<Refusal, 'code' | 'next'>> {
  return call.then(
    () => ({ code: 'INTERNAL', next: 'it was done' }),
    (error: Refusal) => error,
  );
}

const keyFile = () => readFileSync(path.join(folder, 'desk.key'), 'utf8');

describe('a signing key without a passphrase', () => {
  it('is said to be just that, and signs from the first moment', async () => {
    const { guarding, audit } = start();
    expect(guarding.state()).toMatchObject({ protected: false, open: true, keyring: null });
    const verdict = await audit.verify();
    expect(verdict.key_protected).toBe(false);
    expect(keyFile()).toMatch(/PRIVATE KEY/);
  });

  it('whose file is gone keeps the desk from starting: a new one could not go on', () => {
    start().audit.anchor(olga);
    rmSync(path.join(folder, 'desk.key'));
    expect(() => again()).toThrow(/is gone/);
  });
});

describe('a signing key under a passphrase', () => {
  it('is nowhere in the file, which only this user reads, and still the same key', async () => {
    const one = start();
    const open = keyFile();
    const { id } = one.key;
    expect(await one.guarding.protect(olga, { passphrase })).toMatchObject({
      protected: true,
      open: true,
    });
    const secret = /-----\n([\s\S]+)\n-----/.exec(open)?.[1] ?? 'none';
    expect(keyFile()).not.toContain(secret);
    expect(keyFile()).not.toMatch(/PRIVATE KEY/);
    expect(statSync(path.join(folder, 'desk.key')).mode & 0o777).toBe(0o600);
    expect(one.rows()[0]?.sentence).toBe('olga sealed the signing key under a passphrase.');
    expect(again().key).toMatchObject({ id, isProtected: true });
  });

  it('is asked for once a start; acts go on meanwhile, and are signed as soon as it is given', async () => {
    await start().guarding.protect(olga, { passphrase });
    const one = again();
    for (let n = 0; n < 250; n += 1) one.act();
    one.audit.seal(true);
    expect(one.guarding.state()).toMatchObject({ open: false, unsigned: 250 });
    expect(one.audit.appendSigned(ana, { ...actOf, command: 'y' })).toBeNull();
    expect(() => one.audit.anchor(olga)).toThrow(/sealed/);
    expect(await one.audit.verify()).toMatchObject({ verdict: 'unanchored', key_protected: true });

    expect(await one.guarding.unlock(ana, { passphrase })).toMatchObject({ open: true });
    expect(one.guarding.state().unsigned).toBe(0);
    expect(one.rows()[0]).toMatchObject({ command: 'audit.unlockKey', actor: 'ana' });
    const anchor = one.audit.anchor(olga);
    expect(await one.audit.verify({ anchor })).toMatchObject({ verdict: 'anchored' });
    expect(again().guarding.state().open).toBe(false);
  });

  it('refuses another passphrase, with a row, and makes who guesses wait, nobody else', async () => {
    await start().guarding.protect(olga, { passphrase });
    const one = again();
    const guess = () => refusal(one.guarding.unlock(ana, { passphrase: 'not this one' }));
    for (let n = 0; n < 3; n += 1) expect((await guess()).code).toBe('KEY_SEALED');
    expect(one.rows()[0]).toMatchObject({ command: 'audit.unlockKey', outcome: 'KEY_SEALED' });
    // Now not even the right one is tried.
    const wait = await refusal(one.guarding.unlock(ana, { passphrase }));
    expect(wait.next).toMatch(/^Wait 10 seconds/);
    time.monotonic += 10_001;
    await guess();
    expect((await refusal(one.guarding.unlock(ana, { passphrase }))).next).toMatch(/^Wait 20 sec/);
    expect(await one.guarding.unlock(olga, { passphrase })).toMatchObject({ open: true });
  });

  it('gives nobody two tries by asking twice at once', async () => {
    await start().guarding.protect(olga, { passphrase });
    const one = again();
    const guesses = Array.from({ length: 5 }, () =>
      refusal(one.guarding.unlock(ana, { passphrase: 'not this one' })),
    );
    const said = (await Promise.all(guesses)).map(({ next }) => next.startsWith('Wait'));
    expect(said).toEqual([false, false, false, true, true]);
  });

  it('is changed and taken off by the one it has, and by no other', async () => {
    const { guarding } = start();
    await guarding.protect(olga, { passphrase });
    expect((await refusal(guarding.protect(olga, { passphrase: another }))).code).toBe('BAD_INPUT');
    const wrong = { passphrase: another, old_passphrase: 'not this one' };
    expect((await refusal(guarding.protect(olga, wrong))).code).toBe('KEY_SEALED');
    await guarding.protect(olga, { passphrase: another, old_passphrase: passphrase });

    // A change opens a sealed one, too.
    const one = again();
    expect((await refusal(one.guarding.release(olga, { passphrase }))).code).toBe('KEY_SEALED');
    expect(await one.guarding.release(olga, { passphrase: another })).toMatchObject({
      protected: false,
      open: true,
    });
    const said = one.rows().map((row) => row.sentence);
    expect(said.slice(0, 3)).toEqual([
      'olga took the passphrase off the signing key.',
      'olga changed the passphrase of the signing key.',
      'olga sealed the signing key under a passphrase.',
    ]);
    expect(again().guarding.state()).toMatchObject({ protected: false, open: true });
    expect((await refusal(one.guarding.release(olga, { passphrase }))).code).toBe('BAD_INPUT');
  });

  it('is made and told once where none is given', async () => {
    const { guarding } = start();
    const made = await guarding.protect(olga, {});
    expect(made.passphrase).toBe('made-by-the-desk');
    const one = again();
    await one.guarding.unlock(olga, { passphrase: made.passphrase ?? '' });
    expect(one.guarding.state().open).toBe(true);
  });

  it('holds whatever way its letters are composed', async () => {
    await start().guarding.protect(olga, { passphrase: 'Ein Schlüssel für Bücher' });
    const decomposed = 'Ein Schlüssel für Bücher'.normalize('NFD');
    expect(await again().guarding.unlock(olga, { passphrase: decomposed })).toMatchObject({
      open: true,
    });
  });

  it('is made dearer or cheaper by nobody: what the file says of itself is sealed with it', async () => {
    await start().guarding.protect(olga, { passphrase });
    const whole = JSON.parse(keyFile());
    const changes: [string, object][] = [
      ['another cost', { argon2id: { ...whole.argon2id, t: 1 } }],
      ['another salt', { argon2id: { ...whole.argon2id, salt: 'AAAAAAAAAAAAAAAAAAAAAA==' } }],
      [
        'another text',
        { aes256gcm: { ...whole.aes256gcm, text: `AAAA${whole.aes256gcm.text.slice(4)}` } },
      ],
      [
        'a shorter tag',
        { aes256gcm: { ...whole.aes256gcm, tag: whole.aes256gcm.tag.slice(0, 8) } },
      ],
    ];
    for (const [what, change] of changes) {
      writeFileSync(path.join(folder, 'desk.key'), JSON.stringify({ ...whole, ...change }));
      const one = again();
      expect((await refusal(one.guarding.unlock(olga, { passphrase }))).code, what).toBe(
        'KEY_SEALED',
      );
    }
    for (const [what, change] of [
      ['a cost beyond all memory', { argon2id: { ...whole.argon2id, m: 2 ** 31 } }],
      ['a field that no desk writes', { more: 1 }],
    ] as const) {
      writeFileSync(path.join(folder, 'desk.key'), JSON.stringify({ ...whole, ...change }));
      expect(() => again(), what).toThrow(/does not hold/);
    }
  });

  it('takes part in two changes at once one after the other, and never in half of one', async () => {
    const { guarding } = start();
    const [one, two] = await Promise.allSettled([
      guarding.protect(olga, { passphrase }),
      guarding.protect(ana, { passphrase: another }),
    ]);
    expect([one.status, two.status]).toEqual(['fulfilled', 'rejected']);
    expect(await again().guarding.unlock(olga, { passphrase })).toMatchObject({ open: true });
  });
});

const actOf = { command: 'x', object: '', outcome: 'done', sentence: 's' };

/** A keyring of this computer, whose key can be lost. */
function ring(name = 'Test keyring') {
  let mark = 'one';
  let stale = false;
  const keyring: Keyring = {
    name,
    cipher: async (text) => `${mark}:${Buffer.from(text).toString('hex')}`,
    read: async (ciphered) =>
      ciphered.startsWith(`${mark}:`)
        ? { text: Buffer.from(ciphered.slice(mark.length + 1), 'hex').toString(), stale }
        : null,
  };
  return {
    keyring,
    lose: () => {
      mark = 'two';
    },
    age: () => {
      stale = true;
    },
  };
}

describe('a keyring', () => {
  const desk: Caller = { user: '', role: 'desk', door: 'desktop', session: '' };
  const kept = () => readFileSync(path.join(folder, 'desk.keyring'), 'utf8');

  it('opens the key at a start where an owner let it, with a row that says so', async () => {
    const { keyring } = ring();
    const { guarding } = start(keyring);
    expect((await refusal(guarding.keep(olga, { keep: true }))).code).toBe('BAD_INPUT');
    await guarding.protect(olga, { passphrase });
    expect(await guarding.keep(olga, { keep: true })).toMatchObject({
      keyring: { name: 'Test keyring', holds: true },
    });
    const one = again(keyring);
    expect(one.guarding.state().open).toBe(false);
    expect(await one.guarding.openByKeyring(desk)).toBe(true);
    expect(one.rows()[0]?.sentence).toBe(
      'The keyring of this computer (Test keyring) opened the signing key.',
    );
    await one.guarding.keep(olga, { keep: false });
    expect(await again(keyring).guarding.openByKeyring(desk)).toBe(false);
  });

  it('that was lost, or is another one, leaves the key to its passphrase', async () => {
    const { keyring, lose } = ring();
    const { guarding } = start(keyring);
    await guarding.protect(olga, { passphrase });
    await guarding.keep(olga, { keep: true });
    lose();
    const one = again(keyring);
    expect(await one.guarding.openByKeyring(desk)).toBe(false);
    expect(await one.guarding.unlock(olga, { passphrase })).toMatchObject({ open: true });
    // No keyring at all, as at the other doors.
    expect(await again().guarding.openByKeyring(desk)).toBe(false);
  });

  it('follows a changed passphrase, is ciphered anew where it asks for it, and forgets with it', async () => {
    const { keyring, age } = ring();
    const { guarding } = start(keyring);
    await guarding.protect(olga, { passphrase });
    await guarding.keep(olga, { keep: true });
    const first = kept();
    await guarding.protect(olga, { passphrase: another, old_passphrase: passphrase });
    expect(kept()).not.toBe(first);
    age();
    const one = again(keyring);
    expect(await one.guarding.openByKeyring(desk)).toBe(true);
    await one.guarding.release(olga, { passphrase: another });
    expect(one.guarding.state().keyring).toMatchObject({ holds: false });
  });

  it('holds nothing that opens the key without it', async () => {
    const { keyring } = ring();
    const { guarding, key } = start(keyring);
    await guarding.protect(olga, { passphrase });
    await guarding.keep(olga, { keep: true });
    const secret = Buffer.from(key.secret() ?? []).toString('base64');
    expect(secret).toHaveLength(44);
    expect(kept()).not.toContain(secret);
  });
});

describe('an anchor within something that is not written yet', () => {
  it('is told outside only once it is', () => {
    const anchorsFile = path.join(folder, 'kept.anchors');
    const { desk, key } = start();
    const audit = createAudit({ desk, clock: () => 1, monotonic: () => 1n, key, anchorsFile });
    const told = () => {
      try {
        return readFileSync(anchorsFile, 'utf8');
      } catch {
        return '';
      }
    };
    desk
      .transaction(() => {
        audit.anchor(olga);
        expect(told()).toBe('');
      })
      .immediate();
    audit.seal();
    expect(told()).toContain('recharge-desk-anchor/1');
  });
});

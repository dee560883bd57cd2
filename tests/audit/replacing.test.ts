import { generateKeyPairSync, sign } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Anchor } from '../../contract/audit.ts';
import type { Refusal } from '../../contract/errors.ts';
import {
  auditMigrations,
  type Caller,
  createAudit,
  createGuarding,
  openOwnKey,
} from '../../main/desk/audit/audit.ts';
import { checkpointBytes } from '../../main/desk/audit/checkpoint.ts';
import { keyId } from '../../main/desk/audit/key.ts';
import { successionBytes } from '../../main/desk/audit/succession.ts';
import { createVerifier } from '../../main/desk/audit/verify.ts';
import { type Db, migrate, openFile } from '../../main/desk/storage/storage.ts';
import { openLog } from '../../verifier/log.ts';
import { verify as verifyAlone } from '../../verifier/verify.ts';
import { openBytes } from './attacks.ts';

const olga: Caller = { user: 'olga', role: 'owner', door: 'browser', session: 's1' };
const omar: Caller = { ...olga, user: 'omar' };
const passphrase = 'six plain words kept in mind';
const another = 'six other words kept in mind';

let folder: string;
let time: { now: number };
/** Nobody else was ever enabled. */
let alone: boolean;
const open: Db[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-replace-'));
  time = { now: 1_700_000_000_000 };
  alone = false;
});
afterEach(() => {
  for (const one of open.splice(0)) one.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A start of the desk, as far as its audit and its key go; what ran before has ended. */
function start() {
  for (const one of open.splice(0)) one.close();
  const desk: Db = openFile(path.join(folder, 'desk.db'), 'final', 'write');
  desk.pragma('synchronous = OFF');
  migrate(desk, 'desk.db', auditMigrations);
  open.push(desk);
  const key = openOwnKey(folder, desk);
  const clock = () => (time.now += 1000);
  const anchorsFile = path.join(folder, 'kept.anchors');
  const audit = createAudit({ desk, clock, monotonic: () => 1n, key, anchorsFile });
  const guarding = createGuarding({
    ...{ desk, audit, key, folder, clock, keyring: null },
    monotonicMs: () => 1,
    checkPassphrase: () => {},
    newPassphrase: () => 'made-by-the-desk',
    agreement: (caller, askedBy) => ({
      stands: alone || (askedBy !== null && askedBy !== caller.user),
      agreed: askedBy !== null && askedBy !== caller.user,
    }),
  });
  const act = (count = 1) => {
    for (let n = 0; n < count; n += 1)
      desk
        .transaction(() =>
          audit.append(olga, { command: 'x', object: '', outcome: 'done', sentence: 's' }),
        )
        .immediate();
  };
  return { desk, key, audit, guarding, act };
}

/** The other program's verdict over the file as it stands. */
function judgeAlone(desk: Db, trust: { anchor?: Anchor; key?: string } = {}) {
  const file = path.join(folder, 'alone.db');
  writeFileSync(file, desk.serialize());
  const log = openLog(file);
  try {
    return verifyAlone(log, { anchor: trust.anchor ?? null, key: trust.key ?? null });
  } finally {
    log.close();
  }
}

const refusal = (call: Promise<unknown>): Promise<Pick<Refusal, 'code' | 'message' | 'next'>> =>
  call.then(
    () => ({ code: 'INTERNAL', message: 'it was done', next: '' }),
    (error: Refusal) => error,
  );

describe('a signing key that is replaced', () => {
  it('signs who follows it; what it signed stays proven, and both verifiers tell which key signed what', async () => {
    const one = start();
    one.act(150);
    const before = one.audit.anchor(olga);
    const first = one.key.publicKey;
    const state = await one.guarding.replace(olga, {});
    expect(state).toMatchObject({ protected: false, open: true, unsigned: 0 });
    expect(state.keys.map(({ came }) => came)).toEqual(['first', 'replaced']);
    expect(one.key.publicKey).not.toBe(first);
    one.act(150);
    const after = one.audit.anchor(olga);
    expect([before.key_id, after.key_id]).toEqual(state.keys.map(({ key_id }) => key_id));

    const keys = [
      { came: 'first', from: 1, to: 151, signed_to: 151 },
      { came: 'replaced', from: 152, to: null, signed_to: 303 },
    ];
    for (const anchor of [before, after]) {
      const own = await one.audit.verify({ anchor });
      expect(own).toMatchObject({ verdict: 'anchored', anchored_to: anchor.seq, keys });
      expect(judgeAlone(one.desk, { anchor })).toMatchObject({ verdict: 'anchored', keys });
    }
    expect((await one.audit.verify()).sentence).toContain(
      `from row 152 on key ${after.key_id}, which key ${before.key_id} named itself`,
    );
    // Whoever trusts the first key needs to be told of no other.
    for (const key of [first, after.public_key])
      expect(judgeAlone(one.desk, { key })).toMatchObject({
        verdict: 'unanchored',
        trusted_to: 303,
      });
    expect(judgeAlone(one.desk, { key: keyOfNobody().publicKey })).toMatchObject({
      verdict: 'broken',
    });
    const [act] = one.audit.list({ limit: 1, command: 'audit.replaceKey' }).rows;
    expect(act?.sentence).toContain(
      `olga replaced the signing key ${before.key_id} by ${after.key_id}; both signed it.`,
    );
    expect(start().key.id).toBe(after.key_id);
  });

  it('is told in an export, which the other program reads the same', async () => {
    const one = start();
    one.act(5);
    await one.guarding.replace(olga, {});
    one.act(5);
    const lines = [...one.audit.exportLines(olga)];
    const file = path.join(folder, 'audit.jsonl');
    const judged = (text: string) => {
      writeFileSync(file, text);
      const log = openLog(file);
      try {
        return verifyAlone(log, { anchor: JSON.parse(lines.at(-1) ?? ''), key: null });
      } finally {
        log.close();
      }
    };
    expect(judged(lines.join('\n'))).toMatchObject({
      verdict: 'anchored',
      keys: [{ came: 'first' }, { came: 'replaced', from: 6 }],
    });
    const without = lines.filter((line) => !line.includes('recharge-desk-succession/1'));
    expect(without).toHaveLength(lines.length - 1);
    expect(judged(without.join('\n'))).toMatchObject({ verdict: 'broken', broken_at: 6 });
    for (const field of ['last', 'by_old', 'by_new', 'hash', 'install'])
      expect(
        judged(
          lines
            .map((line) => {
              if (!line.includes('recharge-desk-succession/1')) return line;
              const { [field]: _, ...rest } = JSON.parse(line);
              return JSON.stringify(rest);
            })
            .join('\n'),
        ),
        field,
      ).toMatchObject({ verdict: 'broken', broken_at: 6 });
  });

  it('may be replaced again and again, each key answering for its own rows alone', async () => {
    const one = start();
    const anchors: Anchor[] = [];
    for (let n = 0; n < 4; n += 1) {
      one.act(3);
      anchors.push(one.audit.anchor(olga));
      await one.guarding.replace(olga, {});
    }
    const { audit, desk } = start();
    for (const anchor of anchors) {
      expect(await audit.verify({ anchor })).toMatchObject({ verdict: 'anchored' });
      expect(judgeAlone(desk, { anchor })).toMatchObject({ verdict: 'anchored' });
    }
    expect((await audit.verify()).keys).toHaveLength(5);
  });

  it('needs its passphrase, and hands it to nobody: the new one has another', async () => {
    const one = start();
    await one.guarding.protect(olga, { passphrase });
    expect((await refusal(one.guarding.replace(olga, { passphrase: another }))).code).toBe(
      'BAD_INPUT',
    );
    const wrong = { passphrase: another, old_passphrase: 'not this one' };
    expect((await refusal(one.guarding.replace(olga, wrong))).code).toBe('KEY_SEALED');
    await one.guarding.replace(olga, { passphrase: another, old_passphrase: passphrase });
    const two = start();
    expect((await refusal(two.guarding.unlock(olga, { passphrase }))).code).toBe('KEY_SEALED');
    expect(await two.guarding.unlock(olga, { passphrase: another })).toMatchObject({ open: true });
    const made = await two.guarding.replace(olga, { old_passphrase: another });
    expect(made).toMatchObject({ passphrase: 'made-by-the-desk', protected: true });
    const three = start();
    await three.guarding.unlock(olga, { passphrase: 'made-by-the-desk' });
    expect(await three.audit.verify()).toMatchObject({ verdict: 'unanchored' });
  });

  it('signs nothing any more: neither verifier takes a later anchor or checkpoint of it', async () => {
    const one = start();
    one.act(3);
    const pem = readFileSync(path.join(folder, 'desk.key'), 'utf8');
    const old = { id: one.key.id, publicKey: one.key.publicKey };
    await one.guarding.replace(olga, {});
    one.act(3);
    const right = one.audit.anchor(olga);
    const hash = Buffer.from(right.hash, 'hex');
    const bytes = checkpointBytes({
      ...{ install: right.install, seq: BigInt(right.seq), hash },
      at: BigInt(Date.parse(right.at)),
    });
    const signature = sign(null, bytes, pem).toString('base64');
    const forged = { ...right, key_id: old.id, public_key: old.publicKey, signature };
    expect(await one.audit.verify({ anchor: forged })).toMatchObject({
      verdict: 'contradicts_anchor',
    });
    expect(judgeAlone(one.desk, { anchor: forged }).verdict).toBe('contradicts_anchor');
    // Control: the very same anchor by the key of its time.
    expect(await one.audit.verify({ anchor: right })).toMatchObject({ verdict: 'anchored' });

    const db = openBytes(one.desk.serialize());
    db.prepare('update checkpoints set key_id = ?, signature = ? where seq = ?').run(
      old.id,
      Buffer.from(signature, 'base64'),
      right.seq,
    );
    expect(judgeAlone(db as Db)).toMatchObject({ verdict: 'broken' });
    db.close();
  });
});

/** A key that no desk has. */
function keyOfNobody() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  };
}

describe('a key that took the place of another without its act in the chain', () => {
  /** A whole log with one change of the key at row 4, and what attacks it with a key of its own. */
  async function attacked(attack: (db: ReturnType<typeof openBytes>, eve: Eve) => void) {
    const one = start();
    one.act(3);
    await one.guarding.replace(olga, {});
    one.act(3);
    one.audit.anchor(olga);
    const eve = keyOfNobody();
    const [said] = one.audit.successions();
    const db = openBytes(one.desk.serialize());
    const id = keyId(Buffer.from(eve.publicKey, 'base64'));
    db.prepare('insert into signing_keys values (?, ?)').run(id, eve.publicKey);
    if (said === undefined) throw new Error('no key was replaced');
    attack(db, { ...eve, id, said, install: one.audit.install });
    const verify = createVerifier({
      ...{ desk: db as Db, install: one.audit.install, key: one.key },
      kept: () => new Map(),
    });
    const verdicts = [(await verify({})).verdict, judgeAlone(db as Db).verdict];
    db.close();
    return verdicts;
  }
  interface Eve extends ReturnType<typeof keyOfNobody> {
    readonly id: string;
    readonly said: Parameters<typeof successionBytes>[0];
    readonly install: string;
  }
  const resign = (
    db: ReturnType<typeof openBytes>,
    { privateKey, id, install }: Eve,
    from: number,
  ) => {
    const rows = db.prepare('select seq, hash, at from checkpoints where seq >= ?').all(from);
    for (const one of rows as { seq: bigint; hash: Buffer; at: bigint }[])
      db.prepare('update checkpoints set key_id = ?, signature = ? where seq = ?').run(
        id,
        sign(null, checkpointBytes({ install, ...one }), privateKey),
        one.seq,
      );
  };

  it('control: nothing is found where nothing was done', async () => {
    expect(await attacked(() => {})).toEqual(['unanchored', 'unanchored']);
  });

  it.each<[string, (db: ReturnType<typeof openBytes>, eve: Eve) => void]>([
    ['every checkpoint after a row signed by another key', (db, eve) => resign(db, eve, 4)],
    [
      'the change taken out of the list, its row left',
      (db) => db.exec('delete from key_successions'),
    ],
    [
      'another key in the list than in the row',
      (db, eve) => {
        db.prepare('update key_successions set new_key = ?').run(eve.id);
        resign(db, eve, 4);
      },
    ],
    [
      'another key in the list, signed by it, and called lost',
      (db, eve) => {
        const bytes = successionBytes({
          ...{ ...eve.said, how: 'lost' as const, new_public_key: eve.publicKey },
        });
        db.prepare(
          "update key_successions set new_key = ?, how = 'lost', by_old = null, by_new = ?",
        ).run(eve.id, sign(null, bytes, eve.privateKey));
        resign(db, eve, 4);
      },
    ],
    [
      'a second change that no row tells of',
      (db, eve) => {
        const said = { ...eve.said, seq: 6, how: 'lost' as const };
        db.prepare(
          `insert into key_successions select 6, 'lost', new_key, ?, hash, at, null, null, null, ?
           from key_successions`,
        ).run(eve.id, sign(null, successionBytes(said), eve.privateKey));
        resign(db, eve, 6);
      },
    ],
    [
      'the word of the old key, another signature',
      (db) => db.exec('update key_successions set by_old = zeroblob(64)'),
    ],
    [
      'what the old key signed last moved back',
      (db) => db.exec('update key_successions set last_seq = null, last_hash = null'),
    ],
  ])('is found by both verifiers: %s', async (_name, attack) => {
    expect(await attacked(attack)).toEqual(['broken', 'broken']);
  });

  it('is not opened with: the file of the key is held against the chain', async () => {
    const one = start();
    one.act(3);
    one.audit.seal(true);
    copyFileSync(path.join(folder, 'desk.key'), path.join(folder, 'first'));
    await one.guarding.replace(olga, {});
    copyFileSync(path.join(folder, 'first'), path.join(folder, 'desk.key'));
    expect(() => start()).toThrow(/holds the key/);
  });
});

describe('a signing key whose passphrase is lost', () => {
  /** Sealed, with rows that nobody could sign since. */
  async function sealed() {
    const one = start();
    one.act(3);
    await one.guarding.protect(olga, { passphrase });
    const two = start();
    two.act(4);
    return two;
  }

  it('is replaced when a second owner says so, and it is said what it signed last', async () => {
    const one = await sealed();
    const first = one.key.id;
    expect(await one.guarding.replaceLost(olga, {})).toMatchObject({
      waits_for: 'another owner',
      lost: { asked_by: 'olga' },
      open: false,
    });
    // Asking twice is no second person, and leaves no second wish.
    await one.guarding.replaceLost(olga, {});
    expect(one.key.id).toBe(first);
    const done = await one.guarding.replaceLost(omar, { passphrase: another });
    expect(done).toMatchObject({ waits_for: null, lost: null, open: true, unsigned: 0 });
    expect(done.keys.map(({ came }) => came)).toEqual(['first', 'lost']);

    const [act] = one.audit.list({ limit: 1, command: 'audit.replaceLostKey' }).rows;
    expect(act?.sentence).toContain(
      `omar agreed with olga: the passphrase of the signing key ${first} is lost`,
    );
    expect(act?.sentence).toContain('It last signed row 4.');
    const verdict = await one.audit.verify();
    expect(verdict).toMatchObject({ verdict: 'unanchored', key_protected: true });
    expect(verdict.sentence).toContain(`put in the place of one that was lost: key ${first}`);
    expect(verdict.sentence).toContain('signed up to row 4');
    const alone = judgeAlone(one.desk, { key: one.audit.keys()[0]?.publicKey ?? '' });
    // Trust in the lost key reaches as far as it signed, and no further.
    expect(alone).toMatchObject({ verdict: 'unanchored', trusted_to: 4 });

    const two = start();
    await two.guarding.unlock(olga, { passphrase: another });
    const anchor = two.audit.anchor(olga);
    expect(await two.audit.verify({ anchor })).toMatchObject({ verdict: 'anchored' });
    expect(judgeAlone(two.desk, { anchor })).toMatchObject({ verdict: 'anchored' });
  });

  it('is replaced at once where nobody else was ever enabled, and that is said', async () => {
    alone = true;
    const one = await sealed();
    const done = await one.guarding.replaceLost(olga, {});
    expect(done).toMatchObject({ waits_for: null, passphrase: 'made-by-the-desk' });
    const [act] = one.audit.list({ limit: 1, command: 'audit.replaceLostKey' }).rows;
    expect(act?.sentence).toMatch(/^olga said, single-handed/);
  });

  it('is held against an anchor kept elsewhere first, and not replaced over a chain that was changed', async () => {
    const one = start();
    one.act(3);
    const anchor = one.audit.anchor(olga);
    await one.guarding.protect(olga, { passphrase });
    const two = start();
    await two.guarding.replaceLost(olga, {});
    const other = { ...anchor, hash: '0'.repeat(64) };
    expect(await refusal(two.guarding.replaceLost(omar, { anchor: other }))).toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringMatching(/^A new key would cover this up/),
    });
    expect(
      (await refusal(two.guarding.replaceLost(omar, { code: '00000-00000-00000-00000' }))).code,
    ).toBe('BAD_INPUT');
    await two.guarding.replaceLost(omar, { anchor });
    const [act] = two.audit.list({ limit: 1, command: 'audit.replaceLostKey' }).rows;
    expect(act?.sentence).toContain('An anchor kept elsewhere agrees at row 4.');
  });

  it('was not lost where it is open, or has none', async () => {
    const one = start();
    expect((await refusal(one.guarding.replaceLost(olga, {}))).message).toContain('no passphrase');
    await one.guarding.protect(olga, { passphrase });
    expect((await refusal(one.guarding.replaceLost(olga, {}))).message).toContain('is open');
  });

  it('stays where the wish is declined, taken back, found again, or too old', async () => {
    const one = await sealed();
    expect((await refusal(Promise.resolve().then(() => one.guarding.declineLost(omar)))).code).toBe(
      'NOT_FOUND',
    );
    await one.guarding.replaceLost(olga, {});
    expect(one.guarding.declineLost(omar)).toMatchObject({ lost: null });
    expect(one.audit.list({ limit: 1 }).rows[0]?.sentence).toMatch(/^omar declined to replace/);
    expect(await one.guarding.replaceLost(omar, {})).toMatchObject({ lost: { asked_by: 'omar' } });
    expect(one.guarding.declineLost(omar).lost).toBeNull();

    await one.guarding.replaceLost(olga, {});
    time.now += 8 * 24 * 60 * 60_000;
    expect(one.guarding.state().lost).toBeNull();
    expect(await one.guarding.replaceLost(omar, {})).toMatchObject({ waits_for: 'another owner' });

    await one.guarding.unlock(olga, { passphrase });
    const two = start();
    expect(two.guarding.state().lost).toBeNull();
    expect(await two.guarding.replaceLost(olga, {})).toMatchObject({ waits_for: 'another owner' });
    expect(two.audit.keys()).toHaveLength(1);
  });
});

describe('the anchors beside the workspace', () => {
  it('show a file from before a change of the key to be older, by what the old key signed', async () => {
    const one = start();
    one.act(3);
    one.audit.seal(true);
    const before = one.desk.serialize();
    copyFileSync(path.join(folder, 'desk.key'), path.join(folder, 'first'));
    await one.guarding.replace(olga, {});
    one.act(3);
    one.audit.seal(true);
    one.desk.close();
    for (const suffix of ['-wal', '-shm'])
      rmSync(path.join(folder, `desk.db${suffix}`), { force: true });
    writeFileSync(path.join(folder, 'desk.db'), before);
    copyFileSync(path.join(folder, 'first'), path.join(folder, 'desk.key'));
    const two = start();
    expect(await two.audit.verify()).toMatchObject({ verdict: 'contradicts_anchor' });
    // Control: after a restore on purpose they count anew.
    two.audit.restored();
    expect(await two.audit.verify()).toMatchObject({ verdict: 'unanchored' });
  });
});

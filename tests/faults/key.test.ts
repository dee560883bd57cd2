import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  auditMigrations,
  type Caller,
  createAudit,
  createGuarding,
  openOwnKey,
} from '../../main/desk/audit/audit.ts';
import { migrate, openFile } from '../../main/desk/storage/storage.ts';
import { openLog } from '../../verifier/log.ts';
import { verify as verifyAlone } from '../../verifier/verify.ts';

const child = fileURLToPath(new URL('./key-child.ts', import.meta.url));
const owner: Caller = { user: 'olga', role: 'owner', door: 'terminal', session: '' };
const [oldOne, newOne] = ['the old one', 'the new one'];

/** What a change begins from and ends with: a passphrase, or none; and whether another key signs then. */
const ways = [
  { way: 'seal', before: null, after: newOne },
  { way: 'change', before: oldOne, after: newOne },
  { way: 'release', before: oldOne, after: null },
  { way: 'replace', before: null, after: null, another: true },
  { way: 'replace-lost', before: oldOne, after: newOne, another: true },
] as const;

let folder: string;
let keyId: string;
const at = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'desk-key-'));
  mkdirSync(at('open'));
  const made = started(at('open'));
  keyId = made.key.id;
  made.desk.close();
  cpSync(at('open'), at('sealed'), { recursive: true });
  const sealed = started(at('sealed'));
  await sealed.guarding.protect(owner, { passphrase: oldOne });
  sealed.desk.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A start of the desk, as far as its audit and its key go. */
function started(workspace: string) {
  const desk = openFile(path.join(workspace, 'desk.db'), 'final', 'write');
  migrate(desk, 'desk.db', auditMigrations);
  const key = openOwnKey(workspace, desk);
  const audit = createAudit({ desk, clock: () => 1, monotonic: () => 1n, key });
  const guarding = createGuarding({
    ...{ desk, audit, key, folder: workspace, clock: () => 1, monotonicMs: () => 1 },
    checkPassphrase: () => {},
    agreement: () => ({ stands: true, agreed: false }),
    newPassphrase: () => '',
    keyring: null,
  });
  return { desk, key, audit, guarding };
}

/** Every call on a file of the key that the change makes, up to the one at which it is killed. */
function change(workspace: string, way: string, killAt: number, kind = ''): Promise<string[]> {
  const args = [child, workspace, way, String(killAt), kind];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (_error, stdout) => resolve(stdout.trim().split('\n')));
  });
}

const copyOf = (before: string | null, name: string) => {
  cpSync(at(before === null ? 'open' : 'sealed'), at(name), { recursive: true });
  return at(name);
};

describe.each<(typeof ways)[number] & { another?: boolean }>(ways)(
  'a key whose passphrase changes, or that is replaced ($way)',
  ({ way, before, after, another = false }) => {
    it('reaches the disk before it counts, and counts before it is answered', async () => {
      const said = await change(copyOf(before, `${way}-whole`), way, 0);
      expect(said.filter((call) => !call.startsWith('open') && !call.startsWith('remove'))).toEqual(
        [
          ...['write desk.key.next', 'flush desk.key.next', 'flush the folder'],
          ...['rename desk.key.next', 'renamed', 'flush the folder'],
          ...['answer', 'done'],
        ],
      );
    });

    it('is the old one or the new one wherever it is killed, as the audit says, and never lost', async () => {
      const calls = (await change(copyOf(before, `${way}-all`), way, 0)).length;
      const outcomes = new Set<string>();
      for (let killAt = 1; killAt < calls; killAt += 1) {
        const workspace = copyOf(before, `${way}-${killAt}`);
        expect(await change(workspace, way, killAt)).not.toContain('done');
        const { desk, key, audit, guarding } = started(workspace);
        expect(existsSync(path.join(workspace, 'desk.key.next'))).toBe(false);
        const [last] = audit.list({ limit: 1 }).rows;
        const rows = desk.prepare('select count(*) from key_files').pluck().get();
        const counts = rows === (before === null ? 1n : 2n);
        const passphrase = counts ? after : before;
        outcomes.add(counts ? 'new' : 'old');
        expect(key.id === keyId).toBe(!(counts && another));
        if (counts) expect(last?.sentence).toMatch(/^olga (sealed|changed|took|replaced|said)/);
        expect(guarding.state().protected).toBe(passphrase !== null);
        if (passphrase !== null) await guarding.unlock(owner, { passphrase });
        const anchor = audit.anchor(owner);
        const verdict = await audit.verify({ anchor });
        expect(verdict).toMatchObject({ verdict: 'anchored' });
        expect(verdict.keys.map(({ key_id }) => key_id)).toEqual(
          counts && another ? [keyId, key.id] : [keyId],
        );
        desk.close();
        const log = openLog(path.join(workspace, 'desk.db'));
        expect(verifyAlone(log, { anchor, key: null })).toMatchObject({ verdict: 'anchored' });
        log.close();
      }
      expect([...outcomes].sort()).toEqual(['new', 'old']);
    }, 120_000);
  },
);

it('a key that is made is whole or not there, and then made again', async () => {
  const fresh = (name: string) => {
    mkdirSync(at(name));
    const desk = openFile(path.join(at(name), 'desk.db'), 'final', 'write');
    migrate(desk, 'desk.db', auditMigrations);
    desk.close();
    return at(name);
  };
  const calls = (await change(fresh('make'), 'make', 0)).length;
  for (let killAt = 1; killAt < calls - 1; killAt += 1) {
    const workspace = fresh(`make-${killAt}`);
    expect(await change(workspace, 'make', killAt)).not.toContain('done');
    const { desk, audit } = started(workspace);
    const anchor = audit.anchor(owner);
    expect(await audit.verify({ anchor })).toMatchObject({ verdict: 'anchored' });
    desk.close();
  }
}, 60_000);

it('control: a desk that writes over the file that is there loses the key', async () => {
  const workspace = copyOf(null, 'in-place');
  await change(workspace, 'seal', 2, 'in-place');
  expect(() => started(workspace)).toThrow(/does not hold the desk's signing key/);
});

it('control: a desk that puts a new key in place before its audit says so is not opened with it', async () => {
  const workspace = copyOf(null, 'file-first');
  const signed = started(workspace);
  signed.audit.anchor(owner);
  signed.desk.close();
  await change(workspace, 'replace', 0, 'file-first');
  expect(() => started(workspace)).toThrow(/holds the key .* was signed by/);
});

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import type { Caller } from '../../main/desk/audit/audit.ts';

/**
 * Makes the key of a workspace, changes what guards it or puts another one in its place, and kills itself at the n-th call that touches a file
 * of it, after half of what it would write. `in-place` and `file-first` are broken desks: one writes over
 * the file that is there, one puts a new key there before its audit says so. Says every call, and `done`, as a line each.
 */
const [folder = '', way = '', kill = '0', kind = ''] = process.argv.slice(2);
const killAt = Number(kill);
let calls = 0;

function say(text: string): void {
  fs.writeSync(1, `${text}\n`);
}

/** Counts a call on a file of the key, and dies at the one that is wanted. */
function step(name: string, half: () => void = () => {}): void {
  calls += 1;
  if (calls === killAt) {
    half();
    process.kill(process.pid, 'SIGKILL');
  }
  say(name);
}

const { openSync, writeSync, fsyncSync, renameSync, rmSync, closeSync } = fs;
const files = new Map<number, string>();
const isOurs = (file: unknown): file is string =>
  typeof file === 'string' && (file === folder || path.basename(file).startsWith('desk.key'));

fs.openSync = ((file: fs.PathLike, ...rest: [string]) => {
  if (isOurs(file)) step(`open ${path.basename(file)}`);
  const handle = openSync(file, ...rest);
  if (isOurs(file)) files.set(handle, file === folder ? 'the folder' : path.basename(file));
  return handle;
}) as typeof fs.openSync;
fs.writeSync = ((handle: number, text: string) => {
  const file = files.get(handle);
  if (file !== undefined)
    step(`write ${file}`, () => writeSync(handle, text.slice(0, text.length / 2)));
  return writeSync(handle, text);
}) as typeof fs.writeSync;
fs.fsyncSync = (handle) => {
  if (files.has(handle)) step(`flush ${files.get(handle)}`);
  fsyncSync(handle);
};
fs.closeSync = (handle) => {
  files.delete(handle);
  closeSync(handle);
};
fs.renameSync = (from, to) => {
  if (isOurs(from)) step(`rename ${path.basename(from)}`);
  renameSync(from, to);
  if (isOurs(to)) step('renamed');
};
fs.rmSync = (file, options) => {
  if (isOurs(file)) step(`remove ${path.basename(file)}`);
  rmSync(file, options);
};
syncBuiltinESMExports();

const { createAudit, createGuarding, openOwnKey } = await import('../../main/desk/audit/audit.ts');
const { openFile } = await import('../../main/desk/storage/storage.ts');
const owner: Caller = { user: 'olga', role: 'owner', door: 'terminal', session: '' };
const desk = openFile(path.join(folder, 'desk.db'), 'final', 'write');
const key = openOwnKey(folder, desk);
const audit = createAudit({ desk, clock: () => 1, monotonic: () => 1n, key });
const guarding = createGuarding({
  ...{ desk, audit, key, folder, clock: () => 1, monotonicMs: () => 1 },
  checkPassphrase: () => {},
  agreement: () => ({ stands: true, agreed: false }),
  newPassphrase: () => '',
  keyring: null,
});
if (kind === 'in-place') {
  const handle = fs.openSync(path.join(folder, 'desk.key'), 'w');
  fs.writeSync(handle, 'what is to be in it, written over what was there');
  fs.fsyncSync(handle);
} else if (kind === 'file-first') {
  (await key.another('the new one')).put();
} else if (way === 'make') say(key.id);
else if (way === 'seal') await guarding.protect(owner, { passphrase: 'the new one' });
else if (way === 'change')
  await guarding.protect(owner, { passphrase: 'the new one', old_passphrase: 'the old one' });
else if (way === 'replace') await guarding.replace(owner, {});
else if (way === 'replace-lost') await guarding.replaceLost(owner, { passphrase: 'the new one' });
else await guarding.release(owner, { passphrase: 'the old one' });
step('answer');
say('done');

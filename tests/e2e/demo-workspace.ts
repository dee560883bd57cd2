import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { takeLock } from '../../main/hosts/local/lock.ts';
import { runNode } from '../../scripts/ground.mjs';
import { root } from '../../scripts/running.mjs';

/** Who can sign in to the demo, by name. */
export type Passwords = Readonly<Record<string, string>>;

/** A demo workspace of one's own, to be thrown away after use. */
export interface DemoWorkspace {
  readonly folder: string;
  readonly passwords: Passwords;
}

const temp = (name: string) => path.join(tmpdir(), `recharge-desk-${name}`);

/** A fresh copy of the demo, which is made once for the sources as they are. */
export async function copyDemo(): Promise<DemoWorkspace> {
  const kept = await ensureDemo();
  const folder = mkdtempSync(temp('copy-'));
  cpSync(path.join(kept, 'workspace'), folder, { recursive: true });
  return { folder, passwords: JSON.parse(readFileSync(path.join(kept, 'staff.json'), 'utf8')) };
}

/** A workspace without records, with keys of its own and one person, `owner`. */
export async function makeEmpty(): Promise<DemoWorkspace> {
  const folder = mkdtempSync(temp('empty-'));
  return { folder, passwords: await init(folder, ['--owner', 'owner']) };
}

/** Throws a copy away once its desk has ended. */
export async function discard({ folder }: DemoWorkspace): Promise<void> {
  await untilLetGo(folder);
  rmSync(folder, { recursive: true, force: true });
  rmSync(`${folder}.anchors`, { force: true });
}

/** The folder of the demo, made unless the sources as they are have it already. */
export async function ensureDemo(): Promise<string> {
  const kept = temp(`demo-${digestOfDesk()}`);
  if (existsSync(kept)) return kept;
  const making = mkdtempSync(temp('making-'));
  const folder = path.join(making, 'workspace');
  const passwords = await init(folder, ['--demo']);
  writeFileSync(path.join(making, 'staff.json'), JSON.stringify(passwords));
  await untilLetGo(folder);
  try {
    renameSync(making, kept);
  } catch (error) {
    // Another run of the same sources was faster.
    if (!existsSync(kept)) throw error;
    rmSync(making, { recursive: true, force: true });
  }
  return kept;
}

/** Makes a workspace and gives who can sign in to it. */
async function init(folder: string, how: readonly string[]): Promise<Passwords> {
  const verb = ['scripts/desk.mjs', 'init', ...how, '--json', '--workspace', folder];
  const { output } = await runNode(verb, { keep: 'stdout' });
  const made = JSON.parse(output) as {
    owner?: string;
    password?: string;
    staff?: { user: string; password: string }[];
    error?: { message: string };
  };
  const { owner, password } = made;
  const alone = owner && password ? [{ user: owner, password }] : [];
  const staff = made.staff ?? alone;
  if (staff.length === 0) throw new Error(`no workspace: ${made.error?.message}`);
  return Object.fromEntries(staff.map((one) => [one.user, one.password]));
}

/** The desk stays a moment after its last door; its files are at rest once its lock is free. */
export async function untilLetGo(folder: string): Promise<void> {
  for (let tries = 0; tries < 200 && existsSync(folder); tries += 1) {
    const lock = takeLock(folder);
    lock?.release();
    if (lock) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (existsSync(folder)) throw new Error(`the desk of ${folder} does not end`);
}

/** What makes the demo: the contract, the desk and the doors that start it. */
function digestOfDesk(): string {
  const files = globSync('{contract,main/desk,main/hosts/local}/**/*.ts', { cwd: root }).toSorted();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(path.join(root, file)));
  return hash.digest('hex').slice(0, 16);
}

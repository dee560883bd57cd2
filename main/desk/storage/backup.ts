import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { refuse } from '../../../contract/errors.ts';
import { type BackupTask, keyFiles, manifestName, parts } from './backup-file.ts';
import type { Db } from './database.ts';
import { assertRecipients, type OpenWith, type SealFor } from './sealed.ts';
import { inThread } from './thread.ts';
import type { Layout } from './workspace.ts';

/** Where a restored workspace waits until the desk is started anew. */
const readyName = 'restore.ready';
/** Left by the start that put it in place, for the desk to write down. */
const doneName = 'restored.json';

/**
 * Writes a sealed backup into a new file while the desk is in use: SQLite's own backup of desk.db,
 * the desk's keys and the attachments. Refuses BAD_INPUT where the file is there already, DISK where
 * it cannot be written.
 */
export async function writeBackup(
  desk: Db,
  layout: Layout,
  input: {
    readonly file: string;
    readonly sealFor: SealFor;
    /** What the backup says of itself; asked for once nothing stands against making it. */
    readonly manifest: () => object;
    /** Runs what must not see a key replaced: desk.db and its key files belong together. */
    readonly still: <T>(work: () => Promise<T>) => Promise<T>;
  },
): Promise<void> {
  const { file, sealFor } = input;
  if (existsSync(file))
    throw refuse(
      'BAD_INPUT',
      `There is a file ${file} already.`,
      'Name one that is not there yet.',
    );
  if ('recipients' in sealFor) assertRecipients(sealFor.recipients);
  const manifest = input.manifest();
  const folder = path.join(layout.staging, `backup-${process.hrtime.bigint()}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    await input.still(async () => {
      await desk.backup(path.join(folder, 'desk.db'));
      for (const name of keyFiles) {
        const key = path.join(layout.folder, name);
        if (existsSync(key)) copyFileSync(key, path.join(folder, name));
      }
    });
    const { attachments } = layout;
    await aside({ kind: 'seal', request: { file, sealFor, manifest, folder, attachments } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Opens a backup into `restore.opened` of the workspace and returns that folder with the manifest,
 * as text. Refuses BUNDLE_REFUSED for what is no backup or damaged; nothing of it is left then.
 */
export async function openBackup(
  layout: Layout,
  file: string,
  keys: OpenWith,
): Promise<{ folder: string; manifest: string }> {
  const folder = path.join(layout.folder, 'restore.opened');
  const manifest = await aside({ kind: 'open', request: { file, folder, keys } });
  return { folder, manifest: manifest ?? '' };
}

/** Off the desk's thread, so that nobody waits for the cost of a passphrase or the ciphering. */
function aside(task: BackupTask): Promise<string | null> {
  const script = import.meta.url.endsWith('.ts') ? './backup-worker.ts' : './backup-worker.js';
  return inThread(new URL(script, import.meta.url), task);
}

/** What was opened and found good takes the place of what is there, at the next start of the desk. */
export function scheduleRestore(layout: Layout, opened: string): void {
  const ready = path.join(layout.folder, readyName);
  rmSync(ready, { recursive: true, force: true });
  renameSync(opened, ready);
}

/** True where a restored workspace waits for its start. */
export function restoreIsReady(folder: string): boolean {
  return existsSync(path.join(folder, readyName));
}

/**
 * Puts a restored workspace in place before anything is opened, and keeps what was there in
 * `before-restore-…`. May be cut off anywhere and is done again by the next start.
 */
export function putRestoredInPlace(folder: string, now: number): void {
  const ready = path.join(folder, readyName);
  if (!existsSync(ready)) return;
  const kept = path.join(folder, `before-restore-${now}`);
  const move = (from: string, to: string) => {
    mkdirSync(path.dirname(to), { recursive: true, mode: 0o700 });
    renameSync(from, to);
  };
  for (const name of parts) {
    const restored = path.join(ready, name);
    if (!existsSync(restored)) continue;
    // The journal belongs to the file that goes.
    for (const old of name === 'desk.db' ? ['desk.db-wal', 'desk.db-shm', name] : [name])
      if (existsSync(path.join(folder, old))) move(path.join(folder, old), path.join(kept, old));
    move(restored, path.join(folder, name));
  }
  renameSync(path.join(ready, manifestName), path.join(folder, doneName));
  rmSync(ready, { recursive: true, force: true });
}

/**
 * Has the start that put a backup in place written down, once, before anything is answered: `note` is
 * handed its manifest, and what calls for it is taken away only after that.
 */
export function noteOnce(folder: string, note: (manifest: string) => void): void {
  const file = path.join(folder, doneName);
  if (!existsSync(file)) return;
  note(readFileSync(file, 'utf8'));
  rmSync(file);
}

import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';
import { refuse } from '../../../contract/errors.ts';
import type { Db } from './database.ts';
import { type OpenWith, openSealed, type SealFor, type Sealed, sealInto } from './sealed.ts';
import type { Layout } from './workspace.ts';

/** What a backup holds besides its manifest: all that cannot be imported again. */
const parts = ['desk.db', 'desk.key', 'attachments/cases'] as const;
const manifestName = 'manifest.json';
/** Where a restored workspace waits until the desk is started anew. */
const readyName = 'restore.ready';
/** Left by the start that put it in place, for the desk to write down. */
const doneName = 'restored.json';

/**
 * Writes a sealed backup into a new file while the desk is in use: SQLite's own backup of desk.db,
 * the signing key and the attachments. Refuses BAD_INPUT where the file is there already, DISK where
 * it cannot be written.
 */
export async function writeBackup(
  desk: Db,
  layout: Layout,
  input: { readonly file: string; readonly sealFor: SealFor; readonly manifest: object },
): Promise<void> {
  if (existsSync(input.file))
    throw refuse(
      'BAD_INPUT',
      `There is a file ${input.file} already.`,
      'Name one that is not there yet.',
    );
  mkdirSync(layout.staging, { recursive: true, mode: 0o700 });
  const copy = path.join(layout.staging, `backup-${process.hrtime.bigint()}.db`);
  try {
    await desk.backup(copy);
    const tar = pack();
    const filled = fill(tar, copy, layout, input.manifest);
    await Promise.all([filled, sealInto(Readable.from(tar), input.file, input.sealFor)]);
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${copy}${suffix}`, { force: true });
  }
}

async function fill(
  tar: ReturnType<typeof pack>,
  copy: string,
  layout: Layout,
  manifest: object,
): Promise<void> {
  try {
    tar.entry({ name: manifestName }, JSON.stringify(manifest, null, 1));
    await add(tar, 'desk.db', copy);
    const key = path.join(layout.folder, 'desk.key');
    if (existsSync(key)) await add(tar, 'desk.key', key);
    // What came with a drop comes again with it; what a case was given does not.
    const given = path.join(layout.attachments, 'cases');
    for (const name of existsSync(given) ? await readdir(given) : [])
      await add(tar, `attachments/cases/${name}`, path.join(given, name));
    tar.finalize();
  } catch (error) {
    tar.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

async function add(tar: ReturnType<typeof pack>, name: string, file: string): Promise<void> {
  const found = await stat(file);
  if (!found.isFile()) return;
  const entry = tar.entry({ name, size: found.size });
  await pipeline(createReadStream(file, { end: Math.max(0, found.size - 1) }), entry);
}

/** A backup is as large as it has to be. */
const backup: Sealed = {
  most: Number.POSITIVE_INFINITY,
  refused: (why, next) => refuse('BUNDLE_REFUSED', `This file was not taken. ${why}`, next),
};

/**
 * Opens a backup into `restore.opened` of the workspace and returns that folder with the manifest,
 * as text. Names that no backup has are refused before anything of them is written.
 */
export async function openBackup(
  layout: Layout,
  file: string,
  keys: OpenWith,
): Promise<{ folder: string; manifest: string }> {
  const folder = path.join(layout.folder, 'restore.opened');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'attachments/cases'), { recursive: true, mode: 0o700 });
  const tar = path.join(folder, 'backup.tar');
  try {
    await openSealed(file, tar, keys, backup);
    const untar = extract();
    const reading = pipeline(createReadStream(tar), untar);
    for await (const entry of untar) {
      const { name, type } = entry.header;
      const known = [manifestName, 'desk.db', 'desk.key'].includes(name);
      if (type !== 'file' || !(known || /^attachments\/cases\/[\w-][\w.-]*$/.test(name)))
        throw refuse(
          'BUNDLE_REFUSED',
          'This file was not taken. It is no backup of a desk.',
          'Name the file that `backup` wrote.',
        );
      await pipeline(
        entry,
        createWriteStream(path.join(folder, name), { flags: 'wx', mode: 0o600, flush: true }),
      );
    }
    await reading;
    rmSync(tar);
    const manifest = await readFile(path.join(folder, manifestName), 'utf8').catch(() => null);
    if (manifest === null || !existsSync(path.join(folder, 'desk.db')))
      throw refuse(
        'BUNDLE_REFUSED',
        'This file was not taken. It holds no desk.db.',
        'Name the file that `backup` wrote.',
      );
    return { folder, manifest };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
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

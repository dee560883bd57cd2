import { createReadStream, createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';
import { refuse } from '../../../contract/errors.ts';
import { type Db, openFile } from './database.ts';
import { type OpenWith, openSealed, type SealFor, type Sealed, sealInto } from './sealed.ts';

/** The desk's own small secrets: what signs, and what opens bundles that were sealed for it. */
export const keyFiles = ['desk.key', 'desk.age'] as const;
/** What a backup holds besides its manifest: all that cannot be imported again. */
export const parts = ['desk.db', ...keyFiles, 'attachments/cases'] as const;
export const manifestName = 'manifest.json';

export interface SealRequest {
  /** Copies of desk.db and of the key files that belong to it, which nobody writes to. */
  readonly folder: string;
  /** Where the workspace keeps what cases were given. */
  readonly attachments: string;
  readonly manifest: object;
  /** The new file, and who can open it. */
  readonly file: string;
  readonly sealFor: SealFor;
}

export interface OpenRequest {
  readonly file: string;
  /** A new folder for what is in it. */
  readonly folder: string;
  readonly keys: OpenWith;
}

/** The long work on a backup: it costs a second for a passphrase, and all its bytes are ciphered. */
export type BackupTask =
  | { readonly kind: 'seal'; readonly request: SealRequest }
  | { readonly kind: 'open'; readonly request: OpenRequest };

/** Does it on this thread; gives the manifest, as text, of one that was opened. Refuses as below. */
export async function doBackupTask(task: BackupTask): Promise<string | null> {
  if (task.kind === 'open') return openInto(task.request);
  const tar = pack();
  await Promise.all([
    fill(tar, task.request),
    sealInto(Readable.from(tar), task.request.file, task.request.sealFor),
  ]);
  return null;
}

async function fill(tar: ReturnType<typeof pack>, request: SealRequest): Promise<void> {
  try {
    tar.entry({ name: manifestName }, JSON.stringify(request.manifest, null, 1));
    await add(tar, 'desk.db', path.join(request.folder, 'desk.db'));
    for (const name of keyFiles) {
      const key = path.join(request.folder, name);
      if (existsSync(key)) tar.entry({ name }, await readFile(key));
    }
    // What came with a drop comes again with it; what a case was given does not.
    const given = path.join(request.attachments, 'cases');
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
const backup: Sealed = { most: Number.POSITIVE_INFINITY, refused: notTaken };

function notTaken(why: string, next: string) {
  return refuse('BUNDLE_REFUSED', `This backup was not taken. ${why}`, next);
}

/**
 * Opens a backup into a new folder; gives its manifest, as text. Names that no backup has are
 * refused before anything of them is written, and so is a damaged desk.db; nothing is left then.
 */
async function openInto({ file, folder, keys }: OpenRequest): Promise<string> {
  const wrong = 'Name the file that `backup` wrote.';
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'attachments/cases'), { recursive: true, mode: 0o700 });
  const tar = path.join(folder, 'backup.tar');
  const files: readonly string[] = [manifestName, 'desk.db', ...keyFiles];
  try {
    await openSealed(file, tar, keys, backup);
    const untar = extract();
    const reading = pipeline(createReadStream(tar), untar);
    for await (const entry of untar) {
      const { name, type } = entry.header;
      const known = files.includes(name) || /^attachments\/cases\/[\w-][\w.-]*$/.test(name);
      if (type !== 'file' || !known) throw notTaken('It is no backup of a desk.', wrong);
      await pipeline(
        entry,
        createWriteStream(path.join(folder, name), { flags: 'wx', mode: 0o600, flush: true }),
      );
    }
    await reading;
    rmSync(tar);
    const manifest = await readFile(path.join(folder, manifestName), 'utf8').catch(() => null);
    const desk = path.join(folder, 'desk.db');
    if (manifest === null || !existsSync(desk)) throw notTaken('It holds no desk.db.', wrong);
    if (!isWhole(desk)) throw notTaken('Its desk.db is damaged.', 'Take another backup.');
    return manifest;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function isWhole(file: string): boolean {
  let db: Db | null = null;
  try {
    db = openFile(file, 'final', 'write');
    return db.pragma('integrity_check', { simple: true }) === 'ok';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) return false;
    throw error;
  } finally {
    db?.close();
  }
}

import { randomBytes } from 'node:crypto';
import { closeSync, constants, lstatSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { type Packing, readFlags, refuseDrop, stampOf } from '../drop.ts';
import { redactText } from '../redact.ts';
import type { PackedFile } from '../source.ts';
import { type ArchiveEntry, assertNoBomb, judgeListing } from './listing.ts';
import { openTar } from './tar.ts';
import { openZip } from './zip.ts';

/** One archive, whatever its kind: first listed, then unpacked. */
export interface Archive {
  list(): Promise<readonly ArchiveEntry[]>;
  /** The bytes of the entries at these places, in the order of the archive. */
  unpack(wanted: readonly number[]): AsyncIterable<Unpacked>;
}

export interface Unpacked {
  readonly index: number;
  readonly pieces: AsyncIterable<Buffer>;
}

/** A drop as a folder of plain files. */
export interface OpenedDrop {
  readonly folder: string;
  /** What it is called where it is spoken of. */
  readonly shown: string;
  /** Folders of the archive that no drop has, by name. */
  readonly ignored: readonly string[];
  /** Takes away what was unpacked for it. */
  discard(): void;
}

const archiveName = /\.(?:zip|(?:tar|tar\.gz|tgz|tar\.zst))$/i;

/** True for a name that a drop in one file has. */
export function isArchiveName(name: string): boolean {
  return archiveName.test(name);
}

/** A drop as it was named: a folder as it is, an archive unpacked under `staging`. */
export async function openDrop(
  drop: string,
  staging: string,
  assertWanted: () => void,
): Promise<OpenedDrop> {
  const isFile = statSync(drop, { throwIfNoEntry: false })?.isFile() === true;
  if (isFile && isArchiveName(drop)) return openArchive(drop, staging, assertWanted);
  return { folder: drop, shown: drop, ignored: [], discard: () => {} };
}

/**
 * Unpacks a drop in one file into a fresh folder under `staging`: plain files alone, none outside
 * of it. Refuses DROP_REFUSED before anything is unpacked where `judgeListing` does, and while it
 * is unpacked where what comes out is not what was listed; then nothing is left of it.
 */
export async function openArchive(
  file: string,
  staging: string,
  assertWanted: () => void,
): Promise<OpenedDrop> {
  const name = redactText(path.basename(file));
  const stats = statSync(file);
  const folder = path.join(staging, `drop-${randomBytes(8).toString('hex')}`);
  const discard = () => rmSync(folder, { recursive: true, force: true });
  const fd = openSync(file, readFlags & ~constants.O_NOFOLLOW);
  try {
    const packed = {
      name,
      path: file,
      packing: packingOf(name),
      bytes: stats.size,
      stamp: stampOf(stats),
    };
    const archive = /\.zip$/i.test(name) ? await openZip(name, fd) : openTar(packed);
    const listing = judgeListing(name, stats.size, await archive.list());
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await unpackInto({ folder, packed, archive, files: listing.files, assertWanted });
    return { folder, shown: name, ignored: listing.ignored.map(redactText), discard };
  } catch (error) {
    discard();
    throw error;
  } finally {
    closeSync(fd);
  }
}

function packingOf(name: string): Packing {
  if (/gz$/i.test(name)) return 'gz';
  return /zst$/i.test(name) ? 'zst' : 'plain';
}

interface Unpacking {
  readonly folder: string;
  readonly packed: PackedFile;
  readonly archive: Archive;
  readonly files: ReadonlyMap<number, string>;
  readonly assertWanted: () => void;
}

async function unpackInto({ folder, packed, archive, files, assertWanted }: Unpacking) {
  let out = 0;
  if ([...files.values()].some((to) => to.startsWith('attachments/')))
    mkdirSync(path.join(folder, 'attachments'), { mode: 0o700 });
  for await (const { index, pieces } of archive.unpack([...files.keys()])) {
    const to = path.join(folder, ...(files.get(index) ?? '').split('/'));
    // What stands there already is never written to, nor followed.
    const handle = await create(to, packed.name);
    try {
      for await (const piece of pieces) {
        assertWanted();
        out += piece.length;
        assertNoBomb(packed.name, packed.bytes, out);
        await handle.write(piece);
      }
    } finally {
      await handle.close();
    }
    if (!lstatSync(to).isFile()) throw new Error('what was unpacked is no plain file');
  }
}

async function create(to: string, archive: string): Promise<FileHandle> {
  try {
    return await open(to, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== 'EEXIST' && code !== 'ENAMETOOLONG' && code !== 'EINVAL') throw error;
    throw refuseDrop(
      `${archive} cannot be taken: “${path.basename(to)}” cannot be the name of a file on this machine.`,
      'Pack the files under plain names and import again.',
    );
  }
}

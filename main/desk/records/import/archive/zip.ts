import type { Readable } from 'node:stream';
import { type Entry, fromFdPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { messageOf } from '../../../storage/storage.ts';
import { refuseDrop } from '../drop.ts';
import type { Archive } from './archive.ts';
import { type ArchiveEntry, assertCount } from './listing.ts';

const folderBit = 0x10;
const unixFile = 0o100000;
const unixFolder = 0o040000;
const unixKind = 0o170000;

/**
 * Opens a .zip by its central directory: sizes in it are claims, held against what comes out.
 * Refuses one that is damaged, encrypted or packed in a way that is not read.
 */
export async function openZip(name: string, fd: number): Promise<Archive> {
  const zip = await guarded(name, () =>
    fromFdPromise(fd, { autoClose: false, lazyEntries: true, decodeStrings: false }),
  );
  const found: Entry[] = [];
  return {
    async list() {
      const entries: ArchiveEntry[] = [];
      await guarded(name, async () => {
        for await (const entry of zip.eachEntry()) {
          found.push(entry);
          entries.push(describe(entry));
          assertCount(name, entries.length);
        }
      });
      assertReadable(name, entries, found);
      return entries;
    },
    async *unpack(wanted) {
      for (const index of wanted) {
        const entry = found[index];
        if (entry) yield { index, pieces: piecesOf(name, zip, entry) };
      }
    },
  };
}

function describe(entry: Entry): ArchiveEntry {
  const text = getFileNameLowLevel(
    entry.generalPurposeBitFlag,
    entry.fileNameRaw,
    entry.extraFields,
    true,
  );
  return { name: text, kind: kindOf(entry, text), bytes: entry.uncompressedSize };
}

/** Programs of Unix keep the kind of a file in the upper half of its attributes. */
function kindOf(entry: Entry, name: string): ArchiveEntry['kind'] {
  const unix = (entry.externalFileAttributes >>> 16) & unixKind;
  if (unix !== 0 && unix !== unixFile && unix !== unixFolder) return 'other';
  if (name.endsWith('/') || unix === unixFolder) return 'folder';
  return (entry.externalFileAttributes & folderBit) !== 0 ? 'folder' : 'file';
}

function assertReadable(
  archive: string,
  entries: readonly ArchiveEntry[],
  found: readonly Entry[],
): void {
  const at = found.findIndex((entry) => !entry.canDecodeFileData() || entry.isEncrypted());
  if (at >= 0)
    throw refuseDrop(
      `${archive} cannot be read: “${entries[at]?.name}” is encrypted or packed in a way that is not read here.`,
      'Pack it without a password, with plain deflate, and import again.',
    );
}

async function* piecesOf(name: string, zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  const stream = await guarded(name, () => zip.openReadStreamPromise(entry));
  try {
    for await (const piece of stream as Readable & AsyncIterable<Buffer>) yield piece;
  } catch (error) {
    throw damaged(name, error);
  } finally {
    stream.destroy();
  }
}

async function guarded<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw damaged(name, error);
  }
}

function damaged(name: string, error: unknown): unknown {
  if (error instanceof Error && error.name === 'Refusal') return error;
  return refuseDrop(
    `${name} cannot be read as a .zip: ${messageOf(error)}.`,
    'Ask for the archive again; nothing of it was imported.',
  );
}

import { extract, type Header } from 'tar-stream';
import { messageOf } from '../../../storage/storage.ts';
import { refuseDrop } from '../drop.ts';
import { type PackedFile, unpacked } from '../source.ts';
import type { Archive } from './archive.ts';
import { type ArchiveEntry, assertCount, assertNoBomb } from './listing.ts';

/**
 * Opens a .tar, packed or not. It has no directory, so it is walked twice: once to list it, once to
 * take out what was wanted. Refuses one that is cut off or damaged.
 */
export function openTar(file: PackedFile): Archive {
  return {
    async list() {
      const entries: ArchiveEntry[] = [];
      for await (const { header, pieces } of walk(file)) {
        entries.push({ name: header.name, kind: kindOf(header), bytes: header.size });
        assertCount(file.name, entries.length);
        for await (const piece of pieces) void piece;
      }
      return entries;
    },
    async *unpack(wanted) {
      const open = new Set(wanted);
      let index = 0;
      for await (const { pieces } of walk(file)) {
        if (open.has(index)) yield { index, pieces };
        else for await (const piece of pieces) void piece;
        index += 1;
      }
    },
  };
}

/** Old programs write a folder as a file whose name ends in a slash. */
function kindOf({ type, name, size }: Header): ArchiveEntry['kind'] {
  if (type === 'file' && name.endsWith('/') && size === 0) return 'folder';
  if (type === 'file' || type === 'contiguous-file') return 'file';
  return type === 'directory' ? 'folder' : 'other';
}

interface Walked {
  readonly header: Header;
  readonly pieces: AsyncIterable<Buffer>;
}

/** Every entry in turn; its bytes are there until the next is asked for. */
async function* walk(file: PackedFile): AsyncGenerator<Walked> {
  const tar = extract({ allowUnknownFormat: true } as Parameters<typeof extract>[0]);
  const feeding = feed(tar, file);
  let any = false;
  try {
    for await (const entry of tar) {
      any = true;
      yield { header: entry.header, pieces: piecesOf(file.name, entry as AsyncIterable<Buffer>) };
    }
  } catch (error) {
    throw damaged(file.name, error);
  } finally {
    tar.destroy();
    await feeding;
  }
  if (!any) throw damaged(file.name, new Error('nothing is in it'));
}

async function* piecesOf(name: string, entry: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    for await (const piece of entry) yield piece;
  } catch (error) {
    throw damaged(name, error);
  }
}

/** Gives the bytes of the file to the parser; what goes wrong reaches the reader through it. */
async function feed(tar: ReturnType<typeof extract>, file: PackedFile): Promise<void> {
  let out = 0;
  try {
    for await (const piece of unpacked(file, () => {})) {
      out += piece.length;
      assertNoBomb(file.name, file.bytes, out);
      if (!tar.write(piece) && !tar.destroyed) await drained(tar);
      if (tar.destroyed) return;
    }
    tar.end(null);
  } catch (error) {
    tar.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

function drained(tar: ReturnType<typeof extract>): Promise<void> {
  return new Promise((resolve) => {
    tar.once('drain', resolve);
    tar.once('close', resolve);
  });
}

function damaged(name: string, error: unknown): unknown {
  if (error instanceof Error && error.name === 'Refusal') return error;
  return refuseDrop(
    `${name} cannot be read as a .tar: ${messageOf(error)}.`,
    'Ask for the archive again; nothing of it was imported.',
  );
}

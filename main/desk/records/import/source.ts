import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { messageOf } from '../../storage/storage.ts';
import { type DropFile, readFlags, refuseDrop, stampOf } from './drop.ts';

const pieceBytes = 1 << 18;

/** A packed file that unpacks to more than this many times its size, and to over 1 GiB, is a bomb. */
const bombRatio = 200;
const bombBytes = 2 ** 30;

/** What has to be known of a file to read its bytes. */
export type PackedFile = Pick<DropFile, 'name' | 'path' | 'packing' | 'bytes' | 'stamp'>;

/** The sha256 of a file's bytes as they lie on disk, hex. `onBytes` hears of each piece. */
export async function hashFile(
  file: Pick<DropFile, 'path' | 'name'>,
  onBytes: (bytes: number) => void,
): Promise<string> {
  const hash = createHash('sha256');
  await withFile(file, async (handle) => {
    for await (const piece of pieces(handle, 0)) {
      hash.update(piece);
      onBytes(piece.length);
    }
  });
  return hash.digest('hex');
}

/**
 * The bytes of a file, unpacked, piece by piece. `onBytes` counts bytes as they lie on disk.
 * Refuses a file that is cut off, damaged or a bomb, and one that changed since it was looked over.
 */
export async function* unpacked(
  file: PackedFile,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const handle = await openFile(file);
  try {
    await assertSame(file, handle);
    if (file.packing === 'plain')
      for await (const piece of pieces(handle, 0)) {
        onBytes(piece.length);
        yield piece;
      }
    else yield* unpackedFrames(file, handle, onBytes);
    await assertSame(file, handle);
  } finally {
    await handle.close();
  }
}

/**
 * Node's gunzip reads all members of a gzip file, its zstd decoder the first frame only: what is
 * left over is given to a fresh decoder, until nothing is.
 */
async function* unpackedFrames(
  file: PackedFile,
  handle: FileHandle,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let from = 0;
  let counted = 0;
  let out = 0;
  const counting = async function* (): AsyncGenerator<Buffer> {
    let at = from;
    for await (const piece of pieces(handle, from)) {
      at += piece.length;
      onBytes(Math.max(0, at - counted));
      counted = Math.max(counted, at);
      yield piece;
    }
  };
  while (from < file.bytes || from === 0) {
    const decoder = file.packing === 'gz' ? createGunzip() : createZstdDecompress();
    try {
      for await (const piece of decode(decoder, counting())) {
        out += piece.length;
        if (out > bombBytes && out > file.bytes * bombRatio) throw bomb(file);
        yield piece;
      }
    } catch (error) {
      throw zlibRefusal(file, error);
    }
    if (file.packing === 'gz' || decoder.bytesWritten === 0) return;
    from += decoder.bytesWritten;
  }
}

type Decoder = Transform & { readonly bytesWritten: number };

async function* decode(decoder: Decoder, input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  // What goes wrong in the pipe destroys the decoder, and so reaches the reader below.
  const piped = pipeline(Readable.from(input), decoder).catch(() => undefined);
  try {
    for await (const piece of decoder) yield piece;
  } finally {
    decoder.destroy();
    await piped;
  }
}

async function* pieces(handle: FileHandle, from: number): AsyncGenerator<Buffer> {
  for (let at = from; ; ) {
    const piece = Buffer.allocUnsafe(pieceBytes);
    const { bytesRead } = await handle.read(piece, 0, pieceBytes, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield bytesRead === pieceBytes ? piece : piece.subarray(0, bytesRead);
  }
}

async function withFile(
  file: Pick<DropFile, 'path' | 'name'>,
  work: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const handle = await openFile(file);
  try {
    await work(handle);
  } finally {
    await handle.close();
  }
}

async function openFile(file: Pick<DropFile, 'path' | 'name'>): Promise<FileHandle> {
  try {
    return await open(file.path, readFlags);
  } catch (error) {
    throw refuseDrop(
      `${file.name} could not be opened: ${messageOf(error)}.`,
      'Check that you may read it and import again.',
    );
  }
}

async function assertSame(file: PackedFile, handle: FileHandle): Promise<void> {
  const stats = await handle.stat();
  if (!stats.isFile() || stampOf(stats) !== file.stamp)
    throw refuseDrop(
      `${file.name} changed while it was read.`,
      'Wait until the export is complete and import again.',
    );
}

function bomb(file: PackedFile): Error {
  return refuseDrop(
    `${file.name} unpacks to more than ${bombRatio} times its size and more than 1 GiB.`,
    'Check where it comes from; if it is right, import it unpacked.',
  );
}

function zlibRefusal(file: PackedFile, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!/^(?:Z_|ERR_ZLIB|ZSTD)/.test(code)) return error;
  return refuseDrop(
    code === 'Z_BUF_ERROR'
      ? `${file.name} is cut off: its packed bytes end too early.`
      : `${file.name} is damaged: its packed bytes cannot be read (${messageOf(error)}).`,
    'Ask for the file again; nothing of this drop was imported.',
  );
}

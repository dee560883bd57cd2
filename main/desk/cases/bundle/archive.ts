import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Entry as ZipEntry, ZipFile } from 'yauzl';
import { bundleLimits } from '../../../../contract/case-bundles.ts';
import { counted } from '../../../../contract/say.ts';
import { refuseBundle } from './refusal.ts';

/** Texts of a bundle and their largest size, in bytes. */
export const largestText: Readonly<Record<string, number>> = {
  'manifest.json': 2 * 1024 * 1024,
  'signature.json': 4096,
  'desks.json': 256 * 1024,
  'keys.json': 256 * 1024,
  'audit.ndjson': 16 * 1024 * 1024,
  'anchor.json': 16 * 1024,
  'statistics.json': 1024 * 1024,
  'index.html': 64 * 1024 * 1024,
  'entries.ndjson': 128 * 1024 * 1024,
};

export const again = 'Ask the sender for the bundle again, and tell them.';

/** The record at the end of a zip, without a comment. */
const endBytes = 22;
/** Marks of a local header: its sizes stand behind the file, in so many bytes. */
const sizesBehind = 0x8;
const sizesBytes = 16;
/** The one extra field that is let through: the time at which a file was touched. */
const timeField = 0x5455;

export interface Directory {
  readonly zip: ZipFile;
  readonly found: ReadonlyMap<string, ZipEntry>;
}

/**
 * The directory of the zip: counted before it is read, names known and each there once, and its
 * files lying one behind the other from the first byte to the last, so that nothing else can hide
 * before, between or behind them and no other reader finds other files in it. Refuses BUNDLE_REFUSED.
 */
export async function directoryOf(zip: ZipFile): Promise<Directory> {
  if (zip.entryCount > bundleLimits.files + 2)
    throw refuseBundle(`It holds ${counted(zip.entryCount, 'file')}.`, again);
  const begins = Number(zip.readEntryCursor);
  const found = new Map<string, ZipEntry>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    const { fileName: name } = entry;
    total += entry.uncompressedSize;
    const kind = (entry.externalFileAttributes >>> 16) & 0o170000;
    if (found.has(name) || entry.isEncrypted() || (kind !== 0 && kind !== 0o100000))
      throw refuseBundle('It holds a file twice, or something that is no file.', again);
    if (!Object.hasOwn(largestText, name) && !/^attachments\/[0-9a-f]{64}$/.test(name))
      throw refuseBundle('It holds a file of a name that no bundle has.', again);
    if (total > bundleLimits.bytes) throw refuseBundle('It unpacks to too much.', again);
    found.set(name, entry);
  }
  if (Number(zip.readEntryCursor) !== zip.fileSize - endBytes || zip.comment.length > 0)
    throw hides();
  await assertSeamless(zip, [...found.values()], begins);
  return { zip, found };
}

/** Each file begins where the one before it ends, under the same name there and in the directory. */
async function assertSeamless(
  zip: ZipFile,
  entries: readonly ZipEntry[],
  directoryBegins: number,
): Promise<void> {
  let at = 0;
  for (const entry of entries) {
    const foreign = entry.extraFields.some(({ id }) => id !== timeField);
    if (entry.relativeOffsetOfLocalHeader !== at || foreign || entry.fileComment.length > 0)
      throw hides();
    const local = await zip.readLocalFileHeaderPromise(entry);
    if (String(local.fileName) !== entry.fileName || local.extraFieldLength > 0) throw hides();
    const behind = (local.generalPurposeBitFlag & sizesBehind) === 0 ? 0 : sizesBytes;
    at = local.fileDataStart + entry.compressedSize + behind;
  }
  if (at !== directoryBegins) throw hides();
}

function hides() {
  return refuseBundle('It holds bytes that belong to none of its files.', again);
}

/**
 * Gives a file of the zip piece by piece, and its SHA-256 in hex at the end. Refuses BUNDLE_REFUSED
 * as soon as it is longer than it says, and where it is shorter.
 */
export async function readThrough(
  { zip, found }: Directory,
  name: string,
  stated: number,
  use: (piece: Buffer) => void,
): Promise<string> {
  const entry = found.get(name);
  if (entry?.uncompressedSize !== stated || stated > (largestText[name] ?? Infinity))
    throw refuseBundle(`The file ${name} is not as the manifest says.`, again);
  const hash = createHash('sha256');
  let size = 0;
  await pipeline(
    await zip.openReadStreamPromise(entry),
    new Writable({
      write(piece: Buffer, _, done) {
        size += piece.length;
        if (size > stated) return done(refuseBundle('A file in it is longer than it says.', again));
        hash.update(piece);
        try {
          use(piece);
          done();
        } catch (error) {
          done(error instanceof Error ? error : new Error(String(error)));
        }
      },
    }),
  );
  if (size !== stated) throw refuseBundle('A file in it is shorter than it says.', again);
  return hash.digest('hex');
}

/** A whole file of the zip in memory, with its SHA-256. Refuses as `readThrough` does. */
export async function readWhole(
  directory: Directory,
  name: string,
  stated: number,
): Promise<{ bytes: Buffer; sha256: string }> {
  const pieces: Buffer[] = [];
  const sha256 = await readThrough(directory, name, stated, (piece) => pieces.push(piece));
  return { bytes: Buffer.concat(pieces), sha256 };
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type Readable, Transform } from 'node:stream';
import { ZipFile } from 'yazl';
import type { BundleManifest } from '../../../../contract/case-bundles.ts';
import { refuse } from '../../../../contract/errors.ts';
import { type SealFor, sealInto } from '../../storage/storage.ts';

/** A file of a bundle: a text made for it, or one that lies here under its hash. */
export type Part =
  | { readonly name: string; readonly text: string }
  | {
      readonly name: string;
      readonly path: string;
      readonly bytes: number;
      readonly sha256: string;
    };

/** Everything a bundle is made of, signed already. */
export interface PackRequest {
  readonly manifest: string;
  readonly signature: string;
  readonly parts: readonly Part[];
  readonly sealing: SealFor;
  readonly file: string;
}

/** What the manifest says of a part. */
export function listed(part: Part): BundleManifest['files'][number] {
  if ('path' in part) return { name: part.name, bytes: part.bytes, sha256: part.sha256 };
  const bytes = Buffer.from(part.text, 'utf8');
  return {
    name: part.name,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

/**
 * Writes a bundle: a zip that is sealed while it is made, so that no plain byte touches the disk.
 * Refuses DISK where an attachment is not any more what it was when it came.
 */
export async function pack(request: PackRequest): Promise<void> {
  const zip = new ZipFile();
  // One time for all: when a file was touched here is nobody's business.
  const options = { mtime: new Date(Date.UTC(2000, 0, 1)), mode: 0o100600 };
  const plain = zip.outputStream as Readable;
  zip.addBuffer(Buffer.from(request.manifest, 'utf8'), 'manifest.json', options);
  zip.addBuffer(Buffer.from(request.signature, 'utf8'), 'signature.json', options);
  for (const part of request.parts)
    if ('text' in part) zip.addBuffer(Buffer.from(part.text, 'utf8'), part.name, options);
    else
      zip.addReadStreamLazy(part.name, { ...options, compress: false, size: part.bytes }, (give) =>
        give(
          null,
          checked(part, (error) => plain.destroy(error)),
        ),
      );
  zip.end();
  zip.on('error', (error: Error) => plain.destroy(error));
  await sealInto(plain, request.file, request.sealing);
}

/** The bytes of an attachment, held against its hash on their way. */
function checked(part: Extract<Part, { path: string }>, fail: (error: Error) => void): Readable {
  const hash = createHash('sha256');
  const source = createReadStream(part.path);
  const through = new Transform({
    transform(piece: Buffer, _, done) {
      hash.update(piece);
      done(null, piece);
    },
    flush(done) {
      if (hash.digest('hex') === part.sha256) return done();
      const fault = refuse(
        'DISK',
        `The attachment ${part.sha256} is damaged on this disk.`,
        'Restore it from a backup, or leave it out.',
      );
      fail(fault);
      done(fault);
    },
  });
  source.on('error', (error) => fail(error));
  return source.pipe(through);
}

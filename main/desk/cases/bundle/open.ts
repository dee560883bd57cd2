import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Entry as ZipEntry, openPromise, type ZipFile } from 'yauzl';
import { z } from 'zod';
import {
  bundleFormat,
  bundleLimits,
  type BundleManifest,
  bundleManifest,
} from '../../../../contract/case-bundles.ts';
import { keyName } from '../../../../contract/cases.ts';
import { excerptRow, holdsExcerpt, keyId, signedBy } from '../../audit/audit.ts';
import { sniff } from '../attachments.ts';
import type { Entry } from '../entry.ts';
import { contentOf } from '../entry.ts';
import { type Keys, unseal } from './age.ts';
import { refuseBundle } from './refusal.ts';
import { fromLine, longestLine } from './wire.ts';

export interface OpenRequest {
  readonly file: string;
  /** A folder of its own, below staging; made here, and taken away again unless all is well. */
  readonly staging: string;
  readonly keys: Keys;
  /** UTC ms. */
  readonly now: number;
}

/** A bundle that is whole: every byte of it is covered by the signature of its sender. */
export interface Opened {
  readonly manifest: BundleManifest;
  readonly manifestSha256: string;
  readonly entries: readonly Entry[];
  /** The keys of the desks that made its entries. */
  readonly desks: readonly { readonly key_id: string; readonly public_key: string }[];
  /** Attachments by hash, unpacked into the staging folder. */
  readonly attachments: readonly { readonly sha256: string; readonly path: string }[];
  /** What the excerpt of the sender's audit says of itself. */
  readonly audit: string;
}

/** Texts of a bundle are read whole: their largest size, in bytes. */
const largestText: Readonly<Record<string, number>> = {
  'manifest.json': 2 * 1024 * 1024,
  'signature.json': 4096,
  'desks.json': 256 * 1024,
  'audit.ndjson': 16 * 1024 * 1024,
  'anchor.json': 16 * 1024,
  'statistics.json': 1024 * 1024,
  'index.html': 64 * 1024 * 1024,
  'entries.ndjson': 128 * 1024 * 1024,
};

const again = 'Ask the sender for the bundle again, and tell them.';
export const signatureDomain = 'recharge-desk/bundle/1\n';

/**
 * Opens a bundle and proves it whole before anything of it is given out: sealed to us, a zip of
 * the files that its manifest names and no others, a manifest that its key signed, every file of
 * the size and hash that it says, every entry signed by the desk it names, every attachment what
 * it says it is. Nothing is written outside `staging`, and there nothing is left where it is
 * refused (BUNDLE_REFUSED).
 */
export async function openBundle(request: OpenRequest): Promise<Opened> {
  mkdirSync(request.staging, { recursive: true, mode: 0o700 });
  const plain = path.join(request.staging, 'plain.zip');
  let zip: ZipFile | null = null;
  try {
    await unseal(request.file, plain, request.keys);
    zip = await openPromise(plain, { autoClose: false, lazyEntries: true, strictFileNames: true });
    return await readAll(zip, request);
  } catch (error) {
    zip?.close();
    rmSync(request.staging, { recursive: true, force: true });
    throw isOurs(error) ? error : refuseBundle('It is damaged.', again);
  } finally {
    if (zip?.isOpen === true) zip.close();
    rmSync(plain, { force: true });
  }
}

/** Refusals and faults of the disk are told as they are; all else is a damaged bundle. */
function isOurs(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'Refusal' || ('code' in error && /^E[A-Z]{3,}$/.test(String(error.code)));
}

async function readAll(zip: ZipFile, request: OpenRequest): Promise<Opened> {
  const found = await directory(zip);
  const { manifest, bytes } = await signedManifest(zip, found);
  for (const { name, bytes: size } of manifest.files) {
    const entry = found.get(name);
    if (!entry || entry.uncompressedSize !== size || size > (largestText[name] ?? Infinity))
      throw refuseBundle(`The file ${name} is not as the manifest says.`, again);
  }
  if (found.size !== manifest.files.length + 2)
    throw refuseBundle('It holds files that its manifest does not name.', again);
  const text = async (name: string) => {
    const stated = manifest.files.find((file) => file.name === name);
    const entry = found.get(name);
    if (!stated || !entry) throw refuseBundle(`It has no ${name}.`, again);
    const read = await textOf(zip, entry, stated.bytes);
    assertHash(name, createHash('sha256').update(read).digest('hex'), stated.sha256);
    return read.toString('utf8');
  };
  await text('index.html');
  const desks = desksIn(await text('desks.json'), manifest);
  const keys = new Map(desks.map(({ key_id, public_key }) => [key_id, public_key]));
  const entries = entriesIn(await text('entries.ndjson'), keys, request.now);
  if (entries.length !== manifest.entries)
    throw refuseBundle('It holds more or fewer entries than it says.', again);
  const attachments = await attachmentsIn(zip, found, manifest, entries, request.staging);
  const audit = auditIn(await text('audit.ndjson'), manifest);
  await text('anchor.json');
  if (manifest.level === 'statistics') await text('statistics.json');
  const manifestSha256 = createHash('sha256').update(bytes).digest('hex');
  return { manifest, manifestSha256, entries, desks, attachments, audit };
}

/** The directory of the zip: counted before it is read, names known and each there once. */
async function directory(zip: ZipFile): Promise<Map<string, ZipEntry>> {
  if (zip.entryCount > bundleLimits.files + 2)
    throw refuseBundle(`It holds ${zip.entryCount} files.`, again);
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
  return found;
}

async function signedManifest(
  zip: ZipFile,
  found: ReadonlyMap<string, ZipEntry>,
): Promise<{ manifest: BundleManifest; bytes: Buffer }> {
  const [stated, signature] = [found.get('manifest.json'), found.get('signature.json')];
  if (!stated || !signature) throw refuseBundle('It has no signed manifest.', again);
  const bytes = await textOf(zip, stated, stated.uncompressedSize, largestText['manifest.json']);
  const signed = await textOf(zip, signature, signature.uncompressedSize, 4096);
  const said = json(bytes);
  assertFormat(said);
  const read = bundleManifest.safeParse(said);
  const mark = z.strictObject({ signature: z.base64().max(200) }).safeParse(json(signed));
  if (!read.success || !mark.success) throw refuseBundle('Its manifest is not well-formed.', again);
  const { public_key, key_id } = read.data;
  const what = Buffer.concat([Buffer.from(signatureDomain), bytes]);
  if (
    keyId(Buffer.from(public_key, 'base64')) !== key_id ||
    !signedBy(public_key, what, mark.data.signature)
  )
    throw refuseBundle('Its manifest is not signed by the desk that it names.', again);
  const names = read.data.files.map(({ name }) => name);
  if (new Set(names).size !== names.length)
    throw refuseBundle('Its manifest names a file twice.', again);
  return { manifest: read.data, bytes };
}

function assertFormat(said: unknown): void {
  const format = typeof said === 'object' && said !== null && 'format' in said ? said.format : null;
  if (
    typeof format === 'string' &&
    format !== bundleFormat &&
    format.startsWith('recharge-desk-bundle/')
  )
    throw refuseBundle(
      'A newer Recharge Desk made it.',
      'Update Recharge Desk, then import it again.',
    );
}

/** One file of the zip in memory; more bytes than were stated end it. */
async function textOf(
  zip: ZipFile,
  entry: ZipEntry,
  stated: number,
  most = stated,
): Promise<Buffer> {
  if (stated > most || entry.uncompressedSize !== stated)
    throw refuseBundle('A file in it has another size than it says.', again);
  const pieces: Buffer[] = [];
  let size = 0;
  await pipeline(
    await zip.openReadStreamPromise(entry),
    new Writable({
      write(piece: Buffer, _, done) {
        size += piece.length;
        pieces.push(piece);
        done(size > stated ? refuseBundle('A file in it is longer than it says.', again) : null);
      },
    }),
  );
  if (size !== stated) throw refuseBundle('A file in it is shorter than it says.', again);
  return Buffer.concat(pieces);
}

function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refuseBundle('A text in it is not well-formed.', again);
  }
}

function assertHash(name: string, found: string, stated: string): void {
  if (found !== stated) throw refuseBundle(`The file ${name} was changed.`, again);
}

const deskList = z
  .array(z.strictObject({ key_id: keyName, public_key: z.base64().max(200) }))
  .max(1000);

function desksIn(text: string, manifest: BundleManifest): Opened['desks'] {
  const read = deskList.safeParse(json(Buffer.from(text)));
  if (!read.success) throw refuseBundle('Its list of desks is not well-formed.', again);
  for (const { key_id, public_key } of read.data)
    if (keyId(Buffer.from(public_key, 'base64')) !== key_id)
      throw refuseBundle('A key in it is not the one it is named.', again);
  return [
    { key_id: manifest.key_id, public_key: manifest.public_key },
    ...read.data.filter(({ key_id }) => key_id !== manifest.key_id),
  ];
}

function entriesIn(text: string, keys: ReadonlyMap<string, string>, now: number): Entry[] {
  const entries: Entry[] = [];
  const ids = new Set<string>();
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    if (end < 0 || end - from > longestLine)
      throw refuseBundle('An entry in it has no end, or is too long.', again);
    const entry = fromLine(text.slice(from, end), keys, now);
    if (ids.has(entry.id)) throw refuseBundle(`Entry ${entry.id} stands in it twice.`, again);
    ids.add(entry.id);
    entries.push(entry);
    if (entries.length > bundleLimits.entries)
      throw refuseBundle('It holds too many entries.', again);
    from = end + 1;
  }
  return entries;
}

/** Unpacks the attachments, each under its hash, and holds each against hash and type. */
async function attachmentsIn(
  zip: ZipFile,
  found: ReadonlyMap<string, ZipEntry>,
  manifest: BundleManifest,
  entries: readonly Entry[],
  staging: string,
): Promise<Opened['attachments']> {
  const told = new Map(
    entries.flatMap((entry) => {
      const content = contentOf(entry);
      return content?.kind === 'attachment' ? [[content.sha256, content] as const] : [];
    }),
  );
  const kept: { sha256: string; path: string }[] = [];
  for (const { name, bytes, sha256 } of manifest.files) {
    if (!name.startsWith('attachments/')) continue;
    const entry = found.get(name);
    const what = told.get(sha256);
    if (!entry || name !== `attachments/${sha256}` || what?.bytes !== bytes)
      throw refuseBundle('An attachment in it belongs to no entry.', again);
    const read = await textOf(zip, entry, bytes);
    assertHash(name, createHash('sha256').update(read).digest('hex'), sha256);
    const { type } = await sniff(read).catch(() => ({ type: null }));
    if (type !== what.type) throw refuseBundle('An attachment in it is not what it says.', again);
    const file = path.join(staging, sha256);
    await pipeline([read], createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    kept.push({ sha256, path: file });
  }
  return kept;
}

/** The excerpt of the sender's audit: each row whole under its own hash, none beyond the anchor. */
function auditIn(text: string, manifest: BundleManifest): string {
  const rows = text.split('\n').filter((one) => one !== '');
  for (const row of rows) {
    const read = excerptRow.safeParse(json(Buffer.from(row)));
    if (
      !read.success ||
      !holdsExcerpt(manifest.install, read.data) ||
      read.data.seq > manifest.audit.seq
    )
      throw refuseBundle('The excerpt of the audit in it was changed.', again);
  }
  return `${rows.length} rows of the sender's audit, each whole under its own hash; the chain stood at row ${manifest.audit.seq}. That they are of that chain is the sender's word.`;
}

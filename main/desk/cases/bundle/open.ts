import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { openPromise, type ZipFile } from 'yauzl';
import type { Succession } from '../../../../contract/audit.ts';
import type { BundleManifest } from '../../../../contract/case-bundles.ts';
import { sniff } from '../attachments.ts';
import { bundleLimits } from '../../../../contract/case-bundles.ts';
import { type OpenWith, openSealed } from '../../storage/storage.ts';
import { again, type Directory, directoryOf, readThrough, readWhole } from './archive.ts';
import { type Attached, type EntriesTold, takeEntries } from './entries.ts';
import { auditIn, type DeskKey, desksIn, signedManifest, successionsIn } from './manifest.ts';
import { refuseBundle } from './refusal.ts';

export interface OpenRequest {
  readonly file: string;
  /** A folder of its own, below staging; made here, and taken away again unless all is well. */
  readonly staging: string;
  readonly keys: OpenWith;
  /** UTC ms. */
  readonly now: number;
}

/** A bundle that is whole: every byte of its files is covered by the signature of its sender. */
export interface Opened {
  readonly manifest: BundleManifest;
  readonly manifestSha256: string;
  /** Its entries, each judged, in a file of the staging folder as `staged.ts` lays it out. */
  readonly entries: string;
  /** The cases that entries are of, the one of the manifest first. */
  readonly cases: readonly string[];
  /** For whom the sender says it was sealed; null where that is masked. */
  readonly exportedTo: string | null;
  /** The keys of the desks that made its entries. */
  readonly desks: readonly DeskKey[];
  /** What keys of those desks signed of the keys that followed them. */
  readonly successions: readonly Succession[];
  /** Attachments by hash, unpacked into the staging folder, on the disk. */
  readonly attachments: readonly { readonly sha256: string; readonly path: string }[];
  /** What the excerpt of the sender's audit says of itself. */
  readonly audit: string;
}

/** What a bundle may weigh sealed: its files, and what zip and seal put around them. */
const sealedBundle = { most: bundleLimits.bytes + 16 * 1024 * 1024, refused: refuseBundle };

/**
 * Opens a bundle and proves it whole before anything of it is given out: sealed to us, a zip of
 * the files that its manifest names and no others, a manifest that its key signed, every file of
 * the size and hash that it says, every entry signed by the desk it names, every attachment what
 * it says it is. Nothing is written outside `staging`, and there nothing is left where it is
 * refused (BUNDLE_REFUSED). Never holds more of it in memory than its largest attachment.
 */
export async function openBundle(request: OpenRequest): Promise<Opened> {
  mkdirSync(request.staging, { recursive: true, mode: 0o700 });
  const plain = path.join(request.staging, 'plain.zip');
  let zip: ZipFile | null = null;
  try {
    await openSealed(request.file, plain, request.keys, sealedBundle);
    zip = await openPromise(plain, { autoClose: false, lazyEntries: true, strictFileNames: true });
    return await readAll(await directoryOf(zip), request);
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

async function readAll(directory: Directory, request: OpenRequest): Promise<Opened> {
  const { manifest, sha256: manifestSha256 } = await signedManifest(directory);
  if (directory.found.size !== manifest.files.length + 2)
    throw refuseBundle('It holds files that its manifest does not name.', again);
  const stated = new Map(manifest.files.map((file) => [file.name, file]));
  const through = async (name: string, use: (piece: Buffer) => void): Promise<void> => {
    const file = stated.get(name);
    if (!file) throw refuseBundle(`It has no ${name}.`, again);
    assertHash(name, await readThrough(directory, name, file.bytes, use), file.sha256);
  };
  const whole = async (name: string): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    await through(name, (piece) => pieces.push(piece));
    return Buffer.concat(pieces);
  };
  const unread = () => {};
  await through('index.html', unread);
  const desks = desksIn(await whole('desks.json'), manifest);
  const successions = stated.has('keys.json') ? successionsIn(await whole('keys.json')) : [];
  const keys = new Map(desks.map(({ key_id, public_key }) => [key_id, public_key]));
  const entries = path.join(request.staging, 'entries.db');
  const taking = takeEntries(entries, manifest, keys, request.now);
  let told: EntriesTold;
  try {
    await through('entries.ndjson', taking.piece);
    told = taking.end();
  } finally {
    taking.close();
  }
  const attachments = await attachmentsIn(directory, manifest, told.attached, request.staging);
  const audit = auditIn(await whole('audit.ndjson'), manifest);
  await through('anchor.json', unread);
  if (manifest.level === 'statistics') await through('statistics.json', unread);
  const { cases, exportedTo } = told;
  return {
    ...{ manifest, manifestSha256, entries, cases, exportedTo, desks, successions },
    ...{ attachments, audit },
  };
}

function assertHash(name: string, found: string, stated: string): void {
  if (found !== stated) throw refuseBundle(`The file ${name} was changed.`, again);
}

/** Unpacks the attachments one by one, each under its hash, and holds each against hash and type. */
async function attachmentsIn(
  directory: Directory,
  manifest: BundleManifest,
  attached: ReadonlyMap<string, Attached>,
  staging: string,
): Promise<Opened['attachments']> {
  const kept: { sha256: string; path: string }[] = [];
  for (const { name, bytes: size, sha256 } of manifest.files) {
    if (!name.startsWith('attachments/')) continue;
    const what = attached.get(sha256);
    if (name !== `attachments/${sha256}` || what?.bytes !== size)
      throw refuseBundle('An attachment in it belongs to no entry.', again);
    const { bytes, sha256: found } = await readWhole(directory, name, size);
    assertHash(name, found, sha256);
    const { type } = await sniff(bytes).catch(() => ({ type: null }));
    if (type !== what.type) throw refuseBundle('An attachment in it is not what it says.', again);
    const file = path.join(staging, sha256);
    writeDurably(file, bytes);
    kept.push({ sha256, path: file });
  }
  return kept;
}

function writeDurably(file: string, bytes: Buffer): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    for (let from = 0; from < bytes.length; ) from += writeSync(handle, bytes, from);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

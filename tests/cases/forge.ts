import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Decrypter, Encrypter } from 'age-encryption';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { bundleFormat } from '../../contract/case-bundles.ts';
import type { EntryBody } from '../../contract/cases.ts';
import { toLine } from '../../main/desk/cases/bundle/wire.ts';
import { makeEntry } from '../../main/desk/cases/entry.ts';
import { start } from './desks.ts';

/** What an ended zip comes to. */
export async function bytesOf(zip: ZipFile): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream as Readable) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** What lies inside an age file. */
export async function opened(bytes: Buffer, identity: string): Promise<Buffer> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return Buffer.from(await decrypter.decrypt(bytes));
}

/** Seals bytes to a recipient, as anybody can. */
export async function sealed(recipient: string, plain: Uint8Array): Promise<Buffer> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return Buffer.from(await encrypter.encrypt(plain));
}

/** The files of a zip by name. */
export async function unzipped(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true });
  const found = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    const pieces: Buffer[] = [];
    for await (const piece of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>)
      pieces.push(piece);
    found.set(entry.fileName, Buffer.concat(pieces));
  }
  return found;
}

/** A zip of these files. */
export async function zipped(contents: Iterable<readonly [string, Buffer]>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes] of contents) zip.addBuffer(bytes, name);
  zip.end();
  return await bytesOf(zip);
}

/** A manifest as a forger may write it. */
interface Changing {
  format: string;
  bundle: string;
  key_id: string;
  public_key: string;
  entries: number;
  grant?: string;
  files: { name: string; bytes: number; sha256: string }[];
}

/** Signs a changed bundle anew, as somebody would who has a key of their own, or the sender's. */
export function resigned(
  changed: Map<string, Buffer>,
  change: (manifest: Changing) => void,
  key = forger(),
): Map<string, Buffer> {
  const manifest = JSON.parse(String(changed.get('manifest.json'))) as Changing;
  for (const file of manifest.files) {
    const bytes = changed.get(file.name);
    if (!bytes) continue;
    file.bytes = bytes.length;
    file.sha256 = createHash('sha256').update(bytes).digest('hex');
  }
  manifest.public_key = key.publicKey;
  manifest.key_id = key.id;
  change(manifest);
  const text = JSON.stringify(manifest);
  const signature = key.sign(Buffer.from(`recharge-desk/bundle/1\n${text}`)).toString('base64');
  return new Map([
    ...changed,
    ['manifest.json', Buffer.from(text)],
    ['signature.json', Buffer.from(JSON.stringify({ signature }))],
  ]);
}

/** A desk that nobody knows: a key of its own. */
export function forger() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return {
    id: createHash('sha256').update(spki).digest('hex').slice(0, 16),
    publicKey: spki.toString('base64'),
    isProtected: false,
    isSealed: () => false,
    sign: (bytes: Uint8Array) => sign(null, bytes, privateKey),
  };
}

type Forger = ReturnType<typeof forger>;

let made = 0;
const digits = (length: number) =>
  createHash('sha256').update(`forged ${++made}`).digest('hex').slice(0, length);

/** An entry that a desk signs; `case_id` and time as it likes. */
export function forgedEntry(key: Forger, case_id: string, body: EntryBody, at = start) {
  return makeEntry(key, {
    id: `ce_${digits(20)}`,
    salt: digits(32),
    case_id,
    at,
    by: 'stranger',
    body,
  });
}

/**
 * The files of a bundle that a desk made by hand and signed with its true key: all is in order,
 * save what the entries say and what the test puts in beside them.
 */
export function forgedBundle(
  key: Forger,
  caseId: string,
  lines: readonly string[],
  beside: ReadonlyMap<string, Buffer> = new Map(),
): Map<string, Buffer> {
  const parts = new Map([
    ['index.html', Buffer.from('<!doctype html>')],
    ['desks.json', Buffer.from('[]')],
    ['audit.ndjson', Buffer.alloc(0)],
    ['anchor.json', Buffer.from('{}')],
    ['entries.ndjson', Buffer.from(lines.join(''))],
    ...beside,
  ]);
  const manifest = {
    format: bundleFormat,
    bundle: `bd_${digits(20)}`,
    case: caseId,
    level: 'full',
    sequence: 1,
    created_at: new Date(start).toISOString(),
    created_by: 'stranger',
    install: digits(32),
    key_id: key.id,
    public_key: key.publicKey,
    entries: lines.length,
    masked: 0,
    audit: { seq: 0, hash: '' },
    files: [...parts].map(([name, bytes]) => ({ name, bytes: bytes.length, sha256: '' })),
  };
  const files = new Map([['manifest.json', Buffer.from(JSON.stringify(manifest))], ...parts]);
  return resigned(files, () => {}, key);
}

/** A bundle of these bodies, in their order, of one case. */
export function forgedCase(
  key: Forger,
  caseId: string,
  bodies: readonly EntryBody[],
  beside?: ReadonlyMap<string, Buffer>,
): Map<string, Buffer> {
  const lines = bodies.map((body) => toLine(forgedEntry(key, caseId, body)));
  return forgedBundle(key, caseId, lines, beside);
}

import { hashRaw } from '@node-rs/argon2';
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type Refusal, refuse } from '../../../contract/errors.ts';
import { flushFolder } from '../storage/storage.ts';

/**
 * What is paid for every try of a passphrase: four times the memory of RFC 9106's second choice, for
 * it is paid once a start, and by whoever guesses every time.
 */
const cost = { m: 262_144, t: 3, p: 4 } as const;

/**
 * A sealed key. `argon2id` says how a passphrase becomes the secret (`m` in KiB), `aes256gcm` holds
 * the PKCS#8 bytes under it; everything else in the file is authenticated with them.
 */
const sealSchema = z.strictObject({
  format: z.literal('recharge-desk-key/1'),
  /** SPKI: checkpoints can be verified, and the key named, while it is sealed. */
  public_key: z.base64().max(200),
  argon2id: z.strictObject({
    m: z.number().int().min(8).max(1_048_576),
    t: z.number().int().min(1).max(20),
    p: z.number().int().min(1).max(16),
    salt: z.base64().max(100),
  }),
  aes256gcm: z.strictObject({
    nonce: z.base64().max(40),
    text: z.base64().max(1000),
    tag: z.base64().max(40),
  }),
});
export type Seal = z.infer<typeof sealSchema>;

/** The key as its file holds it: open, or under a seal. */
export type KeyInFile = { readonly open: KeyObject } | { readonly seal: Seal };

const nameOf = { now: 'desk.key', next: 'desk.key.next' } as const;

const fileOf = (folder: string, which: keyof typeof nameOf) => path.join(folder, nameOf[which]);

/** What the file of a workspace holds; null where there is none. Refuses DISK for anything else. */
export function readKeyFile(folder: string): KeyInFile | null {
  const file = fileOf(folder, 'now');
  return hasKeyFile(folder) ? parse(file, readFileSync(file, 'utf8')) : null;
}

export function hasKeyFile(folder: string): boolean {
  return existsSync(fileOf(folder, 'now'));
}

function parse(file: string, text: string): KeyInFile {
  try {
    if (!text.trimStart().startsWith('{')) return { open: createPrivateKey(text) };
    return { seal: sealSchema.parse(JSON.parse(text)) };
  } catch {
    throw refuse(
      'DISK',
      `The file ${file} does not hold the desk's signing key.`,
      'Restore it from a backup; a new key could not continue the old signatures.',
    );
  }
}

/** Why a workspace whose key file is gone is not opened. */
export function keyIsGone(folder: string): Refusal {
  return refuse(
    'DISK',
    `The file ${fileOf(folder, 'now')} is gone, which holds the desk's signing key.`,
    'Put it back or restore a backup; a new key could not continue the old signatures.',
  );
}

/** Why a workspace is not opened whose key is not the one that its audit ends with. */
export function keyIsAnother(folder: string, found: string, chain: string): Refusal {
  return refuse(
    'DISK',
    `The file ${fileOf(folder, 'now')} holds the key ${found}, and the audit was signed by ${chain}.`,
    'Put the right file back, or restore a backup; a key is replaced by `key replace` alone.',
  );
}

/** The secret of a seal, from a passphrase. Takes half a second, on the thread pool. */
export function secretOf(passphrase: string, { argon2id }: Seal): Promise<Buffer> {
  return hashRaw(passphrase.normalize('NFC'), {
    memoryCost: argon2id.m,
    timeCost: argon2id.t,
    parallelism: argon2id.p,
    salt: Buffer.from(argon2id.salt, 'base64'),
    outputLen: 32,
  });
}

/** Seals a key under a new secret, made from a passphrase. */
export async function sealUnder(
  passphrase: string,
  key: KeyObject,
): Promise<{ seal: Seal; secret: Buffer }> {
  const public_key = spkiOf(key).toString('base64');
  const argon2id = { ...cost, salt: randomBytes(16).toString('base64') };
  const nonce = randomBytes(12);
  const seal = {
    format: 'recharge-desk-key/1' as const,
    public_key,
    argon2id,
    aes256gcm: { nonce: nonce.toString('base64'), text: '', tag: '' },
  };
  const secret = await secretOf(passphrase, seal);
  const cipher = createCipheriv('aes-256-gcm', secret, nonce).setAAD(authenticated(seal));
  const bytes = key.export({ type: 'pkcs8', format: 'der' });
  const text = Buffer.concat([cipher.update(bytes), cipher.final()]).toString('base64');
  const tag = cipher.getAuthTag().toString('base64');
  return { seal: { ...seal, aes256gcm: { ...seal.aes256gcm, text, tag } }, secret };
}

/** The key under a seal; null where the secret is another one or the file was changed. */
export function openSeal(seal: Seal, secret: Uint8Array): KeyObject | null {
  const { nonce, text, tag } = seal.aes256gcm;
  try {
    const decipher = createDecipheriv('aes-256-gcm', secret, Buffer.from(nonce, 'base64'), {
      authTagLength: 16,
    })
      .setAAD(authenticated(seal))
      .setAuthTag(Buffer.from(tag, 'base64'));
    const bytes = Buffer.concat([decipher.update(Buffer.from(text, 'base64')), decipher.final()]);
    const key = createPrivateKey({ key: bytes, type: 'pkcs8', format: 'der' });
    return spkiOf(key).toString('base64') === seal.public_key ? key : null;
  } catch {
    return null;
  }
}

/** What the tag of a seal vouches for besides the key: a line a field. */
function authenticated({ format, public_key, argon2id: { m, t, p, salt } }: Seal): Buffer {
  return Buffer.from(`${[format, public_key, m, t, p, salt].join('\n')}\n`, 'utf8');
}

export function spkiOf(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

/** The file of a workspace that has none yet. */
export function writeFirst(folder: string, key: KeyObject): void {
  writeNext(folder, { open: key });
  putNext(folder);
}

/**
 * Lays what is to take the place of the key file beside it, through to the disk; gives its SHA-256.
 * It counts once that is written down in desk.db: `putNext` then, or at the next start `settle`,
 * puts it in place, and whatever was not written down is thrown away.
 */
export function writeNext(folder: string, key: KeyInFile): string {
  const text = textOf(key);
  dropNext(folder);
  write(fileOf(folder, 'next'), text);
  flushFolder(folder);
  return sha256(text);
}

/** One step: before it the old file is there, after it the new one, whenever the power goes. */
export function putNext(folder: string): void {
  renameSync(fileOf(folder, 'next'), fileOf(folder, 'now'));
  flushFolder(folder);
}

export function dropNext(folder: string): void {
  rmSync(fileOf(folder, 'next'), { force: true });
}

/** Ends what a start before this one began: `written` is what desk.db says of the newest file. */
export function settle(folder: string, written: string | null): void {
  const next = fileOf(folder, 'next');
  if (!existsSync(next)) return;
  if (sha256(readFileSync(next, 'utf8')) === written) putNext(folder);
  else dropNext(folder);
}

function textOf(key: KeyInFile): string {
  if ('seal' in key) return `${JSON.stringify(key.seal, null, 1)}\n`;
  return String(key.open.export({ type: 'pkcs8', format: 'pem' }));
}

function write(file: string, text: string): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

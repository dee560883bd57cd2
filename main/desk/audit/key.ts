import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { type Refusal, refuse } from '../../../contract/errors.ts';

/** The desk's own Ed25519 key: it signs checkpoints of the audit. */
export interface SigningKey {
  /** SHA-256 of the public key, shortened: names the key, opens nothing. */
  readonly id: string;
  /** SPKI, base64. */
  readonly publicKey: string;
  /** Something besides the files of this workspace is needed to sign with it. */
  readonly isProtected: boolean;
  /** It cannot sign now, for nobody has given its passphrase since the desk was started. */
  isSealed(): boolean;
  /** Refuses LOCKED while it is sealed. */
  sign(bytes: Uint8Array): Buffer;
}

/**
 * The key of a workspace, made with it. It lies in a file that only this user can read; neither
 * keyring nor passphrase guards it, so every verdict says `key_protected: false`. Refuses DISK
 * where a file that should hold it does not.
 */
export function openSigningKey(folder: string): SigningKey {
  const file = path.join(folder, 'desk.key');
  const privateKey = read(file) ?? make(file);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return {
    id: keyId(publicKey),
    publicKey: publicKey.toString('base64'),
    isProtected: false,
    isSealed: () => false,
    sign: (bytes) => sign(null, bytes, privateKey),
  };
}

/** What cannot be done while nobody has given the passphrase of the key. */
export function sealed(): Refusal {
  return refuse(
    'LOCKED',
    'The signing key of this workspace is sealed, so nothing can be signed.',
    'Open it with its passphrase first: `audit unlock --passphrase-file F`, or under Audit.',
  );
}

/** True where `signature` is that of the key whose SPKI is given; never throws on hostile bytes. */
export function signedBy(publicKey: string, bytes: Uint8Array, signature: string): boolean {
  const key = publicKeyOf(publicKey);
  return key !== null && verifies(key, bytes, Buffer.from(signature, 'base64'));
}

/** The Ed25519 key of an SPKI in base64; null for anything else. */
export function publicKeyOf(spki: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(spki, 'base64'), type: 'spki', format: 'der' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

export function verifies(key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(null, bytes, key, signature);
  } catch {
    return false;
  }
}

export function keyId(publicKey: Uint8Array): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 16);
}

function read(file: string): KeyObject | null {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return createPrivateKey(pem);
  } catch {
    throw refuse(
      'DISK',
      `The file ${file} does not hold the desk's signing key.`,
      'Restore it from a backup; a new key could not continue the old signatures.',
    );
  }
}

function make(file: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519');
  const handle = openSync(file, 'wx', 0o600);
  try {
    writeSync(handle, String(privateKey.export({ type: 'pkcs8', format: 'pem' })));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return privateKey;
}

import { open } from 'node:fs/promises';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { bundleLimits } from '../../../../contract/case-bundles.ts';
import { refuse } from '../../../../contract/errors.ts';
import { refuseBundle } from './refusal.ts';

/** For whom a bundle is sealed: age recipients, or whoever knows a passphrase. */
export type Sealing = { readonly recipients: readonly string[] } | { readonly passphrase: string };

/** What a bundle may be opened with. */
export interface Keys {
  readonly identities: readonly string[];
  readonly passphrase: string | null;
}

const magic = 'age-encryption.org/v1\n';
const longestHeader = 64 * 1024;
const mostStanzas = 100;

export { generateX25519Identity, identityToRecipient };

/** Refuses BAD_INPUT for a recipient that is none, before anything is made. */
export function assertRecipients(recipients: readonly string[]): void {
  for (const recipient of recipients)
    try {
      new Encrypter().addRecipient(recipient);
    } catch {
      throw refuse(
        'BAD_INPUT',
        `${recipient.slice(0, 80)} is no age recipient.`,
        'Give one that begins with age1; `case recipient` prints that of a desk.',
      );
    }
}

/** Seals a stream of bytes into a file, as any age tool opens it. */
export async function seal(plain: Readable, file: string, sealing: Sealing): Promise<void> {
  const encrypter = new Encrypter();
  if ('passphrase' in sealing) {
    encrypter.setPassphrase(sealing.passphrase);
    encrypter.setScryptWorkFactor(bundleLimits.logN);
  } else for (const recipient of sealing.recipients) encrypter.addRecipient(recipient);
  const sealed = await encrypter.encrypt(Readable.toWeb(plain) as ReadableStream<Uint8Array>);
  await pipeline(
    Readable.fromWeb(sealed as WebStream<Uint8Array>),
    createWriteStream(file, { flags: 'wx', mode: 0o600 }),
  );
}

/**
 * Opens a sealed file into another one. Its header is read first: a passphrase that would cost
 * more than logN 18 is refused before any of that cost is paid, and so is a file too large.
 * What was written before a fault was met is for the caller to throw away. Refuses BUNDLE_REFUSED.
 */
export async function unseal(file: string, into: string, keys: Keys): Promise<void> {
  const kind = await headerOf(file);
  const decrypter = new Decrypter();
  if (kind === 'passphrase') {
    if (keys.passphrase === null)
      throw refuseBundle('It is sealed with a passphrase.', 'Give the passphrase.');
    decrypter.addPassphrase(keys.passphrase);
  } else {
    if (keys.passphrase !== null && keys.identities.length === 0)
      throw refuseBundle('It is sealed to recipients, not with a passphrase.', 'Give an identity.');
    for (const identity of keys.identities) addIdentity(decrypter, identity);
  }
  try {
    const sealed = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
    const plain = await decrypter.decrypt(sealed);
    await pipeline(
      Readable.fromWeb(plain as WebStream<Uint8Array>),
      createWriteStream(into, { flags: 'wx', mode: 0o600 }),
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code)))
      throw error;
    throw refuseBundle(
      'It cannot be opened: the key does not fit, or the file was cut or changed.',
      'Check the passphrase or identity, then ask for the file again.',
    );
  }
}

function addIdentity(decrypter: Decrypter, identity: string): void {
  try {
    decrypter.addIdentity(identity);
  } catch {
    throw refuse(
      'BAD_INPUT',
      'The identity is no age identity.',
      'Give the file that age-keygen wrote, with AGE-SECRET-KEY-1 in it.',
    );
  }
}

/** Reads the header alone. Refuses what is no age file and what would cost too much. */
async function headerOf(file: string): Promise<'passphrase' | 'recipients'> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    if (size > bundleLimits.bytes + 16 * 1024 * 1024)
      throw refuseBundle(
        `It has ${size} bytes; a bundle has at most ${bundleLimits.bytes}.`,
        'Ask for it in parts.',
      );
    const buffer = Buffer.alloc(Math.min(size, longestHeader));
    await handle.read(buffer, 0, buffer.length, 0);
    const text = buffer.toString('latin1');
    const end = text.indexOf('\n---');
    if (!text.startsWith(magic) || end < 0)
      throw refuseBundle('It is no age file.', 'Ask for the file again.');
    const stanzas = text.slice(magic.length, end + 1).match(/^-> .*$/gm) ?? [];
    if (stanzas.length === 0 || stanzas.length > mostStanzas)
      throw refuseBundle('Its header names nobody, or far too many.', 'Ask for the file again.');
    const scrypt = stanzas.find((line) => line.startsWith('-> scrypt'));
    if (scrypt === undefined) return 'recipients';
    assertCost(scrypt);
    return 'passphrase';
  } finally {
    await handle.close();
  }
}

function assertCost(stanza: string): void {
  const logN = /^-> scrypt \S+ ([1-9][0-9]?)$/.exec(stanza)?.[1];
  if (logN === undefined || Number(logN) > bundleLimits.logN)
    throw refuseBundle(
      `Its passphrase would cost more than scrypt logN ${bundleLimits.logN} to try.`,
      'Ask for it sealed to the recipient of this desk.',
    );
}

import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { Decrypter, Encrypter } from 'age-encryption';
import { type Refusal, refuse } from '../../../contract/errors.ts';

export { generateX25519Identity, identityToRecipient } from 'age-encryption';

/** Who can open a sealed file again: age recipients, or whoever knows a passphrase. */
export type SealFor = { readonly recipients: readonly string[] } | { readonly passphrase: string };

/** What a sealed file may be opened with. */
export interface OpenWith {
  readonly identities: readonly string[];
  readonly passphrase: string | null;
}

/** What kind of file is opened: how large it may be, in bytes, and how it is refused. */
export interface Sealed {
  readonly most: number;
  readonly refused: (why: string, next: string) => Refusal;
}

/** Cost of a passphrase, as a power of two: about a second. More is refused before it is paid. */
export const mostLogN = 18;

const magic = 'age-encryption.org/v1\n';
const longestHeader = 64 * 1024;
const mostStanzas = 100;

/** Refuses BAD_INPUT for a recipient that is none, before anything is made. */
export function assertRecipients(recipients: readonly string[]): void {
  for (const recipient of recipients)
    try {
      new Encrypter().addRecipient(recipient);
    } catch {
      throw refuse(
        'BAD_INPUT',
        `${recipient.slice(0, 80)} is no age recipient.`,
        'Give one that begins with age1, as age-keygen or `case recipient` prints it.',
      );
    }
}

/**
 * Seals a stream into a new file as any age tool opens it; it is on the disk when this resolves,
 * and not there at all where it fails. Refuses BAD_INPUT for a recipient that is none.
 */
export async function sealInto(plain: Readable, file: string, sealFor: SealFor): Promise<void> {
  const encrypter = new Encrypter();
  if ('passphrase' in sealFor) {
    encrypter.setPassphrase(sealFor.passphrase);
    encrypter.setScryptWorkFactor(mostLogN);
  } else {
    assertRecipients(sealFor.recipients);
    for (const recipient of sealFor.recipients) encrypter.addRecipient(recipient);
  }
  const sealed = await encrypter.encrypt(Readable.toWeb(plain) as ReadableStream<Uint8Array>);
  const out = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true });
  try {
    await pipeline(Readable.fromWeb(sealed as WebStream<Uint8Array>), out);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
      await rm(file, { force: true });
    throw error;
  }
}

/**
 * Opens a sealed file into a new one. Its header is read first: what is too large, or would cost
 * too much to try, is refused before any of that cost is paid. Nothing of it may be used before
 * this resolves: only the end says that it is whole. Refuses as `kind` says where it is no age
 * file, the key does not fit, or it was cut or changed; BAD_INPUT for an identity that is none.
 */
export async function openSealed(
  file: string,
  into: string,
  keys: OpenWith,
  kind: Sealed,
): Promise<void> {
  const sealedBy = await headerOf(file, kind);
  const decrypter = new Decrypter();
  if (sealedBy === 'passphrase') {
    if (keys.passphrase === null)
      throw kind.refused('It is sealed with a passphrase.', 'Give it with --passphrase-file.');
    decrypter.addPassphrase(keys.passphrase);
  } else {
    if (keys.identities.length === 0)
      throw kind.refused(
        'It is sealed to recipients, not with a passphrase.',
        'Give an identity with --identity-file.',
      );
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
    await rm(into, { force: true });
    if (error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code)))
      throw error;
    throw kind.refused(
      'It cannot be opened: the key does not fit, or the file was cut or changed.',
      'Check the passphrase or identity; if it is the right one, get the file anew.',
    );
  }
}

/** The identities in the text of a key file, as age-keygen writes it. Refuses BAD_INPUT where there is none. */
export function identitiesIn(text: string): string[] {
  const found = text.match(/AGE-SECRET-KEY-[A-Z0-9-]+/g);
  if (found) return found;
  throw noIdentity();
}

function addIdentity(decrypter: Decrypter, identity: string): void {
  try {
    decrypter.addIdentity(identity);
  } catch {
    throw noIdentity();
  }
}

function noIdentity(): Refusal {
  return refuse(
    'BAD_INPUT',
    'That is no age identity.',
    'Give the file that age-keygen wrote, with AGE-SECRET-KEY-1 in it.',
  );
}

/** Reads the header alone. Refuses what is no age file and what would cost too much. */
async function headerOf(
  file: string,
  { most, refused }: Sealed,
): Promise<'passphrase' | 'recipients'> {
  const handle = await open(file, 'r').catch(() => {
    throw refuse('NOT_FOUND', `There is no file ${file} to read.`, 'Check its name and rights.');
  });
  try {
    const { size } = await handle.stat();
    if (size > most)
      throw refused(`It has ${size} bytes; one has at most ${most}.`, 'Ask for it in parts.');
    const buffer = Buffer.alloc(Math.min(size, longestHeader));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    const text = buffer.toString('latin1', 0, bytesRead);
    const end = text.indexOf('\n---');
    if (!text.startsWith(magic) || end < 0)
      throw refused('It is no age file.', 'Check which file it is, and ask for it again.');
    const stanzas = text.slice(magic.length, end + 1).match(/^-> .*$/gm) ?? [];
    if (stanzas.length === 0 || stanzas.length > mostStanzas)
      throw refused('Its header names nobody, or far too many.', 'Ask for the file again.');
    const scrypt = stanzas.find((line) => line.startsWith('-> scrypt'));
    if (scrypt === undefined) return 'recipients';
    const logN = /^-> scrypt \S+ ([1-9][0-9]?)$/.exec(scrypt)?.[1];
    if (logN === undefined || Number(logN) > mostLogN)
      throw refused(
        `Its passphrase would cost more than scrypt logN ${mostLogN} to try.`,
        'No desk made it so; ask for it sealed to a recipient.',
      );
    return 'passphrase';
  } finally {
    await handle.close();
  }
}

import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { Decrypter, Encrypter } from 'age-encryption';
import { refuse } from '../../../contract/errors.ts';

/** Who can open a sealed file again: one age recipient, or whoever knows a passphrase. */
export type SealFor = { readonly recipient: string } | { readonly passphrase: string };

/** What a sealed file is opened with. */
export type OpenWith = { readonly identity: string } | { readonly passphrase: string };

/** Cost of a passphrase, as a power of two: about a second. More is refused before it is paid. */
export const mostLogN = 18;

const magic = 'age-encryption.org/v1\n';
const longestHeader = 64 * 1024;

/**
 * Seals bytes into a new file as the age tool does; it is on the disk when this resolves, and not
 * there at all where it fails. Refuses BAD_INPUT for a recipient that is none.
 */
export async function sealInto(plain: Readable, file: string, sealFor: SealFor): Promise<void> {
  const encrypter = new Encrypter();
  if ('passphrase' in sealFor) {
    encrypter.setPassphrase(sealFor.passphrase);
    encrypter.setScryptWorkFactor(mostLogN);
  } else addRecipient(encrypter, sealFor.recipient);
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
 * Opens a sealed file into a new one. Nothing of it may be used before this resolves: only the end
 * says that it is whole. Refuses BUNDLE_REFUSED where it is no age file, the key does not fit, it was cut
 * or changed, or its passphrase would cost too much to try.
 */
export async function openSealed(file: string, into: string, keys: OpenWith): Promise<void> {
  const sealedBy = await headerOf(file);
  const decrypter = new Decrypter();
  if ('passphrase' in keys) {
    if (sealedBy !== 'passphrase')
      throw refused('It is sealed to a recipient.', 'Give its identity with --identity-file.');
    decrypter.addPassphrase(keys.passphrase);
  } else {
    if (sealedBy === 'passphrase')
      throw refused('It is sealed with a passphrase.', 'Give it with --passphrase-file.');
    addIdentity(decrypter, keys.identity);
  }
  try {
    const plain = await decrypter.decrypt(
      Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>,
    );
    await pipeline(
      Readable.fromWeb(plain as WebStream<Uint8Array>),
      createWriteStream(into, { flags: 'wx', mode: 0o600 }),
    );
  } catch (error) {
    await rm(into, { force: true });
    if (error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code)))
      throw error;
    throw refused(
      'It cannot be opened: the key does not fit, or the file was cut or changed.',
      'Check the passphrase or identity, and that the file is whole.',
    );
  }
}

function addRecipient(encrypter: Encrypter, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw refuse(
      'BAD_INPUT',
      `${recipient.slice(0, 80)} is no age recipient.`,
      'Give one that begins with age1, as age-keygen prints it.',
    );
  }
}

function addIdentity(decrypter: Decrypter, text: string): void {
  const found = text.match(/AGE-SECRET-KEY-[A-Z0-9-]+/g) ?? [];
  try {
    if (found.length === 0) throw new Error('none');
    for (const identity of found) decrypter.addIdentity(identity);
  } catch {
    throw refuse(
      'BAD_INPUT',
      'That is no age identity.',
      'Give the file that age-keygen wrote, with AGE-SECRET-KEY-1 in it.',
    );
  }
}

/** Reads the header alone, before anything that costs. */
async function headerOf(file: string): Promise<'passphrase' | 'recipient'> {
  const handle = await open(file, 'r').catch(() => {
    throw refuse('NOT_FOUND', `There is no file ${file} to read.`, 'Check its name and rights.');
  });
  try {
    const buffer = Buffer.alloc(longestHeader);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    const text = buffer.toString('latin1', 0, bytesRead);
    const end = text.indexOf('\n---');
    if (!text.startsWith(magic) || end < 0)
      throw refused('It is no age file.', 'Name the file that `backup` wrote.');
    const scrypt = /^-> scrypt \S+ (\S+)$/m.exec(text.slice(0, end));
    if (!scrypt) return 'recipient';
    if (!/^[1-9][0-9]?$/.test(scrypt[1] ?? '') || Number(scrypt[1]) > mostLogN)
      throw refused(
        `Its passphrase would cost more than scrypt logN ${mostLogN} to try.`,
        'No desk made it so; seal it again with the age tool.',
      );
    return 'passphrase';
  } finally {
    await handle.close();
  }
}

function refused(why: string, next: string) {
  return refuse('BUNDLE_REFUSED', `This file was not taken. ${why}`, next);
}

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** The keyring of the operating system, as a host that has one hands it in. */
export interface Keyring {
  /** What the system calls it. */
  readonly name: string;
  /** Ciphers a text so that this user of this computer alone can read it again. */
  cipher(text: string): Promise<string>;
  /** Reads it again; null where the keyring has changed or is locked. `stale`: to be ciphered anew. */
  read(ciphered: string): Promise<{ readonly text: string; readonly stale: boolean } | null>;
}

const keptSchema = z.strictObject({
  format: z.literal('recharge-desk-keyring/1'),
  key_id: z.string().max(100),
  ciphered: z.string().max(10_000),
});

const fileOf = (folder: string) => path.join(folder, 'desk.keyring');

/**
 * What the keyring keeps for this key, ciphered; null where nothing is, or nothing that can be read.
 * It is a convenience of one computer: no backup holds it, and the passphrase opens without it.
 */
export function keptCiphered(folder: string, keyId: string): string | null {
  try {
    const kept = keptSchema.parse(JSON.parse(readFileSync(fileOf(folder), 'utf8')));
    return kept.key_id === keyId ? kept.ciphered : null;
  } catch {
    return null;
  }
}

export async function keepSecret(
  folder: string,
  keyId: string,
  keyring: Keyring,
  secret: Uint8Array,
): Promise<void> {
  const ciphered = await keyring.cipher(Buffer.from(secret).toString('base64'));
  const kept: z.infer<typeof keptSchema> = {
    format: 'recharge-desk-keyring/1',
    key_id: keyId,
    ciphered,
  };
  const next = `${fileOf(folder)}.next`;
  writeFileSync(next, `${JSON.stringify(kept)}\n`, { mode: 0o600, flush: true });
  renameSync(next, fileOf(folder));
}

export function forgetKept(folder: string): void {
  rmSync(fileOf(folder), { force: true });
}

/** The secret that the keyring keeps, as bytes; null where it cannot be had. */
export async function secretFrom(
  keyring: Keyring,
  ciphered: string,
): Promise<{ readonly secret: Uint8Array; readonly stale: boolean } | null> {
  try {
    const read = await keyring.read(ciphered);
    return read && { secret: Buffer.from(read.text, 'base64'), stale: read.stale };
  } catch {
    return null;
  }
}

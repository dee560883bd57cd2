import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { refuse } from '../../../../contract/errors.ts';
import { generateX25519Identity, identityToRecipient } from '../../storage/storage.ts';

/**
 * The age identity of a workspace, by which other desks seal bundles to it. It lies in a file of
 * its own that only this user can read, and is made when it is first asked for. Refuses DISK where
 * the file holds something else.
 */
export function createIdentity(folder: string) {
  const file = path.join(folder, 'desk.age');
  const read = (): string | null => {
    try {
      return readFileSync(file, 'utf8').trim();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  };
  const identity = async (): Promise<string> => {
    const known = read();
    if (known !== null) return known;
    const made = await generateX25519Identity();
    const there = read();
    if (there !== null) return there;
    const handle = openSync(file, 'wx', 0o600);
    try {
      writeSync(handle, `${made}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    return made;
  };
  return {
    identity,
    async recipient(): Promise<string> {
      try {
        return await identityToRecipient(await identity());
      } catch {
        throw refuse(
          'DISK',
          `The file ${file} does not hold the age identity of this desk.`,
          'Restore it from a backup.',
        );
      }
    },
  };
}

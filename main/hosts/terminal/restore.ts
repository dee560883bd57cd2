import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { refuse } from '../../../contract/errors.ts';
import { type DoorOptions, openDoor, signIn, workspaceOf } from './door.ts';
import { line } from './print.ts';
import { passwordFrom } from './verbs/staff.ts';

interface RestoreOptions {
  readonly identityFile?: string | undefined;
  readonly passphraseFile?: string | undefined;
}

/**
 * Puts a backup in the place of a workspace, or makes one from it. Where the workspace has an
 * owner, only an owner may, and signs in as for every verb.
 */
export async function restoreWorkspace(
  file: string,
  options: DoorOptions & RestoreOptions,
): Promise<void> {
  const workspace = workspaceOf(options);
  const keys = {
    ...(options.identityFile === undefined
      ? {}
      : { identity: await wholeFile(options.identityFile) }),
    ...(options.passphraseFile === undefined
      ? {}
      : { passphrase: await passwordFrom(options.passphraseFile) }),
  };
  const door = await openDoor(workspace, !existsSync(path.join(workspace, 'desk.db')));
  try {
    if (options.as !== undefined) await signIn(door.client, options);
    const restored = await door.client.workspace.restore({ path: path.resolve(file), ...keys });
    await line(
      options.json
        ? JSON.stringify(restored)
        : `Restored as of ${restored.as_of}. ${restored.sentence}\nA backup holds no records: import them again.`,
    );
  } finally {
    door.close();
  }
  // The desk puts it in place as it starts anew: done only when that one answers.
  (await openDoor(workspace)).close();
}

async function wholeFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw refuse(
      'BAD_INPUT',
      `The identity file ${file} cannot be read.`,
      'Check its name and rights.',
    );
  }
}

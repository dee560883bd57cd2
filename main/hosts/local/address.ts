import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { refuse } from '../../../contract/errors.ts';

/** Longest path of a Unix socket that every system takes. */
const longestSocketPath = 100;

/**
 * Where the desk of a workspace listens: a socket inside the workspace where its path is short
 * enough, else one in a folder of this user alone; a named pipe on Windows.
 * The same workspace has the same address however it is spelled.
 */
export function socketAddress(workspace: string): string {
  const folder = trueFolder(workspace);
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\recharge-desk-${name}`;
  const inside = path.join(folder, 'desk.sock');
  if (Buffer.byteLength(inside) <= longestSocketPath) return inside;
  return path.join(ownFolder(), `${name}.sock`);
}

/**
 * A folder of this user alone for sockets whose workspace has too long a path. Not the temp
 * folder of the environment, which two doors may see differently. Refuses DISK where somebody
 * else made it: a password would go to whoever listens there.
 */
function ownFolder(): string {
  const { uid } = userInfo();
  const folder = `/tmp/recharge-desk-${uid}`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0)
    throw refuse(
      'DISK',
      `The folder ${folder} is not this user's alone.`,
      'Have it removed, or use a workspace with a shorter path.',
    );
  return folder;
}

function trueFolder(workspace: string): string {
  try {
    return realpathSync(workspace);
  } catch {
    return path.resolve(workspace);
  }
}

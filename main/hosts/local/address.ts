import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';

/** Longest path of a Unix socket that every system takes. */
const longestSocketPath = 100;

/**
 * Where the desk of a workspace listens: a socket inside the workspace where its path is short
 * enough, else one in this user's own folder under the temp folder; a named pipe on Windows.
 * The same workspace has the same address however it is spelled.
 */
export function socketAddress(workspace: string): string {
  const folder = trueFolder(workspace);
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\recharge-desk-${name}`;
  const inside = path.join(folder, 'desk.sock');
  if (Buffer.byteLength(inside) <= longestSocketPath) return inside;
  const own = path.join(tmpdir(), `recharge-desk-${userInfo().uid}`);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  return path.join(own, `${name}.sock`);
}

function trueFolder(workspace: string): string {
  try {
    return realpathSync(workspace);
  } catch {
    return path.resolve(workspace);
  }
}

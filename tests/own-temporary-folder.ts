import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Gives one run of the tests a temporary folder of its own, which every process started by it
 * inherits, and throws it away at the end: kills and crashes leave files, and none shall stay.
 */
export default function ownTemporaryFolder(): () => void {
  const before = process.env.TMPDIR;
  // A short name: a Unix socket's path has little more than a hundred bytes.
  const folder = mkdtempSync(path.join(tmpdir(), 'rd-'));
  process.env.TMPDIR = folder;
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

let before: string | undefined;
let folder: string | undefined;

/**
 * Gives one run of the tests a temporary folder of its own, which every process started by it
 * inherits, because kills and crashes leave files, and none shall stay.
 */
export function setup(): void {
  before = process.env.TMPDIR;
  // A short name: a Unix socket's path has little more than a hundred bytes.
  folder = mkdtempSync(path.join(tmpdir(), 'rd-'));
  process.env.TMPDIR = folder;
}

/** Throws the folder away once the last test has ended. */
export function teardown(): void {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A disk that can be made to fail and mended again, in a real way where this machine has one. */
export interface FaultyDisk {
  /** How it fails, for the title of a test. */
  readonly how: string;
  readonly folder: string;
  /** From here on about so many bytes can still be written. */
  leave(bytes: number): void;
  mend(): void;
  /** Takes it away again. */
  close(): void;
}

/** Every way this machine has; a way that it lacks is named with the reason. */
export function disks(): { ways: (() => FaultyDisk)[]; lacking: string[] } {
  const ways: (() => FaultyDisk)[] = [];
  const lacking: string[] = [];
  if (canMount()) ways.push(smallFileSystem);
  else lacking.push('a full file system (needs the right to mount a tmpfs)');
  if (canLimit()) ways.push(fileSizeLimit);
  else lacking.push('writes that the system refuses (needs prlimit)');
  return { ways, lacking };
}

function canMount(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-mount-'));
  const mounted =
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0;
  if (mounted) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  return mounted;
}

/** ENOSPC: a small tmpfs and a ballast that grows and shrinks. */
function smallFileSystem(): FaultyDisk {
  const mount = mkdtempSync(path.join(tmpdir(), 'desk-full-'));
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', mount]);
  const folder = path.join(mount, 'workspace');
  mkdirSync(folder);
  const ballast = path.join(mount, 'ballast');
  return {
    how: 'a full file system (ENOSPC)',
    folder,
    leave(bytes) {
      writeFileSync(ballast, '');
      const { bavail, bsize } = statfsSync(mount);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
    },
    mend: () => truncateSync(ballast, 0),
    close() {
      spawnSync('umount', ['-l', mount]);
      rmSync(mount, { recursive: true, force: true });
    },
  };
}

function canLimit(): boolean {
  return spawnSync('prlimit', ['--pid', String(process.pid), '--fsize']).status === 0;
}

/** EFBIG in the middle of a write: no file of this process may grow beyond a size. */
function fileSizeLimit(): FaultyDisk {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-limit-'));
  const limit = (bytes: string) =>
    spawnSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);
  // Without a handler the signal ends the process; with one the write fails, as on a broken disk.
  const unheard = () => {};
  process.on('SIGXFSZ', unheard);
  return {
    how: 'writes that the system refuses (EFBIG)',
    folder,
    leave: (bytes) => void limit(String(bytes)),
    mend: () => void limit('unlimited'),
    close() {
      limit('unlimited');
      process.off('SIGXFSZ', unheard);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

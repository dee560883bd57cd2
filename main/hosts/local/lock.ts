import path from 'node:path';
import Database from 'better-sqlite3';

/** Held for the life of a desk process; the system lets go of it however the process ends. */
export interface Lock {
  release(): void;
}

/**
 * Takes the workspace for this process, or returns null where another desk has it. The lock is
 * SQLite's own exclusive lock on a file of no content: the same on every system, and never
 * stale, unlike a file with a process number in it.
 */
export function takeLock(workspace: string): Lock | null {
  const db = new Database(path.join(workspace, 'desk.lock'), { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('begin exclusive');
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  return {
    release() {
      db.close();
    },
  };
}

import { createHash } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { lookOf } from '../import/kept-plan.ts';
import { hashFile } from '../import/source.ts';

/** What lies at a path now. */
export interface Content {
  /** The same for the same names and bytes, wherever they lie; hex. */
  readonly hash: string;
  /** Names, sizes and times: differs as soon as somebody writes. */
  readonly look: string;
}

/**
 * The content of a drop: of a folder the names and bytes of all files in it, of an archive its
 * bytes. Nothing is followed: a link counts as one, and the plan refuses it by name. Null where
 * there is nothing, or where it changed while it was read.
 */
export async function contentOf(drop: string): Promise<Content | null> {
  const look = lookOf(drop);
  if (look === null) return null;
  try {
    const all = createHash('sha256');
    for (const name of namesIn(drop)) {
      const file = path.join(drop, name);
      const stats = lstatSync(file);
      if (stats.isDirectory()) continue;
      const said = stats.isFile() ? await hashFile({ name, path: file }, () => {}) : 'no file';
      all.update(`${name}\0${said}\n`);
    }
    return lookOf(drop) === look ? { hash: all.digest('hex'), look } : null;
  } catch {
    return null;
  }
}

/** The names below a folder in a fixed order; of a single file the empty one, which is itself. */
function namesIn(drop: string): string[] {
  if (!lstatSync(drop).isDirectory()) return [''];
  return readdirSync(drop, { recursive: true, encoding: 'utf8' }).sort();
}

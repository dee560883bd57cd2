import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { watch } from 'chokidar';
import { messageOf } from '../../storage/storage.ts';
import { isArchiveName } from '../import/archive/archive.ts';
import { lookOf } from '../import/kept-plan.ts';

/** Names of what is still being written, and of what no drop is. */
const unfinished = /^[.~]|\.(?:part|partial|tmp|temp|crdownload|download|filepart|swp)$|~$/i;

/** How often the folder is looked at where no event came: a network drive sends none. */
const lookEveryMs = 30_000;

export interface Settling {
  readonly folder: string;
  /** Nothing in a drop has changed for so long: it is there as a whole. */
  readonly settleMs: number;
  /** A drop has come to rest; its name in the folder. */
  onSettled(name: string, coming: Coming): void;
  onTrouble(sentence: string | null): void;
}

/** A drop that has not come to rest, or has and waits to be looked at. */
export interface Coming {
  /** UTC ms. */
  readonly since: number;
  /** It lay there when watching began, and may have been seen long ago. */
  readonly found: boolean;
}

interface Resting extends Coming {
  readonly look: string | null;
  readonly timer: NodeJS.Timeout;
}

/** The folders and archives that lie in a folder and may be drops, by name. Throws where it cannot be read. */
export function dropNames(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !unfinished.test(entry.name))
    .filter((entry) => entry.isDirectory() || (entry.isFile() && isArchiveName(entry.name)))
    .map(({ name }) => name)
    .sort();
}

/**
 * Watches a folder for drops, each a folder or an archive in it, and tells of one when nothing in it
 * has changed for a while; again whenever it changed and came to rest once more. Links are not
 * followed. `close` ends it.
 */
export function watchForDrops({ folder, settleMs, onSettled, onTrouble }: Settling) {
  const resting = new Map<string, Resting>();
  /** How drops looked that were told of. */
  const told = new Map<string, string>();
  let closed = false;
  let begun = false;

  function rest(name: string): void {
    if (closed) return;
    const before = resting.get(name);
    clearTimeout(before?.timer);
    const look = lookOf(path.join(folder, name));
    const timer = setTimeout(() => rested(name), settleMs);
    const { since, found } = before ?? { since: Date.now(), found: !begun };
    // What changes now was not only found there.
    const same = before === undefined || before.look === look;
    resting.set(name, { look, timer, since, found: found && same });
  }

  function rested(name: string): void {
    const before = resting.get(name);
    const now = lookOf(path.join(folder, name));
    // Whatever the events said: what still changes has not come to rest.
    if (now !== null && now !== before?.look) return rest(name);
    resting.delete(name);
    if (now === null || !before) return;
    if (told.get(name) === now) return;
    told.set(name, now);
    onSettled(name, { since: before.since, found: before.found });
  }

  function look(): void {
    if (closed) return;
    try {
      if (!lstatSync(folder).isDirectory()) throw new Error('it is not a folder any more');
      for (const name of dropNames(folder))
        if (!resting.has(name) && told.get(name) !== lookOf(path.join(folder, name))) rest(name);
      onTrouble(null);
    } catch (error) {
      onTrouble(`The watched folder cannot be read: ${messageOf(error)}.`);
    }
  }

  const watcher = watch(folder, {
    followSymlinks: false,
    ignorePermissionErrors: true,
    ignoreInitial: true,
    depth: 2,
  });
  // What moved is asked of the folder itself, so that an event is never more than a hint.
  watcher.on('all', look);
  // What came while the watcher itself began makes no event.
  watcher.on('ready', look);
  watcher.on('error', look);
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  look();
  begun = true;

  return {
    /** Drops that have not come to rest, by name. */
    coming: (): ReadonlyMap<string, Coming> => resting,
    /** Tells of a drop again when it has come to rest, whether or not it changed. */
    again(name: string): void {
      told.delete(name);
      rest(name);
    },
    async close(): Promise<void> {
      closed = true;
      clearInterval(timer);
      for (const each of resting.values()) clearTimeout(each.timer);
      resting.clear();
      await watcher.close();
    },
  };
}

export type Watching = ReturnType<typeof watchForDrops>;

import path from 'node:path';
import type { WatchedFolder } from '../../contract/drops.ts';
import { Refusal, refuse } from '../../contract/errors.ts';
import type { ImportEvent, ImportResult } from '../../contract/records.ts';
import type { Caller } from './audit/audit.ts';
import type { Areas } from './desk.ts';
import { runImport } from './imports.ts';
import {
  contentOf,
  dropNames,
  notWaiting,
  redactText,
  watchForDrops,
  type Watching as Watcher,
} from './records/records.ts';

/** Nothing in a drop has changed for so long: whoever copies it is done. */
const usualSettleMs = 5_000;

/** Refusals that say nothing of the drop: it is tried again. */
const passing = new Set(['BUSY', 'DISK', 'INTERNAL']);

/** A plan asks in nobody's name. */
const watcher: Caller = { user: 'watched-folder', role: 'desk', door: 'watch', session: '' };

/**
 * Waits for drops in the folder that an owner named: each is planned when it has come to rest, and
 * waits for a yes, or is imported at once where an owner allowed it and is still one. One after the
 * other; content that was seen once is not looked at again, whatever it is called then.
 */
export function createWatching(areas: Areas, settleMs = usualSettleMs) {
  const { drops } = areas;
  let watching: Watcher | null = null;
  let trouble: string | null = null;
  let queue: Promise<void> = Promise.resolve();
  let working = 0;
  const closing = new AbortController();

  /** One drop at a time, in the order in which they came to rest. */
  function after(work: () => Promise<void>): void {
    working += 1;
    queue = queue
      .then(() => (closing.signal.aborted ? undefined : work()))
      .catch((error: unknown) => {
        if (!closing.signal.aborted)
          trouble = `A drop could not be looked at: ${sentenceOf(error)}`;
      })
      .finally(() => {
        working -= 1;
      });
  }

  async function settled(folder: string, name: string): Promise<void> {
    const { setting } = drops;
    // Another folder may have been named since.
    if (setting().folder !== folder) return;
    const drop = path.join(folder, name);
    const content = await contentOf(drop);
    if (!content) return watching?.again(name);
    const id = drops.see(redactText(name), content.hash);
    if (id === null) return;
    try {
      const plan = await resultOf(
        runImport(areas, watcher, { path: drop, commit: false }, closing.signal),
      );
      drops.became(id, 'waiting', { plan });
      const allowed = allowedBy();
      if (allowed) await resultOf(take(allowed, id));
    } catch (error) {
      if (closing.signal.aborted || (error instanceof Refusal && passing.has(error.code))) {
        drops.forget(id);
        watching?.again(name);
      } else if (drops.get(id)?.state === 'planning')
        drops.became(id, 'refused', { reason: sentenceOf(error) });
    }
  }

  /** Who lets drops in without a question; null where nobody does who still may. */
  function allowedBy(): Caller | null {
    const { automatic, by } = drops.setting();
    if (!automatic || by === null || areas.staff.standing(by)?.role !== 'owner') return null;
    return { user: by, role: 'owner', door: 'watch', session: '' };
  }

  /** Imports a waiting drop as it was planned: its files are those that were looked at. */
  async function* take(
    caller: Caller,
    id: string,
    signal?: AbortSignal,
  ): AsyncGenerator<ImportEvent> {
    const drop = drops.get(id);
    if (drop?.state !== 'waiting') throw notWaiting();
    const folder = drops.setting().folder;
    const found = folder === null ? null : await findDrop(folder, drop.name, drops.content(id));
    if (found === null) throw movedOn();
    for await (const event of runImport(areas, caller, { path: found, commit: true }, signal)) {
      if (event.kind === 'done')
        drops.became(id, 'imported', { run: event.result.run, by: caller.user });
      yield event;
    }
  }

  function begin(): void {
    const { folder } = drops.setting();
    if (folder === null || closing.signal.aborted) return;
    watching = watchForDrops({
      folder,
      settleMs,
      onSettled: (name) => after(() => settled(folder, name)),
      onTrouble: (sentence) => {
        trouble = sentence;
      },
    });
  }

  const state = (): WatchedFolder => ({ setting: drops.setting(), trouble, drops: drops.list() });

  drops.forgetUnplanned();
  begin();
  return {
    state,
    take,
    async watch(
      caller: Caller,
      input: { folder: string | null; automatic: boolean },
    ): Promise<WatchedFolder> {
      drops.set(caller, input);
      const before = watching;
      watching = null;
      trouble = null;
      await before?.close();
      begin();
      return state();
    },
    leave(caller: Caller, id: string): WatchedFolder {
      drops.leave(caller, id);
      return state();
    },
    /** True while a drop is planned or imported. */
    busy: () => working > 0,
    close(): void {
      closing.abort();
      void watching?.close();
    },
  };
}

export type Watching = ReturnType<typeof createWatching>;

/** The drop with this content: the one of this name (kept without card numbers), else a renamed one. */
async function findDrop(
  folder: string,
  name: string,
  content: string | null,
): Promise<string | null> {
  const named = (each: string) => (redactText(each) === name ? 0 : 1);
  for (const each of namesIn(folder).toSorted((a, b) => named(a) - named(b))) {
    const drop = path.join(folder, each);
    if ((await contentOf(drop))?.hash === content) return drop;
  }
  return null;
}

function namesIn(folder: string): string[] {
  try {
    return dropNames(folder);
  } catch {
    return [];
  }
}

function movedOn(): Refusal {
  return refuse(
    'STALE_EVIDENCE',
    'The files of this drop are not those of the plan any more.',
    'What lies there now is planned anew as soon as nothing in it changes; answer that.',
  );
}

async function resultOf(events: AsyncIterable<ImportEvent>): Promise<ImportResult> {
  for await (const event of events) if (event.kind === 'done') return event.result;
  throw new Error('an import ended without a result');
}

function sentenceOf(error: unknown): string {
  return redactText(error instanceof Error ? error.message : String(error));
}

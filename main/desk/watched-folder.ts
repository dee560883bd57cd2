import path from 'node:path';
import type { WatchedFolder } from '../../contract/drops.ts';
import { Refusal, refuse } from '../../contract/errors.ts';
import type { ImportEvent, ImportResult } from '../../contract/records.ts';
import { wireTime } from '../../contract/values.ts';
import type { Caller } from './audit/audit.ts';
import type { Areas } from './desk.ts';
import { createDropWorks } from './drop-works.ts';
import { runImport } from './imports.ts';
import {
  type Coming,
  contentOf,
  findDrop,
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
  const { drops, records } = areas;
  let watching: Watcher | null = null;
  let trouble: string | null = null;
  let queue: Promise<void> = Promise.resolve();
  /** What has come to rest and waits for its turn, by name. */
  const turns = new Map<string, Coming>();
  const works = createDropWorks();
  /** Drops that somebody leaves out at this moment. */
  const leaving = new Set<string>();
  let queued = 0;
  const closing = new AbortController();

  /** One drop at a time, in the order in which they came to rest. */
  function after(work: () => Promise<void>): void {
    queued += 1;
    queue = queue
      .then(() => (closing.signal.aborted ? undefined : work()))
      .catch((error: unknown) => {
        if (!closing.signal.aborted)
          trouble = `A drop could not be looked at: ${sentenceOf(error)}`;
      })
      .finally(() => {
        queued -= 1;
      });
  }

  async function settled(folder: string, name: string): Promise<void> {
    const id = await seen(folder, name).finally(() => turns.delete(name));
    if (id === null) return;
    for (const each of drops.list()) if (each.state === 'changed') records.rejects.forget(each.id);
    const drop = path.join(folder, name);
    try {
      const plan = await resultOf(work(id, watcher, { path: drop, commit: false }));
      if (plan.reject_list !== null) records.rejects.keep(plan.reject_list, id);
      drops.became(id, 'waiting', { plan });
      const allowed = allowedBy();
      if (allowed && !leaving.has(id)) await resultOf(take(allowed, id));
    } catch (error) {
      if (closing.signal.aborted || (error instanceof Refusal && passing.has(error.code))) {
        drops.forget(id);
        watching?.again(name);
      } else if (drops.get(id)?.state === 'planning' && !leaving.has(id))
        drops.became(id, 'refused', { reason: sentenceOf(error) });
    }
  }

  /** The id of a drop whose content was never seen; null where there is nothing to plan. */
  async function seen(folder: string, name: string): Promise<string | null> {
    // Another folder may have been named since.
    if (drops.setting().folder !== folder) return null;
    const content = await contentOf(path.join(folder, name));
    if (content) return drops.see(redactText(name), content.hash);
    watching?.again(name);
    return null;
  }

  /** Plans or imports a drop so that all can see how far it is, and that a no can stop it. */
  const work = (
    id: string,
    caller: Caller,
    input: { path: string; commit: boolean },
    signal?: AbortSignal,
  ) =>
    works.run(id, input.commit, (stop) => {
      const signals = [closing.signal, stop, ...(signal ? [signal] : [])];
      return runImport(areas, caller, input, AbortSignal.any(signals));
    });

  /** Who lets drops in without a question; null where nobody does who still may. */
  function allowedBy(): Caller | null {
    const { automatic, by } = drops.setting();
    if (!automatic || by === null || areas.staff.standing(by)?.role !== 'owner') return null;
    return { user: by, role: 'owner', door: 'watch', session: '' };
  }

  /** A drop that waits for an answer. Refuses NOT_FOUND where it does not, BUSY where it is taken already. */
  function waiting(id: string) {
    const drop = drops.get(id);
    if (drop?.state !== 'waiting' || leaving.has(id)) throw notWaiting();
    if (works.has(id)) throw inWork();
    return drop;
  }

  /** Imports a waiting drop as it was planned: its files are those that were looked at. */
  async function* take(
    caller: Caller,
    id: string,
    signal?: AbortSignal,
  ): AsyncGenerator<ImportEvent> {
    const { name } = waiting(id);
    const { folder } = drops.setting();
    const found = folder === null ? null : await findDrop(folder, name, drops.content(id));
    if (found === null) throw movedOn();
    // Somebody may have answered while its files were looked at.
    waiting(id);
    for await (const event of work(id, caller, { path: found, commit: true }, signal)) {
      if (event.kind === 'done') {
        drops.became(id, 'imported', { run: event.result.run, by: caller.user });
        records.rejects.forget(id);
      }
      yield event;
    }
  }

  function begin(): void {
    const { folder } = drops.setting();
    if (folder === null || closing.signal.aborted) return;
    watching = watchForDrops({
      folder,
      settleMs,
      onSettled(name, coming) {
        turns.set(name, coming);
        after(() => settled(folder, name));
      },
      onTrouble: (sentence) => {
        trouble = sentence;
      },
    });
  }

  function state(): WatchedFolder {
    const list = drops.list().map(works.shown);
    const known = new Set(list.map(({ name }) => name));
    const coming = [...(watching?.coming() ?? []), ...turns];
    const settling = coming
      .map(([name, { since, found }]) => ({ name: redactText(name), since, found }))
      .filter(({ name, found }) => !found || !known.has(name))
      .map(({ name, since }) => ({ name, since: wireTime(since) ?? '' }));
    return { setting: drops.setting(), trouble, settling, drops: list };
  }

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
    async leave(caller: Caller, id: string): Promise<WatchedFolder> {
      leaving.add(id);
      try {
        await works.stop(id);
        drops.leave(caller, id);
        records.rejects.forget(id);
      } finally {
        leaving.delete(id);
      }
      return state();
    },
    /** True while a drop is planned or imported. */
    busy: () => queued > 0,
    close(): void {
      closing.abort();
      void watching?.close();
    },
  };
}

export type Watching = ReturnType<typeof createWatching>;

function movedOn(): Refusal {
  return refuse(
    'STALE_EVIDENCE',
    'The files of this drop are not those of the plan any more.',
    'What lies there now is planned anew as soon as nothing in it changes; answer that.',
  );
}

function inWork(): Refusal {
  return refuse('BUSY', 'This drop is being imported already.', 'Wait until that is done.');
}

async function resultOf(events: AsyncIterable<ImportEvent>): Promise<ImportResult> {
  for await (const event of events) if (event.kind === 'done') return event.result;
  throw new Error('an import ended without a result');
}

function sentenceOf(error: unknown): string {
  return redactText(error instanceof Error ? error.message : String(error));
}

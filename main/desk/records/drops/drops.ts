import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { WatchedDrop, WatchSetting } from '../../../../contract/drops.ts';
import { refuse } from '../../../../contract/errors.ts';
import type { ImportResult } from '../../../../contract/records.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Audit, Caller } from '../../audit/audit.ts';
import type { Db } from '../../storage/storage.ts';

export interface DropsDeps {
  readonly desk: Db;
  readonly audit: Audit;
  readonly clock: () => number;
  /** The folder of the workspace. */
  readonly workspace: string;
}

/** How many drops a list shows. */
const shown = 200;

interface StoredSetting {
  readonly folder: string | null;
  readonly automatic: bigint;
  readonly set_by: string;
  readonly set_at: bigint;
}

interface StoredDrop {
  readonly id: string;
  readonly name: string;
  readonly state: Exclude<WatchedDrop['state'], 'importing'>;
  readonly seen_at: bigint;
  readonly plan: string | null;
  readonly reason: string | null;
  readonly run: string | null;
  readonly decided_by: string | null;
}

type SaidOfPlan = Pick<ImportResult, 'tables' | 'warnings'>;

/** A drop as it is written down; what is done with it just now is known to who does it. */
type KeptDrop = Omit<WatchedDrop, 'progress' | 'reject_list'>;

/** The books of the watched folder: which it is, what came into it, what became of it. */
export function createDrops({ desk, audit, clock, workspace }: DropsDeps) {
  const newest = desk.prepare<[], StoredSetting>(
    'select folder, automatic, set_by, set_at from watch_settings order by number desc limit 1',
  );
  const set = desk.prepare(
    'insert into watch_settings (folder, automatic, set_by, set_at) values (?, ?, ?, ?)',
  );
  const list = desk.prepare<[], StoredDrop>(
    `select * from watched_drops order by number desc limit ${shown}`,
  );
  const one = desk.prepare<[string], StoredDrop>('select * from watched_drops where id = ?');
  const known = desk
    .prepare<[string], WatchedDrop['state']>('select state from watched_drops where content = ?')
    .pluck();
  const see = desk.prepare(
    `insert into watched_drops (id, name, content, state, seen_at) values (?, ?, ?, 'planning', ?)`,
  );
  const contentOf = desk
    .prepare<[string], string>('select content from watched_drops where id = ?')
    .pluck();
  const become = desk.prepare(
    `update watched_drops set state = :state, plan = coalesce(:plan, plan), reason = :reason,
       run = :run, decided_by = :by where id = :id`,
  );
  const changed = desk.prepare(
    "update watched_drops set state = 'changed' where name = ? and state = 'waiting' and id <> ?",
  );
  const unseen = desk.prepare('delete from watched_drops where id = ? and state = ?');

  function setting(): WatchSetting {
    const stored = newest.get();
    return {
      folder: stored?.folder ?? null,
      automatic: stored?.automatic === 1n,
      by: stored?.set_by ?? null,
      at: stored ? wireTime(Number(stored.set_at)) : null,
    };
  }

  function became(
    id: string,
    state: StoredDrop['state'],
    more: { plan?: SaidOfPlan; reason?: string; run?: string | null; by?: string } = {},
  ): void {
    const { plan, reason = null, run = null, by = null } = more;
    const said = plan ? JSON.stringify({ tables: plan.tables, warnings: plan.warnings }) : null;
    become.run({ id, state, plan: said, reason, run, by });
  }

  return {
    setting,
    /** Names another folder, or none. Refuses BAD_INPUT for one that cannot be watched. */
    set(caller: Caller, input: { folder: string | null; automatic: boolean }): void {
      const folder = input.folder === null ? null : folderAt(input.folder, workspace);
      const automatic = folder !== null && input.automatic;
      desk
        .transaction(() => {
          set.run(folder, automatic ? 1 : 0, caller.user, clock());
          audit.append(caller, {
            command: 'drops.watch',
            object: 'copy',
            outcome: 'done',
            sentence: `${caller.user} ${said(folder !== null, automatic)}.`,
          });
        })
        .immediate();
    },
    list: (): KeptDrop[] => list.all().map(opened),
    get(id: string): KeptDrop | null {
      const stored = one.get(id);
      return stored ? opened(stored) : null;
    },
    content: (id: string): string | null => contentOf.get(id) ?? null,
    /**
     * Notes content that was never seen; gives its id, or null where it was. Content that gave way
     * to other and is back was never answered: it is seen anew.
     */
    see(name: string, content: string): string | null {
      const id = `wd_${content.slice(0, 20)}`;
      unseen.run(id, 'changed');
      if (known.get(content) !== undefined) return null;
      see.run(id, name, content, clock());
      changed.run(name, id);
      return id;
    },
    became,
    /** Forgets that a drop was seen: it is looked at anew. */
    forget: (id: string): void => void unseen.run(id, 'planning'),
    /** Forgets those that a desk which ended was about to plan. */
    forgetUnplanned(): void {
      desk.exec("delete from watched_drops where state = 'planning'");
    },
    /** No: a drop stays out for good. Refuses NOT_FOUND where it neither waits nor is planned. */
    leave(caller: Caller, id: string): void {
      desk
        .transaction(() => {
          if (!/^(?:planning|waiting)$/.test(one.get(id)?.state ?? '')) throw notWaiting();
          became(id, 'left', { by: caller.user });
          audit.append(caller, {
            command: 'drops.leave',
            object: id,
            outcome: 'done',
            sentence: `${caller.user} left the drop ${id} of the watched folder out.`,
          });
        })
        .immediate();
    },
  };
}

/** The refusal of an answer to a drop that does not wait for one. */
export function notWaiting() {
  return refuse(
    'NOT_FOUND',
    'This drop does not wait for an answer.',
    'Look at the list again: it may have been answered or changed meanwhile.',
  );
}

function said(watches: boolean, automatic: boolean): string {
  if (!watches) return 'ended the watching of a folder for drops';
  return automatic
    ? 'had a folder watched, and its drops imported without a question'
    : 'had a folder watched for drops';
}

/** The folder itself, links resolved. */
function folderAt(folder: string, workspace: string): string {
  const wrong = (sentence: string) =>
    refuse('BAD_INPUT', sentence, 'Name a folder of its own on this machine, by its whole path.');
  if (!path.isAbsolute(folder)) throw wrong(`${folder} is not a whole path.`);
  let real: string;
  try {
    real = realpathSync(folder);
    if (!statSync(real).isDirectory()) throw new Error('no folder');
  } catch {
    throw wrong(`There is no folder ${folder} on this machine.`);
  }
  const own = realpathSync(workspace);
  if (holds(real, own) || holds(own, real))
    throw wrong('The watched folder and the workspace may not lie in each other.');
  return real;
}

function holds(outer: string, inner: string): boolean {
  const way = path.relative(outer, inner);
  return way === '' || (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
}

function opened({ plan, seen_at, id, name, state, reason, run, decided_by }: StoredDrop): KeptDrop {
  const said = plan === null ? null : (JSON.parse(plan) as SaidOfPlan);
  return {
    id,
    name,
    state,
    seen_at: wireTime(Number(seen_at)) ?? '',
    tables: said?.tables ?? null,
    warnings: said?.warnings ?? [],
    reason,
    run,
    decided_by,
  };
}

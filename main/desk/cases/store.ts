import type { EntryBody } from '../../../contract/cases.ts';
import type { Db } from '../storage/storage.ts';
import type { Audit } from '../audit/audit.ts';
import { createDeskKeys } from './desk-keys.ts';
import type { Entry, ReadEntry } from './entry.ts';
import { fold, type Folded } from './fold.ts';
import { createProjection } from './projection.ts';

/** A bundle that left or came. */
export interface StoredBundle {
  readonly bundle: string;
  readonly direction: 'out' | 'in';
  readonly case_id: string;
  readonly key_id: string;
  readonly sequence: bigint;
  readonly level: string;
  readonly manifest_sha256: string;
  readonly at: bigint;
}

/** A desk whose key was met. */
export interface StoredDesk {
  readonly key_id: string;
  readonly public_key: string;
  readonly install: string | null;
}

/** One that is here, with when it was first met (UTC ms) and what people here call it. */
interface NamedDesk extends StoredDesk {
  readonly first_seen: bigint;
  readonly name: string | null;
}

const entryColumns = `case_entries.id, case_id, at, by, desk, kind, digest, signature, salt, body, state`;

/** Words were judged when they were made or came in: here they are read, not judged again. */
export function readEntry(entry: Entry): ReadEntry {
  return {
    ...entry,
    content: entry.body === null ? null : (JSON.parse(entry.body) as EntryBody),
  };
}

/** The rows of cases in desk.db, read and written; what they mean stands in fold.ts. */
export function createStore(desk: Db, audit: Pick<Audit, 'keys' | 'successions'>) {
  const from = `select ${entryColumns} from case_entries join case_words on entry_id = case_entries.id`;
  const ofCase = desk.prepare(`${from} where case_id = ? order by number`);
  const shaping = desk.prepare(
    `${from} where case_id = ? and kind in ('opened', 'set') order by number`,
  );
  const byId = desk.prepare(`${from} where case_entries.id = ?`);
  const cameAt = desk.prepare('select came_at from case_entries where id = ?').pluck();
  const newestAt = desk
    .prepare('select coalesce(max(at), 0) from case_entries where case_id = ?')
    .pluck();
  const insertEntry = desk.prepare(
    `insert into case_entries (id, case_id, at, by, desk, kind, digest, signature, came_in, came_at)
     values (@id, @case_id, @at, @by, @desk, @kind, @digest, @signature, null, @came_at)`,
  );
  const insertWords = desk.prepare('insert into case_words values (@id, @state, @salt, @body)');
  const insertLink = desk.prepare('insert into case_links values (?, ?, ?, ?, 1)');
  const eraseWords = desk.prepare(
    `update case_words set state = 'erased', salt = null, body = null where entry_id = ?`,
  );
  const forgetLink = desk.prepare('delete from case_links where entry_id = ?');
  const namesFile = desk.prepare('select 1 from case_words where body like ? limit 1');
  const deskByKey = desk.prepare(
    'select case_desks.*, name from case_desks left join case_desk_names using (key_id) where key_id = ?',
  );
  const desks = desk.prepare(
    `select case_desks.*, name from case_desks left join case_desk_names using (key_id)
     order by first_seen, key_id`,
  );
  const nameDesk = desk.prepare(
    `insert into case_desk_names values (@key_id, @name, @by, @at)
     on conflict (key_id) do update set name = @name, by = @by, at = @at`,
  );
  const forgetName = desk.prepare('delete from case_desk_names where key_id = ?');
  const keysOfInstall = desk.prepare('select key_id from case_desks where install = ?').pluck();
  const meet = desk.prepare(
    `insert into case_desks values (@key_id, @public_key, @install, @at)
     on conflict (key_id) do update set install = coalesce(case_desks.install, @install)`,
  );
  const desksOf = desk.prepare(
    `select distinct case_desks.* from case_entries join case_desks on key_id = desk where case_id = ?`,
  );
  const insertBundle = desk.prepare(
    `insert into case_bundles values (@bundle, @direction, @case_id, @key_id, @sequence, @level,
       @manifest_sha256, @at)`,
  );
  const bundleOf = desk.prepare('select * from case_bundles where direction = ? and bundle = ?');
  const newest = desk
    .prepare(
      `select coalesce(max(sequence), 0) from case_bundles
       where direction = ? and case_id = ? and key_id in (select value from json_each(?))`,
    )
    .pluck();

  const deskOf = (key: string) => deskByKey.get(key) as NamedDesk | undefined;
  const shapingOf = (id: string): ReadEntry[] => (shaping.all(id) as Entry[]).map(readEntry);

  const keys = createDeskKeys(desk, audit);
  /** What entries say, a desk being the same under every key that it had. */
  const foldAll = (id: string, entries: readonly ReadEntry[]): Folded =>
    fold(id, entries, keys.home);

  return {
    ...createProjection(desk, shapingOf, foldAll, keys),
    fold: foldAll,
    keys,
    entries: (id: string): ReadEntry[] => (ofCase.all(id) as Entry[]).map(readEntry),
    /** Those entries of a case alone that open it and set what can change. */
    shaping: shapingOf,
    entry(id: string): ReadEntry | null {
      const found = byId.get(id) as Entry | undefined;
      return found ? readEntry(found) : null;
    },
    /** When an entry came to be here, UTC ms by the clock of this desk. */
    cameAt: (id: string): bigint => cameAt.get(id) as bigint,
    /** The newest time in a case, UTC ms; 0 where it has no entry. */
    newestAt: (id: string): bigint => newestAt.get(id) as bigint,
    /** Adds an entry that was made here. */
    insert(entry: ReadEntry, at: number): void {
      insertEntry.run({ ...entry, came_at: at });
      insertWords.run(entry);
      if (entry.content?.kind !== 'link') return;
      const { kind, id } = entry.content.record;
      insertLink.run(entry.id, entry.case_id, kind, id);
    },
    /** Erases the words of an entry, and what they name. */
    eraseWords(id: string): void {
      eraseWords.run(id);
      forgetLink.run(id);
    },
    /** True where an entry whose words stand still names this file. */
    namesFile: (sha256: string): boolean => namesFile.get(`%"sha256":"${sha256}"%`) !== undefined,
    deskOf,
    /** What people here call the desk that a key is of, whichever of its keys they named. */
    nameOf: (key: string): string | null =>
      keys.together(key).flatMap((one) => deskOf(one)?.name ?? [])[0] ?? null,
    /** Every desk that was met, the first one first. */
    desks: () => desks.all() as NamedDesk[],
    nameDesk: (named: { key_id: string; name: string; by: string; at: number }) =>
      nameDesk.run(named),
    forgetName: (key: string) => forgetName.run(key),
    /** The keys that bundles of an install were signed with. */
    keysOfInstall: (install: string) => keysOfInstall.all(install) as string[],
    meet: (met: StoredDesk, at: number) => meet.run({ ...met, at }),
    desksOf: (id: string) => desksOf.all(id) as StoredDesk[],
    insertBundle: (bundle: StoredBundle) => insertBundle.run(bundle),
    bundleOf: (direction: 'out' | 'in', bundle: string) =>
      bundleOf.get(direction, bundle) as StoredBundle | undefined,
    /** The newest bundle of a case that left, or came from the desk of a key, whichever key signed it. */
    newestSequence: (direction: 'out' | 'in', id: string, key: string): number =>
      Number(newest.get(direction, id, JSON.stringify(keys.together(key)))),
  };
}

export type Store = ReturnType<typeof createStore>;

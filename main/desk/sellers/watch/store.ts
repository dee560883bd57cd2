import { refuse } from '../../../../contract/errors.ts';
import { type WatchEntry, type WatchKind, watchKinds } from '../../../../contract/seller-watch.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Db } from '../../storage/storage.ts';

interface StoredEntry {
  readonly entry: string;
  readonly kind: WatchKind;
  readonly value: string;
  readonly reason: string;
  readonly origin: string;
  readonly user: string;
  readonly created_at: bigint;
  readonly expires_at: bigint;
  readonly ended_at: bigint | null;
}

/** A new entry; times in UTC ms. */
interface NewEntry {
  readonly entry: string;
  readonly kind: WatchKind;
  readonly value: string;
  readonly reason: string;
  readonly origin: string;
  readonly created_at: number;
  readonly expires_at: number;
}

/** The origin of what was put there here. */
export const ours = 'this desk';

export type WatchStore = ReturnType<typeof createWatchStore>;

/** The rows of watch lists in desk.db: entries only come, and an end is a row of its own. */
export function createWatchStore(desk: Db) {
  const columns = `entry, kind, value, watch_entries.reason as reason, origin, watch_entries.user as user,
    created_at, expires_at, watch_ends.at as ended_at`;
  const from = `select ${columns} from watch_entries left join watch_ends using (entry)`;
  const all = desk.prepare(`${from} order by number desc`);
  const open = desk.prepare(`${from} where watch_ends.at is null order by number desc`);
  const one = desk.prepare(`${from} where entry = ?`);
  const version = desk
    .prepare(
      `select (select coalesce(max(number), 0) from watch_entries) || '.' || (select count(*) from watch_ends)`,
    )
    .pluck();
  const insert = desk.prepare(
    `insert into watch_entries (entry, kind, value, reason, origin, user, created_at, expires_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const end = desk.prepare('insert into watch_ends (entry, user, reason, at) values (?, ?, ?, ?)');
  return {
    /** Every entry, the newest first. */
    all: (): WatchEntry[] => (all.all() as StoredEntry[]).map(toWire),
    /** Those that nobody ended; some may have expired. */
    open: (): WatchEntry[] => (open.all() as StoredEntry[]).map(toWire),
    /** Refuses NOT_FOUND. */
    one(entry: string): WatchEntry {
      const row = one.get(entry) as StoredEntry | undefined;
      if (row) return toWire(row);
      throw refuse('NOT_FOUND', `There is no entry ${entry}.`, 'Take it from the watch list.');
    },
    /** Names the state of the list. */
    version: () => String(version.get()),
    insert(row: NewEntry, user: string): void {
      const { entry, kind, value, reason, origin, created_at, expires_at } = row;
      insert.run(entry, kind, value, reason, origin, user, created_at, expires_at);
    },
    end(entry: string, user: string, reason: string, at: number): void {
      end.run(entry, user, reason, at);
    },
  };
}

function toWire(row: StoredEntry): WatchEntry {
  return {
    entry: row.entry,
    kind: row.kind,
    field: watchKinds[row.kind],
    value: row.value,
    reason: row.reason,
    origin: row.origin,
    by: row.user,
    created_at: wireTime(Number(row.created_at)),
    expires_at: wireTime(Number(row.expires_at)),
    ended_at: row.ended_at === null ? null : wireTime(Number(row.ended_at)),
  };
}

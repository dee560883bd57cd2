import type { Migration } from '../../storage/storage.ts';

/** What was decided about drops that come by themselves: decisions, so beside the others. */
export const dropsMigrations: readonly Migration[] = [
  {
    area: 'drops',
    number: 1,
    name: 'the watched folder and what came into it',
    up: `
      create table watch_settings (
        number INTEGER PRIMARY KEY,
        folder TEXT, -- null: nothing is watched
        automatic INTEGER NOT NULL,
        set_by TEXT NOT NULL,
        set_at INTEGER NOT NULL
      ) strict;
      create trigger watch_settings_stay before update on watch_settings
        begin select raise(abort, 'a setting never changes; a new one takes its place'); end;
      create trigger watch_settings_are_kept before delete on watch_settings
        begin select raise(abort, 'a setting is never deleted'); end;
      create table watched_drops (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL, -- without card numbers
        content TEXT NOT NULL UNIQUE, -- sha256 over names and bytes: the same content is seen once
        state TEXT NOT NULL,
        seen_at INTEGER NOT NULL,
        plan TEXT, -- JSON: counts by table, and warnings
        reason TEXT,
        run TEXT,
        decided_by TEXT
      ) strict;
    `,
  },
];

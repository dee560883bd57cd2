import type { Migration } from '../storage/storage.ts';

/**
 * Cases as sets of entries that only come. The tables `cases` and `case_records` are what the
 * entries say, kept beside them so that lists and look-ups need no folding; they can always be
 * made anew.
 */
export const casesMigrations: readonly Migration[] = [
  {
    area: 'cases',
    number: 1,
    name: 'cases, their entries, the desks they came from',
    up: `
      create table cases (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        kind TEXT NOT NULL,
        status TEXT NOT NULL,
        owner TEXT,
        priority TEXT NOT NULL,
        due TEXT,
        tags TEXT NOT NULL, -- JSON
        archived INTEGER NOT NULL CHECK (archived in (0, 1)),
        hold INTEGER NOT NULL CHECK (hold in (0, 1)),
        absorbed_by TEXT,
        conflicts INTEGER NOT NULL,
        opened_at INTEGER NOT NULL,
        changed_at INTEGER NOT NULL
      ) strict;
      create index cases_by_change on cases (archived, changed_at, id);

      create table case_entries (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        case_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        by TEXT NOT NULL,
        desk TEXT NOT NULL,
        kind TEXT NOT NULL,
        digest TEXT NOT NULL,
        signature TEXT NOT NULL,
        came_in TEXT, -- the bundle that brought it; null where it was made here
        came_at INTEGER NOT NULL
      ) strict;
      create index case_entries_by_case on case_entries (case_id, number);

      create table case_words (
        entry_id TEXT PRIMARY KEY REFERENCES case_entries (id),
        state TEXT NOT NULL CHECK (state in ('whole', 'masked', 'erased')),
        salt TEXT,
        body TEXT,
        CHECK ((state = 'erased') = (body is null))
      ) strict;

      create table case_records (
        case_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        record_id TEXT NOT NULL,
        entry_id TEXT NOT NULL,
        primary key (kind, record_id, case_id)
      ) strict, without rowid;

      -- Desks whose keys were met, this one's too. A key once bound to a desk stays bound to it.
      create table case_desks (
        key_id TEXT PRIMARY KEY,
        public_key TEXT NOT NULL,
        install TEXT,
        first_seen INTEGER NOT NULL
      ) strict;

      create table case_bundles (
        bundle TEXT NOT NULL,
        direction TEXT NOT NULL CHECK (direction in ('out', 'in')),
        case_id TEXT NOT NULL,
        key_id TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        level TEXT NOT NULL,
        manifest_sha256 TEXT NOT NULL,
        at INTEGER NOT NULL,
        primary key (direction, bundle)
      ) strict, without rowid;

      create trigger case_entries_never_change before update on case_entries
        begin select raise(abort, 'entries of a case never change'); end;
      create trigger case_entries_never_go before delete on case_entries
        begin select raise(abort, 'entries of a case are never deleted'); end;
      create trigger case_words_only_fill_or_fade before update on case_words
        when not (
          (old.state = 'masked' and new.state = 'whole')
          or (old.state in ('whole', 'masked') and new.state = 'erased'))
        begin select raise(abort, 'words are erased, or come whole where they were masked'); end;
      create trigger case_words_never_go before delete on case_words
        begin select raise(abort, 'words are erased, never deleted'); end;
      create trigger case_desks_never_change before update on case_desks
        when new.public_key <> old.public_key or (old.install is not null and new.install is not old.install)
        begin select raise(abort, 'a key stays bound to its desk'); end;
      create trigger case_bundles_never_change before update on case_bundles
        begin select raise(abort, 'what left and came never changes'); end;
    `,
  },
];

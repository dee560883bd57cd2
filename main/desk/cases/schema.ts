import type { Migration } from '../storage/storage.ts';

/**
 * Cases as sets of entries that only come. The tables `cases`, `case_links` and
 * `case_given_elsewhere` are what the entries say, kept beside them so that lists and look-ups need
 * no folding; they can always be made anew.
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
  {
    area: 'cases',
    number: 2,
    name: 'work on tickets, saved replies, views; what other desks gave',
    up: `
      create table ticket_acts (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        ticket_id TEXT NOT NULL,
        at INTEGER NOT NULL,
        by TEXT NOT NULL,
        act TEXT NOT NULL CHECK (act in ('taken', 'released', 'copied', 'sent', 'closed', 'reopened')),
        word TEXT,
        text TEXT
      ) strict;
      create index ticket_acts_by_ticket on ticket_acts (ticket_id, number);

      create table ticket_drafts (
        ticket_id TEXT NOT NULL,
        user TEXT NOT NULL,
        language TEXT NOT NULL,
        text TEXT NOT NULL,
        saved_at INTEGER NOT NULL,
        primary key (ticket_id, user)
      ) strict, without rowid;

      create table saved_replies (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        title TEXT NOT NULL,
        language TEXT NOT NULL,
        text TEXT NOT NULL,
        closes TEXT,
        by TEXT NOT NULL,
        at INTEGER NOT NULL,
        removed INTEGER NOT NULL CHECK (removed in (0, 1))
      ) strict;
      create index saved_replies_by_id on saved_replies (id, number);

      create table ticket_views (
        user TEXT NOT NULL,
        name TEXT NOT NULL,
        filter TEXT NOT NULL, -- JSON
        primary key (user, name)
      ) strict, without rowid;

      -- What other desks gave, by the bundles that came: for the guard against giving twice.
      create table case_given_elsewhere (
        adjustment_id TEXT NOT NULL,
        desk TEXT NOT NULL,
        case_id TEXT NOT NULL,
        account_id TEXT,
        recharge_id TEXT,
        external_id TEXT,
        coins TEXT NOT NULL,
        reason TEXT NOT NULL,
        state TEXT NOT NULL,
        reverses TEXT,
        primary key (adjustment_id, desk)
      ) strict, without rowid;
      create index case_given_by_recharge on case_given_elsewhere (recharge_id);
      create index case_given_by_external on case_given_elsewhere (external_id);

      create trigger ticket_acts_never_change before update on ticket_acts
        when not (new.text is null and new.number = old.number and new.id = old.id
          and new.ticket_id = old.ticket_id and new.at = old.at and new.by = old.by
          and new.act = old.act and new.word is old.word)
        begin select raise(abort, 'what was done about a ticket never changes; its words can be erased'); end;
      create trigger ticket_acts_never_go before delete on ticket_acts
        begin select raise(abort, 'what was done about a ticket is never deleted'); end;
      create trigger saved_replies_never_change before update on saved_replies
        begin select raise(abort, 'a saved reply has a new version instead'); end;
      create trigger saved_replies_never_go before delete on saved_replies
        begin select raise(abort, 'a saved reply is marked as removed instead'); end;
    `,
  },
  {
    area: 'cases',
    number: 3,
    name: 'accounts whose person was erased',
    up: `
      create table case_erased (
        account_id TEXT PRIMARY KEY,
        at INTEGER NOT NULL,
        by TEXT NOT NULL,
        basis TEXT NOT NULL
      ) strict, without rowid;
    `,
  },
  {
    area: 'cases',
    number: 4,
    name: 'how far each ticket is, beside what was done about it',
    up: `
      create table ticket_standings (
        ticket_id TEXT PRIMARY KEY,
        owner TEXT,
        state TEXT NOT NULL CHECK (state in ('open', 'taken', 'replied', 'sent', 'closed')),
        at INTEGER NOT NULL
      ) strict, without rowid;
      create index ticket_standings_by_state on ticket_standings (state, at);
      create index ticket_standings_by_owner on ticket_standings (owner, at);
      insert into ticket_standings
        select ticket_id, owner, case
          when last_end = 'closed' then 'closed'
          when sent > 0 then 'sent'
          when copied > 0 then 'replied'
          when owner is null then 'open'
          else 'taken' end, at
        from (select ticket_id, max(at) as at, sum(act = 'sent') as sent, sum(act = 'copied') as copied,
          (select case act when 'taken' then by end from ticket_acts as held
            where held.ticket_id = ticket_acts.ticket_id and act in ('taken', 'released')
            order by number desc limit 1) as owner,
          (select act from ticket_acts as ended
            where ended.ticket_id = ticket_acts.ticket_id and act in ('closed', 'reopened')
            order by number desc limit 1) as last_end
          from ticket_acts group by ticket_id);
    `,
  },
  {
    area: 'cases',
    number: 5,
    name: 'words that come ahead of their entries; records that links name, entry by entry',
    up: `
      -- The words of a bundle come in slices ahead of its entries. Until an entry is here its words
      -- are read by nobody and may go again; from then on they stay. So they refer to no entry.
      alter table case_words rename to case_words_before;
      create table case_words (
        entry_id TEXT PRIMARY KEY,
        state TEXT NOT NULL CHECK (state in ('whole', 'masked', 'erased')),
        salt TEXT,
        body TEXT,
        CHECK ((state = 'erased') = (body is null))
      ) strict;
      insert into case_words select * from case_words_before;
      drop table case_words_before;
      create trigger case_words_only_fill_or_fade before update on case_words
        when not (
          (old.state = 'masked' and new.state = 'whole')
          or (old.state in ('whole', 'masked') and new.state = 'erased'))
        begin select raise(abort, 'words are erased, or come whole where they were masked'); end;
      create trigger case_words_never_go before delete on case_words
        when exists (select 1 from case_entries where id = old.entry_id)
        begin select raise(abort, 'words are erased, never deleted'); end;

      -- A bundle whose words are on their way: what is left of one that was cut off goes again.
      create table case_coming (bundle TEXT PRIMARY KEY) strict, without rowid;

      -- What the links whose words are here name, and whether they stand.
      create table case_links (
        entry_id TEXT PRIMARY KEY,
        case_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        record_id TEXT NOT NULL,
        standing INTEGER NOT NULL CHECK (standing in (0, 1))
      ) strict, without rowid;
      insert into case_links
        select entry_id, case_id, kind, record_id, exists (
          select 1 from case_records as one where one.case_id = named.case_id
            and one.kind = named.kind and one.record_id = named.record_id)
        from (select entry_id, case_id, body ->> '$.record.kind' as kind,
            body ->> '$.record.id' as record_id
          from case_entries join case_words on entry_id = case_entries.id
          where case_entries.kind = 'link' and body is not null) as named;
      create index case_links_by_record on case_links (kind, record_id, case_id);
      drop table case_records;
    `,
  },
  {
    area: 'cases',
    number: 6,
    name: 'what people call other desks',
    up: `
      create table case_desk_names (
        key_id TEXT PRIMARY KEY REFERENCES case_desks (key_id),
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        by TEXT NOT NULL,
        at INTEGER NOT NULL
      ) strict, without rowid;
    `,
  },
  {
    area: 'cases',
    number: 7,
    name: 'which key of another desk follows which',
    up: `
      create table case_desk_keys (
        new_key TEXT PRIMARY KEY,
        old_key TEXT NOT NULL,
        how TEXT NOT NULL CHECK (how in ('signed', 'accepted')),
        at INTEGER NOT NULL,
        proof TEXT, -- what the old key signed, as JSON
        by TEXT NOT NULL,
        CHECK ((how = 'signed') = (proof is not null)),
        CHECK (new_key <> old_key)
      ) strict, without rowid;
      create trigger case_desk_keys_never_change before update on case_desk_keys
        begin select raise(abort, 'what key followed which never changes'); end;
      create trigger case_desk_keys_never_go before delete on case_desk_keys
        begin select raise(abort, 'what key followed which is never deleted'); end;
    `,
  },
];

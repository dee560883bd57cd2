import type { Migration } from '../storage/storage.ts';

/**
 * What people decided about sellers. Rows only come; a flag moves only forward, and its second
 * reviewer is never its maker: the database itself keeps these promises.
 */
export const sellersMigrations: readonly Migration[] = [
  {
    area: 'sellers',
    number: 1,
    name: 'flags, queue, watch lists, typed rates',
    up: `
      create table seller_flags (
        number INTEGER PRIMARY KEY,
        flag TEXT NOT NULL UNIQUE,
        seller_id TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state in ('proposed', 'confirmed', 'rejected', 'withdrawn', 'expired')),
        maker TEXT NOT NULL,
        reason TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        -- The seller's line and blast radius as the maker saw them, as JSON.
        evidence TEXT NOT NULL
      ) strict;
      create index seller_flags_by_seller on seller_flags (seller_id, number);
      create index seller_flags_by_state on seller_flags (state, number);
      create unique index one_living_flag on seller_flags (seller_id) where state in ('proposed', 'confirmed');

      create table seller_flag_events (
        number INTEGER PRIMARY KEY,
        flag TEXT NOT NULL REFERENCES seller_flags (flag),
        act TEXT NOT NULL CHECK (act in ('proposed', 'confirmed', 'rejected', 'withdrawn', 'expired', 'appealed')),
        user TEXT NOT NULL,
        role TEXT NOT NULL,
        reason TEXT NOT NULL,
        at INTEGER NOT NULL
      ) strict;
      create index seller_flag_events_by_flag on seller_flag_events (flag, number);

      create table seller_queue_acts (
        number INTEGER PRIMARY KEY,
        act TEXT NOT NULL UNIQUE,
        seller_id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind in ('snoozed', 'set_aside', 'undone')),
        undoes TEXT REFERENCES seller_queue_acts (act),
        user TEXT NOT NULL,
        reason TEXT NOT NULL,
        at INTEGER NOT NULL,
        until INTEGER,
        score INTEGER NOT NULL,
        CHECK ((kind = 'undone') = (undoes is not null)),
        CHECK ((kind = 'snoozed') = (until is not null))
      ) strict;
      create index seller_queue_acts_by_seller on seller_queue_acts (seller_id, number);
      create unique index undone_once on seller_queue_acts (undoes) where undoes is not null;

      create table watch_entries (
        number INTEGER PRIMARY KEY,
        entry TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        value TEXT NOT NULL,
        reason TEXT NOT NULL,
        origin TEXT NOT NULL,
        user TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
      ) strict;
      create index watch_entries_by_value on watch_entries (kind, value);
      create table watch_ends (
        entry TEXT PRIMARY KEY REFERENCES watch_entries (entry),
        user TEXT NOT NULL,
        reason TEXT NOT NULL,
        at INTEGER NOT NULL
      ) strict, without rowid;

      create table typed_rates (
        number INTEGER PRIMARY KEY,
        from_currency TEXT NOT NULL,
        to_currency TEXT NOT NULL,
        day TEXT NOT NULL,
        rate TEXT NOT NULL,
        source TEXT NOT NULL,
        user TEXT NOT NULL,
        at INTEGER NOT NULL
      ) strict;

      create trigger seller_flags_keep_what_was_said
        before update of number, flag, seller_id, maker, reason, created_at, expires_at, evidence on seller_flags
        begin select raise(abort, 'what was proposed never changes'); end;
      create trigger seller_flags_move_forward before update of state on seller_flags
        when not (
          (old.state = 'proposed' and new.state in ('confirmed', 'rejected', 'withdrawn', 'expired'))
          or (old.state = 'confirmed' and new.state in ('withdrawn', 'expired')))
        begin select raise(abort, 'a flag moves only forward'); end;
      create trigger seller_flags_need_their_event before update of state on seller_flags
        when not exists (select 1 from seller_flag_events where flag = new.flag and act = new.state)
        begin select raise(abort, 'a state comes with who decided it'); end;
      create trigger seller_flags_never_go before delete on seller_flags
        begin select raise(abort, 'flags are never deleted'); end;
      create trigger seller_flag_events_never_change before update on seller_flag_events
        begin select raise(abort, 'what was decided never changes'); end;
      create trigger seller_flag_events_never_go before delete on seller_flag_events
        begin select raise(abort, 'what was decided is never deleted'); end;
      create trigger confirmed_by_another before insert on seller_flag_events
        when new.act in ('confirmed', 'rejected')
          and (new.user = (select maker from seller_flags where flag = new.flag)
            or 'proposed' <> (select state from seller_flags where flag = new.flag))
        begin select raise(abort, 'a flag is confirmed by another person, while it is open'); end;
      create trigger seller_queue_acts_never_change before update on seller_queue_acts
        begin select raise(abort, 'acts never change'); end;
      create trigger seller_queue_acts_never_go before delete on seller_queue_acts
        begin select raise(abort, 'acts are never deleted'); end;
      create trigger watch_entries_never_change before update on watch_entries
        begin select raise(abort, 'entries never change'); end;
      create trigger watch_entries_never_go before delete on watch_entries
        begin select raise(abort, 'entries are never deleted'); end;
      create trigger watch_ends_never_change before update on watch_ends
        begin select raise(abort, 'ends never change'); end;
      create trigger watch_ends_never_go before delete on watch_ends
        begin select raise(abort, 'ends are never deleted'); end;
      create trigger typed_rates_never_change before update on typed_rates
        begin select raise(abort, 'rates never change'); end;
      create trigger typed_rates_never_go before delete on typed_rates
        begin select raise(abort, 'rates are never deleted'); end;
    `,
  },
  {
    area: 'sellers',
    number: 2,
    name: 'typed rates that were withdrawn',
    up: `
      create table typed_rate_ends (
        number INTEGER PRIMARY KEY REFERENCES typed_rates (number),
        user TEXT NOT NULL,
        reason TEXT NOT NULL,
        at INTEGER NOT NULL
      ) strict;
      create trigger typed_rate_ends_never_change before update on typed_rate_ends
        begin select raise(abort, 'ends never change'); end;
      create trigger typed_rate_ends_never_go before delete on typed_rate_ends
        begin select raise(abort, 'ends are never deleted'); end;
    `,
  },
];

import type { Migration } from '../storage/storage.ts';

/**
 * The ledger of what was decided here. The database itself keeps the promises: rows only come,
 * a state moves only forward, a posting happens once an adjustment, a reversal once an entry.
 */
export const adjustmentsMigrations: readonly Migration[] = [
  {
    area: 'adjustments',
    number: 1,
    name: 'adjustments, decisions, double entry, limits',
    up: `
      create table adjustments (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        key TEXT NOT NULL UNIQUE,
        account_id TEXT NOT NULL,
        coins INTEGER NOT NULL CHECK (coins <> 0),
        reason TEXT NOT NULL,
        note TEXT NOT NULL,
        recharge_id TEXT,
        ticket_id TEXT,
        case_id TEXT,
        external_id TEXT,
        reverses TEXT REFERENCES adjustments (id),
        state TEXT NOT NULL,
        maker TEXT NOT NULL,
        maker_role TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        -- What the maker saw, as JSON, and the hash that an approval is bound to.
        evidence TEXT NOT NULL,
        payload_sha256 TEXT NOT NULL,
        balance_before INTEGER NOT NULL,
        answer TEXT NOT NULL, -- the first answer, given again to the same key
        CHECK (state in ('proposed', 'approved', 'rejected', 'lapsed', 'sent', 'confirmed', 'refused', 'contradicted')),
        CHECK ((reason = 'REVERSAL_OF_ADJUSTMENT') = (reverses is not null))
      ) strict;
      create index adjustments_by_account on adjustments (account_id, created_at);
      create index adjustments_by_recharge on adjustments (recharge_id) where recharge_id is not null;
      create index adjustments_by_ticket on adjustments (ticket_id) where ticket_id is not null;
      create index adjustments_by_case on adjustments (case_id) where case_id is not null;
      create index adjustments_by_external on adjustments (external_id) where external_id is not null;
      create index adjustments_by_maker on adjustments (maker, created_at);
      create index adjustments_by_state on adjustments (state, number);
      create unique index one_reversal on adjustments (reverses)
        where reverses is not null and state not in ('rejected', 'lapsed', 'refused');

      create table decisions (
        adjustment_id TEXT NOT NULL REFERENCES adjustments (id),
        user TEXT NOT NULL,
        role TEXT NOT NULL,
        decision TEXT NOT NULL CHECK (decision in ('approved', 'rejected')),
        note TEXT NOT NULL,
        at INTEGER NOT NULL,
        payload_sha256 TEXT NOT NULL,
        primary key (adjustment_id, user)
      ) strict, without rowid;

      -- Double entry: coins leave one book and enter another, so that all books sum to zero.
      create table postings (
        number INTEGER PRIMARY KEY,
        adjustment_id TEXT NOT NULL UNIQUE REFERENCES adjustments (id),
        from_book TEXT NOT NULL,
        to_book TEXT NOT NULL,
        coins INTEGER NOT NULL CHECK (coins > 0),
        at INTEGER NOT NULL,
        -- Its maker alone, inside their own limit.
        alone INTEGER NOT NULL CHECK (alone in (0, 1)),
        CHECK (from_book <> to_book)
      ) strict;

      create table limits (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        value INTEGER NOT NULL CHECK (value >= 0),
        asked_by TEXT NOT NULL,
        asked_at INTEGER NOT NULL,
        stands_since INTEGER, -- null while it waits for a second person
        agreed_by TEXT
      ) strict;

      create trigger adjustments_keep_what_was_asked
        before update of number, id, key, account_id, coins, reason, note, recharge_id, ticket_id,
          case_id, external_id, reverses, maker, maker_role, created_at, evidence, payload_sha256,
          balance_before, answer on adjustments
        begin select raise(abort, 'what was asked never changes'); end;
      create trigger adjustments_move_forward before update of state on adjustments
        when not (
          (old.state = 'proposed' and new.state in ('approved', 'rejected', 'lapsed'))
          or (old.state = 'approved' and new.state = 'sent')
          or (old.state = 'sent' and new.state in ('confirmed', 'refused', 'contradicted')))
        begin select raise(abort, 'a state moves only forward'); end;
      create trigger adjustments_never_go before delete on adjustments
        begin select raise(abort, 'adjustments are never deleted'); end;
      create trigger decisions_never_change before update on decisions
        begin select raise(abort, 'decisions never change'); end;
      create trigger decisions_never_go before delete on decisions
        begin select raise(abort, 'decisions are never deleted'); end;
      create trigger decisions_need_another before insert on decisions
        when new.user = (select maker from adjustments where id = new.adjustment_id)
          or new.payload_sha256 <> (select payload_sha256 from adjustments where id = new.adjustment_id)
          or 'proposed' <> (select state from adjustments where id = new.adjustment_id)
        begin select raise(abort, 'a decision is another person''s, on what is open, as it stands'); end;
      create trigger postings_never_change before update on postings
        begin select raise(abort, 'postings never change'); end;
      create trigger postings_never_go before delete on postings
        begin select raise(abort, 'postings are never deleted'); end;
      create trigger postings_say_what_was_asked before insert on postings
        when not exists (
          select 1 from adjustments where id = new.adjustment_id and state = 'approved'
            and ((coins > 0 and coins = new.coins and new.to_book = 'account/' || account_id)
              or (coins < 0 and coins = -new.coins and new.from_book = 'account/' || account_id)))
        begin select raise(abort, 'a posting moves exactly what was approved'); end;
      create trigger limits_never_go before delete on limits
        begin select raise(abort, 'limits are never deleted'); end;
      create trigger limits_only_begin before update on limits
        when old.stands_since is not null or new.name <> old.name or new.value <> old.value
          or new.asked_by <> old.asked_by or new.agreed_by = old.asked_by
        begin select raise(abort, 'a limit is agreed by another person, once'); end;
    `,
  },
  {
    area: 'adjustments',
    number: 2,
    name: 'reasons as data, the outbox and what the platform answered',
    up: `
      -- A changed rule of a reason, whole, as JSON; the newest that stands counts.
      create table reasons (
        number INTEGER PRIMARY KEY,
        code TEXT NOT NULL,
        rule TEXT NOT NULL,
        asked_by TEXT NOT NULL,
        asked_at INTEGER NOT NULL,
        stands_since INTEGER, -- null while it waits for a second person
        agreed_by TEXT
      ) strict;
      create trigger reasons_never_go before delete on reasons
        begin select raise(abort, 'rules of reasons are never deleted'); end;
      create trigger reasons_only_begin before update on reasons
        when old.stands_since is not null or new.code <> old.code or new.rule <> old.rule
          or new.asked_by <> old.asked_by or new.agreed_by = old.asked_by
        begin select raise(abort, 'a rule is agreed by another person, once'); end;

      -- An open proposal whose evidence a later import changed.
      create table reopenings (
        number INTEGER PRIMARY KEY,
        adjustment_id TEXT NOT NULL REFERENCES adjustments (id),
        at INTEGER NOT NULL,
        run TEXT NOT NULL,
        change TEXT NOT NULL,
        unique (adjustment_id, change)
      ) strict;
      create trigger reopenings_never_change before update on reopenings
        begin select raise(abort, 'reopenings never change'); end;
      create trigger reopenings_never_go before delete on reopenings
        begin select raise(abort, 'reopenings are never deleted'); end;

      -- Files that left for the platform, byte for byte, so that one can be written again.
      create table outbox_files (
        sequence INTEGER PRIMARY KEY,
        created_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        key_id TEXT NOT NULL,
        by TEXT NOT NULL,
        body TEXT NOT NULL
      ) strict;
      create trigger outbox_files_follow before insert on outbox_files
        when new.sequence <> (select coalesce(max(sequence), 0) + 1 from outbox_files)
        begin select raise(abort, 'outbox files follow each other'); end;
      create trigger outbox_files_never_change before update on outbox_files
        begin select raise(abort, 'outbox files never change'); end;
      create trigger outbox_files_never_go before delete on outbox_files
        begin select raise(abort, 'outbox files are never deleted'); end;
      create table outbox_items (
        sequence INTEGER NOT NULL REFERENCES outbox_files (sequence),
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        line_sha256 TEXT NOT NULL,
        primary key (kind, id, sequence)
      ) strict, without rowid;
      create trigger outbox_items_never_change before update on outbox_items
        begin select raise(abort, 'outbox items never change'); end;
      create trigger outbox_items_never_go before delete on outbox_items
        begin select raise(abort, 'outbox items are never deleted'); end;

      create table platform_keys (
        key_id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        public_key TEXT NOT NULL, -- SPKI, base64
        registered_by TEXT NOT NULL,
        registered_at INTEGER NOT NULL,
        withdrawn_by TEXT,
        withdrawn_at INTEGER
      ) strict, without rowid;
      create trigger platform_keys_only_end before update on platform_keys
        when old.withdrawn_at is not null or new.key_id <> old.key_id
          or new.public_key <> old.public_key or new.registered_by <> old.registered_by
        begin select raise(abort, 'a platform key is only withdrawn'); end;
      create trigger platform_keys_never_go before delete on platform_keys
        begin select raise(abort, 'platform keys are never deleted'); end;

      create table confirmations (
        number INTEGER PRIMARY KEY,
        adjustment_id TEXT NOT NULL REFERENCES adjustments (id),
        state TEXT NOT NULL CHECK (state in ('applied', 'refused')),
        entry_id TEXT,
        at INTEGER NOT NULL,
        reason TEXT,
        payload_sha256 TEXT NOT NULL,
        key_id TEXT NOT NULL REFERENCES platform_keys (key_id),
        file_sha256 TEXT NOT NULL,
        received_at INTEGER NOT NULL
      ) strict;
      create index confirmations_by_adjustment on confirmations (adjustment_id, number);
      create unique index one_entry_an_adjustment on confirmations (entry_id, adjustment_id, state)
        where entry_id is not null;
      create trigger confirmations_never_change before update on confirmations
        begin select raise(abort, 'confirmations never change'); end;
      create trigger confirmations_never_go before delete on confirmations
        begin select raise(abort, 'confirmations are never deleted'); end;

      -- What the platform refused goes back to the book it came from, once.
      create table returns (
        number INTEGER PRIMARY KEY,
        adjustment_id TEXT NOT NULL UNIQUE REFERENCES postings (adjustment_id),
        at INTEGER NOT NULL
      ) strict;
      create trigger returns_are_of_refused before insert on returns
        when 'refused' <> (select state from adjustments where id = new.adjustment_id)
        begin select raise(abort, 'only what the platform refused goes back'); end;
      create trigger returns_never_change before update on returns
        begin select raise(abort, 'returns never change'); end;
      create trigger returns_never_go before delete on returns
        begin select raise(abort, 'returns are never deleted'); end;

      -- The platform may contradict what it said before.
      drop trigger adjustments_move_forward;
      create trigger adjustments_move_forward before update of state on adjustments
        when not (
          (old.state = 'proposed' and new.state in ('approved', 'rejected', 'lapsed'))
          or (old.state = 'approved' and new.state = 'sent')
          or (old.state = 'sent' and new.state in ('confirmed', 'refused', 'contradicted'))
          or (old.state in ('confirmed', 'refused') and new.state = 'contradicted'))
        begin select raise(abort, 'a state moves only forward'); end;
      create index adjustments_by_time on adjustments (created_at);
    `,
  },
  {
    area: 'adjustments',
    number: 3,
    name: 'what a maker gave alone, beside the adjustment',
    up: `
      alter table adjustments add column alone INTEGER NOT NULL DEFAULT 0 CHECK (alone in (0, 1));
      update adjustments set alone = 1 where id in (select adjustment_id from postings where alone = 1);
      -- The day's sum of a maker is read with every post: from this index and nothing else.
      create index adjustments_alone on adjustments (maker, created_at, coins) where alone = 1;
      create trigger adjustments_stay_alone before update of alone on adjustments
        begin select raise(abort, 'who gave it alone never changes'); end;
    `,
  },
  {
    area: 'adjustments',
    number: 4,
    name: 'what every post reads, from indices alone',
    up: `
      -- The sums of an account: what is not confirmed, what thirty days hold, what looks cut up.
      drop index adjustments_by_account;
      create index adjustments_by_account on adjustments (account_id, created_at, state, coins);
      -- A maker's day has an index of its own; nothing asked this one any more.
      drop index adjustments_by_maker;
      create index limits_standing on limits (stands_since, number, name, value)
        where stands_since is not null;
      create index reasons_standing on reasons (code, stands_since) where stands_since is not null;
    `,
  },
  {
    area: 'adjustments',
    number: 5,
    name: 'changes of limits and reasons that are declined',
    up: ['limits', 'reasons']
      .map(
        (table) => `
      alter table ${table} add column declined_by TEXT;
      alter table ${table} add column declined_at INTEGER;
      alter table ${table} add column declined_note TEXT;
      create trigger ${table}_are_decided_once before update on ${table}
        when old.declined_at is not null
          or (new.declined_at is not null
            and (new.stands_since is not null or new.declined_by is null or new.declined_note is null))
        begin select raise(abort, 'a change is agreed to or declined, once'); end;`,
      )
      .join('\n'),
  },
  {
    area: 'adjustments',
    number: 6,
    name: 'the newest of an account, in the order of the index',
    up: `
      -- With the number in its place the five newest are read from its end, and nothing is sorted.
      drop index adjustments_by_account;
      create index adjustments_by_account
        on adjustments (account_id, created_at, number, state, coins);
    `,
  },
];

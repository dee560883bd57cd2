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
];

import type { Migration } from '../storage/storage.ts';

/**
 * The audit of the desk. The chain holds ids and sentences made of ids; what a person wrote
 * stands beside it in `audit_details` under a salted digest, so that erasing it never breaks
 * the chain.
 */
export const auditMigrations: readonly Migration[] = [
  {
    area: 'audit',
    number: 1,
    name: 'the chain',
    up: `
      create table audit (
        seq INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        monotonic_ns INTEGER NOT NULL,
        actor TEXT NOT NULL,
        role TEXT NOT NULL,
        door TEXT NOT NULL,
        session TEXT NOT NULL,
        command TEXT NOT NULL,
        object TEXT NOT NULL,
        outcome TEXT NOT NULL,
        sentence TEXT NOT NULL,
        details_digest BLOB NOT NULL,
        previous BLOB NOT NULL,
        hash BLOB NOT NULL UNIQUE
      ) strict;
      create index audit_by_object on audit (object, seq);
      create table audit_details (
        seq INTEGER PRIMARY KEY REFERENCES audit (seq),
        salt BLOB NOT NULL,
        details TEXT NOT NULL
      ) strict;
      create table install (
        only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
        id TEXT NOT NULL
      ) strict;
      create trigger audit_never_changes before update on audit
        begin select raise(abort, 'audit rows never change'); end;
      create trigger audit_never_goes before delete on audit
        begin select raise(abort, 'audit rows are never deleted'); end;
      create trigger audit_only_grows before insert on audit
        when new.seq <> (select coalesce(max(seq), 0) + 1 from audit)
        begin select raise(abort, 'audit rows follow each other'); end;
      create trigger install_never_changes before update on install
        begin select raise(abort, 'the install id never changes'); end;
    `,
  },
  {
    area: 'audit',
    number: 2,
    name: 'signed checkpoints',
    up: `
      create table checkpoints (
        seq INTEGER PRIMARY KEY REFERENCES audit (seq),
        hash BLOB NOT NULL,
        at INTEGER NOT NULL,
        key_id TEXT NOT NULL,
        signature BLOB NOT NULL
      ) strict;
      create trigger checkpoints_never_change before update on checkpoints
        begin select raise(abort, 'checkpoints never change'); end;
      create trigger checkpoints_never_go before delete on checkpoints
        begin select raise(abort, 'checkpoints are never deleted'); end;
    `,
  },
  {
    area: 'audit',
    number: 3,
    name: 'public keys for other verifiers, ways to filter',
    up: `
      create table signing_keys (
        key_id TEXT PRIMARY KEY,
        public_key TEXT NOT NULL -- SPKI, base64
      ) strict;
      create trigger signing_keys_never_change before update on signing_keys
        begin select raise(abort, 'signing keys never change'); end;
      create trigger signing_keys_never_go before delete on signing_keys
        begin select raise(abort, 'signing keys are never deleted'); end;
      create index audit_by_actor on audit (actor, seq);
      create index audit_by_command on audit (command, seq);
      create index audit_by_time on audit (at);
    `,
  },
  {
    area: 'audit',
    number: 4,
    name: 'what guards the signing key',
    up: `
      -- Every file that took the place of the one with the key; the newest is the one that counts.
      create table key_files (
        number INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        by TEXT NOT NULL,
        is_sealed INTEGER NOT NULL CHECK (is_sealed in (0, 1)),
        sha256 TEXT NOT NULL
      ) strict;
      create trigger key_files_never_change before update on key_files
        begin select raise(abort, 'key files never change'); end;
      create trigger key_files_never_go before delete on key_files
        begin select raise(abort, 'key files are never deleted'); end;
    `,
  },
  {
    area: 'audit',
    number: 5,
    name: 'one signing key in the place of another',
    up: `
      -- Which key signs from which row on. Both signed it; the old one did not where it was lost.
      create table key_successions (
        seq INTEGER PRIMARY KEY REFERENCES audit (seq),
        how TEXT NOT NULL CHECK (how in ('replaced', 'lost')),
        old_key TEXT NOT NULL UNIQUE REFERENCES signing_keys (key_id),
        new_key TEXT NOT NULL UNIQUE REFERENCES signing_keys (key_id),
        hash BLOB NOT NULL,
        at INTEGER NOT NULL,
        last_seq INTEGER, -- the newest row that the old key had signed
        last_hash BLOB,
        by_old BLOB,
        by_new BLOB NOT NULL,
        CHECK ((how = 'lost') = (by_old is null)),
        CHECK ((last_seq is null) = (last_hash is null))
      ) strict;
      create trigger key_successions_never_change before update on key_successions
        begin select raise(abort, 'what key followed which never changes'); end;
      create trigger key_successions_never_go before delete on key_successions
        begin select raise(abort, 'what key followed which is never deleted'); end;
      -- Owners who say that the passphrase of a key is lost: it is replaced when a second one agrees.
      create table lost_keys (
        number INTEGER PRIMARY KEY,
        key_id TEXT NOT NULL,
        asked_by TEXT NOT NULL,
        asked_at INTEGER NOT NULL,
        ended_at INTEGER,
        ended_by TEXT,
        ended_how TEXT CHECK (ended_how in ('agreed', 'declined', 'opened'))
      ) strict;
      create trigger lost_keys_never_go before delete on lost_keys
        begin select raise(abort, 'wishes to replace a key are never deleted'); end;
      create trigger lost_keys_only_end before update on lost_keys
        when old.ended_at is not null or new.key_id <> old.key_id or new.asked_by <> old.asked_by
          or new.asked_at <> old.asked_at or (new.ended_how = 'agreed' and new.ended_by = old.asked_by)
        begin select raise(abort, 'a wish to replace a key ends once, agreed to by another person'); end;
    `,
  },
];

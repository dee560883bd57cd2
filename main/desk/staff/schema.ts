import type { Migration } from '../storage/storage.ts';

export const staffMigrations: readonly Migration[] = [
  {
    area: 'staff',
    number: 1,
    name: 'people, their own accounts, recovery',
    up: `
      create table staff (
        user TEXT PRIMARY KEY,
        role TEXT NOT NULL CHECK (role in ('agent', 'senior', 'reviewer', 'investigator', 'auditor', 'owner')),
        password TEXT NOT NULL, -- argon2id, PHC string
        enabled INTEGER NOT NULL CHECK (enabled in (0, 1)),
        created_at INTEGER NOT NULL,
        failures INTEGER NOT NULL DEFAULT 0,
        locked_until INTEGER
      ) strict, without rowid;
      -- Who enabled whom or gave them a role, and when. Empty: nobody, with the workspace itself.
      create table grants (
        number INTEGER PRIMARY KEY,
        user TEXT NOT NULL REFERENCES staff (user),
        by TEXT NOT NULL,
        at INTEGER NOT NULL
      ) strict;
      create index grants_by_user on grants (user, at);
      create trigger grants_never_change before update on grants
        begin select raise(abort, 'grants never change'); end;
      create trigger grants_never_go before delete on grants
        begin select raise(abort, 'grants are never deleted'); end;
      create table staff_accounts (
        user TEXT NOT NULL REFERENCES staff (user),
        account_id TEXT NOT NULL,
        primary key (user, account_id)
      ) strict, without rowid;
      create table recovery (
        user TEXT PRIMARY KEY REFERENCES staff (user),
        code TEXT NOT NULL -- argon2id, PHC string
      ) strict, without rowid;
      -- Only in a demo workspace: what the sign-in page may show.
      create table demo_sign_ins (
        user TEXT PRIMARY KEY REFERENCES staff (user),
        password TEXT NOT NULL,
        position INTEGER NOT NULL
      ) strict, without rowid;
      create trigger staff_never_goes before delete on staff
        begin select raise(abort, 'people are disabled, never deleted'); end;
    `,
  },
  {
    area: 'staff',
    number: 2,
    name: 'lock-outs that no set clock shortens, roles that wait for a second owner',
    up: `
      alter table staff add column locked_from_ms INTEGER; -- running time of the machine
      -- A name that is locked at this moment stays so for its whole time.
      update staff set locked_from_ms = 9007199254740991 where locked_until is not null;
      alter table staff drop column locked_until;
      -- Every role that was asked for; decided_at is null while it waits for another owner.
      create table role_changes (
        number INTEGER PRIMARY KEY,
        user TEXT NOT NULL REFERENCES staff (user),
        role TEXT NOT NULL CHECK (role in ('agent', 'senior', 'reviewer', 'investigator', 'auditor', 'owner')),
        asked_by TEXT NOT NULL,
        asked_at INTEGER NOT NULL,
        agreed_by TEXT,
        decided_at INTEGER,
        CHECK (agreed_by is null or agreed_by <> asked_by)
      ) strict;
      create index role_changes_by_user on role_changes (user, number);
      create trigger role_changes_never_go before delete on role_changes
        begin select raise(abort, 'role changes are never deleted'); end;
      create trigger role_changes_are_decided_once before update on role_changes
        when old.decided_at is not null
          or new.user <> old.user or new.role <> old.role or new.asked_by <> old.asked_by
        begin select raise(abort, 'role changes are decided once'); end;
    `,
  },
  {
    area: 'staff',
    number: 3,
    name: 'roles that were asked for and declined',
    up: `
      alter table role_changes add column declined_by TEXT;
      alter table role_changes add column declined_note TEXT
        CHECK ((declined_by is null) = (declined_note is null) and (declined_by is null or agreed_by is null));
    `,
  },
];

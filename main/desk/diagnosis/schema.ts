import type { Migration } from '../storage/storage.ts';

/** What the diagnosis keeps in desk.db: answers of customers, and verdicts that something rests on. */
export const diagnosisMigrations: readonly Migration[] = [
  {
    area: 'diagnosis',
    number: 1,
    name: 'answers and kept verdicts',
    up: `
      create table answers (
        number INTEGER PRIMARY KEY,
        recharge_id TEXT NOT NULL,
        question TEXT NOT NULL,
        value TEXT NOT NULL,
        by TEXT NOT NULL,
        at INTEGER NOT NULL
      ) strict;
      create index answers_by_recharge on answers (recharge_id, number);
      create trigger answers_never_change before update on answers
        begin select raise(abort, 'answers never change'); end;
      create trigger answers_never_go before delete on answers
        begin select raise(abort, 'answers are never deleted'); end;
      create table verdicts (
        number INTEGER PRIMARY KEY,
        recharge_id TEXT,
        checklist_version TEXT NOT NULL,
        copy_as_of TEXT,
        at INTEGER NOT NULL,
        verdict TEXT NOT NULL
      ) strict;
      create index verdicts_by_recharge on verdicts (recharge_id, number);
      create trigger verdicts_never_change before update on verdicts
        begin select raise(abort, 'verdicts never change'); end;
      create trigger verdicts_never_go before delete on verdicts
        begin select raise(abort, 'verdicts are never deleted'); end;
    `,
  },
  {
    area: 'diagnosis',
    number: 2,
    name: 'outages and codes of our own',
    up: `
      -- Every state of an outage that was opened here; the newest row of an id stands.
      create table own_incidents (
        number INTEGER PRIMARY KEY,
        incident_id TEXT NOT NULL,
        service TEXT NOT NULL,
        provider TEXT,
        regions TEXT,
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        summary TEXT NOT NULL,
        by TEXT NOT NULL,
        at INTEGER NOT NULL
      ) strict;
      create trigger own_incidents_never_change before update on own_incidents
        begin select raise(abort, 'outages never change: a new row says what holds'); end;
      create trigger own_incidents_never_go before delete on own_incidents
        begin select raise(abort, 'outages are never deleted'); end;
      -- Rows over the shipped code tables; the newest of a code stands, one without a cause takes it back.
      create table own_codes (
        number INTEGER PRIMARY KEY,
        provider TEXT NOT NULL,
        scheme TEXT NOT NULL,
        code TEXT NOT NULL,
        cause TEXT,
        says TEXT NOT NULL,
        source TEXT NOT NULL,
        by TEXT NOT NULL,
        at INTEGER NOT NULL
      ) strict;
      create trigger own_codes_never_change before update on own_codes
        begin select raise(abort, 'codes never change: a new row says what holds'); end;
      create trigger own_codes_never_go before delete on own_codes
        begin select raise(abort, 'codes are never deleted'); end;
    `,
  },
];

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
];

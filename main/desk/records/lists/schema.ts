import type { Migration } from '../../storage/storage.ts';

/** What the lists keep in desk.db: the views of each person, and what each left on the screen. */
export const listsMigrations: readonly Migration[] = [
  {
    area: 'records',
    number: 1,
    name: 'saved views',
    up: `
      create table list_views (
        number INTEGER PRIMARY KEY,
        view TEXT NOT NULL UNIQUE,
        person TEXT NOT NULL,
        list TEXT NOT NULL,
        name TEXT NOT NULL,
        content TEXT NOT NULL
      ) strict;
      create index list_views_by_person on list_views (person, list, number);
      create table list_standings (
        person TEXT NOT NULL,
        list TEXT NOT NULL,
        content TEXT NOT NULL,
        primary key (person, list)
      ) strict, without rowid;
    `,
  },
  {
    area: 'records',
    number: 2,
    name: 'when a list was last looked at',
    up: 'alter table list_standings add column at INTEGER NOT NULL DEFAULT 0',
  },
];

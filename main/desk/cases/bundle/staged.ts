import { type Db, openFile } from '../../storage/storage.ts';
import type { EntryBody } from '../../../../contract/cases.ts';
import type { Entry } from '../entry.ts';

/**
 * The entries of a bundle, judged, in a file of the staging folder, laid out so that they can be
 * joined in sets: what proves each entry apart from its words, and the words in slices, because
 * they weigh the most.
 */

/** Most bytes of words in one slice: what is written between two looks at what else waits. */
const sliceBytes = 192 * 1024;

/** Opens a new staging file and takes entries into it. `close` has to be called whatever happens. */
export function createStaged(file: string) {
  const db = openFile(file, 'scratch', 'write');
  db.pragma('cache_size = -16384');
  db.exec(
    `create table entries (
       id TEXT PRIMARY KEY, case_id TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL,
       desk TEXT NOT NULL, kind TEXT NOT NULL, digest TEXT NOT NULL, signature TEXT NOT NULL,
       state TEXT NOT NULL, record_kind TEXT, record_id TEXT
     ) strict, without rowid;
     create table words (
       number INTEGER PRIMARY KEY, slice INTEGER NOT NULL, entry_id TEXT NOT NULL,
       state TEXT NOT NULL, salt TEXT, body TEXT
     ) strict;
     create table slices (slice INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) strict;
     begin`,
  );
  const insertEntry = db.prepare(
    `insert into entries values (@id, @case_id, @at, @by, @desk, @kind, @digest, @signature, @state,
       @record_kind, @record_id)`,
  );
  const insertWords = db.prepare('insert into words values (?, ?, ?, ?, ?, ?)');
  let number = 0;
  let slice = 0;
  let bytes = 0;

  return {
    /** Takes an entry that holds; `content` is its body, read, or null. */
    put(entry: Entry, content: EntryBody | null): void {
      const record = content?.kind === 'link' ? content.record : null;
      insertEntry.run({
        ...entry,
        record_kind: record?.kind ?? null,
        record_id: record?.id ?? null,
      });
      bytes += entry.body?.length ?? 0;
      if (bytes > sliceBytes) {
        slice += 1;
        bytes = entry.body?.length ?? 0;
      }
      number += 1;
      insertWords.run(number, slice, entry.id, entry.state, entry.salt, entry.body);
    },
    /** Nothing more comes. */
    end(): void {
      db.exec(
        `insert into slices select slice, min(number), max(number) from words group by slice;
         create unique index words_by_entry on words (entry_id);
         commit`,
      );
    },
    close: () => db.close(),
  };
}

/** Does something while a staging file is attached as `staged`. Not inside a transaction. */
export function withStaged<T>(desk: Db, file: string, work: () => T): T {
  desk.prepare('attach ? as staged').run(file);
  try {
    return work();
  } finally {
    desk.exec('detach staged');
  }
}

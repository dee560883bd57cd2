import type { TableCounts } from '../../../../contract/records.ts';
import type { Db } from '../../storage/storage.ts';
import type { TableName } from '../tables.ts';
import type { DropAge } from './merge.ts';

/** What a run adds to the books of the copy. */
export interface RunBooks {
  readonly number: bigint;
  readonly source: string | null;
  readonly fingerprint: string;
  readonly asOf: number | null;
  readonly guessed: boolean;
  readonly coversFrom: number | null;
  readonly coversTo: number | null;
  readonly counts: Readonly<Record<string, TableCounts>>;
  readonly files: readonly FileBooks[];
}

export interface FileBooks {
  readonly number: bigint;
  readonly name: string;
  readonly table: TableName;
  readonly rows: number;
}

/** Who did it and when, in UTC ms. */
export interface RunDone {
  readonly run: string;
  readonly dropName: string;
  readonly by: string;
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** The newest run and file in the books of the copy; 0n where there is none. */
export function newestNumbers(db: Db, schema: 'main' | 'copy'): { run: bigint; file: bigint } {
  const newest = (table: string) =>
    db.prepare(`select coalesce(max(number), 0) from ${schema}.${table}`).pluck().get() as bigint;
  return { run: newest('runs'), file: newest('files') };
}

/** How old the drops of earlier runs were, asked of the copy beside a staging file. */
export function createAges(db: Db): (run: bigint) => DropAge {
  const ages = new Map<bigint, DropAge>();
  const age = db.prepare('select as_of, fingerprint from copy.runs where number = ?');
  return (run) => {
    const known = ages.get(run);
    if (known) return known;
    const row = age.get(run) as { as_of: bigint | null; fingerprint: string | null } | undefined;
    const found = {
      asOf: row?.as_of === null || row?.as_of === undefined ? null : Number(row.as_of),
      fingerprint: row?.fingerprint ?? null,
    };
    ages.set(run, found);
    return found;
  };
}

/** Writes a run and its files into the books of the copy. */
export function keepBooks(db: Db, books: RunBooks, done: RunDone): void {
  db.prepare(
    `insert into runs (number, run, drop_name, source, by, started_at, finished_at, as_of, as_of_guessed,
       covers_from, covers_to, counts, fingerprint)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    books.number,
    done.run,
    done.dropName,
    books.source,
    done.by,
    done.startedAt,
    done.finishedAt,
    books.asOf,
    books.guessed ? 1 : 0,
    books.coversFrom,
    books.coversTo,
    JSON.stringify(books.counts),
    books.fingerprint,
  );
  const file = db.prepare(
    'insert into files (number, run, name, table_name, rows) values (?, ?, ?, ?, ?)',
  );
  for (const { number, name, table, rows } of books.files)
    file.run(number, books.number, name, table, rows);
}

/** The names of all runs in the books. */
export function runNames(db: Db): Set<string> {
  return new Set(db.prepare('select run from runs').pluck().all() as string[]);
}

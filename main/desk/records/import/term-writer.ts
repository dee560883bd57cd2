import type { Db } from '../../storage/storage.ts';
import { type Term, termsOf } from '../search/terms.ts';
import type { TableName } from '../tables.ts';
import type { Value } from './values.ts';

/** Rows a statement: one statement a row is half as fast. */
const perStatement = 40;

/** Addresses remembered as added, so that those many rows share are added once. */
const mostAddresses = 200_000;

/**
 * Keeps what rows can be found by. Terms of new rows wait in temporary tables and go in at the
 * end of the run in the order of the index, which is many times faster than as they come.
 */
export function createTermWriter(db: Db) {
  const terms = createPending(db, 'terms', 'term');
  const tails = createPending(db, 'tails', 'tail');
  const addresses = new Set<string>();
  const recordOf = createRecords();

  const pendingOf = (term: Term) => (term.tail ? tails : terms);
  function add(term: Term): void {
    if (term.kind === 'ip') {
      if (addresses.has(term.id)) return;
      if (addresses.size >= mostAddresses) addresses.clear();
      addresses.add(term.id);
    }
    pendingOf(term).add(term);
  }

  return {
    inserted(table: TableName, columns: readonly string[], values: readonly Value[]): void {
      for (const term of termsOf(table, recordOf(table, columns, values))) add(term);
    },
    /** Only what differs: addresses are never taken away, for other rows may share them. */
    replaced(
      table: TableName,
      columns: readonly string[],
      before: readonly Value[],
      after: readonly Value[],
    ): void {
      const old = new Map(
        termsOf(table, recordOf(table, columns, before)).map((term) => [nameOf(term), term]),
      );
      for (const term of termsOf(table, recordOf(table, columns, after)))
        if (!old.delete(nameOf(term))) add(term);
      for (const term of old.values()) if (term.kind !== 'ip') pendingOf(term).remove(term);
    },
    /** Puts all that waits into the search tables; `onStep` is called now and then. */
    finish(onStep: () => void): void {
      terms.finish();
      onStep();
      tails.finish();
    },
  };
}

export type TermWriter = ReturnType<typeof createTermWriter>;

/**
 * Rows as objects by column name. One object a table is filled anew for each row: `termsOf` does
 * not keep it, and a new object of thirty names a row costs more than the search terms themselves.
 */
function createRecords() {
  const records = new Map<TableName, Record<string, Value>>();
  return (table: TableName, columns: readonly string[], values: readonly Value[]) => {
    let record = records.get(table);
    if (!record) records.set(table, (record = {}));
    for (let index = 0; index < columns.length; index++)
      record[columns[index] ?? ''] = values[index] ?? null;
    return record;
  };
}

function nameOf({ term, kind, id, field, tail }: Term): string {
  return `${tail ? 't' : ''}\0${term}\0${kind}\0${id}\0${field}`;
}

/** What waits for one of the two search tables. */
function createPending(db: Db, table: 'terms' | 'tails', column: 'term' | 'tail') {
  const waiting = `temp.waiting_${table}`;
  db.exec(`create temp table waiting_${table} (term TEXT, kind TEXT, id TEXT, field TEXT)`);
  const many = db.prepare(
    `insert into ${waiting} values ${Array.from({ length: perStatement }, () => '(?, ?, ?, ?)').join(', ')}`,
  );
  const one = db.prepare(`insert into ${waiting} values (?, ?, ?, ?)`);
  const removed = new Map<string, Term>();
  let buffer: string[] = [];

  return {
    add(term: Term): void {
      if (removed.size > 0) removed.delete(nameOf(term));
      buffer.push(term.term, term.kind, term.id, term.field);
      if (buffer.length < perStatement * 4) return;
      many.run(buffer);
      buffer = [];
    },
    /** The last word counts: a term removed after it was added goes, one added again stays. */
    remove(term: Term): void {
      removed.set(nameOf(term), term);
    },
    finish(): void {
      for (let at = 0; at < buffer.length; at += 4) one.run(buffer.slice(at, at + 4));
      buffer = [];
      db.exec(
        `insert or ignore into main.${table} (${column}, kind, id, field)
           select term, kind, id, field from ${waiting} order by term, kind, id, field;
         drop table ${waiting}`,
      );
      const drop = db.prepare(
        `delete from main.${table} where ${column} = ? and kind = ? and id = ? and field = ?`,
      );
      for (const { term, kind, id, field } of removed.values()) drop.run(term, kind, id, field);
    },
  };
}

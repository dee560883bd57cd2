import type { Db } from '../../storage/storage.ts';
import { findableOf, searchedColumns, type Term, termsOf } from '../search/terms.ts';
import { addMiddles, lastWord } from '../search/words.ts';
import type { TableName } from '../tables.ts';
import type { Value } from './values.ts';

/** Rows a statement: one statement a row is half as fast. */
const perStatement = 40;

/** Words remembered as added, so that those many names share are added once. */
const mostWords = 200_000;

/**
 * Keeps what rows can be found by. Terms of new rows wait in temporary tables and go in at the
 * end of the run in the order of the index, which is many times faster than as they come.
 */
export function createTermWriter(db: Db) {
  const terms = createPending(db, 'terms', 'term');
  const tails = createPending(db, 'tails', 'tail');
  const words = createWords(db);
  const recordOf = createRecords();

  const pendingOf = (term: Term) => (term.tail ? tails : terms);

  return {
    /** A new row; its values begin at `from`. */
    inserted(
      table: TableName,
      columns: readonly string[],
      values: readonly Value[],
      from = 0,
    ): void {
      if (!searchedColumns[table]) return;
      const found = findableOf(table, recordOf(table, columns, values, from));
      for (const term of found.terms) pendingOf(term).add(term);
      for (const word of found.words) words.add(word);
    },
    /** Only what differs. Words stay: other rows may share them, and each hit is looked at again. */
    replaced(
      table: TableName,
      columns: readonly string[],
      before: readonly Value[],
      after: readonly Value[],
    ): void {
      const old = new Map(
        termsOf(table, recordOf(table, columns, before)).map((term) => [nameOf(term), term]),
      );
      const found = findableOf(table, recordOf(table, columns, after));
      for (const term of found.terms) if (!old.delete(nameOf(term))) pendingOf(term).add(term);
      for (const word of found.words) words.add(word);
      for (const term of old.values()) pendingOf(term).remove(term);
    },
    /** A row goes; whatever stands in its place is inserted after. */
    removed(table: TableName, columns: readonly string[], values: readonly Value[]): void {
      for (const term of termsOf(table, recordOf(table, columns, values)))
        pendingOf(term).remove(term);
    },
    /** Puts all that waits into the search tables; `onStep` is called now and then. */
    finish(onStep: () => void): void {
      terms.finish();
      onStep();
      tails.finish();
      onStep();
      words.finish();
    },
    /** Leaves all that waits in a staging file, in the order of the search tables. */
    stage(onStep: () => void): void {
      for (const [pending, name] of [
        [terms, 'terms'],
        [tails, 'tails'],
      ] as const) {
        const gone = db.prepare(`insert into main.gone_${name} values (?, ?, ?, ?)`);
        for (const { term, kind, id, field } of pending.finish()) gone.run(term, kind, id, field);
        onStep();
      }
      words.stage();
    },
  };
}

export type TermWriter = ReturnType<typeof createTermWriter>;

/**
 * The searched columns of rows by name. One object a table is filled anew for each row: nobody
 * keeps it, and a new one a row costs more than the search terms themselves.
 */
function createRecords() {
  const records = new Map<TableName, Record<string, Value>>();
  const places = new Map<TableName, readonly (readonly [string, number])[]>();
  return (table: TableName, columns: readonly string[], values: readonly Value[], from = 0) => {
    let record = records.get(table);
    if (!record) records.set(table, (record = {}));
    let wanted = places.get(table);
    if (!wanted) {
      wanted = (searchedColumns[table] ?? []).map((name) => [name, columns.indexOf(name)] as const);
      places.set(table, wanted);
    }
    for (const [name, place] of wanted) record[name] = values[from + place] ?? null;
    return record;
  };
}

/** Words that wait for their tables; each is kept once, whatever rows have it. */
function createWords(db: Db) {
  db.exec('create temp table waiting_words (word TEXT)');
  const places = Array.from({ length: perStatement }, () => '(?)').join(', ');
  const many = db.prepare(`insert into temp.waiting_words values ${places}`);
  const one = db.prepare('insert into temp.waiting_words values (?)');
  const seen = new Set<string>();
  let buffer: string[] = [];
  const flush = () => {
    for (const word of buffer) one.run(word);
    buffer = [];
  };
  return {
    add(word: string): void {
      if (seen.has(word)) return;
      if (seen.size >= mostWords) seen.clear();
      seen.add(word);
      buffer.push(word);
      if (buffer.length < perStatement) return;
      many.run(buffer);
      buffer = [];
    },
    stage(): void {
      flush();
      db.exec(
        `insert into main.words select distinct word from temp.waiting_words order by word;
         drop table temp.waiting_words`,
      );
    },
    finish(): void {
      flush();
      const last = lastWord(db);
      db.exec(
        `insert or ignore into main.words (word)
           select distinct word from temp.waiting_words order by word;
         drop table temp.waiting_words`,
      );
      addMiddles(db, last);
    },
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
    /** Gives what is to be taken out of the search tables that there were before. */
    finish(): Iterable<Term> {
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
      return removed.values();
    },
  };
}

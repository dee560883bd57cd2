import type { Statement } from 'better-sqlite3';
import type { Db } from '../../storage/storage.ts';

/**
 * What stands in `words` is found by its middle: in `word_middles` words of names and whole sites,
 * in `name_middles` whole names, `lena fox` and `lena_fox92`. Apart, for a piece of `lena` would find
 * each name with it as well. A site has no blank, and a dot where it has such a mark.
 */
type Middles = 'word_middles' | 'name_middles';

const isName = `(instr(word, ' ') > 0 or (instr(word, '_') > 0 and instr(word, '.') = 0))`;
const held: readonly { readonly table: Middles; readonly which: string }[] = [
  { table: 'word_middles', which: `not ${isName}` },
  { table: 'name_middles', which: isName },
];

/**
 * Makes the index of whole names where it is not there yet, and gives it what it is for. Whatever
 * makes rows findable needs it, older steps of the schema included.
 */
export function ensureNameMiddles(db: Db): void {
  const there = db.prepare("select 1 from sqlite_schema where name = 'name_middles'").get();
  if (there !== undefined) return;
  db.exec(`
    create virtual table name_middles using fts5(
      word, content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1');
    insert into word_middles (word_middles, rowid, word)
      select 'delete', number, word from words where ${isName};
    insert into name_middles (rowid, word) select number, word from words where ${isName};`);
}

/** The number of the word that came last; 0 where there is none. */
export function lastWord(db: Db): bigint {
  return db.prepare<[], bigint>('select max(number) from main.words').pluck().get() ?? 0n;
}

/** Makes the words with numbers above `after` findable by their middle. */
export function addMiddles(db: Db, after: bigint): void {
  for (const { table, which } of held)
    db.prepare<[bigint]>(
      `insert into main.${table} (rowid, word)
         select number, word from main.words where number > ? and ${which}`,
    ).run(after);
}

/** Takes a word, by its number, out of `words` and of the index of its middle. */
export function createWordDrop(db: Db): (number: bigint) => void {
  const outOfMiddles = held.map(({ table, which }) =>
    db.prepare<[bigint]>(
      `insert into ${table} (${table}, rowid, word)
         select 'delete', number, word from words where number = ? and ${which}`,
    ),
  );
  const drop = db.prepare<[bigint]>('delete from words where number = ?');
  return (number) => {
    for (const statement of outOfMiddles) statement.run(number);
    drop.run(number);
  };
}

/** Words whose middle has what is asked for in the query language of FTS5, so many at most. */
export function createMiddles(
  db: Db,
  table: Middles,
): Statement<[query: string, most: number], string> {
  return db
    .prepare<[string, number], string>(
      `select words.word from ${table} join words on words.number = ${table}.rowid
       where ${table} match ? limit +?`,
    )
    .pluck();
}

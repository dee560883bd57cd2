import type { Db } from '../storage/storage.ts';
import { createTermWriter } from './import/term-writer.ts';
import type { Value } from './import/values.ts';
import { fold } from './search/fold.ts';
import { searchedColumns } from './search/terms.ts';
import { createWordDrop, ensureNameMiddles } from './search/words.ts';
import { tableNames } from './tables.ts';

/** The search terms of the rows that `which` says of the columns that are searched. */
export function addTerms(db: Db, which: (columns: readonly string[]) => string): void {
  const terms = createTermWriter(db);
  for (const table of tableNames) {
    const columns = searchedColumns[table];
    if (!columns) continue;
    const some = db
      .prepare<[bigint], (string | bigint | null)[]>(
        `select rowid, ${columns.map((column) => `"${column}"`).join(', ')} from "${table}"
         where rowid > ? and (${which(columns)}) order by rowid limit 1000`,
      )
      .raw();
    for (let rows = some.all(0n); rows.length > 0; rows = some.all(rows.at(-1)?.[0] as bigint))
      for (const row of rows) terms.inserted(table, columns, row.slice(1) as Value[]);
  }
  terms.finish(() => {});
}

/**
 * Text is folded further than it was: letters without marks of their own, apostrophes, dashes. What
 * no longer is what folding gives goes, and rows with more than ASCII in them are made findable anew;
 * so are sites in capitals, which no index found.
 */
export function foldAnew(db: Db): void {
  ensureNameMiddles(db);
  for (const [table, column] of [
    ['terms', 'term'],
    ['tails', 'tail'],
  ] as const) {
    const all = db.prepare<[], string>(
      `select distinct ${column} from ${table} where ${beyondAscii(column)}`,
    );
    const drop = db.prepare(`delete from ${table} where ${column} = ?`);
    for (const text of all.pluck().all()) if (fold(text) !== text) drop.run(text);
  }
  const words = db.prepare<[], { number: bigint; word: string }>(
    `select number, word from words where ${beyondAscii('word')}`,
  );
  const drop = createWordDrop(db);
  for (const { number, word } of words.all()) if (fold(word) !== word) drop(number);
  addTerms(db, (columns) =>
    [
      ...columns.map(beyondAscii),
      ...(columns.includes('seller_domain') ? ['lower(seller_domain) <> seller_domain'] : []),
    ].join(' or '),
  );
}

/** Whole names are found by their middle: `a_fo` finds `lena_fox92`, `ia sil` finds Maria Silva. */
export function findWholeNames(db: Db): void {
  ensureNameMiddles(db);
  const names = ['username', 'display_name', 'name', 'seller_id'];
  addTerms(db, (columns) => {
    const own = columns.filter((column) => names.includes(column));
    // One word alone was found by its middle before.
    return own.map((column) => `"${column}" glob '*[^A-Za-z0-9]*'`).join(' or ') || 'false';
  });
}

function beyondAscii(column: string): string {
  return `octet_length("${column}") <> length("${column}")`;
}

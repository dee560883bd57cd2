import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Db } from '../storage/storage.ts';
import { redactText } from './import/redact.ts';
import { wordInUse } from './search/name-search.ts';
import { findableOf, type StoredValues, termsOf } from './search/terms.ts';
import { createWordDrop } from './search/words.ts';
import type { TableName } from './tables.ts';

/** The columns that name a person or say where they were, in rows that an account owns. */
const personal = [
  {
    table: 'accounts',
    key: 'account_id',
    columns: ['username', 'display_name', 'email', 'phone', 'birth_year', 'extra'],
  },
  {
    table: 'tickets',
    key: 'ticket_id',
    columns: ['subject', 'body', 'contact', 'attachments', 'extra'],
  },
  { table: 'sessions', key: 'session_id', columns: ['ip', 'extra'] },
  { table: 'recharges', key: 'recharge_id', columns: ['ip', 'extra'] },
] as const satisfies readonly { table: TableName; key: string; columns: readonly string[] }[];

/**
 * Takes out of the copy what names the person behind an account: the values, what they could be
 * found by, and what rows said before, and the files that their tickets brought. Orders, payments and the ledger stay, under the account's
 * id. Gives the values that were taken out, so that others can look for them elsewhere, and how
 * many rows changed. Doing it again, after an import brought them back, does the same.
 */
export function erasePerson(
  db: Db,
  account: string,
  attachments: string,
): { rows: number; values: string[] } {
  const taken = new Set<string>();
  const files = new Set<string>();
  let rows = 0;
  db.pragma('secure_delete = ON');
  db.transaction(() => {
    const words = new Set<string>();
    for (const one of personal) rows += eraseIn(db, one, account, { taken, words, files });
    eraseWords(db, words);
  }).immediate();
  eraseFiles(db, account, files, attachments);
  // What the log still holds of it goes into the file, and the log starts anew.
  db.pragma('wal_checkpoint(TRUNCATE)');
  return { rows, values: [...taken] };
}

/** What was found on the way: values, words of the search, files that tickets brought. */
interface Found {
  readonly taken: Set<string>;
  readonly words: Set<string>;
  readonly files: Set<string>;
}

/** The files that a ticket names, as they lie in the folders of the runs. */
function filesIn({ attachments }: StoredValues): string[] {
  if (typeof attachments !== 'string') return [];
  return attachments
    .split(',')
    .map((name) => redactText(name.trim()))
    .filter((name) => name !== '' && name === path.basename(name));
}

/** Takes away what tickets brought with them, save what a ticket of somebody else names as well. */
function eraseFiles(db: Db, account: string, files: ReadonlySet<string>, folder: string): void {
  const shared = db.prepare(
    'select 1 from tickets where account_id is not ? and instr(attachments, ?) > 0 limit 1',
  );
  const gone = [...files].filter((name) => shared.get(account, name) === undefined);
  if (gone.length === 0 || !existsSync(folder)) return;
  for (const run of readdirSync(folder, { withFileTypes: true }))
    if (run.isDirectory() && run.name !== 'cases')
      for (const name of gone) rmSync(path.join(folder, run.name, name), { force: true });
}

function eraseIn(
  db: Db,
  { table, key, columns }: (typeof personal)[number],
  account: string,
  { taken, words, files }: Found,
): number {
  const held = columns.map((column) => `"${column}" is not null`).join(' or ');
  const found = db
    .prepare(`select * from "${table}" where account_id = ? and (${held})`)
    .all(account) as StoredValues[];
  const blank = db.prepare(
    `update "${table}" set ${columns.map((column) => `"${column}" = null`).join(', ')} where "${key}" = ?`,
  );
  const before = db.prepare('select content from history where table_name = ? and key = ?').pluck();
  const history = db.prepare('delete from history where table_name = ? and key = ?');
  const drop = {
    terms: db.prepare('delete from terms where term = ? and kind = ? and id = ? and field = ?'),
    tails: db.prepare('delete from tails where tail = ? and kind = ? and id = ? and field = ?'),
  };
  for (const row of found) {
    const after = { ...row, ...Object.fromEntries(columns.map((column) => [column, null])) };
    const stays = new Set(termsOf(table, after).map((term) => JSON.stringify(term)));
    // Others may share an address: it stays to be found by them.
    for (const term of termsOf(table, row))
      if (term.kind !== 'ip' && !stays.has(JSON.stringify(term)))
        drop[term.tail ? 'tails' : 'terms'].run(term.term, term.kind, term.id, term.field);
    for (const column of columns) {
      const value = row[column];
      // A file is often called the same by many: its name says nothing of the person.
      if (typeof value === 'string' && value.length >= 4 && column !== 'attachments')
        taken.add(value);
    }
    const id = String(row[key]);
    const said = (before.all(table, id) as string[]).map((text): StoredValues => JSON.parse(text));
    for (const one of [row, ...said]) {
      for (const file of filesIn(one)) files.add(file);
      for (const word of findableOf(table, one).words) words.add(word);
    }
    blank.run(id);
    history.run(table, id);
  }
  return found.length;
}

/** Words are kept once for all that have them: one goes when nothing that stays begins with it. */
function eraseWords(db: Db, words: ReadonlySet<string>): void {
  const inUse = wordInUse(db);
  const numberOf = db.prepare('select number from words where word = ?').pluck();
  const drop = createWordDrop(db);
  for (const word of words) {
    const number = numberOf.get(word) as bigint | undefined;
    if (number === undefined || inUse(word)) continue;
    drop(number);
  }
}

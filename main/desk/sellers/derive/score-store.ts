import type { Db } from '../../storage/storage.ts';
import { scoreOf } from '../signals/score.ts';
import type { Directory } from './directory.ts';
import type { MatterOf, StoredLine } from './matters.ts';

interface ScoreInput {
  readonly derived: Db;
  readonly directory: Directory;
  readonly matterOf: MatterOf;
  readonly isSuspect: (seller: string) => boolean;
  readonly whole: boolean;
  readonly changed: ReadonlySet<string>;
}

/**
 * Scores every seller, or those whose records, rings or namings changed, and stores the lines.
 * Gives those looked at, in order, and whether each is suggested.
 */
export function refreshScores(input: ScoreInput): ReadonlyMap<string, boolean> {
  const { derived, whole } = input;
  const all = allSellers(input);
  const wanted = whole ? all : touchedSellers(derived, input.changed);
  if (whole) derived.exec('delete from scores; delete from suspects');
  const remove = derived.prepare('delete from scores where seller = ?');
  const suspect = derived.prepare('insert or ignore into suspects values (?)');
  const clear = derived.prepare('delete from suspects where seller = ?');
  const insert = derived.prepare('insert or replace into scores values (?, ?)');
  const scored = new Map<string, boolean>();
  const { matterOf } = input;
  for (const seller of [...wanted].sort()) {
    if (all.has(seller) && input.isSuspect(seller)) suspect.run(seller);
    else clear.run(seller);
    if (!all.has(seller)) {
      remove.run(seller);
      scored.set(seller, false);
      continue;
    }
    const { matter, line } = matterOf(seller);
    const score = scoreOf(matter);
    insert.run(seller, JSON.stringify({ ...line, ...score } satisfies StoredLine));
    scored.set(seller, score.suggested);
  }
  return scored;
}

/** Sellers of every table and text that names one. */
function allSellers({
  derived,
  directory,
}: Pick<ScoreInput, 'derived' | 'directory'>): Set<string> {
  const found = new Set(directory.rows.map((row) => row.seller_id));
  const offering = derived.prepare('select distinct seller_id from copy.offers').pluck().all();
  for (const seller of offering as string[]) {
    const key = directory.keyOf(seller);
    if (key !== null) found.add(key);
  }
  for (const sql of [
    `select distinct node from uses where kind = 'seller'`,
    'select distinct seller from mentions',
  ])
    for (const seller of derived.prepare(sql).pluck().all() as string[]) found.add(seller);
  return found;
}

/**
 * Adds the accounts around sellers that became suspect since the last time, or are it no more, to
 * `temp.scope`: what their groups are called rests on it, though no record of theirs is new.
 */
export function scopeByTurnedSellers(
  input: Pick<ScoreInput, 'derived' | 'directory' | 'isSuspect'>,
  market: boolean,
): void {
  const { derived } = input;
  const before = new Set(derived.prepare('select seller from suspects').pluck().all() as string[]);
  const add = derived.prepare(
    `insert or ignore into temp.scope
     select account from uses where kind = 'seller' and node = @seller
     union select account from mentions where seller = @seller and account is not null`,
  );
  const looked = market
    ? new Set([...allSellers(input), ...before])
    : touchedSellers(derived, new Set());
  for (const seller of looked)
    if (input.isSuspect(seller) !== before.has(seller)) add.run({ seller });
}

function touchedSellers(derived: Db, changed: ReadonlySet<string>): Set<string> {
  const found = new Set(changed);
  const named = derived
    .prepare(
      `select distinct node from uses where kind = 'seller' and account in (select account from temp.scope)
       union select distinct seller from mentions where account in (select account from temp.scope)
       union select distinct seller from mentions where ticket in
         (select ticket_id from copy.tickets where origin_run > (select last_run from state))`,
    )
    .pluck()
    .all() as string[];
  for (const seller of named) found.add(seller);
  return found;
}

import type { RecordKind } from '../../../../contract/records.ts';
import type { Db } from '../../storage/storage.ts';
import type { Brought, Candidate } from './candidate.ts';
import type { Guess } from './guess.ts';

/** Amounts of recharges, and the days on which recharges were made and tickets opened: newest first. */
export function createMeaningSearch(db: Db) {
  const amount = db
    .prepare<[bigint, number], number>(
      `select rowid from recharges where amount_minor = ? order by created_at desc limit +?`,
    )
    .pluck()
    .safeIntegers(false);
  const amountIn = db
    .prepare<[bigint, string, number], number>(
      `select number from (
         select rowid as number, currency from recharges where amount_minor = ?
         order by created_at desc limit 20000)
       where currency = ? limit +?`,
    )
    .pluck()
    .safeIntegers(false);
  const made = db
    .prepare<[number, number, number], number>(
      `select rowid from recharges where created_at >= ? and created_at < ?
       order by created_at desc limit +?`,
    )
    .pluck()
    .safeIntegers(false);
  const opened = db
    .prepare<[number, number, number], number>(
      `select rowid from tickets where opened_at >= ? and opened_at < ?
       order by opened_at desc limit +?`,
    )
    .pluck()
    .safeIntegers(false);

  return (guesses: readonly Guess[], kind: RecordKind | null, most: number): Brought => {
    const each: Candidate[][] = [];
    const add = (of: RecordKind, field: string, rows: () => number[]) => {
      if (kind === null || kind === of)
        each.push(rows().map((record) => ({ kind: of, record, field, rank: 'meaning' })));
    };
    for (const { amounts = [], span } of guesses) {
      for (const { minor, currency } of amounts)
        add('recharge', 'amount_minor', () =>
          currency === null ? amount.all(minor, most) : amountIn.all(minor, currency, most),
        );
      if (!span) continue;
      add('recharge', 'created_at', () => made.all(span.from, span.before, most));
      add('ticket', 'opened_at', () => opened.all(span.from, span.before, most));
    }
    return { found: each.flat(), whole: each.every((found) => found.length < most) };
  };
}

import type { RowReader } from '../rows.ts';
import type { Row, TableName } from '../tables.ts';
import type { Gathered } from './moments.ts';
import { keyOf } from './wire.ts';

/** Most rows of one table that a page tells about one record. */
export const mostRows = 500;

const limit = `limit ${mostRows}`;

/** A ticket this long after the attempt may still be about it, where it names no order. */
const ticketWindowMs = 30 * 24 * 60 * 60_000;

/** Everything the copy ties to one attempt: by its id, and by the ids of the money. */
export interface AttemptRows extends Gathered {
  readonly recharges: readonly [Row<'recharges'>];
  readonly recharge_events: readonly Row<'recharge_events'>[];
  readonly store_records: readonly Row<'store_records'>[];
  readonly payments: readonly Row<'payments'>[];
  readonly ledger: readonly Row<'ledger'>[];
  readonly tickets: readonly Row<'tickets'>[];
}

export function attemptRows(rows: RowReader, recharge: Row<'recharges'>): AttemptRows {
  const { recharge_id: id, external_id: external, payment_id: payment } = recharge;
  return {
    recharges: [recharge],
    recharge_events: rows.all(
      'recharge_events',
      `where recharge_id = ? order by at, seq ${limit}`,
      id,
    ),
    store_records: rows.all(
      'store_records',
      `where recharge_id = ? or external_id = ? or purchase_token = ? order by purchased_at ${limit}`,
      id,
      external,
      external,
    ),
    payments: rows.all(
      'payments',
      `where recharge_id = ? or payment_id = ? or payment_id = ? order by created_at ${limit}`,
      id,
      payment,
      external,
    ),
    ledger: rows.all(
      'ledger',
      `where recharge_id = ? or external_id = ? or external_id = ? order by at ${limit}`,
      id,
      external,
      payment,
    ),
    tickets: attemptTickets(rows, recharge),
  };
}

/** Tickets that name the attempt, and those of the account after it that name none. */
function attemptTickets(rows: RowReader, recharge: Row<'recharges'>): Row<'tickets'>[] {
  const naming = rows.all(
    'tickets',
    `where recharge_id = ? order by opened_at ${limit}`,
    recharge.recharge_id,
  );
  const near = rows.all(
    'tickets',
    `where account_id = ? and recharge_id is null and opened_at between ? and ?
     order by opened_at ${limit}`,
    recharge.account_id,
    recharge.created_at,
    recharge.created_at + ticketWindowMs,
  );
  return [...naming, ...near];
}

/** The attempts that an order id, a token or a payment id belongs to. */
export function attemptsOf(
  rows: RowReader,
  ids: { recharge: string | null; money: readonly (string | null)[] },
): Row<'recharges'>[] {
  const found = ids.recharge === null ? [] : [ids.recharge];
  const byId = found.flatMap((id) => rows.all('recharges', 'where recharge_id = ?', id));
  const byMoney = ids.money
    .filter((id) => id !== null)
    .flatMap((id) =>
      rows.all('recharges', `where external_id = ? or payment_id = ? ${limit}`, id, id),
    );
  return distinct('recharges', [...byId, ...byMoney]);
}

/** Each row once, in the order given. */
export function distinct<T extends TableName>(table: T, rows: readonly Row<T>[]): Row<T>[] {
  const seen = new Map<string, Row<T>>();
  for (const row of rows) {
    const key = keyOf(table, row);
    if (!seen.has(key)) seen.set(key, row);
  }
  return [...seen.values()];
}

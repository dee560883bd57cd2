import type { RechargePage } from '../../../../contract/records.ts';
import type { Books } from '../books.ts';
import type { Coverage } from '../coverage.ts';
import type { RowReader } from '../rows.ts';
import { timelineOf } from './moments.ts';
import { notFound } from './not-found.ts';
import { attemptRows } from './related.ts';
import { ledgerSide, orderSide, paymentSide } from './sides.ts';
import { distinctOrigins, fieldsOf, originOf } from './wire.ts';

/** What pages are made from. */
export interface PageDeps {
  readonly rows: RowReader;
  readonly books: Books;
  readonly coverage: Coverage;
}

/** Most entries of one timeline. */
export const timelineLength = 1000;

/**
 * One attempt to buy: its order, what the store or processor says, what the ledger says, and one
 * timeline of all of it, oldest first. Refuses NOT_FOUND for an id that is not in the copy.
 */
export function rechargePage(deps: PageDeps, id: string): RechargePage {
  const { rows, coverage } = deps;
  const recharge = rows.get('recharges', 'where recharge_id = ?', id);
  if (!recharge) throw notFound(deps, 'recharge', id);
  const account = rows.get('accounts', 'where account_id = ?', recharge.account_id);
  const found = attemptRows(rows, recharge);
  const at = recharge.created_at;
  const reach = {
    store_records: coverage.covers(at, 'store_records'),
    payments: coverage.covers(at, 'payments'),
    ledger: coverage.covers(at, 'ledger'),
  };
  const used = [
    recharge,
    ...found.recharge_events,
    ...found.store_records,
    ...found.payments,
    ...found.ledger,
    ...found.tickets,
    ...(account ? [account] : []),
  ];
  return {
    recharge_id: recharge.recharge_id,
    fields: fieldsOf('recharges', recharge),
    account: account ? fieldsOf('accounts', account) : null,
    order: orderSide(found),
    payment: paymentSide(found, reach),
    ledger: ledgerSide(found, reach),
    timeline: timelineOf(found, timelineLength),
    provenance: distinctOrigins(used.map((row) => originOf(row.origin))),
    tickets: found.tickets.map((row) => fieldsOf('tickets', row)),
    copy: coverage.age(),
    covered: coverage.covers(at, 'recharges'),
  };
}

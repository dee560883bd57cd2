import type { Side } from '../../../../contract/records.ts';
import type { Row, TableName } from '../tables.ts';
import { sayLedger } from './moments.ts';
import type { AttemptRows } from './related.ts';
import {
  counted,
  listed,
  sayDelta,
  sayMoney,
  sayName,
  sayTime,
  sayWord,
} from '../../../../contract/say.ts';
import { sayOrder, sayStage } from './stages.ts';
import { fieldsOf, keyOf, originOf } from './wire.ts';

/** What the copy speaks for at the time of the attempt; absence counts only where it does. */
export interface Reach {
  readonly store_records: boolean;
  readonly payments: boolean;
  readonly ledger: boolean;
}

type SideRecord = Side['records'][number];

function records<T extends TableName>(
  table: T,
  rows: readonly Row<T>[],
  say: (row: Row<T>) => string,
): SideRecord[] {
  return rows.map((row) => ({
    table,
    key: keyOf(table, row),
    text: say(row),
    raw: fieldsOf(table, row),
    origin: originOf(row.origin),
  }));
}

/** Our own order: what was asked for, and how far it came. */
export function orderSide({ recharges: [order], recharge_events: events }: AttemptRows): Side {
  const last = events.at(-1);
  const lastWords = last ? `; last: ${sayStage(last, order.currency)}` : '';
  return {
    state: 'present',
    summary: `Created ${sayTime(order.created_at)}${lastWords}`,
    records: [
      ...records('recharges', [order], (row) => `${sayOrder(row)} on ${sayName(row.channel)}`),
      ...records('recharge_events', events, (row) => sayStage(row, order.currency)),
    ],
  };
}

/** What the app store or the card processor says. */
export function paymentSide(found: AttemptRows, reach: Reach): Side {
  const [order] = found.recharges;
  const all = [
    ...records('store_records', found.store_records, sayStoreRecord),
    ...records('payments', found.payments, sayPayment),
  ];
  const last = all.at(-1);
  if (last) return { state: 'present', summary: several(last.text, all.length), records: all };
  if (order.channel === 'partner')
    return absent('not_covered', 'What a partner was paid is not in the records this desk copies');
  const web = order.channel === 'web';
  const name = web ? 'payment' : 'store record';
  if (web ? reach.payments : reach.store_records)
    return absent('missing', `No ${name}${forIds(order)} in this copy`);
  return absent('not_covered', `This copy does not cover the ${name}s of that time`);
}

/** What the ledger of coins says. */
export function ledgerSide(found: AttemptRows, reach: Reach): Side {
  const [order] = found.recharges;
  const entries = records('ledger', found.ledger, sayLedger);
  if (entries.length > 0) {
    const net = found.ledger.reduce(
      (sum, row) => sum + (row.asset === 'coins' ? row.delta : 0n),
      0n,
    );
    const first = found.ledger[0]?.at ?? null;
    const summary =
      entries.length === 1
        ? `${entries[0]?.text ?? ''}, ${sayTime(first)}`
        : `${sayDelta(net)} net in ${counted(entries.length, 'entry', 'entries')} since ${sayTime(first)}`;
    return { state: 'present', summary, records: entries };
  }
  if (reach.ledger) return absent('missing', `No entry${forIds(order)} in this copy`);
  return absent('not_covered', 'This copy does not cover the ledger of that time');
}

function absent(state: 'missing' | 'not_covered', summary: string): Side {
  return { state, summary, records: [] };
}

function forIds(order: Row<'recharges'>): string {
  return ` for ${order.external_id ?? order.payment_id ?? order.recharge_id}`;
}

function several(text: string, count: number): string {
  return count === 1 ? text : `${text} (newest of ${count} records)`;
}

/** `Purchased 23 Nov 2026 10:04 UTC, not acknowledged`. */
export function sayStoreRecord(row: Row<'store_records'>): string {
  const state = {
    purchased: `Purchased ${sayTime(row.purchased_at)}`,
    pending: `Pending since ${sayTime(row.pending_since)}`,
    cancelled: 'Cancelled',
    refunded: 'Refunded',
  }[row.state ?? ''];
  const unfinished = row.state === 'purchased' && row.voided_at === null;
  return listed([
    state ?? (row.state === null ? 'State unknown' : sayWord(row.state)),
    row.voided_at !== null && `voided ${sayTime(row.voided_at)}`,
    row.refunded_minor !== null &&
      row.refunded_minor !== 0n &&
      `${sayMoney(row.refunded_minor, row.currency)} refunded`,
    unfinished && row.acknowledged === true && 'acknowledged',
    unfinished && row.acknowledged === false && 'not acknowledged',
    unfinished && row.consumed === false && 'not consumed',
    row.signature === 'failed' && 'signature does not verify',
    row.test_kind !== null && row.test_kind !== 'none' && `${row.test_kind} purchase`,
  ]);
}

/** `Succeeded, taken 23 Nov 2026 10:04 UTC`. */
export function sayPayment(row: Row<'payments'>): string {
  const codes = listed([row.failure_code, row.decline_code, row.network_code], ' / ');
  const status = row.status === null ? 'State unknown' : sayWord(row.status);
  return listed([
    `${status.slice(0, 1).toUpperCase()}${status.slice(1)}${codes === '' ? '' : ` (code ${codes})`}`,
    row.captured_at !== null && `taken ${sayTime(row.captured_at)}`,
    row.refunded_minor !== null &&
      row.refunded_minor !== 0n &&
      `${sayMoney(row.refunded_minor, row.currency)} refunded`,
    row.disputed === true && 'disputed',
  ]);
}

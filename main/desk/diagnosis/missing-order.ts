import type { Verdict } from '../../../contract/diagnosis.ts';
import { sayWord } from '../../../contract/say.ts';
import type { RowReader } from '../records/records.ts';
import type { Frame } from './gather.ts';
import { bareVerdict, reachInWords } from './no-order.ts';
import { verdictOfPayment, verdictOfStore } from './orphans.ts';
import { byExternal, byPayment, byRecharge } from './reads.ts';
import { isTestPayment } from './test-payment.ts';

/**
 * An order that the copy does not have, while a payment, a store or the ledger names it: the
 * verdict on that money, or an honest "cannot be said". Null where nothing names it.
 */
export function missingOrder(rows: RowReader, frame: Frame, recharge: string): Verdict | null {
  const payments = rows.all('payments', byRecharge, recharge);
  const stores = rows.all('store_records', byRecharge, recharge);
  const entries = rows.all('ledger', byRecharge, recharge);
  const events = rows.all('recharge_events', byRecharge, recharge);
  const bought = stores.find(
    (row) => /^(purchased|refunded)$/.test(row.state ?? '') && (row.test_kind ?? 'none') === 'none',
  );
  const paid = payments.find((row) => row.status === 'succeeded' && !isTestPayment(row));
  if (paid) return { ...verdictOfPayment(rows, frame, paid), recharge_id: recharge };
  if (bought) return { ...verdictOfStore(rows, frame, bought), recharge_id: recharge };
  const names = Object.entries({
    payments,
    store_records: stores,
    ledger: entries,
    recharge_events: events,
  });
  const naming = names.filter(([, found]) => found.length > 0).map(([name]) => name);
  if (naming.length === 0) return null;
  return bareVerdict(
    {
      recharge,
      account: entries[0]?.account_id ?? stores[0]?.account_token ?? null,
      cause: 'unknown',
      confidence: 'possible',
      owner: 'platform',
      owed: null,
      says: `The order ${recharge} is not in this copy; it is named in ${naming.map(sayWord).join(', ')}. Import a drop that has it. ${reachInWords(frame.copy)}`,
    },
    frame,
  );
}

/** Money without an order of ours, by the id that a customer reads on a receipt; null where there is none. */
export function orphanNamed(rows: RowReader, frame: Frame, id: string): Verdict | null {
  const payment = rows.get('payments', byPayment, id);
  if (payment?.status === 'succeeded' && !isTestPayment(payment))
    return verdictOfPayment(rows, frame, payment);
  const store = rows.get('store_records', byExternal, id);
  const taken = store !== null && /^(purchased|refunded)$/.test(store.state ?? '');
  return taken && (store.test_kind ?? 'none') === 'none'
    ? verdictOfStore(rows, frame, store)
    : null;
}

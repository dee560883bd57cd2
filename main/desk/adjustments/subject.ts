import type { RowReader } from '../records/records.ts';

/**
 * What an adjustment is about, however it was named: an order has an id of ours, one of the
 * store's or processor's, and a purchase token, and all of them mean the same coins.
 */
export interface Subject {
  readonly recharges: ReadonlySet<string>;
  readonly externals: ReadonlySet<string>;
  /** The accounts that the evidence says paid; empty where it names none. */
  readonly payers: ReadonlySet<string>;
}

/** Resolves a recharge and an external id over orders, store records and payments of the copy. */
export function subjectOf(
  rows: RowReader,
  named: { readonly recharge: string | null; readonly external: string | null },
): Subject {
  const recharges = new Set<string>();
  const externals = new Set<string>();
  const payers = new Set<string>();
  const add = (set: Set<string>, ...ids: (string | null)[]) => {
    for (const id of ids) if (id !== null && id !== '') set.add(id);
  };
  add(recharges, named.recharge);
  add(externals, named.external);
  if (named.external !== null) {
    const id = named.external;
    for (const row of rows.all('recharges', 'where external_id = ? or payment_id = ?', id, id))
      add(recharges, row.recharge_id);
    for (const row of rows.all(
      'store_records',
      'where external_id = ? or purchase_token = ?',
      id,
      id,
    )) {
      add(recharges, row.recharge_id);
      add(payers, row.account_token);
    }
    for (const row of rows.all('payments', 'where payment_id = ?', id))
      add(recharges, row.recharge_id);
  }
  for (const recharge of recharges) {
    const order = rows.get('recharges', 'where recharge_id = ?', recharge);
    const store = rows.all('store_records', 'where recharge_id = ?', recharge);
    if (order) add(externals, order.external_id, order.payment_id);
    for (const row of store) add(externals, row.external_id, row.purchase_token);
    for (const row of rows.all('payments', 'where recharge_id = ?', recharge))
      add(externals, row.payment_id);
    const tokens = store.map((row) => row.account_token).filter((token) => token !== null);
    add(payers, ...(tokens.length > 0 ? tokens : [order?.account_id ?? null]));
  }
  return { recharges, externals, payers };
}

/** True where the copy has anything behind what was named. */
export function isKnown(rows: RowReader, subject: Subject, external: string): boolean {
  return (
    subject.recharges.size > 0 ||
    rows.get('store_records', 'where external_id = ? or purchase_token = ?', external, external) !==
      null ||
    rows.get('payments', 'where payment_id = ?', external) !== null
  );
}

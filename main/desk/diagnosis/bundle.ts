import type { Row, RowReader } from '../records/records.ts';
import type { Bundle } from './evidence.ts';
import { byExternal, byInstrument, byPayment, byRecharge, byToken } from './reads.ts';

/** The order and its echoes at store, processor and ledger. */
export function gatherBundle(rows: RowReader, recharge: Row<'recharges'>): Bundle {
  const id = recharge.recharge_id;
  const inStore = recharge.channel === 'app_store' || recharge.channel === 'google_play';
  // Ids are looked up where they belong, and elsewhere only where nothing was found there.
  const own = inStore ? null : paymentsOf(rows, recharge, true);
  const stores = storesOf(rows, recharge, inStore || own?.length === 0);
  const payments = own ?? paymentsOf(rows, recharge, stores.length === 0);
  const externals = new Set(
    [
      recharge.external_id,
      recharge.payment_id,
      ...stores.flatMap((row) => [row.external_id, row.purchase_token]),
      ...payments.map((row) => row.payment_id),
    ].filter((value) => value !== null),
  );
  const instrumentId =
    payments.findLast((row) => row.instrument_id !== null)?.instrument_id ?? recharge.instrument_id;
  return {
    recharge,
    events: inOrder(rows.all('recharge_events', byRecharge, id)),
    stores,
    payments,
    ledger: tiedEntries(rows, id, externals),
    instrument: instrumentId ? rows.get('instruments', byInstrument, instrumentId) : null,
  };
}

function storesOf(
  rows: RowReader,
  recharge: Row<'recharges'>,
  byId: boolean,
): Row<'store_records'>[] {
  const found = new Map<string, Row<'store_records'>>();
  const add = (row: Row<'store_records'>) => found.set(`${row.provider}/${row.external_id}`, row);
  rows.all('store_records', byRecharge, recharge.recharge_id).forEach(add);
  if (byId && recharge.external_id) {
    rows.all('store_records', byExternal, recharge.external_id).forEach(add);
    rows.all('store_records', byToken, recharge.external_id).forEach(add);
  }
  // A later row with the same token is the same purchase under its order id.
  for (const row of found.values())
    if (row.purchase_token) {
      rows.all('store_records', byToken, row.purchase_token).forEach(add);
      rows.all('store_records', byExternal, row.purchase_token).forEach(add);
    }
  return [...found.values()].toSorted((a, b) =>
    a.provider === b.provider
      ? byName(a.external_id, b.external_id)
      : byName(a.provider, b.provider),
  );
}

function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function paymentsOf(rows: RowReader, recharge: Row<'recharges'>, byId: boolean): Row<'payments'>[] {
  const found = new Map<string, Row<'payments'>>();
  const add = (row: Row<'payments'>) => found.set(`${row.provider}/${row.payment_id}`, row);
  rows.all('payments', byRecharge, recharge.recharge_id).forEach(add);
  for (const id of new Set([recharge.payment_id, recharge.external_id]))
    if (byId && id) rows.all('payments', byPayment, id).forEach(add);
  return [...found.values()].toSorted(
    (a, b) => (a.created_at ?? 0) - (b.created_at ?? 0) || byName(a.payment_id, b.payment_id),
  );
}

/** Coins only: diamonds and beans of the same order are other wallets. */
function tiedEntries(
  rows: RowReader,
  recharge: string,
  externals: ReadonlySet<string>,
): Row<'ledger'>[] {
  const found = new Map<string, Row<'ledger'>>();
  const add = (row: Row<'ledger'>) => {
    if (row.asset === 'coins' && !/^(gift_sent|gift_received|payout|expiry)$/.test(row.kind))
      found.set(row.entry_id, row);
  };
  rows.all('ledger', byRecharge, recharge).forEach(add);
  for (const id of externals) rows.all('ledger', byExternal, id).forEach(add);
  return [...found.values()].toSorted((a, b) => a.at - b.at || (a.entry_id < b.entry_id ? -1 : 1));
}

/** By the time they happened, then by arrival; the same notice twice counts once. */
export function inOrder(events: readonly Row<'recharge_events'>[]): Row<'recharge_events'>[] {
  const seen = new Set<string>();
  const once = events.filter((event) => {
    const name = `${event.at}|${event.stage}|${event.provider}|${event.code}|${event.sub_code}|${event.amount_minor}`;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
  return once.toSorted((a, b) => a.at - b.at || a.seq - b.seq);
}

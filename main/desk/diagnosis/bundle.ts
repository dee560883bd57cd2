import type { Row, RowReader } from '../records/records.ts';
import { familyOf } from './codes/lookup.ts';
import type { Bundle } from './evidence.ts';
import { byExternal, byInstrument, byPayment, byRecharge, byToken } from './reads.ts';

/** More entries than this on one external id are no purchases that could be told apart. */
const mostTied = 50;

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
    ledger: tiedEntries(rows, recharge, externals),
    instrument: instrumentId ? rows.get('instruments', byInstrument, instrumentId) : null,
  };
}

function storesOf(
  rows: RowReader,
  recharge: Row<'recharges'>,
  byId: boolean,
): Row<'store_records'>[] {
  const found = new Map<string, Row<'store_records'>>();
  const add = (row: Row<'store_records'>) => {
    if (!isOfAnother(row, recharge)) found.set(`${row.provider}/${row.external_id}`, row);
  };
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

/**
 * Ids are unique at one provider only: a record that names another order, at another provider,
 * has the same id by chance. At the same provider it is the same purchase under two orders.
 */
function isOfAnother(
  row: { readonly provider: string; readonly recharge_id: string | null },
  recharge: Row<'recharges'>,
): boolean {
  if (row.recharge_id === null || row.recharge_id === recharge.recharge_id) return false;
  return elsewhere(row.provider, recharge);
}

/** Where a record of the order's own provider is there, one that names no order at another is not its. */
function sameProvider(rows: readonly Row<'payments'>[], recharge: Row<'recharges'>) {
  if (rows.length < 2 || rows.every((row) => elsewhere(row.provider, recharge))) return rows;
  return rows.filter((row) => row.recharge_id !== null || !elsewhere(row.provider, recharge));
}

function elsewhere(provider: string | null, recharge: Row<'recharges'>): boolean {
  if (provider === null || recharge.provider === null) return false;
  const family = familyOf(provider);
  if (family !== familyOf(recharge.provider)) return true;
  return family === 'network' && provider.toLowerCase() !== recharge.provider.toLowerCase();
}

function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function paymentsOf(rows: RowReader, recharge: Row<'recharges'>, byId: boolean): Row<'payments'>[] {
  const found = new Map<string, Row<'payments'>>();
  const add = (row: Row<'payments'>) => {
    if (!isOfAnother(row, recharge)) found.set(`${row.provider}/${row.payment_id}`, row);
  };
  rows.all('payments', byRecharge, recharge.recharge_id).forEach(add);
  for (const id of new Set([recharge.payment_id, recharge.external_id]))
    if (byId && id) rows.all('payments', byPayment, id).forEach(add);
  return sameProvider([...found.values()], recharge).toSorted(
    (a, b) => (a.created_at ?? 0) - (b.created_at ?? 0) || byName(a.payment_id, b.payment_id),
  );
}

/** Coins only: diamonds and beans of the same order are other wallets. */
function tiedEntries(
  rows: RowReader,
  recharge: Row<'recharges'>,
  externals: ReadonlySet<string>,
): Row<'ledger'>[] {
  const { recharge_id: own } = recharge;
  const found = new Map<string, Row<'ledger'>>();
  const add = (row: Row<'ledger'>) => {
    if (row.asset === 'coins' && !/^(gift_sent|gift_received|payout|expiry)$/.test(row.kind))
      found.set(row.entry_id, row);
  };
  rows.all('ledger', byRecharge, own).forEach(add);
  for (const id of externals) {
    const tied = rows.all('ledger', byExternal, id);
    // An id that stands for everything tells nothing apart: then all of its entries count.
    const told = tied.length <= mostTied;
    for (const row of tied)
      if (!told || row.recharge_id === own || !isEntryOfAnother(rows, row, recharge)) add(row);
  }
  return [...found.values()].toSorted((a, b) => a.at - b.at || (a.entry_id < b.entry_id ? -1 : 1));
}

/**
 * An entry that only shares the provider's id: it names an order at another provider, or stands
 * in the account of one. An entry of the same provider is a grant of this purchase, whatever
 * order it names: one grant an external id (facts §2.1).
 */
function isEntryOfAnother(
  rows: RowReader,
  entry: Row<'ledger'>,
  recharge: Row<'recharges'>,
): boolean {
  if (entry.recharge_id !== null) {
    const named = rows.get('recharges', byRecharge, entry.recharge_id);
    return named !== null && elsewhere(named.provider, recharge);
  }
  if (entry.account_id === recharge.account_id) return false;
  return [byExternal, byPayment]
    .flatMap((condition) => rows.all('recharges', condition, entry.external_id))
    .some((other) => other.account_id === entry.account_id && elsewhere(other.provider, recharge));
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

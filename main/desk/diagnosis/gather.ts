import type { Row, RowReader } from '../records/records.ts';
import type { Answer, Bundle, CopyReach, Evidence } from './evidence.ts';
import type { Market } from './market.ts';
import type { NamedOrders } from './named-orders.ts';
import type { Settings } from './settings.ts';
import { readUsage } from './usage.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** Most rows of one kind that one attempt is judged by; more of them would say nothing new. */
const most = 200;

export interface GatherDeps {
  readonly rows: RowReader;
  readonly answersTo: (recharge: string) => readonly Answer[];
  readonly deskCoinsFor: (recharge: string) => bigint;
  readonly flaggedSeller: (seller: string) => boolean;
}

/** What stays the same over many attempts: one copy, its small tables and the thresholds. */
export interface Frame {
  readonly copy: CopyReach;
  readonly market: Market;
  readonly settings: Settings;
  readonly namedOrders: NamedOrders;
}

/**
 * Reads everything about one attempt: indexed reads only, and the costlier ones only where the
 * first ones give a reason for them. What comes back is never read again.
 */
export function gather(deps: GatherDeps, frame: Frame, recharge: Row<'recharges'>): Evidence {
  const { rows } = deps;
  const bundle = gatherBundle(rows, recharge);
  const account = rows.get('accounts', 'where account_id = ?', recharge.account_id);
  const tickets = ticketsOn(rows, recharge);
  const seller =
    recharge.seller_domain === null
      ? null
      : rows.get('sellers', 'where seller_id = ?', recharge.seller_domain);
  const granted = bundle.ledger.find((entry) => entry.delta > 0n);
  const unpaid = bundle.ledger.length === 0 && bundle.stores.length === 0;
  return {
    ...bundle,
    account,
    device: recharge.device_id
      ? rows.get('devices', 'where device_id = ?', recharge.device_id)
      : null,
    alike: gatherAlike(rows, frame.settings, bundle),
    sessions: rows.all(
      'sessions',
      'where account_id = ? and started_at between ? and ? order by started_at limit ?',
      recharge.account_id,
      recharge.created_at - 6 * hour,
      recharge.created_at + (granted ? 14 * day : hour),
      most,
    ),
    tickets,
    answers: deps.answersTo(recharge.recharge_id),
    gifts: granted && asksForGifts(bundle, tickets) ? giftsAfter(rows, granted) : [],
    usage: unpaid ? readUsage(rows, frame.market, recharge, account) : [],
    cardDeclines: recharge.instrument_id === null || granted ? 0 : declinesBefore(rows, recharge),
    seller,
    sellerFlagged:
      seller?.status === 'flagged' ||
      (recharge.seller_domain !== null && deps.flaggedSeller(recharge.seller_domain)),
    market: frame.market,
    copy: frame.copy,
    deskCoins: deps.deskCoinsFor(recharge.recharge_id),
  };
}

/** Tickets that name the attempt: by their own column, or in their words. */
function ticketsOn(rows: RowReader, recharge: Row<'recharges'>): Row<'tickets'>[] {
  const found = rows.all('tickets', 'where recharge_id = ?', recharge.recharge_id);
  const others = rows.all('tickets', 'where account_id = ?', recharge.account_id);
  for (const ticket of others) {
    if (ticket.recharge_id !== null) continue;
    const text = `${ticket.subject ?? ''}\n${ticket.body ?? ''}`;
    const named = [recharge.recharge_id, recharge.external_id].some(
      (id) => id !== null && id.length >= 6 && text.includes(id),
    );
    if (named) found.push(ticket);
  }
  return found.toSorted((a, b) => a.opened_at - b.opened_at);
}

/** Gifts are looked for where somebody asks after the coins, or the money went back. */
function asksForGifts(bundle: Bundle, tickets: readonly unknown[]): boolean {
  return (
    tickets.length > 0 ||
    bundle.ledger.some((entry) => entry.delta < 0n) ||
    bundle.stores.some((row) => row.voided_at !== null || row.state === 'refunded') ||
    bundle.payments.some((row) => row.disputed === true || (row.refunded_minor ?? 0n) > 0n) ||
    bundle.events.some((event) => /^(refunded|voided|disputed)$/.test(event.stage))
  );
}

function giftsAfter(rows: RowReader, granted: Row<'ledger'>): readonly Row<'ledger'>[] {
  return rows
    .all(
      'ledger',
      `where account_id = ? and at >= ? and kind = 'gift_sent' order by at, entry_id limit ?`,
      granted.account_id,
      granted.at,
      most,
    )
    .filter((entry) => entry.asset === 'coins');
}

function declinesBefore(rows: RowReader, recharge: Row<'recharges'>): number {
  return rows.all(
    'payments',
    `where instrument_id = ? and status in ('failed', 'canceled', 'requires_payment_method')
       and created_at > ? and created_at <= ? limit 100`,
    recharge.instrument_id,
    recharge.created_at - day,
    recharge.created_at + hour,
  ).length;
}

/** The order and its echoes at store, processor and ledger. */
export function gatherBundle(rows: RowReader, recharge: Row<'recharges'>): Bundle {
  const id = recharge.recharge_id;
  const stores = storesOf(rows, recharge);
  const payments = paymentsOf(rows, recharge);
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
    events: inOrder(rows.all('recharge_events', 'where recharge_id = ? order by seq', id)),
    stores,
    payments,
    ledger: tiedEntries(rows, id, externals),
    instrument: instrumentId
      ? rows.get('instruments', 'where instrument_id = ?', instrumentId)
      : null,
  };
}

function storesOf(rows: RowReader, recharge: Row<'recharges'>): Row<'store_records'>[] {
  if (recharge.channel === 'web' && recharge.external_id === null) return [];
  const found = new Map<string, Row<'store_records'>>();
  const add = (row: Row<'store_records'>) => found.set(`${row.provider}/${row.external_id}`, row);
  rows.all('store_records', 'where recharge_id = ?', recharge.recharge_id).forEach(add);
  if (recharge.external_id) {
    rows.all('store_records', 'where external_id = ?', recharge.external_id).forEach(add);
    rows.all('store_records', 'where purchase_token = ?', recharge.external_id).forEach(add);
  }
  // A later row with the same token is the same purchase under its order id.
  for (const row of found.values())
    if (row.purchase_token) {
      rows.all('store_records', 'where purchase_token = ?', row.purchase_token).forEach(add);
      rows.all('store_records', 'where external_id = ?', row.purchase_token).forEach(add);
    }
  return [...found.values()];
}

function paymentsOf(rows: RowReader, recharge: Row<'recharges'>): Row<'payments'>[] {
  const found = new Map<string, Row<'payments'>>();
  const add = (row: Row<'payments'>) => found.set(`${row.provider}/${row.payment_id}`, row);
  rows.all('payments', 'where recharge_id = ?', recharge.recharge_id).forEach(add);
  for (const id of new Set([recharge.payment_id, recharge.external_id]))
    if (id) rows.all('payments', 'where payment_id = ?', id).forEach(add);
  return [...found.values()].toSorted((a, b) => (a.created_at ?? 0) - (b.created_at ?? 0));
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
  rows.all('ledger', 'where recharge_id = ?', recharge).forEach(add);
  for (const id of externals) rows.all('ledger', 'where external_id = ?', id).forEach(add);
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

/**
 * Neighbours that may belong to the same purchase: same sku or coins, chained by the gap. Most
 * attempts have none, and then the index alone says so.
 */
function gatherAlike(rows: RowReader, settings: Settings, own: Bundle): readonly Bundle[] {
  const { recharge } = own;
  const gap = settings.storyGapMs;
  let others: readonly Row<'recharges'>[] = [];
  for (;;) {
    const times = [recharge.created_at, ...others.map((row) => row.created_at)];
    // The chain grows at its ends: what is within the gap of either end belongs to it, too.
    const longer = rows
      .all(
        'recharges',
        'where account_id = ? and created_at between ? and ? and recharge_id <> ? limit ?',
        recharge.account_id,
        Math.min(...times) - gap,
        Math.max(...times) + gap,
        recharge.recharge_id,
        most,
      )
      .filter((row) => isAlike(row, recharge));
    if (longer.length <= others.length) break;
    others = longer;
    if (others.length >= most) break;
  }
  if (others.length === 0) return [own];
  return [own, ...others.map((row) => gatherBundle(rows, row))].toSorted(
    (a, b) =>
      a.recharge.created_at - b.recharge.created_at ||
      (a.recharge.recharge_id < b.recharge.recharge_id ? -1 : 1),
  );
}

function isAlike(row: Row<'recharges'>, recharge: Row<'recharges'>): boolean {
  return (
    (row.sku !== null && row.sku === recharge.sku) ||
    (row.coins !== null && row.coins === recharge.coins)
  );
}

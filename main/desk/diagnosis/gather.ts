import type { Row, RowReader } from '../records/records.ts';
import { gatherBundle } from './bundle.ts';
import type { OwnCodes } from './codes/own.ts';
import type { Bundle, CopyReach, Evidence } from './evidence.ts';
import type { Market } from './market.ts';
import type { NamedOrders } from './named-orders.ts';
import type { OwnFacts } from './own-facts.ts';
import {
  byAccount,
  byDevice,
  byRecharge,
  neighboursBetween,
  sessionReach,
  sessionsBetween,
} from './reads.ts';
import type { Settings } from './settings.ts';
import { readUsage } from './usage.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** Most rows of one kind that one attempt is judged by; more of them would say nothing new. */
const most = 200;
/** Most attempts around one that are read as its story. */
const mostAlike = 60;

export interface GatherDeps {
  readonly rows: RowReader;
  readonly own: OwnFacts;
}

/** What stays the same over many attempts: one copy, its small tables and the thresholds. */
export interface Frame {
  readonly copy: CopyReach;
  readonly market: Market;
  readonly settings: Settings;
  readonly namedOrders: NamedOrders;
  readonly ownCodes: OwnCodes;
  /** The checklist, and the codes of this desk's owner where there are any. */
  readonly version: string;
}

/**
 * Reads everything about one attempt: indexed reads only, and the costlier ones only where the
 * first ones give a reason for them. Rows are put in order here: `order by` and `limit` with a
 * bound value make SQLite plan the statement anew at every call, which costs more than the read. What comes back is never read again.
 */
export function gather(deps: GatherDeps, frame: Frame, recharge: Row<'recharges'>): Evidence {
  const { rows } = deps;
  const bundle = gatherBundle(rows, recharge);
  const account = rows.get('accounts', byAccount, recharge.account_id);
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
    // A device says what a failed attempt ran on; a granted one has shown that it could.
    device:
      recharge.device_id && !(granted && recharge.app_version)
        ? rows.get('devices', byDevice, recharge.device_id)
        : null,
    alike: gatherAlike(rows, frame.settings, bundle),
    sessions: sessionsAround(rows, recharge, granted !== undefined),
    tickets,
    answers: deps.own.answersTo(recharge.recharge_id),
    gifts: granted && asksForGifts(bundle, tickets) ? giftsAfter(rows, granted) : [],
    usage: unpaid ? readUsage(rows, frame.market, recharge, account) : [],
    cardDeclines: recharge.instrument_id === null || granted ? 0 : declinesBefore(rows, recharge),
    seller,
    sellerFlagged:
      seller?.status === 'flagged' ||
      (recharge.seller_domain !== null && deps.own.flaggedSeller(recharge.seller_domain)),
    market: frame.market,
    copy: frame.copy,
    deskCoins: deps.own.deskCoinsFor(recharge.recharge_id),
    ownCodes: frame.ownCodes,
    version: frame.version,
  };
}

/** Tickets that name the attempt: by their own column, or in their words. */
function ticketsOn(rows: RowReader, recharge: Row<'recharges'>): Row<'tickets'>[] {
  const found = rows.all('tickets', byRecharge, recharge.recharge_id);
  const others = rows.all('tickets', byAccount, recharge.account_id);
  for (const ticket of others) {
    if (ticket.recharge_id !== null) continue;
    const text = `${ticket.subject ?? ''}\n${ticket.body ?? ''}`;
    const named = [recharge.recharge_id, recharge.external_id].some(
      (id) => id !== null && id.length >= 6 && text.includes(id),
    );
    if (named) found.push(ticket);
  }
  return found.toSorted(
    (a, b) => a.opened_at - b.opened_at || (a.ticket_id < b.ticket_id ? -1 : 1),
  );
}

/** Sessions around the attempt, and after a grant those that may show an old balance. */
function sessionsAround(
  rows: RowReader,
  recharge: Row<'recharges'>,
  granted: boolean,
): Row<'sessions'>[] {
  return rows
    .all(
      'sessions',
      sessionsBetween,
      recharge.account_id,
      recharge.created_at - sessionReach.beforeMs,
      recharge.created_at + (granted ? sessionReach.afterGrantMs : sessionReach.afterMs),
    )
    .toSorted((a, b) => a.started_at - b.started_at || (a.session_id < b.session_id ? -1 : 1))
    .slice(0, most);
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
      `where account_id = ? and at >= ? and kind = 'gift_sent' order by at, entry_id limit ${most}`,
      granted.account_id,
      granted.at,
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
        neighboursBetween,
        recharge.account_id,
        Math.min(...times) - gap,
        Math.max(...times) + gap,
        recharge.recharge_id,
      )
      .filter((row) => isAlike(row, recharge));
    if (longer.length <= others.length) break;
    others = longer;
    if (others.length >= mostAlike) break;
  }
  if (others.length === 0) return [own];
  return [own, ...nearest(others, recharge).map((row) => gatherBundle(rows, row))].toSorted(
    (a, b) =>
      a.recharge.created_at - b.recharge.created_at ||
      (a.recharge.recharge_id < b.recharge.recharge_id ? -1 : 1),
  );
}

/** Of a crowd the ones nearest in time: no person tries so often, and each of them costs a bundle. */
function nearest(
  others: readonly Row<'recharges'>[],
  { created_at: at }: Row<'recharges'>,
): readonly Row<'recharges'>[] {
  if (others.length <= mostAlike) return others;
  return others
    .toSorted(
      (a, b) =>
        Math.abs(a.created_at - at) - Math.abs(b.created_at - at) ||
        (a.recharge_id < b.recharge_id ? -1 : 1),
    )
    .slice(0, mostAlike);
}

function isAlike(row: Row<'recharges'>, recharge: Row<'recharges'>): boolean {
  return (
    (row.sku !== null && row.sku === recharge.sku) ||
    (row.coins !== null && row.coins === recharge.coins)
  );
}

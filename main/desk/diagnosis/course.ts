import type { Row } from '../records/records.ts';
import { familyOf } from './codes/lookup.ts';
import { cite, type Cited } from './cite.ts';
import type { Bundle, CopyReach } from './evidence.ts';
import { type Finding, findingsOf, type Surroundings } from './findings.ts';
import { type Grant, grantOf } from './grant.ts';
import { type Money, moneyOf } from './money.ts';
import type { Settings } from './settings.ts';

/** Where the money of an attempt goes: only on the web does anybody of ours see the card. */
export type World = 'store' | 'web' | 'partner';

/** What became of one attempt: money, coins, receipt, and everything that said no. */
export interface Course {
  readonly bundle: Bundle;
  readonly world: World;
  readonly store: Row<'store_records'> | null;
  readonly payment: Row<'payments'> | null;
  readonly receipt: {
    readonly state: 'verified' | 'failed' | 'unchecked';
    readonly cites: readonly Cited[];
  };
  readonly money: Money;
  readonly grant: Grant;
  readonly findings: readonly Finding[];
}

export function worldOf({ recharge, stores, payments }: Bundle): World {
  if (recharge.channel === 'app_store' || recharge.channel === 'google_play') return 'store';
  // A store's record without a processor's says more than the channel of the order.
  if (stores.length > 0 && payments.length === 0) return 'store';
  if (recharge.channel === 'web' || recharge.channel === 'partner') return recharge.channel;
  const family = familyOf(recharge.provider);
  return family === 'apple' || family === 'google' ? 'store' : 'web';
}

/** Pure: the same rows and the same age of the copy give the same course. */
export function courseOf(
  bundle: Bundle,
  around: Surroundings,
  settings: Settings,
  copy: CopyReach,
): Course {
  const world = worldOf(bundle);
  const store = mainStore(bundle.stores);
  const payment = mainPayment(bundle.payments);
  const findings = findingsOf(bundle, around);
  const receipt = receiptOf(bundle, store, findings);
  return {
    bundle,
    world,
    store,
    payment,
    receipt,
    findings,
    money: moneyOf({ bundle, world, store, payment, receipt: receipt.state, settings, copy }),
    grant: grantOf(bundle),
  };
}

const storeRank: Readonly<Record<string, number>> = {
  refunded: 3,
  purchased: 2,
  cancelled: 1,
  pending: 0,
};

/** Several rows of one purchase, as when the token became an order: the one that went furthest. */
function mainStore(rows: readonly Row<'store_records'>[]): Row<'store_records'> | null {
  return rows.reduce<Row<'store_records'> | null>((best, row) => {
    if (best === null) return row;
    return (storeRank[row.state ?? ''] ?? -1) >= (storeRank[best.state ?? ''] ?? -1) ? row : best;
  }, null);
}

const paymentRank: Readonly<Record<string, number>> = {
  succeeded: 6,
  requires_capture: 5,
  processing: 4,
  requires_action: 3,
  failed: 2,
  canceled: 1,
  requires_payment_method: 0,
};

function mainPayment(rows: readonly Row<'payments'>[]): Row<'payments'> | null {
  return rows.reduce<Row<'payments'> | null>((best, row) => {
    if (best === null) return row;
    return (paymentRank[row.status ?? ''] ?? -1) > (paymentRank[best.status ?? ''] ?? -1)
      ? row
      : best;
  }, null);
}

/** The last word on the receipt; an answer "try again later" is no word. */
function receiptOf(
  bundle: Bundle,
  store: Row<'store_records'> | null,
  findings: readonly Finding[],
): Course['receipt'] {
  if (store?.signature === 'failed')
    return { state: 'failed', cites: [cite('store_records', store, 'signature')] };
  const temporary = new Set(
    findings
      .filter((one) => one.stage === 'verify_failed' && one.cause === 'temporary')
      .map((one) => one.at),
  );
  const last = bundle.events.findLast(
    (event) =>
      event.stage === 'verified' || (event.stage === 'verify_failed' && !temporary.has(event.at)),
  );
  if (last)
    return {
      state: last.stage === 'verified' ? 'verified' : 'failed',
      cites: [
        cite('recharge_events', last, 'stage'),
        ...(last.code === null ? [] : [cite('recharge_events', last, 'code')]),
      ],
    };
  if (store?.signature === 'verified')
    return { state: 'verified', cites: [cite('store_records', store, 'signature')] };
  return { state: 'unchecked', cites: [] };
}

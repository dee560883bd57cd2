import type { Row } from '../records/records.ts';
import { cite, type Cited } from './cite.ts';
import type { MoneyInput } from './money.ts';
import { isReview } from './reviews.ts';

/** Money that was taken went back, in whole or in part. */
interface Return {
  readonly at: number;
  readonly lastAt: number;
  readonly part: boolean;
  readonly cites: readonly Cited[];
}

/** What store, processor and notices say of a refund; null where none does. */
export function returnOf({ bundle, store, payment }: MoneyInput): Return | null {
  const events = bundle.events.filter(
    (event) =>
      (event.stage === 'refunded' && !/DECLINED/i.test(event.code ?? '')) ||
      event.stage === 'voided',
  );
  const cites: Cited[] = events.map((event) => cite('recharge_events', event, 'stage'));
  const times = events.map((event) => event.at);
  // Records that count the refund are believed before notices that name no amount.
  const counted =
    store?.refunded_quantity != null ||
    store?.refunded_minor != null ||
    (payment?.refunded_minor ?? 0n) > 0n;
  let full = events.some(
    (event) => isFull(event, payment, bundle.recharge) && !(counted && event.amount_minor === null),
  );
  if (store && (store.state === 'refunded' || store.voided_at !== null)) {
    const part =
      store.refunded_quantity !== null &&
      store.refunded_quantity < (store.quantity ?? bundle.recharge.quantity ?? 1);
    const partMoney =
      store.refunded_quantity === null &&
      store.refunded_minor !== null &&
      store.price_minor !== null &&
      store.refunded_minor < store.price_minor;
    if (!part && !partMoney) full = true;
    cites.push(
      store.voided_at === null
        ? cite('store_records', store, 'state')
        : cite('store_records', store, 'voided_at'),
    );
    if (store.voided_at !== null) times.push(store.voided_at);
  }
  if (payment && (payment.refunded_minor ?? 0n) > 0n) {
    const whole = payment.captured_minor ?? payment.amount_minor;
    if (whole === null || (payment.refunded_minor ?? 0n) >= whole) full = true;
    cites.push(cite('payments', payment, 'refunded_minor'));
  }
  if (cites.length === 0) return null;
  const fallback = store?.purchased_at ?? payment?.captured_at ?? bundle.recharge.created_at;
  const at = times.length > 0 ? Math.min(...times) : fallback;
  return { at, lastAt: times.length > 0 ? Math.max(...times) : at, part: !full, cites };
}

function isFull(
  event: Row<'recharge_events'>,
  payment: Row<'payments'> | null,
  recharge: Row<'recharges'>,
): boolean {
  if (event.stage === 'voided' || event.amount_minor === null) return true;
  const whole = payment?.captured_minor ?? payment?.amount_minor ?? recharge.amount_minor;
  const amount = event.amount_minor < 0n ? -event.amount_minor : event.amount_minor;
  return whole === null || amount >= whole;
}

/**
 * A dispute that somebody opened; lost where its coins were clawed back for it, as far as this
 * copy has events at all: only they say that it was won.
 */
export function disputeOf({
  bundle,
  payment,
  copy,
}: MoneyInput): { at: number; lost: boolean; cites: readonly Cited[] } | null {
  const event = bundle.events.find((one) => one.stage === 'disputed' && !isReview(one));
  const row = payment?.disputed === true ? payment : null;
  if (!event && !row) return null;
  const at = event?.at ?? row?.dispute_at ?? payment?.captured_at ?? bundle.recharge.created_at;
  return {
    at,
    lost:
      copy.covers(at, 'recharge_events') &&
      bundle.ledger.some((entry) => entry.kind === 'chargeback_clawback'),
    cites: [
      ...(event ? [cite('recharge_events', event, 'stage')] : []),
      ...(row ? [cite('payments', row, 'disputed')] : []),
    ],
  };
}

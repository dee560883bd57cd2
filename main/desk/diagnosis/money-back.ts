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

/** What one side says of a refund; `full` where it was all of the money. */
interface Said {
  readonly full: boolean;
  readonly times: readonly number[];
  readonly cites: readonly Cited[];
}

/** What store, processor and notices say of a refund; null where none does. */
export function returnOf(input: MoneyInput): Return | null {
  const { bundle, store, payment } = input;
  const said = [saidByNotices(input), saidByStore(input), saidByProcessor(input)];
  const cites = said.flatMap((one) => one.cites);
  if (cites.length === 0) return null;
  const times = said.flatMap((one) => one.times);
  const fallback = store?.purchased_at ?? payment?.captured_at ?? bundle.recharge.created_at;
  return {
    at: times.length > 0 ? Math.min(...times) : fallback,
    lastAt: times.length > 0 ? Math.max(...times) : fallback,
    part: !said.some((one) => one.full),
    cites,
  };
}

function saidByNotices({ bundle, store, payment }: MoneyInput): Said {
  const events = bundle.events.filter(
    (event) =>
      (event.stage === 'refunded' && !/DECLINED/i.test(event.code ?? '')) ||
      event.stage === 'voided',
  );
  // Records that count the refund are believed before notices that name no amount.
  const counted =
    store?.refunded_quantity != null ||
    store?.refunded_minor != null ||
    (payment?.refunded_minor ?? 0n) > 0n;
  return {
    full: events.some(
      (event) =>
        isFull(event, payment, bundle.recharge) && !(counted && event.amount_minor === null),
    ),
    times: events.map((event) => event.at),
    cites: events.map((event) => cite('recharge_events', event, 'stage')),
  };
}

const silent: Said = { full: false, times: [], cites: [] };

function saidByStore({ bundle, store }: MoneyInput): Said {
  if (!store || (store.state !== 'refunded' && store.voided_at === null)) return silent;
  const { refunded_quantity: packs, refunded_minor: money } = store;
  const part =
    packs === null
      ? money !== null && store.price_minor !== null && money < store.price_minor
      : packs < (store.quantity ?? bundle.recharge.quantity ?? 1);
  return {
    full: !part,
    times: store.voided_at === null ? [] : [store.voided_at],
    cites: [cite('store_records', store, store.voided_at === null ? 'state' : 'voided_at')],
  };
}

function saidByProcessor({ payment }: MoneyInput): Said {
  const refunded = payment?.refunded_minor ?? 0n;
  if (!payment || refunded <= 0n) return silent;
  const whole = payment.captured_minor ?? payment.amount_minor;
  return {
    full: whole === null || refunded >= whole,
    times: [],
    cites: [cite('payments', payment, 'refunded_minor')],
  };
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

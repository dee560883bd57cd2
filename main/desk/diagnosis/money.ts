import type { Row } from '../records/records.ts';
import { cite, type Cited } from './cite.ts';
import type { World } from './course.ts';
import type { Bundle, CopyReach } from './evidence.ts';
import { isReview } from './reviews.ts';
import type { Settings } from './settings.ts';

/**
 * How far the money got. `returned` and `part_returned`: it was taken and given back.
 * `contested`: a dispute is open. `claimed`: only the app says that the store sold it.
 */
export type MoneyState =
  | 'captured'
  | 'returned'
  | 'part_returned'
  | 'contested'
  | 'held'
  | 'hold_over'
  | 'pending'
  | 'pending_over'
  | 'processing'
  | 'action'
  | 'claimed'
  | 'test'
  | 'none';

export interface Money {
  readonly state: MoneyState;
  /** What proves that money was taken: the processor's or store's own record, or an event of it. */
  readonly proof: 'record' | 'event' | null;
  /** When it was taken, held or set pending; UTC ms. */
  readonly at: number | null;
  readonly cites: readonly Cited[];
  readonly returnedAt: number | null;
  readonly returnCites: readonly Cited[];
  /** A refund or dispute was taken back: the money is ours again. */
  readonly restoredAt: number | null;
  readonly restoreCites: readonly Cited[];
  /** The parent took back consent. */
  readonly consentWithdrawn: boolean;
  /** Records that contradict each other, in words; null where they agree. */
  readonly doubt: string | null;
}

interface Input {
  readonly bundle: Bundle;
  readonly world: World;
  readonly store: Row<'store_records'> | null;
  readonly payment: Row<'payments'> | null;
  readonly receipt: 'verified' | 'failed' | 'unchecked';
  readonly settings: Settings;
  readonly copy: CopyReach;
}

type Event = Row<'recharge_events'>;

const nothing: Money = {
  state: 'none',
  proof: null,
  at: null,
  cites: [],
  returnedAt: null,
  returnCites: [],
  restoredAt: null,
  restoreCites: [],
  consentWithdrawn: false,
  doubt: null,
};

export function moneyOf(input: Input): Money {
  const { store } = input;
  if (store && isTest(store))
    return {
      ...nothing,
      state: 'test',
      at: store.purchased_at,
      cites: [cite('store_records', store, 'test_kind')],
    };
  const taken = takenOf(input);
  if (taken) return afterwards(input, taken);
  return unpaidOf(input);
}

function isTest(store: Row<'store_records'>): boolean {
  if (store.test_kind !== null) return /^(test|promo|sandbox)$/.test(store.test_kind);
  return /"environment"\s*:\s*"(sandbox|xcode|localtesting)"/i.test(store.raw ?? '');
}

type Taken = Pick<Money, 'proof' | 'at' | 'cites' | 'doubt'>;

/** Proof that money was taken, the strongest first; null where there is none. */
function takenOf({ bundle, store, payment, receipt, world }: Input): Taken | null {
  if (
    store &&
    (store.state === 'purchased' || store.state === 'refunded' || store.voided_at !== null)
  )
    return {
      proof: receipt === 'failed' && store.state === 'purchased' ? null : 'record',
      at: store.purchased_at ?? store.pending_since ?? bundle.recharge.created_at,
      cites: [cite('store_records', store, 'state')],
      doubt: receipt === 'failed' ? 'The store record stands beside a receipt that failed.' : null,
    };
  if (payment?.status === 'succeeded')
    return {
      proof: payment.captured_minor === 0n ? null : 'record',
      at: payment.captured_at ?? payment.created_at ?? bundle.recharge.created_at,
      cites: [cite('payments', payment, 'status'), cite('payments', payment, 'captured_minor')],
      doubt:
        payment.captured_minor === 0n ? 'The payment says succeeded, and captured nothing.' : null,
    };
  const event = bundle.events.findLast((one) =>
    world === 'store'
      ? one.stage === 'verified'
      : one.stage === 'captured' || one.stage === 'verified',
  );
  if (!event) return null;
  const cancelled = store?.state === 'cancelled';
  const refused = payment !== null && payment.status !== null && payment.status !== 'processing';
  if (cancelled && receipt !== 'verified') return null;
  return {
    proof: cancelled || refused || store?.state === 'pending' ? null : 'event',
    at: event.at,
    cites: [cite('recharge_events', event, 'stage')],
    doubt:
      cancelled || refused || store?.state === 'pending'
        ? `An event says ${event.stage}, the ${payment ? `processor says ${payment.status}` : `store says ${store?.state}`}.`
        : null,
  };
}

/** Was it given back, and if so, was that taken back again? */
function afterwards(input: Input, taken: Taken): Money {
  const { bundle, store } = input;
  const back = returnOf(input);
  const dispute = disputeOf(input);
  const returnedAt = back?.at ?? dispute?.at ?? null;
  const restored = bundle.events.findLast(
    (event) =>
      (event.stage === 'refund_reversed' || event.stage === 'dispute_won') &&
      (returnedAt === null || event.at >= returnedAt || store?.state === 'refunded'),
  );
  // A refund after a reversal counts again.
  const again = restored && back && back.lastAt > restored.at;
  const base: Money = {
    ...nothing,
    ...taken,
    state: 'captured',
    returnedAt,
    returnCites: [...(back?.cites ?? []), ...(dispute?.cites ?? [])],
    consentWithdrawn: bundle.events.some(
      (event) => event.code?.toUpperCase() === 'RESCIND_CONSENT',
    ),
  };
  if (restored && !again)
    return {
      ...base,
      restoredAt: restored.at,
      restoreCites: [cite('recharge_events', restored, 'stage')],
    };
  if (back) return { ...base, state: back.part ? 'part_returned' : 'returned' };
  if (dispute) return { ...base, state: dispute.lost ? 'returned' : 'contested' };
  return base;
}

interface Return {
  readonly at: number;
  readonly lastAt: number;
  readonly part: boolean;
  readonly cites: readonly Cited[];
}

function returnOf({ bundle, store, payment }: Input): Return | null {
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
  event: Event,
  payment: Row<'payments'> | null,
  recharge: Row<'recharges'>,
): boolean {
  if (event.stage === 'voided' || event.amount_minor === null) return true;
  const whole = payment?.captured_minor ?? payment?.amount_minor ?? recharge.amount_minor;
  const amount = event.amount_minor < 0n ? -event.amount_minor : event.amount_minor;
  return whole === null || amount >= whole;
}

function disputeOf({
  bundle,
  payment,
}: Input): { at: number; lost: boolean; cites: readonly Cited[] } | null {
  const event = bundle.events.find((one) => one.stage === 'disputed' && !isReview(one));
  const row = payment?.disputed === true ? payment : null;
  if (!event && !row) return null;
  return {
    at: event?.at ?? row?.dispute_at ?? payment?.captured_at ?? bundle.recharge.created_at,
    lost: bundle.ledger.some((entry) => entry.kind === 'chargeback_clawback'),
    cites: [
      ...(event ? [cite('recharge_events', event, 'stage')] : []),
      ...(row ? [cite('payments', row, 'disputed')] : []),
    ],
  };
}

/** No money was taken: how far it got. */
function unpaidOf(input: Input): Money {
  const { bundle, store, payment, settings, copy } = input;
  const hold = holdOf(bundle, payment);
  if (hold) {
    const over = hold.ended || (copy.asOf !== null && copy.asOf > hold.at + settings.holdMs);
    return { ...nothing, state: over ? 'hold_over' : 'held', at: hold.at, cites: hold.cites };
  }
  const pending = pendingOf(bundle, store);
  if (pending && input.world === 'store') return { ...nothing, ...pending };
  const waits = payment?.status === 'processing';
  if (payment && waits)
    return {
      ...nothing,
      state: 'processing',
      at: payment.created_at ?? bundle.recharge.created_at,
      cites: [cite('payments', payment, 'status')],
    };
  // Outside the stores a pending purchase is a processor's slow method.
  if (pending?.state === 'pending' && payment?.status !== 'failed')
    return { ...nothing, ...pending, state: 'processing' };
  const action = bundle.events.findLast((event) => event.stage === 'requires_action');
  const later =
    action && bundle.events.some((event) => event.stage === 'declined' && event.at >= action.at);
  if (payment?.status === 'requires_action' || (action && !later))
    return {
      ...nothing,
      state: 'action',
      at: action?.at ?? payment?.created_at ?? null,
      cites: [
        ...(action ? [cite('recharge_events', action, 'stage')] : []),
        ...(payment ? [cite('payments', payment, 'status')] : []),
      ],
    };
  const claim = bundle.events.findLast((event) => event.stage === 'store_purchased');
  if (claim)
    return {
      ...nothing,
      state: 'claimed',
      at: claim.at,
      cites: [cite('recharge_events', claim, 'stage')],
    };
  return nothing;
}

function holdOf(
  bundle: Bundle,
  payment: Row<'payments'> | null,
): { at: number; ended: boolean; cites: readonly Cited[] } | null {
  const event = bundle.events.findLast((one) => one.stage === 'authorised');
  const row = payment?.status === 'requires_capture' ? payment : null;
  if (!event && !row) return null;
  const at = event?.at ?? row?.created_at ?? bundle.recharge.created_at;
  if (payment?.status === 'failed') return null;
  const declined = bundle.events.find((one) => one.stage === 'declined' && one.at > at);
  if (declined && !row && !/expired_for_capture|authorization_expired/.test(`${declined.code}`))
    return null;
  const ended = bundle.events.some(
    (one) => (one.stage === 'expired' || one.stage === 'cancelled') && one.at >= at,
  );
  return {
    at,
    ended: ended || payment?.status === 'canceled',
    cites: [
      ...(event ? [cite('recharge_events', event, 'stage')] : []),
      ...(row ? [cite('payments', row, 'status')] : []),
    ],
  };
}

function pendingOf(
  bundle: Bundle,
  store: Row<'store_records'> | null,
): Pick<Money, 'state' | 'at' | 'cites'> | null {
  const event = bundle.events.findLast((one) => one.stage === 'store_pending');
  const waited = store?.state === 'pending' || store?.pending_since != null || event !== undefined;
  if (!waited) return null;
  if (store?.state === 'purchased' || store?.state === 'refunded') return null;
  const at = store?.pending_since ?? event?.at ?? bundle.recharge.created_at;
  const later = bundle.events.find(
    (one) => (one.stage === 'cancelled' || one.stage === 'expired') && one.at >= at,
  );
  const over = store?.state === 'cancelled' || later !== undefined;
  return {
    state: over ? 'pending_over' : 'pending',
    at,
    cites: [
      ...(event ? [cite('recharge_events', event, 'stage')] : []),
      ...(store ? [cite('store_records', store, 'state')] : []),
      ...(later ? [cite('recharge_events', later, 'stage')] : []),
    ],
  };
}

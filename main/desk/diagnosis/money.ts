import { sayWord } from '../../../contract/say.ts';
import type { Row } from '../records/records.ts';
import { cite, type Cited } from './cite.ts';
import type { World } from './course.ts';
import type { Bundle, CopyReach } from './evidence.ts';
import { disputeOf, returnOf } from './money-back.ts';
import { openMoney } from './money-open.ts';
import type { Settings } from './settings.ts';
import { isTestPayment } from './test-payment.ts';

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

export interface MoneyInput {
  readonly bundle: Bundle;
  readonly world: World;
  readonly store: Row<'store_records'> | null;
  readonly payment: Row<'payments'> | null;
  readonly receipt: 'verified' | 'failed' | 'unchecked';
  readonly settings: Settings;
  readonly copy: CopyReach;
}

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

export function moneyOf(input: MoneyInput): Money {
  const { store, payment } = input;
  if (!store && payment && isTestPayment(payment))
    return {
      ...nothing,
      state: 'test',
      at: payment.created_at,
      cites: [cite('payments', payment, 'status')],
    };
  if (store && isTest(store))
    return {
      ...nothing,
      state: 'test',
      at: store.purchased_at,
      cites: [cite('store_records', store, 'test_kind')],
    };
  const taken = takenOf(input);
  if (taken) return afterwards(input, taken);
  return { ...nothing, ...openMoney(input) };
}

function isTest(store: Row<'store_records'>): boolean {
  if (store.test_kind !== null) return /^(test|promo|sandbox)$/.test(store.test_kind);
  return /"environment"\s*:\s*"(sandbox|xcode|localtesting)"/i.test(store.raw ?? '');
}

type Taken = Pick<Money, 'proof' | 'at' | 'cites' | 'doubt'>;

/** Proof that money was taken, the strongest first; null where there is none. */
function takenOf(input: MoneyInput): Taken | null {
  return takenByStore(input) ?? takenByPayment(input) ?? takenByEvent(input);
}

function takenByStore({ bundle, store, receipt }: MoneyInput): Taken | null {
  if (!store) return null;
  const sold = store.state === 'purchased' || store.state === 'refunded';
  if (!sold && store.voided_at === null) return null;
  return {
    proof: receipt === 'failed' && store.state === 'purchased' ? null : 'record',
    at: store.purchased_at ?? store.pending_since ?? bundle.recharge.created_at,
    cites: [cite('store_records', store, 'state')],
    doubt: receipt === 'failed' ? 'The store record stands beside a receipt that failed.' : null,
  };
}

function takenByPayment({ bundle, payment }: MoneyInput): Taken | null {
  if (payment?.status !== 'succeeded') return null;
  const empty = payment.captured_minor === 0n;
  return {
    proof: empty ? null : 'record',
    at: payment.captured_at ?? payment.created_at ?? bundle.recharge.created_at,
    cites: [cite('payments', payment, 'status'), cite('payments', payment, 'captured_minor')],
    doubt: empty ? 'The payment says succeeded, and captured nothing.' : null,
  };
}

/** Our own event that money came; no proof where a record of the other side says otherwise. */
function takenByEvent({ bundle, store, payment, receipt, world }: MoneyInput): Taken | null {
  const event = bundle.events.findLast(
    (one) => one.stage === 'verified' || (world !== 'store' && one.stage === 'captured'),
  );
  if (!event) return null;
  const cancelled = store?.state === 'cancelled';
  if (cancelled && receipt !== 'verified') return null;
  const refused = payment !== null && payment.status !== null && payment.status !== 'processing';
  const denied = cancelled || refused || store?.state === 'pending';
  const other = payment
    ? `processor says ${sayWord(payment.status ?? 'nothing')}`
    : `store says ${sayWord(store?.state ?? 'nothing')}`;
  return {
    proof: denied ? null : 'event',
    at: event.at,
    cites: [cite('recharge_events', event, 'stage')],
    doubt: denied ? `An event says ${sayWord(event.stage)}, the ${other}.` : null,
  };
}

/** Was it given back, and if so, was that taken back again? */
function afterwards(input: MoneyInput, taken: Taken): Money {
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

import type { Row } from '../records/records.ts';
import { cite, type Cited } from './cite.ts';
import type { Bundle } from './evidence.ts';
import type { Money, MoneyInput } from './money.ts';

type OpenMoney = Pick<Money, 'state' | 'at' | 'cites'>;

/** No money was taken: how far it got. */
export function openMoney(input: MoneyInput): OpenMoney {
  const { bundle, store, payment, settings, copy } = input;
  const hold = holdOf(bundle, payment);
  if (hold) {
    const over = hold.ended || (copy.asOf !== null && copy.asOf > hold.at + settings.holdMs);
    return { state: over ? 'hold_over' : 'held', at: hold.at, cites: hold.cites };
  }
  const pending = pendingOf(bundle, store);
  if (pending && input.world === 'store') return pending;
  const waits = payment?.status === 'processing';
  if (payment && waits)
    return {
      state: 'processing',
      at: payment.created_at ?? bundle.recharge.created_at,
      cites: [cite('payments', payment, 'status')],
    };
  // Outside the stores a pending purchase is a processor's slow method.
  if (pending?.state === 'pending' && payment?.status !== 'failed')
    return { ...pending, state: 'processing' };
  const action = bundle.events.findLast((event) => event.stage === 'requires_action');
  const later =
    action && bundle.events.some((event) => event.stage === 'declined' && event.at >= action.at);
  if (payment?.status === 'requires_action' || (action && !later && !endedByCode(payment)))
    return {
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
      state: 'claimed',
      at: claim.at,
      cites: [cite('recharge_events', claim, 'stage')],
    };
  return { state: 'none', at: null, cites: [] };
}

/** The processor's row says with which code it ended: the authentication is not what is open. */
function endedByCode(payment: Row<'payments'> | null): boolean {
  if (payment === null || !/^(failed|canceled|requires_payment_method)$/.test(`${payment.status}`))
    return false;
  return [payment.failure_code, payment.decline_code, payment.network_code].some(Boolean);
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

function pendingOf(bundle: Bundle, store: Row<'store_records'> | null): OpenMoney | null {
  const event = bundle.events.findLast((one) => one.stage === 'store_pending');
  const waited = store?.state === 'pending' || store?.pending_since != null || event !== undefined;
  if (!waited) return null;
  if (store?.state === 'purchased' || store?.state === 'refunded') return null;
  const at = store?.pending_since ?? event?.at ?? bundle.recharge.created_at;
  // Where no record of the store says otherwise, the purchase went on from there.
  const bought = bundle.events.some((one) => one.stage === 'store_purchased' && one.at >= at);
  if (store === null && bought) return null;
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

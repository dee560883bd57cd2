import type { ForeignRow } from './adapter.ts';
import { needed } from './adapter.ts';
import { asMs, at, fromSeconds, isObject, text } from './json.ts';
import { chargeRows, failureClears, rechargeOf, testMode } from './stripe-charges.ts';
import { stripeMinor } from './stripe-money.ts';

/** A Stripe payment intent (`object: payment_intent`), with its latest charge where it is expanded. */
export function intentRows(intent: unknown, when: string | null): ForeignRow[] {
  const currency = text(intent, 'currency');
  const created = fromSeconds(text(intent, 'created'));
  const error = at(intent, 'last_payment_error');
  const fields = {
    provider: 'stripe',
    payment_id: needed('id', text(intent, 'id')),
    recharge_id: rechargeOf(intent),
    status: text(intent, 'status'),
    currency,
    amount_minor: stripeMinor('amount', text(intent, 'amount'), currency),
    captured_minor: stripeMinor('amount_received', text(intent, 'amount_received'), currency),
    failure_code: text(error, 'code'),
    decline_code: text(error, 'decline_code'),
    network_code: text(error, 'network_decline_code'),
    created_at: created,
  };
  const payment: ForeignRow = {
    table: 'payments',
    fields,
    at: asMs(when),
    clears: failureClears(fields, error),
    extra: testMode(intent),
  };
  const charge = at(intent, 'latest_charge');
  return isObject(charge) ? [...chargeRows(charge, when), payment] : [payment];
}

import type { ForeignRow } from './adapter.ts';
import { needed } from './adapter.ts';
import { asMs, at, fromSeconds, text } from './json.ts';
import { stripeMinor } from './stripe-money.ts';

const threeDs: Readonly<Record<string, string>> = {
  authenticated: 'Y',
  attempt_acknowledged: 'A',
  failed: 'N',
  processing_error: 'U',
};

/** The payment that a charge belongs to: its intent, or for old integrations the charge itself. */
export function paymentOf(charge: unknown): string {
  return needed('id', idOf(charge, 'payment_intent') ?? text(charge, 'id'));
}

/** An id that may come expanded into the object that it names. */
export function idOf(value: unknown, name: string): string | null {
  return text(value, name) ?? text(value, name, 'id');
}

/** Our recharge, where the integration wrote it into the metadata. */
export function rechargeOf(value: unknown): string | null {
  return text(value, 'metadata', 'recharge_id') ?? text(value, 'metadata', 'order_id');
}

/** A Stripe charge (`object: charge`) as a payment and, of a card, the instrument behind it. */
export function chargeRows(charge: unknown, when: string | null): ForeignRow[] {
  const card = at(charge, 'payment_method_details', 'card');
  const outcome = at(charge, 'outcome');
  const currency = text(charge, 'currency');
  const declined = text(outcome, 'type') === 'issuer_declined';
  const created = fromSeconds(text(charge, 'created'));
  const secure = text(card, 'three_d_secure', 'result');
  const fields = {
    provider: 'stripe',
    payment_id: paymentOf(charge),
    recharge_id: rechargeOf(charge),
    status: statusOf(charge),
    currency,
    amount_minor: stripeMinor('amount', text(charge, 'amount'), currency),
    captured_minor: stripeMinor('amount_captured', text(charge, 'amount_captured'), currency),
    refunded_minor: stripeMinor('amount_refunded', text(charge, 'amount_refunded'), currency),
    failure_code: text(charge, 'failure_code'),
    decline_code: declined ? text(outcome, 'reason') : null,
    network_code: text(outcome, 'network_decline_code'),
    outcome_type: text(outcome, 'type'),
    cvc_check: text(card, 'checks', 'cvc_check'),
    postcode_check: text(card, 'checks', 'address_postal_code_check'),
    three_ds: secure === null ? null : (threeDs[secure] ?? null),
    eci: text(card, 'three_d_secure', 'electronic_commerce_indicator'),
    instrument_id: text(card, 'fingerprint'),
    created_at: created,
    disputed: text(charge, 'disputed'),
  };
  const payment: ForeignRow = {
    table: 'payments',
    fields,
    // A charge does not say when it was so; only the event that carries it does.
    at: asMs(when),
    // Lists bring the newest first: one intent's charges are told apart by when they were made.
    attempt: asMs(created),
    clears: failureClears(fields, at(charge, 'failure_code')),
    ...(when === null ? { grows: ['refunded_minor'] } : {}),
    extra: {
      charge: text(charge, 'id'),
      seller_message: text(outcome, 'seller_message'),
      ...testMode(charge),
    },
  };
  return [payment, ...instrumentRows(card)];
}

const failureColumns = ['failure_code', 'decline_code', 'network_code'] as const;

/**
 * Why an attempt failed stands for that attempt alone. `error` is what the object says of a failure:
 * null says that there is none, so that none stands any more; undefined says nothing.
 */
export function failureClears(
  fields: Readonly<Record<(typeof failureColumns)[number], string | null>>,
  error: unknown,
): readonly string[] {
  if (error === undefined) return [];
  return failureColumns.filter((column) => error === null || fields[column] !== null);
}

/** Money of the test mode was never paid; of real money nothing is noted. */
export function testMode(object: unknown): { livemode?: string } {
  return text(object, 'livemode') === 'false' ? { livemode: 'false' } : {};
}

function statusOf(charge: unknown): string | null {
  const status = text(charge, 'status');
  if (status === 'pending') return 'processing';
  return status === 'succeeded' && text(charge, 'captured') === 'false'
    ? 'requires_capture'
    : status;
}

function instrumentRows(card: unknown): ForeignRow[] {
  const fingerprint = text(card, 'fingerprint');
  if (fingerprint === null) return [];
  return [
    {
      table: 'instruments',
      fields: {
        instrument_id: fingerprint,
        kind: 'card',
        brand: text(card, 'brand'),
        last4: text(card, 'last4'),
        exp_month: text(card, 'exp_month'),
        exp_year: text(card, 'exp_year'),
        issuer_country: text(card, 'country'),
        funding: text(card, 'funding'),
      },
    },
  ];
}

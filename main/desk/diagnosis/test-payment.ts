import type { Row } from '../records/records.ts';

/**
 * True for a payment in the test mode of its processor, by what came beside its columns: `livemode` of
 * Stripe, `live` of Adyen. Nobody paid it.
 */
export function isTestPayment({ extra }: Row<'payments'>): boolean {
  return extra !== null && /"live(?:mode)?":"?false\b/i.test(extra);
}

/** The same as a condition on payments. */
export const notTestPayment = `coalesce(extra, '') not like '%"livemode":"false"%'
  and coalesce(extra, '') not like '%"live":"false"%'`;

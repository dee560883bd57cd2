import { toExponent } from '../money.ts';
import { good } from './adapter.ts';

/**
 * Decimals of Stripe's integer amounts where they are not those of ISO 4217: MGA has none there,
 * while ISK and UGX keep two for old integrations. Source: docs.stripe.com/currencies, 2026-11.
 */
const own: Readonly<Record<string, number>> = { MGA: 0, ISK: 2, UGX: 2 };

/** An amount of Stripe's API in minor units of ISO 4217; null where there is none. */
export function stripeMinor(
  column: string,
  amount: string | null,
  currency: string | null,
): string | null {
  if (amount === null || currency === null) return null;
  const decimals = own[currency.toUpperCase()];
  if (decimals === undefined) return amount;
  return String(good(column, toExponent(amount, decimals, currency)));
}

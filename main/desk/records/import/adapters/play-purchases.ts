import { type Adapter, BadRow, type ForeignRow, type Item, needed } from './adapter.ts';
import { has, jsonText, text } from './json.ts';

/** What Google's numbers of the server API mean; its client numbers them differently. */
const states: Readonly<Record<string, string>> = { 0: 'purchased', 1: 'cancelled', 2: 'pending' };
const kinds: Readonly<Record<string, string>> = { 0: 'test', 1: 'promo', 2: 'rewarded' };

/**
 * Answers of purchases.products.get of the Google Play Developer API (ProductPurchase). Fields:
 * androidpublisher v3, read 2026-11. The state's numbering is that of the server.
 */
export const playPurchases: Adapter = {
  source: 'Google Play purchases (v1)',
  table: 'store_records',
  recognise({ first }) {
    const value = first?.value;
    if (text(value, 'kind') === 'androidpublisher#productPurchase')
      return 'its kind is androidpublisher#productPurchase';
    return has(value, 'purchaseTimeMillis', 'purchaseState', 'consumptionState')
      ? 'its records hold purchaseTimeMillis, purchaseState and consumptionState'
      : null;
  },
  open: () => ({ rows: purchaseRows }),
};

function purchaseRows({ value }: Item): ForeignRow[] {
  const order = text(value, 'orderId');
  const token = text(value, 'purchaseToken');
  const state = text(value, 'purchaseState');
  const time = text(value, 'purchaseTimeMillis');
  const kind = text(value, 'purchaseType');
  const pending = state === '2';
  const quantity = text(value, 'quantity') ?? '1';
  return [
    {
      table: 'store_records',
      fields: {
        provider: 'google',
        external_id: needed('orderId or purchaseToken', order ?? token),
        purchase_token: token,
        account_token: text(value, 'obfuscatedExternalAccountId'),
        sku: text(value, 'productId'),
        state: state === null ? null : (states[state] ?? state),
        acknowledged: flag(text(value, 'acknowledgementState')),
        consumed: flag(text(value, 'consumptionState')),
        test_kind: kind === null ? 'none' : (kinds[kind] ?? kind),
        region: text(value, 'regionCode'),
        quantity,
        purchased_at: pending ? null : time,
        pending_since: pending ? time : null,
        refunded_quantity: refundedOf(quantity, text(value, 'refundableQuantity')),
        raw: jsonText(value),
      },
    },
  ];
}

/** 0 or 1 as a boolean; null where the record does not say. */
export function flag(number: string | null): string | null {
  if (number === null) return null;
  if (number === '1') return 'true';
  if (number === '0') return 'false';
  throw new BadRow('BAD_BOOLEAN', null, 'A state that must be 0 or 1 is neither.');
}

/** How many were refunded: unknown where none were, or where the record does not say. */
export function refundedOf(quantity: string, refundable: string | null): string | null {
  if (refundable === null || !/^\d{1,9}$/.test(refundable) || !/^\d{1,9}$/.test(quantity))
    return null;
  const refunded = BigInt(quantity) - BigInt(refundable);
  return refunded > 0n ? String(refunded) : null;
}

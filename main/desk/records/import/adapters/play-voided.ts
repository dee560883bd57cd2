import { type Adapter, type ForeignRow, type Item, needed } from './adapter.ts';
import { asMs, has, jsonText, text } from './json.ts';

const sources: Readonly<Record<string, string>> = { 0: 'user', 1: 'developer', 2: 'store' };

/**
 * The list of voided purchases (purchases.voidedpurchases.list): refunds, cancellations and
 * chargebacks of the last 30 days. A quantity is there only where it was asked for and a part was
 * refunded. Fields: androidpublisher v3, read 2026-11.
 */
export const playVoided: Adapter = {
  source: 'Google Play voided purchases',
  table: 'store_records',
  lists: ['voidedPurchases'],
  recognise({ first }) {
    const value = first?.value;
    if (text(value, 'kind') === 'androidpublisher#voidedPurchase')
      return 'its kind is androidpublisher#voidedPurchase';
    return has(value, 'voidedTimeMillis', 'voidedSource')
      ? 'its records hold voidedTimeMillis and voidedSource'
      : null;
  },
  open: () => ({ rows: voidedRows }),
};

function voidedRows({ value }: Item): ForeignRow[] {
  const token = text(value, 'purchaseToken');
  const source = text(value, 'voidedSource');
  const part = text(value, 'voidedQuantity');
  const voided = text(value, 'voidedTimeMillis');
  return [
    {
      table: 'store_records',
      fields: {
        provider: 'google',
        external_id: needed('orderId or purchaseToken', text(value, 'orderId') ?? token),
        purchase_token: token,
        state: part === null ? 'refunded' : null,
        purchased_at: text(value, 'purchaseTimeMillis'),
        refunded_quantity: part,
        voided_at: voided,
        void_source: source === null ? null : (sources[source] ?? source),
        void_reason: text(value, 'voidedReason'),
        raw: jsonText(value),
      },
      weak: ['raw'],
      at: asMs(voided),
    },
  ];
}

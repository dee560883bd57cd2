import { type Adapter, BadRow, type ForeignRow, type Item, needed } from './adapter.ts';
import { at, has, jsonText, list, text } from './json.ts';
import { refundedOf } from './play-purchases.ts';

const states: Readonly<Record<string, string>> = {
  PURCHASED: 'purchased',
  CANCELLED: 'cancelled',
  PENDING: 'pending',
};

/**
 * Answers of purchases.productsv2.getproductpurchasev2 (ProductPurchaseV2): words in place of
 * numbers, products as line items. Fields: androidpublisher v3, read 2026-11.
 */
export const playPurchasesV2: Adapter = {
  source: 'Google Play purchases (v2)',
  table: 'store_records',
  recognise({ first }) {
    const value = first?.value;
    if (text(value, 'kind') === 'androidpublisher#productPurchaseV2')
      return 'its kind is androidpublisher#productPurchaseV2';
    return has(value, 'productLineItem', 'purchaseStateContext')
      ? 'its records hold productLineItem and purchaseStateContext'
      : null;
  },
  open: () => ({ rows: purchaseRows }),
};

function purchaseRows({ value }: Item): ForeignRow[] {
  const lines = list(value, 'productLineItem');
  if (lines.length > 1)
    throw new BadRow(
      'TOO_MANY_FIELDS',
      'productLineItem',
      'The purchase has several products; a store record has one.',
    );
  const [line] = lines;
  const order = text(value, 'orderId');
  const token = text(value, 'purchaseToken');
  const offer = at(line, 'productOfferDetails');
  const quantity = text(offer, 'quantity') ?? '1';
  const state = text(value, 'purchaseStateContext', 'purchaseState');
  return [
    {
      table: 'store_records',
      fields: {
        provider: 'google',
        external_id: needed('orderId or purchaseToken', order ?? token),
        purchase_token: token,
        account_token: text(value, 'obfuscatedExternalAccountId'),
        sku: text(line, 'productId'),
        state: state === null ? null : (states[state] ?? state),
        acknowledged: word(text(value, 'acknowledgementState'), {
          ACKNOWLEDGEMENT_STATE_ACKNOWLEDGED: 'true',
          ACKNOWLEDGEMENT_STATE_PENDING: 'false',
        }),
        consumed: word(text(offer, 'consumptionState'), {
          CONSUMPTION_STATE_CONSUMED: 'true',
          CONSUMPTION_STATE_YET_TO_BE_CONSUMED: 'false',
        }),
        test_kind: at(value, 'testPurchaseContext') === undefined ? 'none' : 'test',
        region: text(value, 'regionCode'),
        quantity,
        // There is none before the payment is complete.
        purchased_at: text(value, 'purchaseCompletionTime'),
        refunded_quantity: refundedOf(quantity, text(offer, 'refundableQuantity')),
        raw: jsonText(value),
      },
    },
  ];
}

function word(value: string | null, meaning: Readonly<Record<string, string>>): string | null {
  return value === null ? null : (meaning[value] ?? null);
}

import { type Adapter, type ForeignRow, type Item, needed } from './adapter.ts';
import { at, has, jsonText, list, text } from './json.ts';
import { type PlayLine, productsOf } from './play-lines.ts';
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
  const lines = list(value, 'productLineItem').map((line) => lineOf(line));
  const { sku, quantity, extra } = productsOf(lines);
  const order = text(value, 'orderId');
  const token = text(value, 'purchaseToken');
  const state = text(value, 'purchaseStateContext', 'purchaseState');
  return [
    {
      table: 'store_records',
      fields: {
        provider: 'google',
        external_id: needed('orderId or purchaseToken', order ?? token),
        purchase_token: token,
        account_token: text(value, 'obfuscatedExternalAccountId'),
        sku,
        state: state === null ? null : (states[state] ?? state),
        acknowledged: word(text(value, 'acknowledgementState'), {
          ACKNOWLEDGEMENT_STATE_ACKNOWLEDGED: 'true',
          ACKNOWLEDGEMENT_STATE_PENDING: 'false',
        }),
        consumed: consumedOf(lines),
        test_kind: at(value, 'testPurchaseContext') === undefined ? 'none' : 'test',
        region: text(value, 'regionCode'),
        quantity: quantity ?? (lines.length === 0 ? '1' : null),
        // There is none before the payment is complete.
        purchased_at: text(value, 'purchaseCompletionTime'),
        refunded_quantity: quantity === null ? null : refundedOf(quantity, refundableOf(lines)),
        raw: jsonText(value),
      },
      extra,
    },
  ];
}

interface Line extends PlayLine {
  readonly refundable: string | null;
  readonly consumed: string | null;
}

function lineOf(line: unknown): Line {
  const offer = at(line, 'productOfferDetails');
  return {
    sku: text(line, 'productId'),
    quantity: text(offer, 'quantity') ?? '1',
    refundable: text(offer, 'refundableQuantity'),
    consumed: word(text(offer, 'consumptionState'), {
      CONSUMPTION_STATE_CONSUMED: 'true',
      CONSUMPTION_STATE_YET_TO_BE_CONSUMED: 'false',
    }),
  };
}

/** How many of all lines could still be refunded; null where a line does not say. */
function refundableOf(lines: readonly Line[]): string | null {
  return productsOf(lines.map(({ sku, refundable }) => ({ sku, quantity: refundable }))).quantity;
}

/** Consumed where every line is; unknown where none is open and one does not say. */
function consumedOf(lines: readonly Line[]): string | null {
  if (lines.some(({ consumed }) => consumed === 'false')) return 'false';
  const all = lines.length > 0 && lines.every(({ consumed }) => consumed === 'true');
  return all ? 'true' : null;
}

function word(value: string | null, meaning: Readonly<Record<string, string>>): string | null {
  return value === null ? null : (meaning[value] ?? null);
}

import { toExponent } from '../money.ts';
import {
  type Adapter,
  BadRow,
  type ForeignRow,
  good,
  type Item,
  needed,
  type Passed,
} from './adapter.ts';
import { at, has, jsonText, list, text } from './json.ts';
import { productsOf } from './play-lines.ts';

const states: Readonly<Record<string, string>> = {
  PENDING: 'pending',
  PROCESSED: 'purchased',
  CANCELED: 'cancelled',
  PENDING_REFUND: 'purchased',
  PARTIALLY_REFUNDED: 'purchased',
  REFUNDED: 'refunded',
};

/**
 * Orders of the Google Play Developer API (orders.get, orders.batchget): what was paid, with tax,
 * and what was given back. Fields: androidpublisher v3, read 2026-11.
 */
export const playOrders: Adapter = {
  source: 'Google Play orders',
  table: 'store_records',
  lists: ['orders'],
  recognise: ({ first }) =>
    has(first?.value, 'orderId', 'lineItems', 'state') && !has(first?.value, 'purchaseStateContext')
      ? 'its records hold orderId, lineItems and state'
      : null,
  open: (_known, passed) => ({ rows: (item) => orderRows(item, passed) }),
};

/** One record an order: its money is that of all its lines, to the last unit. */
function orderRows({ value }: Item, passed: Passed): ForeignRow[] {
  const lines = list(value, 'lineItems');
  if (lines.length > 0 && lines.every((line) => has(line, 'subscriptionDetails'))) {
    passed('an order of a subscription');
    return [];
  }
  const products = productsOf(
    lines.map((line) => ({
      sku: text(line, 'productId'),
      quantity: text(line, 'oneTimePurchaseDetails', 'quantity'),
    })),
  );
  const state = text(value, 'state');
  const pending = state === 'PENDING';
  const refund = at(value, 'orderHistory', 'refundEvent');
  const total = moneyOf('total', at(value, 'total'));
  const created = text(value, 'createTime');
  return [
    {
      table: 'store_records',
      fields: {
        provider: 'google',
        external_id: needed('orderId', text(value, 'orderId')),
        purchase_token: text(value, 'purchaseToken'),
        sku: products.sku,
        state: state === null ? null : (states[state] ?? state),
        region: text(value, 'buyerAddress', 'buyerCountry'),
        currency: total?.currency ?? null,
        price_minor: total === null ? null : String(total.minor),
        quantity: products.quantity,
        purchased_at: pending
          ? null
          : (text(value, 'orderHistory', 'processedEvent', 'eventTime') ?? created),
        pending_since: pending ? created : null,
        refunded_minor: refundedOf(value, refund),
        voided_at: text(refund, 'eventTime'),
        void_reason: text(refund, 'refundReason'),
        raw: jsonText(value),
      },
      at: asTime(text(value, 'lastEventTime')),
      extra: products.extra,
    },
  ];
}

/** All that was given back, in whole and in parts; null where nothing was. */
function refundedOf(value: unknown, refund: unknown): string | null {
  const whole = moneyOf('refundEvent', at(refund, 'refundDetails', 'total'));
  if (whole !== null) return String(whole.minor);
  const parts = list(value, 'orderHistory', 'partialRefundEvents')
    .filter((part) => text(part, 'state') !== 'PENDING')
    .flatMap((part) => moneyOf('partialRefundEvents', at(part, 'refundDetails', 'total')) ?? []);
  if (parts.length === 0) return null;
  return String(parts.reduce((sum, { minor }) => sum + minor, 0n));
}

/** Whole units and billionths, as Google writes money; null where it is absent. */
function moneyOf(column: string, money: unknown): { minor: bigint; currency: string } | null {
  const currency = text(money, 'currencyCode');
  if (currency === null) return null;
  const units = text(money, 'units') ?? '0';
  const nanos = text(money, 'nanos') ?? '0';
  if (!/^-?\d{1,18}$/.test(units) || !/^-?\d{1,9}$/.test(nanos))
    throw new BadRow('BAD_INTEGER', column, 'The money is not in units and nanos.');
  const billionths = BigInt(units) * 1_000_000_000n + BigInt(nanos);
  return { minor: good(column, toExponent(String(billionths), 9, currency)), currency };
}

function asTime(time: string | null): bigint | null {
  const ms = time === null ? Number.NaN : Date.parse(time);
  return Number.isFinite(ms) ? BigInt(ms) : null;
}

import {
  type Adapter,
  BadRow,
  type ForeignRow,
  type Item,
  needed,
  type Passed,
} from './adapter.ts';
import { eventOf } from './events.ts';
import { asMs, at, has, isObject, jsonText, parseRecord, text } from './json.ts';

/** ONE_TIME_PRODUCT_PURCHASED and ONE_TIME_PRODUCT_CANCELED. */
const states: Readonly<Record<string, string>> = { 1: 'purchased', 2: 'cancelled' };

/**
 * Real-time developer notifications in their Pub/Sub envelopes: pushed ones (`message`), pulled
 * ones (`receivedMessages`), or already opened. They are hints: what they do not say stays as it
 * is known. Fields: Google Play Billing, RTDN reference, read 2026-11.
 */
export const playNotifications: Adapter = {
  source: 'Google Play notifications (RTDN)',
  table: 'store_records',
  lists: ['receivedMessages'],
  recognise({ first }) {
    const value = first?.value;
    if (has(at(value, 'message'), 'data')) return 'its records are Pub/Sub messages with data';
    return has(value, 'packageName', 'eventTimeMillis')
      ? 'its records hold packageName and eventTimeMillis'
      : null;
  },
  open: (_known, passed) => ({ rows: (item) => noticeRows(item, passed) }),
};

function noticeRows({ value }: Item, passed: Passed): ForeignRow[] {
  const notice = openedOf(value);
  const when = text(notice, 'eventTimeMillis');
  const bought = at(notice, 'oneTimeProductNotification');
  const voided = at(notice, 'voidedPurchaseNotification');
  const review = at(notice, 'pendingRefundReviewNotification');
  if (isObject(bought)) return [boughtRow(bought, when)];
  // Of subscriptions (productType 1) nothing is kept.
  if (isObject(voided) && text(voided, 'productType') !== '1') return [voidedRow(voided, when)];
  if (isObject(review)) return [reviewRow(review, when, notice)];
  passed(isObject(voided) ? 'voidedPurchaseNotification of a subscription' : kindOf(notice));
  return [];
}

/** The name of the only object in a notice. */
function kindOf(notice: unknown): string {
  const kinds = isObject(notice) ? Object.entries(notice) : [];
  return kinds.find(([, value]) => isObject(value))?.[0] ?? '';
}

function openedOf(value: unknown): unknown {
  const data = text(value, 'message', 'data');
  if (data === null) return value;
  if (!/^[\w+/=-]+$/.test(data))
    throw new BadRow('NOT_JSON', 'data', 'The data of the message is not base64.');
  return parseRecord(Buffer.from(data, 'base64').toString('utf8'));
}

function boughtRow(notice: unknown, when: string | null): ForeignRow {
  const token = needed('purchaseToken', text(notice, 'purchaseToken'));
  const kind = text(notice, 'notificationType');
  return {
    table: 'store_records',
    fields: {
      provider: 'google',
      external_id: token,
      purchase_token: token,
      sku: text(notice, 'sku'),
      state: kind === null ? null : (states[kind] ?? null),
      purchased_at: kind === '1' ? when : null,
    },
    at: asMs(when),
    extra: { notification: `oneTimeProduct ${kind ?? 'unknown'}` },
  };
}

function voidedRow(notice: unknown, when: string | null): ForeignRow {
  const token = text(notice, 'purchaseToken');
  const part = text(notice, 'refundType') === '2';
  return {
    table: 'store_records',
    fields: {
      provider: 'google',
      external_id: needed('orderId or purchaseToken', text(notice, 'orderId') ?? token),
      purchase_token: token,
      state: part ? null : 'refunded',
      voided_at: when,
    },
    at: asMs(when),
    extra: { notification: part ? 'voidedPurchase in part' : 'voidedPurchase' },
  };
}

function reviewRow(review: unknown, when: string | null, notice: unknown): ForeignRow {
  const order = text(review, 'orderId') ?? text(review, 'purchaseToken');
  return eventOf({
    provider: 'google',
    order: needed('orderId or purchaseToken', order),
    stage: 'review_requested',
    code: 'PENDING_REFUND_REVIEW',
    at: when,
    id: jsonText(notice),
    detail: jsonText(review),
  });
}

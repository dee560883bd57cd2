import {
  type Adapter,
  BadRow,
  type ForeignRow,
  type Item,
  type Known,
  type Passed,
} from './adapter.ts';
import type { Decoded, Signature } from './apple-jws.ts';
import { decodedOf, isSubscription, refundFields, rowOf } from './apple-transactions.ts';
import { eventOf } from './events.ts';
import { has, jsonText, text, wholeMs } from './json.ts';

/** Notices that are more than the transaction in them: the stage of the recharge's event. */
const stages: Readonly<Record<string, string>> = {
  CONSUMPTION_REQUEST: 'review_requested',
  REFUND: 'refunded',
  REVOKE: 'voided',
  REFUND_REVERSED: 'refund_reversed',
  RESCIND_CONSENT: 'refunded',
};

/**
 * App Store Server Notifications V2: `signedPayload`, alone, in lists, or in the answer of the
 * notification history. The notice and the transaction in it are each verified.
 */
export const appleNotifications: Adapter = {
  source: 'Apple server notifications V2',
  table: 'store_records',
  lists: ['notificationHistory'],
  recognise: ({ first }) =>
    has(first?.value, 'signedPayload') ? 'its records hold signedPayload' : null,
  open: (known, passed) => ({ rows: (item) => noticeRows(item, known, passed) }),
};

function noticeRows({ value }: Item, known: Known, passed: Passed): ForeignRow[] {
  const token = text(value, 'signedPayload');
  if (token === null) throw new BadRow('NOT_JSON', null, 'The record holds no signedPayload.');
  const notice = decodedOf(token, known);
  const inner = text(notice.payload, 'data', 'signedTransactionInfo');
  const kind = text(notice.payload, 'notificationType') ?? '';
  const transaction = inner === null ? null : decodedOf(inner, known);
  if (transaction === null || isSubscription(transaction)) {
    passed(kind);
    return [];
  }
  const rows = rowOf(together(notice, transaction)).map((row) => ({
    ...row,
    at: row.at ?? null,
    extra: { ...row.extra, notification: kind },
    ...(kind === 'REFUND_REVERSED' ? { clears: refundFields } : {}),
  }));
  const [first] = rows;
  const stage = stages[kind];
  const order = first?.fields.external_id;
  // A forged notice opens no deadline and takes no coins.
  if (!order || stage === undefined || first.fields.signature === 'failed') return rows;
  return [...rows, noticeEvent(notice.payload, kind, stage, order)];
}

function noticeEvent(payload: unknown, kind: string, stage: string, order: string): ForeignRow {
  const at = wholeMs(text(payload, 'signedDate'));
  return eventOf({
    provider: 'apple',
    order,
    stage,
    code: kind,
    subCode: text(payload, 'data', 'consumptionRequestReason') ?? text(payload, 'subtype'),
    at,
    id: text(payload, 'notificationUUID') ?? jsonText(payload),
    detail: jsonText({ notificationUUID: text(payload, 'notificationUUID') }),
  });
}

const weakest: readonly Signature[] = ['failed', 'absent', 'verified'];

/** The transaction is worth no more than the notice that brings it. */
function together(notice: Decoded, transaction: Decoded): Decoded {
  const weaker = weakest.find((each) =>
    [notice, transaction].some((one) => one.signature === each),
  );
  const bundles = [text(notice.payload, 'data', 'bundleId'), text(transaction.payload, 'bundleId')];
  if (bundles[0] !== null && bundles[1] !== null && bundles[0] !== bundles[1])
    return {
      ...transaction,
      signature: 'failed',
      why: 'the notice is about another app',
      foreign: false,
    };
  const from = notice.signature === weaker ? notice : transaction;
  const foreign = notice.foreign === true && transaction.foreign === true;
  return { ...transaction, signature: weaker ?? 'failed', why: from.why, foreign };
}

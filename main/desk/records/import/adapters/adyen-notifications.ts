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
import { adyenReason } from './adyen-reasons.ts';
import { eventOf } from './events.ts';
import { at, has, text } from './json.ts';
import { parseTime } from '../times.ts';
import { createRefundSums } from './refund-sums.ts';

/**
 * Decimals of Adyen's amounts where they are not those of ISO 4217. Source:
 * docs.adyen.com/development-resources/currency-codes, read 2026-11.
 */
const ownDecimals: Readonly<Record<string, number>> = { CLP: 2, CVE: 0, IDR: 0, ISK: 2 };

/**
 * Standard webhooks of Adyen: `notificationItems` with one NotificationRequestItem each. A payment
 * is known by the reference of its authorisation; what follows names it as originalReference.
 */
export const adyenNotifications: Adapter = {
  source: 'Adyen notifications',
  table: 'payments',
  lists: ['notificationItems'],
  recognise({ first }) {
    const value = first?.value;
    if (has(value, 'NotificationRequestItem')) return 'its records hold NotificationRequestItem';
    if (has(value, 'notificationItems')) return 'its records hold notificationItems';
    return has(value, 'pspReference', 'eventCode', 'merchantAccountCode')
      ? 'its records hold pspReference, eventCode and merchantAccountCode'
      : null;
  },
  open({ adyen_manual: manual }, passed) {
    const refunds = createRefundSums('adyen');
    const run = { refunds, manual: new Set(manual), passed };
    return { rows: (item) => noticeRows(item, run), end: refunds.end };
  },
};

interface Run {
  readonly refunds: ReturnType<typeof createRefundSums>;
  /** Merchant accounts at which an authorisation alone only holds the money. */
  readonly manual: ReadonlySet<string>;
  readonly passed: Passed;
}

function noticeRows(item: Item, run: Run): ForeignRow[] {
  const items = at(item.value, 'notificationItems');
  if (Array.isArray(items))
    return items.flatMap((value) =>
      noticeRows({ ...item, value, list: 'notificationItems', around: item.value }, run),
    );
  const notice = at(item.value, 'NotificationRequestItem') ?? item.value;
  const kind = text(notice, 'eventCode');
  if (kind === null) throw new BadRow('MISSING_VALUE', 'eventCode', 'The notice has no eventCode.');
  const holds = run.manual.has(text(notice, 'merchantAccountCode') ?? '');
  const fields = meaningOf(kind, notice, holds);
  if (fields === null) {
    run.passed(kind);
    return [];
  }
  const when = timeOf(notice);
  const time = when === null ? null : parseTime(when, null);
  // Without an offset it is of no known moment.
  const ms = typeof time === 'bigint' ? time : null;
  const id = needed(
    'pspReference',
    text(notice, 'originalReference') ?? text(notice, 'pspReference'),
  );
  if (isRefund(kind, notice) && text(notice, 'success') === 'true') {
    run.refunds.add(item.line, { ...refundOf(kind, notice), payment: id, at: ms });
    return [];
  }
  const row: ForeignRow = {
    table: 'payments',
    fields: {
      provider: 'adyen',
      payment_id: id,
      recharge_id: text(notice, 'merchantReference'),
      ...fields,
    },
    weak: ['recharge_id'],
    at: ms,
    extra: {
      eventCode: kind,
      ...(text(notice, 'reason') === null ? {} : { reason: text(notice, 'reason') }),
      ...(text(item.around, 'live') === 'false' ? { live: 'false' } : {}),
    },
  };
  return [row, ...instrumentRows(notice), ...eventRows(kind, notice, id, ms)];
}

/** Refunds that came to nothing after all; they carry the reference of the refund. */
const backAgain = new Set(['REFUND_FAILED', 'REFUNDED_REVERSED']);

/** A payment that was not yet captured is not refunded but cancelled by the same request. */
function isRefund(kind: string, notice: unknown): boolean {
  return kind === 'REFUND' || backAgain.has(kind) || isBoth(kind, notice) === 'refund';
}

function isBoth(kind: string, notice: unknown): 'cancel' | 'refund' | null {
  if (kind !== 'CANCEL_OR_REFUND') return null;
  return text(notice, 'additionalData', 'modification.action') === 'cancel' ? 'cancel' : 'refund';
}

function refundOf(kind: string, notice: unknown) {
  const minor = needed('amount', amountOf(notice));
  if (!/^\d{1,18}$/.test(minor)) throw new BadRow('BAD_INTEGER', 'amount', 'It is no amount.');
  return {
    id: needed('pspReference', text(notice, 'pspReference')),
    minor: backAgain.has(kind) ? -BigInt(minor) : BigInt(minor),
    currency: text(notice, 'amount', 'currency'),
  };
}

type Fields = Record<string, string | null>;

/** What a notice says of the payment; null where it says nothing of one. */
function meaningOf(kind: string, notice: unknown, holds: boolean): Fields | null {
  const done = text(notice, 'success') === 'true';
  const amount = amountOf(notice);
  switch (kind) {
    case 'AUTHORISATION':
      return authorised(notice, { done, holds }, amount);
    case 'CAPTURE':
      return done
        ? { status: 'succeeded', captured_minor: amount, captured_at: timeOf(notice) }
        : {};
    case 'CAPTURE_FAILED':
      // Whatever CAPTURE had said before: nothing was taken.
      return { status: 'failed', captured_minor: '0' };
    case 'CANCELLATION':
    case 'TECHNICAL_CANCEL':
      return done ? { status: 'canceled' } : {};
    case 'CANCEL_OR_REFUND':
      return done && isBoth(kind, notice) === 'cancel' ? { status: 'canceled' } : {};
    case 'REFUND':
    case 'REFUND_FAILED':
    case 'REFUNDED_REVERSED':
      return {};
    case 'NOTIFICATION_OF_CHARGEBACK':
    case 'CHARGEBACK':
    // The bank did not accept the defence: what was won back is gone again.
    case 'SECOND_CHARGEBACK':
    case 'PREARBITRATION_LOST':
      return {
        disputed: 'true',
        dispute_reason:
          text(notice, 'additionalData', 'chargebackReasonCode') ?? text(notice, 'reason'),
        dispute_at: timeOf(notice),
      };
    case 'CHARGEBACK_REVERSED':
    case 'PREARBITRATION_WON':
      return {};
    default:
      return null;
  }
}

function authorised(
  notice: unknown,
  { done, holds }: { readonly done: boolean; readonly holds: boolean },
  amount: string | null,
): Fields {
  const more = at(notice, 'additionalData');
  const raw = text(more, 'refusalReasonRaw');
  return {
    // Adyen captures by itself, at once or after a delay, unless an owner says that we do it; what
    // was captured stays unknown.
    status: done ? (holds ? 'requires_capture' : 'succeeded') : 'failed',
    currency: text(notice, 'amount', 'currency'),
    amount_minor: amount,
    failure_code: done
      ? null
      : (text(more, 'refusalReasonCode') ?? adyenReason(text(notice, 'reason'))),
    network_code: done ? null : (/^\s*([0-9A-Z]{2,3})\b/.exec(raw ?? '')?.[1] ?? raw),
    three_ds: text(more, 'threeDAuthenticatedResponse'),
    eci: text(more, 'eci'),
    avs_result: letterOf(text(more, 'avsResultRaw') ?? text(more, 'avsResult')),
    cvv_result: letterOf(text(more, 'cvcResultRaw') ?? text(more, 'cvcResult')),
    instrument_id: text(more, 'alias'),
    created_at: timeOf(notice),
  };
}

/** "1 Matches" is the number 1. */
function letterOf(result: string | null): string | null {
  return result === null ? null : (/^\s*([0-9A-Z]{1,2})\b/.exec(result)?.[1] ?? result);
}

function amountOf(notice: unknown): string | null {
  const currency = text(notice, 'amount', 'currency');
  const value = text(notice, 'amount', 'value');
  if (currency === null || value === null) return null;
  const decimals = ownDecimals[currency.toUpperCase()];
  return decimals === undefined
    ? value
    : String(good('amount', toExponent(value, decimals, currency)));
}

/** RFC 3339; older notices leave out the seconds' fraction only. */
function timeOf(notice: unknown): string | null {
  return text(notice, 'eventDate');
}

function instrumentRows(notice: unknown): ForeignRow[] {
  const more = at(notice, 'additionalData');
  const alias = text(more, 'alias');
  if (alias === null) return [];
  const expiry = /^(\d{1,2})\/(\d{4})$/.exec(text(more, 'expiryDate') ?? '');
  return [
    {
      table: 'instruments',
      fields: {
        instrument_id: alias,
        kind: 'card',
        brand: text(notice, 'paymentMethod'),
        bin: text(more, 'cardBin'),
        last4: text(more, 'cardSummary'),
        exp_month: expiry?.[1] ?? null,
        exp_year: expiry?.[2] ?? null,
        issuer_country: text(more, 'cardIssuingCountry') ?? text(more, 'issuerCountry'),
        funding: text(more, 'fundingSource')?.toLowerCase() ?? null,
      },
    },
  ];
}

function eventRows(
  kind: string,
  notice: unknown,
  payment: string,
  ms: bigint | null,
): ForeignRow[] {
  if ((kind !== 'CHARGEBACK_REVERSED' && kind !== 'PREARBITRATION_WON') || ms === null) return [];
  return [
    eventOf({
      provider: 'adyen',
      order: payment,
      stage: 'dispute_won',
      code: kind,
      at: String(ms),
      id: text(notice, 'pspReference') ?? payment,
      amountMinor: amountOf(notice),
    }),
  ];
}

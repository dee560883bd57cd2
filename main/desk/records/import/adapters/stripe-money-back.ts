import { BadRow, type ForeignRow, needed } from './adapter.ts';
import { eventOf } from './events.ts';
import { asMs, fromSeconds, text } from './json.ts';
import type { Refund } from './refund-sums.ts';
import { idOf, testMode } from './stripe-charges.ts';
import { stripeMinor } from './stripe-money.ts';

function paymentOf(value: unknown): string {
  return needed('payment_intent or charge', idOf(value, 'payment_intent') ?? idOf(value, 'charge'));
}

const unsuccessful = new Set(['failed', 'canceled']);

/**
 * One refund (`object: refund`), as of its event where one carries it; null where it is not known yet
 * whether anything is given back. One that failed or was cancelled is a refund of nothing.
 */
export function refundOf(refund: unknown, when: string | null): Refund | null {
  const status = text(refund, 'status');
  const nothing = unsuccessful.has(status ?? '');
  if (status !== null && status !== 'succeeded' && !nothing) return null;
  const currency = text(refund, 'currency');
  const minor = needed('amount', stripeMinor('amount', text(refund, 'amount'), currency));
  if (!/^\d{1,18}$/.test(minor))
    throw new BadRow('BAD_INTEGER', 'amount', 'The amount is not a whole number.');
  const payment = paymentOf(refund);
  return {
    id: text(refund, 'id') ?? `${payment} ${minor}`,
    payment,
    minor: nothing ? -BigInt(minor) : BigInt(minor),
    currency,
    at: asMs(when ?? fromSeconds(text(refund, 'created'))),
  };
}

/** Ends after which the money is ours again, or never left: an inquiry may close without a dispute. */
const kept = new Set(['won', 'warning_closed']);

/** A Stripe dispute (`object: dispute`); one whose money was kept is an event of the recharge, too. */
export function disputeRows(dispute: unknown, when: string | null): ForeignRow[] {
  const payment = paymentOf(dispute);
  const created = fromSeconds(text(dispute, 'created'));
  const row: ForeignRow = {
    table: 'payments',
    fields: {
      provider: 'stripe',
      payment_id: payment,
      disputed: 'true',
      dispute_reason: text(dispute, 'reason'),
      dispute_at: created,
    },
    at: asMs(when ?? created),
    extra: {
      dispute: text(dispute, 'id'),
      dispute_status: text(dispute, 'status'),
      network_reason_code: text(dispute, 'network_reason_code'),
      ...testMode(dispute),
    },
  };
  if (!kept.has(text(dispute, 'status') ?? '')) return [row];
  const won = eventOf({
    provider: 'stripe',
    order: payment,
    stage: 'dispute_won',
    code: text(dispute, 'reason'),
    at: when ?? created,
    id: `won ${text(dispute, 'id') ?? payment}`,
    detail: JSON.stringify({ dispute: text(dispute, 'id') }),
  });
  return [row, won];
}

import { type Adapter, BadRow, type ForeignRow, type Item, needed } from './adapter.ts';
import { eventOf } from './events.ts';
import { asMs, text } from './json.ts';
import { partName } from './refund-sums.ts';
import { amountOf, createGroups, type Gathered, hasColumns } from './report-rows.ts';

interface Payment extends Gathered {
  currency: string | null;
  charged: bigint | null;
  /** What went back, by the id of the refund. */
  readonly refunds: Record<string, bigint>;
  chargedAt: string | null;
  /** Our recharge, where the integration wrote it into the metadata. */
  recharge: string | null;
  disputedAt: string | null;
  disputed: boolean;
}

const charges = new Set(['charge', 'payment']);
const refunds = new Set(['refund', 'partial_capture_reversal', 'payment_refund']);
const failedRefunds = new Set(['refund_failure', 'payment_failure_refund']);

/**
 * The itemised balance report of Stripe, one row a balance transaction. Its `reporting_category`
 * tells apart what shares a type. Amounts are decimal; those of the customer are in the currency
 * that was paid, the others in that of the settlement. Columns: docs.stripe.com/reports, 2026-11.
 */
export const stripeBalance: Adapter = {
  source: 'Stripe balance report',
  table: 'payments',
  recognise: (look) =>
    hasColumns(look, 'balance_transaction_id', 'reporting_category', 'gross')
      ? 'its header has balance_transaction_id, reporting_category and gross'
      : null,
  open(_known, passed) {
    const groups = createGroups<Payment>(begin, rowOf);
    return {
      rows(item: Item) {
        const { value } = item;
        const category = (text(value, 'reporting_category') ?? '').trim().toLowerCase();
        if (!isPayment(category)) {
          passed(category);
          return [];
        }
        const payment = text(value, 'payment_intent_id') ?? text(value, 'charge_id');
        const id = needed('payment_intent_id or charge_id', payment ?? text(value, 'source_id'));
        if (category === 'dispute_reversal') return [wonRow(id, value)];
        groups.add(id, item, (group) => gather(group, category, value));
        return [];
      },
      end: groups.end,
    };
  },
};

/** Payouts, fees and transfers are the platform's own business. */
function isPayment(category: string): boolean {
  return (
    charges.has(category) ||
    refunds.has(category) ||
    failedRefunds.has(category) ||
    category === 'dispute' ||
    category === 'dispute_reversal'
  );
}

/** The money of a dispute that came back: it was won. */
function wonRow(payment: string, value: unknown): ForeignRow {
  const time = needed('created_utc', utcTime(text(value, 'created_utc')));
  return eventOf({
    provider: 'stripe',
    order: payment,
    stage: 'dispute_won',
    code: 'dispute_reversal',
    at: String(Date.parse(time)),
    id: `won ${text(value, 'source_id') ?? payment}`,
  });
}

function begin(_id: string, line: number): Payment {
  return {
    line,
    broken: false,
    currency: null,
    charged: null,
    refunds: {},
    chargedAt: null,
    recharge: null,
    disputedAt: null,
    disputed: false,
  };
}

function gather(group: Payment, category: string, value: unknown): void {
  const paid = text(value, 'customer_facing_currency');
  const currency = paid ?? text(value, 'currency');
  const amount = amountOf(value, paid === null ? 'gross' : 'customer_facing_amount', currency);
  const at = utcTime(text(value, 'created_utc'));
  if (amount === null) throw new BadRow('MISSING_VALUE', 'gross', 'The row has no amount.');
  group.recharge ??=
    text(value, 'payment_metadata[recharge_id]') ?? text(value, 'payment_metadata[order_id]');
  const size = amount < 0n ? -amount : amount;
  if (charges.has(category)) {
    group.charged = (group.charged ?? 0n) + amount;
    group.chargedAt = at;
    group.currency = currency;
  } else if (refunds.has(category)) addRefund(group, value, size);
  else if (failedRefunds.has(category)) addRefund(group, value, -size);
  else if (category === 'dispute') {
    group.disputed = true;
    group.disputedAt = at;
  }
}

/** A refund and its failure have the same source. */
function addRefund({ refunds }: Payment, value: unknown, size: bigint): void {
  const source = text(value, 'source_id') ?? text(value, 'balance_transaction_id');
  const name = partName(needed('source_id', source));
  const sum = (refunds[name] ?? 0n) + size;
  // All of it failed, here or in a report of another month.
  refunds[name] = sum > 0n ? sum : size;
}

/** "2026-11-01 09:30:00" of the column that is UTC. */
function utcTime(time: string | null): string | null {
  if (time === null) return null;
  const found = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})$/.exec(time.trim());
  if (!found) throw new BadRow('BAD_TIME', 'created_utc', 'It is not as in 2026-11-01 09:30:00.');
  return `${found[1]}T${found[2]}Z`;
}

function rowOf(id: string, group: Payment) {
  const { charged, refunds, currency } = group;
  const refunded = Object.values(refunds).reduce(
    (sum, minor) => (minor > 0n ? sum + minor : sum),
    0n,
  );
  const parted = !group.broken && Object.keys(refunds).length > 0;
  const known = !group.broken;
  const amount = known && charged !== null ? String(charged) : null;
  if (charged === null && !parted && !group.disputed) return null;
  return {
    table: 'payments' as const,
    fields: {
      provider: 'stripe',
      payment_id: id,
      recharge_id: group.recharge,
      status: charged === null ? null : 'succeeded',
      currency,
      amount_minor: amount,
      captured_minor: amount,
      refunded_minor: known && refunded > 0n ? String(refunded) : null,
      created_at: group.chargedAt,
      captured_at: group.chargedAt,
      disputed: group.disputed ? 'true' : null,
      dispute_at: group.disputedAt,
    },
    weak: [
      'recharge_id',
      'currency',
      'amount_minor',
      'captured_minor',
      'created_at',
      'captured_at',
      'dispute_at',
    ],
    ...(parted ? { parts: { of: 'stripe', minor: refunds } } : {}),
    at: asMs(null),
    extra: { report: 'Stripe balance' },
  };
}

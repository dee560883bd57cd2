import { type Adapter, BadRow, type ForeignRow, type Item, type Look } from './adapter.ts';
import { at, fromSeconds, text } from './json.ts';
import { createRefundSums } from './refund-sums.ts';
import { chargeRows } from './stripe-charges.ts';
import { intentRows } from './stripe-intents.ts';
import { disputeRows, refundOf } from './stripe-money-back.ts';

const known = new Set(['charge', 'payment_intent', 'refund', 'dispute', 'event']);

/**
 * Objects of Stripe's API: charges, payment intents, refunds, disputes, and events that carry
 * them; as JSON lists (`object: list`), arrays, or one a line. Amounts are integers, times epoch
 * seconds. Fields: stripe-mock fixtures and docs.stripe.com/api, read 2026-11.
 */
export const stripeObjects: Adapter = {
  source: 'Stripe API objects',
  table: 'payments',
  lists: ['data'],
  recognise(look: Look) {
    const kind = text(look.first?.value, 'object');
    return kind !== null && known.has(kind) && at(look.first?.value, 'id') !== undefined
      ? `its records are Stripe objects, the first a ${kind}`
      : null;
  },
  open(_known, passed) {
    const refunds = createRefundSums('stripe');
    const take = ({ line, value }: Item, when: string | null): readonly ForeignRow[] => {
      switch (text(value, 'object')) {
        case 'charge':
          return chargeRows(value, when);
        case 'payment_intent':
          return intentRows(value, when);
        case 'dispute':
          return disputeRows(value, when);
        case 'refund': {
          const refund = refundOf(value, when);
          if (refund !== null) refunds.add(line, refund);
          return [];
        }
        case 'event':
          return take(
            { line, value: at(value, 'data', 'object'), list: null },
            fromSeconds(text(value, 'created')),
          );
        case null:
          throw new BadRow('NOT_AN_OBJECT', null, 'The record is no object of Stripe.');
        default:
          passed(text(value, 'object') ?? '');
          return [];
      }
    };
    return {
      rows: (item) => take(item, null),
      end: refunds.end,
    };
  },
};

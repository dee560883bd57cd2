import { type Adapter, BadRow, type Item, needed } from './adapter.ts';
import { text } from './json.ts';
import { addRefund, addSku, newPlayOrder, type PlayOrder, playOrderRow } from './play-order.ts';
import { amountOf, createGroups, hasColumns } from './report-rows.ts';

/**
 * The estimated sales report of Google Play, with and without Base Plan ID and Offer ID. The date
 * is UTC and the timestamp in seconds; of a refund the item price stays positive while tax and
 * charged amount are negative, so the charged amount alone is believed.
 */
export const playSales: Adapter = {
  source: 'Google Play sales report',
  table: 'store_records',
  recognise: (look) =>
    hasColumns(look, 'order number', 'order charged timestamp', 'financial status') &&
    hasColumns(look, 'currency of sale', 'charged amount', 'sku id')
      ? 'its header has Order Number, Financial Status and Charged Amount'
      : null,
  open() {
    const groups = createGroups(
      (_order, line) => newPlayOrder(line),
      (order, group) => playOrderRow(order, group, { report: 'Google Play sales' }),
    );
    return {
      rows(item: Item) {
        const { value } = item;
        const order = needed('Order Number', text(value, 'order number'));
        groups.add(order, item, (group) => gather(group, value));
        return [];
      },
      end: groups.end,
    };
  },
};

function gather(group: PlayOrder, value: unknown): void {
  const status = (text(value, 'financial status') ?? '').trim().toLowerCase();
  const currency = text(value, 'currency of sale');
  const amount = amountOf(value, 'charged amount', currency);
  const at = timeOf(value);
  if (group.currency !== null && currency !== group.currency)
    throw new BadRow('BAD_CURRENCY', 'Currency of Sale', 'The order is in two currencies.');
  if (status === 'charged') {
    group.charged = (group.charged ?? 0n) + (amount ?? 0n);
    group.chargedAt = at;
  } else if (status.includes('refund')) {
    const minor = amount === null || amount > 0n ? (amount ?? 0n) : -amount;
    addRefund(group, Number(at), minor);
    // The price of a refund stays what was charged, without tax where that is added.
    const price = amountOf(value, 'item price', currency);
    group.returned ||= price !== null && price > 0n && minor >= price;
  } else
    throw new BadRow('UNKNOWN_WORD', 'Financial Status', 'The row is neither Charged nor Refund.');
  group.currency = currency;
  addSku(group, text(value, 'sku id'));
  group.country ??= text(value, 'country of buyer');
}

/** The timestamp; where it and the date are of different days in UTC the row is not believed. */
function timeOf(value: unknown): string {
  const seconds = text(value, 'order charged timestamp');
  const date = text(value, 'order charged date')?.trim();
  if (seconds === null || !/^\d{1,11}$/.test(seconds))
    throw new BadRow('BAD_TIME', 'Order Charged Timestamp', 'The timestamp is not whole seconds.');
  const day = new Date(Number(seconds) * 1000).toISOString().slice(0, 10);
  if (date && /^\d{4}-\d{2}-\d{2}$/.test(date) && date !== day)
    throw new BadRow(
      'BAD_TIME',
      'Order Charged Date',
      'Date and timestamp are of different days; the date of this report is UTC.',
    );
  return `${seconds}000`;
}

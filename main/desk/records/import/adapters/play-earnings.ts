import { type Adapter, BadRow, type ForeignRow, type Item, needed } from './adapter.ts';
import { text } from './json.ts';
import { addRefund, addSku, newPlayOrder, type PlayOrder, playOrderRow } from './play-order.ts';
import { parseTime } from '../times.ts';
import { amountOf, createGroups, hasColumns } from './report-rows.ts';

interface Order extends PlayOrder {
  product: string | null;
}

const charges = new Set(['charge', 'tax']);
const refunds = new Set(['charge refund', 'tax refund']);
const fees = new Set(['google fee', 'google fee refund']);

/**
 * The monthly earnings report of Google Play, with and without the columns Base Plan ID and Offer
 * ID that it has since 2021-09. An order has a row for its charge, its tax, the fee and each
 * refund; they become one store record. Text dates are Pacific time, refunds are negative.
 */
export const playEarnings: Adapter = {
  source: 'Google Play earnings report',
  table: 'store_records',
  recognise: (look) =>
    hasColumns(look, 'description', 'transaction date', 'transaction time', 'transaction type') &&
    hasColumns(look, 'buyer currency', 'amount (buyer currency)', 'merchant currency')
      ? 'its header has Transaction Type, Amount (Buyer Currency) and Merchant Currency'
      : null,
  open() {
    const groups = createGroups<Order>(begin, rowOf);
    return {
      rows(item: Item) {
        const { value } = item;
        const order = needed('Description', text(value, 'description'));
        groups.add(order, item, (group) => gather(group, value));
        return [];
      },
      end: groups.end,
    };
  },
};

function begin(_order: string, line: number): Order {
  return { ...newPlayOrder(line), product: null };
}

function gather(group: Order, value: unknown): void {
  const kind = (text(value, 'transaction type') ?? '').trim().toLowerCase();
  const currency = text(value, 'buyer currency');
  const at = pacificTime(text(value, 'transaction date'), text(value, 'transaction time'));
  if (fees.has(kind)) return;
  const amount = amountOf(value, 'amount (buyer currency)', currency) ?? 0n;
  if (group.currency !== null && currency !== group.currency)
    throw new BadRow('BAD_CURRENCY', 'Buyer Currency', 'The order is in two currencies.');
  if (charges.has(kind)) {
    group.charged = (group.charged ?? 0n) + amount;
    if (kind === 'charge') group.chargedAt = at;
  } else if (refunds.has(kind)) {
    addRefund(group, Number(at), -amount);
    group.returned ||= text(value, 'refund type')?.trim().toLowerCase() === 'full';
  } else
    throw new BadRow('UNKNOWN_WORD', 'Transaction Type', 'The type of transaction is not known.');
  group.currency = currency;
  addSku(group, text(value, 'sku id'));
  group.country ??= text(value, 'buyer country');
  group.product ??= text(value, 'product id');
}

function rowOf(order: string, group: Order): ForeignRow | null {
  return playOrderRow(order, group, { report: 'Google Play earnings', product: group.product });
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const offsets: Readonly<Record<string, string>> = { PDT: '-07:00', PST: '-08:00' };

/** "Jun 1, 2021" and "12:15:21 PM PDT" as UTC ms; throws BadRow where they are none. */
export function pacificTime(date: string | null, time: string | null): string {
  const day = /^([A-Za-z]{3})[a-z]* (\d{1,2}), (\d{4})$/.exec(date?.trim() ?? '');
  const clock = /^(\d{1,2}):(\d{2}):(\d{2})\s([AP])M (P[DS]T)$/.exec(time?.trim() ?? '');
  const month = months.indexOf((day?.[1] ?? '').toLowerCase()) + 1;
  const hour = Number(clock?.[1]);
  const wrong = new BadRow(
    'BAD_TIME',
    'Transaction Time',
    'The date and time are not as in “Jun 1, 2021” and “12:15:21 PM PDT”.',
  );
  if (!day || !clock || month === 0 || hour < 1 || hour > 12) throw wrong;
  const two = (number: number | string) => String(number).padStart(2, '0');
  const hours = (hour % 12) + (clock[4] === 'P' ? 12 : 0);
  const offset = offsets[clock[5] ?? ''] ?? '';
  const ms = parseTime(
    `${day[3]}-${two(month)}-${two(day[2] ?? '')}T${two(hours)}:${clock[2]}:${clock[3]}${offset}`,
    null,
  );
  if (typeof ms !== 'bigint') throw wrong;
  return String(ms);
}

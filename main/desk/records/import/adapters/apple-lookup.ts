import type { Adapter, ForeignRow, Item, Known } from './adapter.ts';
import { decodedOf, rowOf } from './apple-transactions.ts';
import { has, list, text } from './json.ts';

/**
 * Answers of Apple's order look-up (`status`, `signedTransactions`): the order id of a customer's
 * e-mail, proved by what was bought with it. An invalid order (status 1) has no transaction.
 */
export const appleLookup: Adapter = {
  source: 'Apple order look-up answers',
  table: 'store_records',
  lists: ['signedTransactions'],
  recognise({ first }) {
    const inList = first?.list === 'signedTransactions';
    return inList || has(first?.value, 'status', 'signedTransactions')
      ? 'it holds status and signedTransactions'
      : null;
  },
  open: (known) => ({ rows: (item) => lookupRows(item, known) }),
};

function lookupRows({ value }: Item, known: Known): ForeignRow[] {
  if (typeof value === 'string') return rowOf(decodedOf(value, known));
  const tokens = text(value, 'status') === '1' ? [] : list(value, 'signedTransactions');
  return tokens.flatMap((token) => rowOf(decodedOf(typeof token === 'string' ? token : '', known)));
}

import {
  type Adapter,
  BadRow,
  type ForeignRow,
  type Item,
  type Known,
  type Passed,
} from './adapter.ts';
import { boughtRows, decodedOf } from './apple-transactions.ts';
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
    const inList = first?.list === 'signedTransactions' && has(first.around, 'status');
    return inList || has(first?.value, 'status', 'signedTransactions')
      ? 'it holds status and signedTransactions'
      : null;
  },
  open: (known, passed) => ({ rows: (item) => lookupRows(item, known, passed) }),
};

function lookupRows({ value }: Item, known: Known, passed: Passed): ForeignRow[] {
  const bought = (token: string) => boughtRows(decodedOf(token, known), passed);
  if (typeof value === 'string') return bought(value);
  if (!has(value, 'status', 'signedTransactions'))
    throw new BadRow('NOT_JSON', null, 'The record is no JSON Web Signature.');
  const tokens = text(value, 'status') === '1' ? [] : list(value, 'signedTransactions');
  if (tokens.length === 0) passed('an order without a transaction');
  return tokens.flatMap((token) => bought(typeof token === 'string' ? token : ''));
}

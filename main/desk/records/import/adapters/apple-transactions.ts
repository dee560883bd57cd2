import { toExponent } from '../money.ts';
import {
  type Adapter,
  BadRow,
  type ForeignRow,
  good,
  type Item,
  type Known,
  needed,
  type Passed,
} from './adapter.ts';
import { type Decoded, decodeSigned, looksSigned, ofOurApp } from './apple-jws.ts';
import { alpha2 } from './countries.ts';
import { asMs, has, jsonText, text, wholeMs } from './json.ts';

/**
 * Signed transactions of the App Store, one a line or in a list, as the App Store Server API and
 * StoreKit give them (signedTransactionInfo, jwsRepresentation); also already decoded ones, which
 * nothing can verify any more.
 */
export const appleTransactions: Adapter = {
  source: 'Apple signed transactions',
  table: 'store_records',
  lists: ['signedTransactions'],
  recognise({ kind, first }) {
    if (kind === 'jws') return 'every line is a JSON Web Signature';
    const value = first?.value;
    if (first?.list === 'signedTransactions') return 'it holds signedTransactions';
    if (first?.list === null && looksSigned(value)) return 'a list of JSON Web Signatures';
    if (has(value, 'signedTransactionInfo')) return 'its records hold signedTransactionInfo';
    return has(value, 'transactionId', 'bundleId', 'productId', 'purchaseDate')
      ? 'its records hold transactionId, bundleId, productId and purchaseDate'
      : null;
  },
  open: (known, passed) => ({ rows: (item) => transactionRows(item, known, passed) }),
};

function transactionRows({ value }: Item, known: Known, passed: Passed): ForeignRow[] {
  const token = looksSigned(value) ? value : text(value, 'signedTransactionInfo');
  if (token !== null) return boughtRows(decodedOf(token, known), passed);
  if (!has(value, 'transactionId')) throw new BadRow('NOT_JSON', null, 'It is no transaction.');
  const why = 'decoded, not verifiable: the record came without its signature';
  const payload = value as Record<string, unknown>;
  return boughtRows(ofOurApp({ payload, signature: 'absent', why }, known), passed);
}

/** True for what sells no coins. */
export function isSubscription({ payload }: Decoded): boolean {
  return /subscription/i.test(text(payload, 'type') ?? '');
}

/** The store record of one transaction; none for subscriptions. */
export function boughtRows(decoded: Decoded, passed: Passed): ForeignRow[] {
  if (!isSubscription(decoded)) return rowOf(decoded);
  passed(text(decoded.payload, 'type') ?? '');
  return [];
}

/** What a token says, and whether it counts for us; throws BadRow where it is none. */
export function decodedOf(token: string, known: Known): Decoded {
  const decoded = decodeSigned(token, known);
  if (!decoded) throw new BadRow('NOT_JSON', null, 'The record is no JSON Web Signature.');
  return ofOurApp(decoded, known);
}

/**
 * The store record of one transaction that is no subscription. `price` is in thousandths; how it counts a quantity is not documented, so for more than one it stays unknown.
 */
export function rowOf({ payload, signature, why, foreign = false }: Decoded): ForeignRow[] {
  const quantity = text(payload, 'quantity');
  const price = text(payload, 'price');
  const currency = text(payload, 'currency');
  const total =
    price === null || currency === null || (quantity ?? '1') !== '1'
      ? null
      : good('price_minor', toExponent(price, 3, currency));
  const environment = text(payload, 'environment');
  const fields = {
    provider: 'apple',
    external_id: needed('transactionId', text(payload, 'transactionId')),
    account_token: text(payload, 'appAccountToken'),
    sku: text(payload, 'productId'),
    test_kind: environment === null ? null : environment === 'Production' ? 'none' : 'sandbox',
    storefront: alpha2(text(payload, 'storefront')),
    currency,
    price_minor: total === null ? null : String(total),
    quantity,
    purchased_at: wholeMs(text(payload, 'purchaseDate')),
    signature,
    raw: jsonText(payload),
    ...revocation(payload, total, quantity),
  };
  const said: Readonly<Record<string, string | null | undefined>> = fields;
  return [
    {
      table: 'store_records',
      fields,
      // What a refund left is of that moment: a later one may have taken it back.
      clears: refundFields.filter((column) => (said[column] ?? null) !== null),
      at: asMs(wholeMs(text(payload, 'signedDate'))),
      ...(foreign ? { sure: true } : {}),
      ...(why === null ? {} : { extra: { signature_detail: why } }),
    },
  ];
}

/** What a refund leaves on a transaction and its reversal takes away again. */
export const refundFields = [
  'voided_at',
  'void_source',
  'void_reason',
  'refunded_quantity',
  'refunded_minor',
] as const;

function revocation(payload: unknown, total: bigint | null, quantity: string | null) {
  const date = wholeMs(text(payload, 'revocationDate'));
  if (date === null) return { state: 'purchased' };
  const percentage = text(payload, 'revocationPercentage');
  const full = text(payload, 'revocationType') !== 'REFUND_PRORATED';
  return {
    state: full ? 'refunded' : 'purchased',
    voided_at: date,
    void_source: 'store',
    void_reason: text(payload, 'revocationReason'),
    refunded_quantity: full ? (quantity ?? '1') : null,
    refunded_minor: refunded(total, full ? '100000' : percentage),
  };
}

/** Part of the price in thousandths of a per cent; unknown where it is no whole unit. */
function refunded(total: bigint | null, percentage: string | null): string | null {
  if (total === null || percentage === null || !/^\d{1,6}$/.test(percentage)) return null;
  const parts = total * BigInt(percentage);
  return parts % 100_000n === 0n ? String(parts / 100_000n) : null;
}

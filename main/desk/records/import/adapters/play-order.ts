import type { ForeignRow } from './adapter.ts';
import { productsOf } from './play-lines.ts';
import type { Gathered } from './report-rows.ts';

/** What the rows of a report of Google Play say of one order, all together; sums in minor units. */
export interface PlayOrder extends Gathered {
  currency: string | null;
  /** What the buyer was charged, tax included; null where no row is of a charge. */
  charged: bigint | null;
  /** What went back, as positive sums by the time of the refund, RFC 3339 in UTC. */
  readonly refunds: Record<string, bigint>;
  /** A row says that all of it went back. */
  returned: boolean;
  chargedAt: string | null;
  /** The products of its rows. */
  readonly skus: Set<string>;
  country: string | null;
}

/** An order of which no row has been read. */
export function newPlayOrder(line: number): PlayOrder {
  return {
    line,
    broken: false,
    currency: null,
    charged: null,
    refunds: {},
    returned: false,
    chargedAt: null,
    skus: new Set(),
    country: null,
  };
}

/** Notes which product a row is of, where it says so. */
export function addSku({ skus }: PlayOrder, sku: string | null): void {
  if (sku !== null) skus.add(sku.trim());
}

/** Adds what a row says went back, at UTC ms; the rows of one time are one refund. */
export function addRefund({ refunds }: PlayOrder, at: number, minor: bigint): void {
  const name = new Date(at).toISOString();
  refunds[name] = (refunds[name] ?? 0n) + minor;
}

/**
 * The store record of an order; none where no row had a currency. Where a row was rejected the
 * sums are left out. A report knows less than the store's own record, so what it says is weak.
 */
export function playOrderRow(
  order: string,
  group: PlayOrder,
  extra: Readonly<Record<'report', string>> & Readonly<Record<string, string | null>>,
): ForeignRow | null {
  const { currency, charged, refunds } = group;
  if (currency === null) return null;
  const sums = !group.broken;
  const refunded = Object.values(refunds).reduce((sum, minor) => sum + minor, 0n);
  const { sku, extra: products } = productsOf(
    [...group.skus].map((each) => ({ sku: each, quantity: null })),
  );
  const whole = sums && refunded > 0n && (charged === null ? group.returned : refunded >= charged);
  return {
    table: 'store_records',
    fields: {
      provider: 'google',
      external_id: order,
      sku,
      state: whole ? 'refunded' : charged !== null || refunded === 0n ? 'purchased' : null,
      test_kind: 'none',
      region: group.country,
      currency,
      price_minor: sums && charged !== null ? String(charged) : null,
      purchased_at: group.chargedAt,
      refunded_minor: sums && refunded > 0n ? String(refunded) : null,
      voided_at: whole ? (Object.keys(refunds).sort().at(-1) ?? null) : null,
    },
    weak: [
      'sku',
      'test_kind',
      'region',
      'currency',
      'price_minor',
      'purchased_at',
      'voided_at',
      ...(whole ? [] : ['state']),
    ],
    ...(sums && refunded > 0n ? { parts: { of: extra.report, minor: refunds } } : {}),
    extra: { ...extra, ...products },
  };
}

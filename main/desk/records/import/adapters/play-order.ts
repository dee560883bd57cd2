import type { ForeignRow } from './adapter.ts';
import type { Gathered } from './report-rows.ts';

/** What the rows of a report of Google Play say of one order, all together; sums in minor units. */
export interface PlayOrder extends Gathered {
  currency: string | null;
  /** What the buyer was charged, tax included; null where no row is of a charge. */
  charged: bigint | null;
  /** What went back, as a positive sum. */
  refunded: bigint;
  chargedAt: string | null;
  refundedAt: string | null;
  sku: string | null;
  country: string | null;
}

/** An order of which no row has been read. */
export function newPlayOrder(line: number): PlayOrder {
  return {
    line,
    broken: false,
    currency: null,
    charged: null,
    refunded: 0n,
    chargedAt: null,
    refundedAt: null,
    sku: null,
    country: null,
  };
}

/**
 * The store record of an order; none where no row had a currency. Where a row was rejected the
 * sums are left out. A report knows less than the store's own record, so what it says is weak.
 */
export function playOrderRow(
  order: string,
  group: PlayOrder,
  extra: Readonly<Record<string, string | null>>,
): ForeignRow | null {
  const { currency, charged, refunded } = group;
  if (currency === null) return null;
  const sums = !group.broken;
  const whole = sums && charged !== null && refunded > 0n && refunded >= charged;
  return {
    table: 'store_records',
    fields: {
      provider: 'google',
      external_id: order,
      sku: group.sku,
      state: refunded === 0n ? 'purchased' : whole ? 'refunded' : null,
      test_kind: 'none',
      region: group.country,
      currency,
      price_minor: sums && charged !== null ? String(charged) : null,
      purchased_at: group.chargedAt,
      refunded_minor: sums && refunded > 0n ? String(refunded) : null,
      voided_at: whole ? group.refundedAt : null,
    },
    weak: [
      'sku',
      'test_kind',
      'region',
      'currency',
      'price_minor',
      'purchased_at',
      'voided_at',
      ...(refunded === 0n ? ['state'] : []),
    ],
    grows: ['refunded_minor'],
    extra,
  };
}

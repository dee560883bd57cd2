import type { ForeignRow } from './adapter.ts';

/** One refund of a payment, known by its own id: sent twice it counts once. */
export interface Refund {
  readonly id: string;
  readonly payment: string;
  readonly minor: bigint;
  readonly currency: string | null;
  /** UTC ms. */
  readonly at: bigint | null;
}

interface Sum extends Omit<Refund, 'id'> {
  readonly line: number;
}

/** Sums the refunds of each payment in one file. What was known to be more stays more. */
export function createRefundSums(provider: string) {
  const seen = new Set<string>();
  const sums = new Map<string, Sum>();
  return {
    add(line: number, { id, payment, minor, currency, at }: Refund): void {
      if (seen.has(id)) return;
      seen.add(id);
      const before = sums.get(payment);
      sums.set(payment, {
        line: before?.line ?? line,
        payment,
        minor: (before?.minor ?? 0n) + minor,
        currency,
        at,
      });
    },
    end(): { line: number; row: ForeignRow }[] {
      return [...sums.values()].map(({ line, payment, minor, currency, at }) => ({
        line,
        row: {
          table: 'payments',
          fields: { provider, payment_id: payment, currency, refunded_minor: String(minor) },
          weak: ['currency'],
          grows: ['refunded_minor'],
          at,
        },
      }));
    },
  };
}

import { createHash } from 'node:crypto';
import type { ForeignRow } from './adapter.ts';

/** One refund of a payment, known by its own id: sent twice it counts once. */
export interface Refund {
  readonly id: string;
  readonly payment: string;
  /** Below zero where it came to nothing: it failed, or was cancelled or taken back. */
  readonly minor: bigint;
  readonly currency: string | null;
  /** UTC ms. */
  readonly at: bigint | null;
}

interface Gathered {
  readonly line: number;
  readonly parts: Map<string, { readonly minor: bigint; readonly at: bigint | null }>;
  currency: string | null;
  at: bigint | null;
}

/**
 * Gathers the refunds of each payment in one file. They leave it as parts, so that those of another
 * file are added to them.
 */
export function createRefundSums(provider: string) {
  const payments = new Map<string, Gathered>();
  return {
    add(line: number, { id, payment, minor, currency, at }: Refund): void {
      let found = payments.get(payment);
      if (!found) payments.set(payment, (found = { line, parts: new Map(), currency, at }));
      const before = found.parts.get(id)?.at ?? null;
      if (before === null || at === null || at >= before) found.parts.set(id, { minor, at });
      found.currency ??= currency;
      if (at !== null && (found.at === null || at > found.at)) found.at = at;
    },
    end(): { line: number; row: ForeignRow }[] {
      return [...payments].map(([payment, { line, parts, currency, at }]) => {
        const sum = [...parts.values()].reduce(
          (all, { minor }) => (minor > 0n ? all + minor : all),
          0n,
        );
        return {
          line,
          row: {
            table: 'payments',
            fields: {
              provider,
              payment_id: payment,
              currency,
              refunded_minor: sum > 0n ? String(sum) : null,
            },
            weak: ['currency'],
            parts: {
              of: provider,
              minor: Object.fromEntries([...parts].map(([id, { minor }]) => [partName(id), minor])),
            },
            at,
          },
        };
      });
    },
  };
}

/** A short name for the id of a refund, that no digits of an id can make a card number. */
export function partName(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 12);
}

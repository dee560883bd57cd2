import type { Fields } from '../../../contract/records.ts';

/** Kinds of ledger entries as people say them, in the order they are told. */
export const kindNames: Readonly<Record<string, string>> = {
  recharge_grant: 'recharges',
  bonus: 'bonus',
  gift_sent: 'gifts sent',
  gift_received: 'gifts received',
  refund_clawback: 'taken back after refunds',
  chargeback_clawback: 'taken back after chargebacks',
  adjustment: 'adjustments',
  expiry: 'expired',
  payout: 'paid out',
  migration: 'migration',
};

interface Sum {
  readonly kind: string;
  readonly coins: bigint;
  readonly entries: number;
}

/** The coins of the ledger, summed by kind of entry, in the order of the names above. */
export function sumsByKind(ledger: readonly Fields[]): Sum[] {
  const coins = ledger.filter((entry) => (entry.asset ?? 'coins') === 'coins');
  const groups = Map.groupBy(coins, (entry) => entry.kind ?? 'unknown');
  const order = Object.keys(kindNames);
  const place = (kind: string) => (order.includes(kind) ? order.indexOf(kind) : order.length);
  const named = [...groups].toSorted(([a], [b]) => place(a) - place(b));
  return named.map(([kind, entries]) => ({
    kind,
    entries: entries.length,
    coins: entries.reduce((sum, entry) => sum + BigInt(entry.delta ?? '0'), 0n),
  }));
}

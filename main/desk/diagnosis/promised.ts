import type { Row } from '../records/records.ts';
import { cite, type Cited } from './cite.ts';
import type { Evidence } from './evidence.ts';

/** What the order promised. Coins as bigint; null where neither order nor price list says it. */
export interface Promised {
  /** Coins and bonus together. */
  readonly coins: bigint | null;
  readonly cites: readonly Cited[];
  /** The line of the price list that held when it was ordered. */
  readonly line: Row<'packages'> | null;
  /** What that line says for the quantity, bonus included; null without a line. */
  readonly byList: bigint | null;
}

/** Coins and bonus of the order, else of the package at that time, times the quantity. */
export function promisedOf(
  e: Pick<Evidence, 'recharge' | 'market' | 'stores'>,
  storefront: string | null,
): Promised {
  const { recharge } = e;
  const sku = recharge.sku ?? e.stores.find((row) => row.sku !== null)?.sku ?? null;
  const line =
    sku === null || storefront === null
      ? null
      : e.market.packageAt(sku, recharge.channel, storefront, recharge.created_at);
  const quantity = BigInt(Math.max(1, recharge.quantity ?? e.stores[0]?.quantity ?? 1));
  const byList = line ? (line.coins + (line.bonus_coins ?? 0n)) * quantity : null;
  if (recharge.coins === null)
    return {
      coins: byList,
      cites: line ? [cite('packages', line, 'coins')] : [],
      line,
      byList,
    };
  const listBonus =
    line && line.coins * quantity === recharge.coins ? (line.bonus_coins ?? 0n) * quantity : 0n;
  return {
    coins: recharge.coins + (recharge.bonus_coins ?? listBonus),
    cites: [cite('recharges', recharge, 'coins'), cite('recharges', recharge, 'bonus_coins')],
    line,
    byList,
  };
}

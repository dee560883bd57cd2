import type { Row, RowReader } from '../records/records.ts';
import type { Usage } from './evidence.ts';
import type { Market } from './market.ts';

const day = 86_400_000;

/** Start and end of the calendar period in UTC that a time lies in; weeks begin on Monday. */
export function periodOf(period: string, at: number): { from: number; to: number } | null {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return null;
  const from = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  if (period === 'day') return { from, to: from + day };
  if (period === 'week') {
    const monday = from - ((date.getUTCDay() + 6) % 7) * day;
    return { from: monday, to: monday + 7 * day };
  }
  if (period !== 'month') return null;
  return {
    from: Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1),
    to: Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1),
  };
}

/** What the account had used of each limit that held for it when the attempt was made. */
export function readUsage(
  rows: RowReader,
  market: Market,
  recharge: Row<'recharges'>,
  account: Row<'accounts'> | null,
): readonly Usage[] {
  const at = recharge.created_at;
  const limits = market.limits(
    recharge.storefront ?? account?.storefront ?? null,
    account?.age_band ?? null,
    at,
  );
  return limits.flatMap((limit) => {
    const period = periodOf(limit.period ?? '', at);
    if (!period) return [];
    const granted = rows
      .all(
        'ledger',
        `where account_id = ? and at >= ? and at < ? and kind = 'recharge_grant' limit 5000`,
        recharge.account_id,
        period.from,
        at,
      )
      .reduce((sum, entry) => (entry.asset === 'coins' ? sum + entry.delta : sum), 0n);
    const attempts =
      limit.attempts_max === null
        ? 0
        : rows.all(
            'recharges',
            'where account_id = ? and created_at >= ? and created_at < ? limit 5000',
            recharge.account_id,
            period.from,
            at,
          ).length;
    return [{ limit, coins: granted, attempts, endsAt: period.to }];
  });
}

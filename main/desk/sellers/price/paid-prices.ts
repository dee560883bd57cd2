import type { Row, RowReader } from '../../records/records.ts';
import type { Package } from './floor.ts';

const month = 30 * 86_400_000;
/** So many accounts must have paid the same: one order may be a mistake or a trial. */
const leastPayers = 3;

/**
 * What coins officially cost where a copy has no price list: the amounts that at least three
 * accounts paid for the same coins within a month. An order is the platform's own, whoever sent
 * the buyer, so its amount is an official price.
 */
export function paidPrices(rows: RowReader): Package[] {
  return rows
    .all(
      'recharges',
      `where amount_minor > 0 and coins > 0 and currency is not null and storefront is not null
         and channel <> 'partner' and coalesce(quantity, 1) = 1
       group by storefront, channel, currency, coins, coalesce(bonus_coins, 0), amount_minor,
         created_at / ${month}
       having count(distinct account_id) >= ${leastPayers}`,
    )
    .flatMap((order) => asPackage(order));
}

function asPackage(order: Row<'recharges'>): Package[] {
  const { storefront, currency, amount_minor, coins } = order;
  if (storefront === null || currency === null || amount_minor === null || coins === null)
    return [];
  const from = Math.floor(order.created_at / month) * month;
  return [
    {
      sku: order.sku ?? `${coins} coins`,
      channel: order.channel,
      storefront,
      currency,
      price_minor: amount_minor,
      tax_included: true,
      tax_rate_bp: null,
      coins,
      bonus_coins: order.bonus_coins,
      valid_from: from - month,
      valid_to: from + 3 * month,
      extra: null,
      origin: order.origin,
      order,
    },
  ];
}

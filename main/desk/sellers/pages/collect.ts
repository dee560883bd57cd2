import type { Collection, SellerLine } from '../../../../contract/sellers.ts';
import type { RingDetail, RingRole } from '../../../../contract/seller-rings.ts';
import type { SellerFlag } from '../../../../contract/seller-flags.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { RowReader } from '../../records/records.ts';
import type { Db } from '../../storage/storage.ts';
import { partSql } from '../derive/store.ts';
import type { Directory } from '../derive/directory.ts';

/**
 * The whole history behind a seller, to be made a case of: every buyer with coins and role, the
 * recharges, what went back, tickets, offers, flags, and the line with its evidence. Nothing is cut.
 */
export function collectionOf(given: {
  readonly seller: string;
  readonly now: number;
  readonly derived: Db;
  readonly rows: RowReader;
  readonly directory: Directory;
  readonly line: SellerLine;
  readonly ring: RingDetail | null;
  readonly flags: readonly SellerFlag[];
}): Collection {
  const { seller, derived, rows, directory, ring } = given;
  const accounts = derived
    .prepare(
      `select account from uses where kind = 'seller' and node = @seller
       union select account from mentions where seller = @seller and account is not null order by 1`,
    )
    .pluck()
    .all({ seller }) as string[];
  const members = new Set([...(ring?.members.map((one) => one.account_id) ?? []), ...accounts]);
  const roleOf = new Map(ring?.members.map((one) => [one.account_id, one.role]) ?? []);
  // What a bystander bought elsewhere is nobody's business here.
  const dealt = (account: string) => (roleOf.get(account) ?? 'bystander') !== 'bystander';
  const harm = derived
    .prepare(
      'select recharge, what, min(at) as at from harm where account = ? group by recharge, what order by at',
    )
    .safeIntegers(false);
  const part = derived.prepare(partSql).pluck();
  const partOf = (account: string) => (part.get({ account }) as RingRole | undefined) ?? null;
  const recharges: string[] = [];
  const refunds: Collection['refunds'] = [];
  let total = 0n;
  const buyers = [...members].sort().map((account_id) => {
    const bought = rows
      .all('recharges', 'where account_id = ?', account_id)
      .filter((one) => dealt(account_id) || directory.keyOf(one.seller_domain) === seller)
      .sort((a, b) => a.created_at - b.created_at);
    const coins = bought.reduce(
      (sum, one) => sum + (one.coins ?? 0n) + (one.bonus_coins ?? 0n),
      0n,
    );
    total += coins;
    recharges.push(...bought.map((one) => one.recharge_id));
    const own = new Set(bought.flatMap((one) => [one.recharge_id, one.external_id ?? '']));
    for (const one of harm.all(account_id) as { recharge: string; what: string; at: number }[])
      if (one.what !== 'declined' && own.has(one.recharge))
        refunds.push({ recharge_id: one.recharge, what: one.what, at: wireTime(one.at) });
    return {
      account_id,
      role: roleOf.get(account_id) ?? partOf(account_id),
      coins: coins.toString(),
      recharges: bought.length,
    };
  });
  const tickets = derived
    .prepare('select ticket from mentions where seller = ? order by at, ticket')
    .pluck()
    .all(seller) as string[];
  const offers = rows
    .all('offers', 'order by seen_at, offer_id')
    .filter((one) => directory.keyOf(one.seller_id) === seller)
    .map((one) => one.offer_id);
  return {
    seller_id: seller,
    collected_at: wireTime(given.now),
    buyers,
    coins: total.toString(),
    recharges,
    refunds,
    tickets,
    offers,
    flags: [...given.flags],
    line: given.line,
    ring,
  };
}

import type { SweepKind } from '../../../../contract/diagnosis.ts';
import { mostCoins } from '../match.ts';
import type { Matter } from '../matter.ts';
import type { Root } from '../root.ts';
import { isDouble } from '../root-delivered.ts';

/** One thing that a sweep lists: coins that are owed, or that were given wrongly. */
export interface Wrong {
  readonly kind: SweepKind;
  readonly coins: bigint;
}

/** What is wrong with the coins of one attempt, as far as it is proven and can be counted in coins. */
export function wrongsOf(matter: Matter, root: Root, owed: bigint | null): Wrong[] {
  return provenWrongs(matter, root, owed).filter((one) => one.coins <= mostCoins);
}

function provenWrongs(matter: Matter, root: Root, owed: bigint | null): Wrong[] {
  const found: Wrong[] = [];
  if (owed !== null && owed > 0n)
    found.push({ kind: root.cause === 'refund_reversed' ? 'not_restored' : 'owed', coins: owed });
  const { grant } = matter.own;
  if (grant.net <= 0n) return found;
  const unpaid = unpaidGrant(matter, root);
  if (unpaid) return [...found, { kind: 'unpaid_grant', coins: grant.net }];
  const kept = notClawedBack(matter);
  if (kept > 0n) return [...found, { kind: 'not_clawed_back', coins: kept }];
  if (matter.own.money.state !== 'captured') return found;
  const late = grantedAfterMakeGood(matter);
  if (late > 0n) return [...found, { kind: 'granted_after_make_good', coins: late }];
  const { coins } = matter.promised;
  if (coins !== null && grant.net > coins && isDouble(matter))
    found.push({ kind: 'double_grant', coins: grant.net - coins });
  return found;
}

/** Granted, and nobody paid: a receipt that failed, a sandbox order, or no money anywhere. */
function unpaidGrant(matter: Matter, root: Root): boolean {
  const { money, store, grant } = matter.own;
  const granted = grant.entries.some(
    (entry) => entry.delta > 0n && /^(recharge_grant|bonus)$/.test(entry.kind),
  );
  if (!granted) return false;
  // A promotion gives coins away on purpose.
  if (money.state === 'test') return store?.test_kind !== 'promo';
  if (root.cause === 'receipt_invalid') return money.proof === null;
  return root.cause === 'unknown' && root.owner === 'fraud';
}

/** Coins that should have been taken back when the money was; what the desk took counts. */
function notClawedBack(matter: Matter): bigint {
  const { money, grant, store } = matter.own;
  const taken = matter.e.deskCoins < 0n ? matter.e.deskCoins : 0n;
  const held = grant.net + taken;
  // Whoever disputes a payment has the money back until it is won: facts §2.2, refund or chargeback.
  if (money.state === 'returned' || money.state === 'contested') return held > 0n ? held : 0n;
  if (money.state !== 'part_returned') return 0n;
  const { coins } = matter.promised;
  const back = store?.refunded_quantity;
  const quantity = BigInt(store?.quantity ?? matter.e.recharge.quantity ?? 1);
  if (coins === null || back == null || quantity <= 0n) return 0n;
  const due = (coins * (quantity - BigInt(back))) / quantity;
  return held > due ? held - due : 0n;
}

/** Made good by hand, and the grant came after all. */
function grantedAfterMakeGood(matter: Matter): bigint {
  const { coins } = matter.promised;
  if (coins === null) return 0n;
  const { net, entries } = matter.own.grant;
  const decided = matter.e.deskCoins > 0n ? matter.e.deskCoins : 0n;
  const surplus = net + decided - coins;
  if (surplus <= 0n) return 0n;
  const grantAt = entries.findLast((entry) => entry.kind === 'recharge_grant')?.at ?? null;
  const byHand = entries
    .filter((entry) => entry.kind === 'adjustment' && entry.delta > 0n)
    .filter((entry) => grantAt !== null && entry.at <= grantAt)
    .reduce((sum, entry) => sum + entry.delta, decided);
  return byHand < surplus ? byHand : surplus;
}

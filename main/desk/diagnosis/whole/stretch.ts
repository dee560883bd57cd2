import type { Verdict } from '../../../../contract/diagnosis.ts';
import { deadlinesOf } from '../deadlines.ts';
import { sellerOf } from '../findings.ts';
import { coinsOwed } from '../match.ts';
import type { Matter } from '../matter.ts';
import { rootOf } from '../root-cause.ts';
import type { Count, Failing, Found, Swept, SweptDeadline } from './messages.ts';
import { wrongsOf } from './sweep-rules.ts';

const dayMs = 86_400_000;

/** Gathers what a sweep keeps of the attempts it sees. */
export function createStretch() {
  const found: Found[] = [];
  const deadlines: SweptDeadline[] = [];
  const failing: Failing[] = [];
  const counts = new Map<string, Count>();
  let attempts = 0;

  function count(matter: Matter, cause: string, uncredited: boolean): void {
    const { recharge, deskCoins } = matter.e;
    const day = Math.floor(recharge.created_at / dayMs) * dayMs;
    const country = matter.storefront ?? '';
    const name = `${day}|${recharge.channel}|${country}|${cause}`;
    let one = counts.get(name);
    if (!one) {
      const zero = { attempts: 0, delivered: 0, uncredited: 0, madeGood: 0 };
      counts.set(name, (one = { day, channel: recharge.channel, country, cause, ...zero }));
    }
    one.attempts += 1;
    if (matter.own.grant.net > 0n) one.delivered += 1;
    if (uncredited) one.uncredited += 1;
    if (uncredited && deskCoins > 0n) one.madeGood += 1;
  }

  return {
    see(matter: Matter): void {
      attempts += 1;
      const { recharge } = matter.e;
      const { recharge_id, account_id, created_at: at } = recharge;
      const root = rootOf(matter);
      const owed = coinsOwed(matter);
      for (const wrong of wrongsOf(matter, root, owed))
        found.push({ ...wrong, recharge_id, account_id, payment: null, cause: root.cause, at });
      for (const { kind, from, at: until } of deadlinesOf(matter))
        if (until > matter.now) deadlines.push({ kind, from, at: until, recharge_id, account_id });
      count(matter, root.cause, isUncredited(matter, owed));
      if (root.cause === 'healthy') return;
      failing.push({
        recharge_id,
        account_id,
        at,
        cause: root.cause,
        provider: sellerOf(recharge) ?? '',
        channel: recharge.channel,
        country: matter.storefront ?? '',
        owed,
      });
    },
    add(one: Found | null): void {
      if (one) found.push(one);
    },
    result: (): Swept => ({ attempts, found, deadlines, failing, counts: [...counts.values()] }),
  };
}

/** Coins that were owed before the desk decided anything. */
function isUncredited(matter: Matter, owed: bigint | null): boolean {
  if (matter.e.deskCoins === 0n) return owed !== null && owed > 0n;
  const before = coinsOwed({ ...matter, e: { ...matter.e, deskCoins: 0n } });
  return before !== null && before > 0n;
}

/** Money without an order of ours whose coins are known to be owed. */
export function orphanFound(verdict: Verdict): Found | null {
  const coins = BigInt(verdict.coins_owed ?? '0');
  if (coins <= 0n) return null;
  return {
    kind: 'owed',
    recharge_id: null,
    account_id: verdict.account_id,
    payment: verdict.payment ?? null,
    cause: verdict.root_cause,
    coins,
    at: null,
  };
}

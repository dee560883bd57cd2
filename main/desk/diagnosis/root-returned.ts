import { giftsWithin } from './balance.ts';
import type { Matter } from './matter.ts';
import { type Root, root } from './root.ts';
import { accountRoot, missingRoot } from './root-missing.ts';
import { chargedTwice } from './twice.ts';
import { isVoidedUnacknowledged } from './unacknowledged.ts';

/** The money went back, in whole or in part, or a dispute is open. */
export function returnedRoot(matter: Matter): Root {
  const { own } = matter;
  if (own.grant.given === 0n) return returnedUngranted(matter);
  if (isVoidedUnacknowledged(own, matter.settings))
    return root(
      'unacknowledged',
      'certain',
      'It was never acknowledged, so Google Play refunded it after three days.',
    );
  const used = usedBeforeReturn(matter);
  if (own.money.state === 'part_returned' && own.grant.taken > 0n && !used)
    return root('healthy', 'likely', 'Refunded in part, and coins were taken back for it.');
  if (used)
    return root(
      'refunded_after_use',
      own.money.state === 'returned' ? 'certain' : 'likely',
      'The money went back after the coins were spent.',
    );
  if (own.grant.net > 0n)
    return root(
      'refunded_after_use',
      'likely',
      own.money.state === 'contested'
        ? 'The payment is disputed and the coins are still there; none of them was spent.'
        : 'The money went back and the coins are still there; none of them was spent.',
    );
  return root('healthy', 'certain', 'Refunded, and the coins were taken back unspent.');
}

function returnedUngranted(matter: Matter): Root {
  const { own } = matter;
  const twice = chargedTwice(matter);
  if (twice) return root('double_charge', 'likely', `${twice.says} The second one was refunded.`);
  if (own.grant.failed === null && isVoidedUnacknowledged(own, matter.settings))
    return root(
      'unacknowledged',
      'certain',
      'It was never acknowledged, so Google Play refunded it after three days, before any grant.',
    );
  const account = accountRoot(matter);
  if (account) return account;
  const stopped = missingRoot(matter);
  const refunded =
    own.money.state === 'contested'
      ? 'The payment is disputed.'
      : 'It was refunded since: nothing is owed.';
  return { ...stopped, says: `${stopped.says} ${refunded}` };
}

/** Were any of the coins gifted before they were taken back, or did the balance fall below zero? */
export function usedBeforeReturn(matter: Matter): boolean {
  const claw = matter.own.grant.entries.find((entry) => entry.delta < 0n);
  if (claw?.balance_after != null && claw.balance_after < 0n) return true;
  return giftsWithin(matter, claw?.at ?? Number.POSITIVE_INFINITY) > 0n;
}

import { sayDay, sayName, sayTime } from '../../../contract/say.ts';
import { familyOf } from './codes/lookup.ts';
import { sellerOf } from './findings.ts';
import { outageAt } from './incidents.ts';
import { coinState, othersMoney } from './match.ts';
import type { Matter } from './matter.ts';
import { type Root, root } from './root.ts';
import { isStalePurchase } from './unacknowledged.ts';

/** The coins or the money belong to another account; null where they do not. */
export function accountRoot(matter: Matter): Root | null {
  const { grant } = matter.own;
  if (grant.elsewhere.some((entry) => entry.delta > 0n))
    return root(
      'wrong_account',
      'certain',
      'The coins stand in another account, the one that the payment belongs to.',
    );
  if (!othersMoney(matter)) return null;
  return root(
    'wrong_account',
    'likely',
    'The store names another account as the one that paid, not the one of this order.',
  );
}

/** Paid, and no coins came: an outage, our fault, or not to be said from this copy. */
export function missingRoot(matter: Matter): Root {
  const { money, grant } = matter.own;
  if (money.proof === null)
    return root(
      'unknown',
      'possible',
      `The records contradict each other. ${money.doubt ?? ''}`.trim(),
      'platform',
    );
  if (coinState(matter) === 'missing_unproven')
    return root(
      'unknown',
      'possible',
      'Paid, but this copy of the ledger does not cover that time: whether coins were entered cannot be said.',
      'platform',
    );
  if (money.state === 'captured' && isStalePurchase(matter.own, matter.settings, matter.now))
    return root(
      'unknown',
      'possible',
      'Paid on Google Play, never granted and not acknowledged within three days: Play refunds such an order by itself, and this copy does not show it. Fetch the store record anew before any coins.',
      'platform',
    );
  const at = grant.failed?.at ?? money.at ?? matter.e.recharge.created_at;
  const outage = outageAt(matter, 'grants', at);
  if (outage?.covers)
    return root(
      'incident',
      'likely',
      `Paid, never granted: ${outage.incident.summary ?? 'coins were not entered'} (${outage.incident.incident_id}).`,
      'platform',
    );
  const told = grant.told ? ' An event says granted, the ledger has no entry for it.' : '';
  return root(
    'paid_not_granted',
    money.proof === 'record' && !grant.told ? 'certain' : 'likely',
    `Paid ${where(matter)}${when(money.at)}, never granted: the ledger has no entry for it.${told}`,
  );
}

function where({ own }: Matter): string {
  const seller = sellerOf(own.bundle.recharge);
  const family = familyOf(own.store?.provider ?? seller);
  if (family === 'google') return 'on Google Play';
  if (family === 'apple') return 'in the App Store';
  return seller === null ? 'on the web' : `through ${sayName(seller)}`;
}

function when(at: number | null): string {
  return sayDay(at) === null ? '' : `, ${sayTime(at)}`;
}

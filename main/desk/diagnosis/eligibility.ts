import type { CheckId } from '../../../contract/diagnosis.ts';
import { counted, sayCoins, sayNumber, sayWord } from '../../../contract/say.ts';
import { cite, type Cited } from './cite.ts';
import type { Matter } from './matter.ts';

/** Something about the account or the place that forbids coins, as far as the copy knows it. */
export interface Ineligible {
  readonly cause: CheckId;
  readonly confidence: 'likely' | 'possible';
  readonly says: string;
  readonly cites: readonly Cited[];
}

/**
 * What would have stopped an attempt that never reached a payment. The copy knows the account as
 * it is today: where it changed after the attempt, that is only possible.
 */
export function eligibilityOf(matter: Matter): Ineligible | null {
  const { own } = matter;
  if (own.payment !== null && own.payment.status !== 'requires_payment_method') return null;
  if (own.store !== null) return null;
  return (
    tooYoung(matter) ??
    notOffered(matter) ??
    restricted(matter) ??
    capReached(matter) ??
    thirdParty(matter)
  );
}

function today(matter: Matter): 'likely' | 'possible' {
  const updated = matter.e.account?.updated_at ?? null;
  return updated !== null && updated <= matter.e.recharge.created_at ? 'likely' : 'possible';
}

export function tooYoung(matter: Matter): Ineligible | null {
  const { account, recharge } = matter.e;
  if (!account) return null;
  if (account.age_band === 'under_18')
    return {
      cause: 'age',
      confidence: today(matter),
      says: 'The account is in the age band under 18.',
      cites: [cite('accounts', account, 'age_band')],
    };
  if (account.birth_year === null || account.age_band === '18_plus') return null;
  const least = matter.settings.leastAgeBy[account.country ?? ''] ?? matter.settings.leastAge;
  if (new Date(recharge.created_at).getUTCFullYear() - account.birth_year >= least) return null;
  return {
    cause: 'age',
    confidence: 'likely',
    says: `Born in ${account.birth_year}: under ${least} at the time.`,
    cites: [cite('accounts', account, 'birth_year')],
  };
}

export function notOffered(matter: Matter): Ineligible | null {
  const { account, recharge, market } = matter.e;
  if (account?.kind === 'government')
    return {
      cause: 'country_not_enabled',
      confidence: today(matter),
      says: 'Accounts of this kind cannot buy coins.',
      cites: [cite('accounts', account, 'kind')],
    };
  const { storefront } = matter;
  if (storefront === null || market.sells(storefront, recharge.created_at) !== false) return null;
  return {
    cause: matter.own.world === 'store' ? 'not_in_storefront' : 'country_not_enabled',
    confidence: 'likely',
    says: `The price list has nothing for ${storefront}.`,
    cites: [cite('recharges', recharge, 'storefront')],
  };
}

export function restricted(matter: Matter): Ineligible | null {
  const { account } = matter.e;
  if (!account || account.status === null || account.status === 'active') return null;
  return {
    cause: 'account_restricted',
    confidence: today(matter),
    says: `The account is ${sayWord(account.status)}.`,
    cites: [cite('accounts', account, 'status')],
  };
}

/** The coins of this attempt, without bonus, on top of what the period already had. */
export function capReached(matter: Matter): Ineligible | null {
  const { usage, recharge } = matter.e;
  const wanted = recharge.coins ?? matter.promised.line?.coins ?? 0n;
  for (const { limit, coins, attempts } of usage) {
    const byCoins = limit.coins_max !== null && coins + wanted > limit.coins_max;
    const byAttempts = limit.attempts_max !== null && attempts >= limit.attempts_max;
    if (!byCoins && !byAttempts) continue;
    return {
      cause: 'recharge_cap',
      confidence: 'likely',
      says:
        limit.coins_max !== null && coins + wanted > limit.coins_max
          ? `${sayCoins(coins)} this ${limit.period}, ${sayNumber(wanted)} more would pass the limit of ${sayNumber(limit.coins_max)}.`
          : `${counted(attempts, 'attempt')} this ${limit.period}, the limit is ${limit.attempts_max}.`,
      cites: [cite('limits', limit, byCoins ? 'coins_max' : 'attempts_max')],
    };
  }
  return null;
}

/** Sent here by somebody who is not on the list of official sellers. */
export function thirdParty(matter: Matter): Ineligible | null {
  const { recharge, seller, sellerFlagged } = matter.e;
  if (recharge.seller_domain === null) return null;
  const cites = [
    cite('recharges', recharge, 'seller_domain'),
    ...(seller ? [cite('sellers', seller, 'status')] : []),
  ];
  if (sellerFlagged || seller?.status === 'unlisted')
    return {
      cause: 'third_party_purchase',
      confidence: 'likely',
      says: 'The buyer came from a seller that is not an official channel on our list, and nothing was paid to us.',
      cites,
    };
  return null;
}

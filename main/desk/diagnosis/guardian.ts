import { familyOf } from './codes/lookup.ts';
import { citeAnswer, type Cited } from './cite.ts';
import { sellerOf } from './findings.ts';
import type { Matter } from './matter.ts';

export interface GuardianState {
  readonly since: number;
  /** A request lapses after 24 hours (facts §1.5). */
  readonly lapsed: boolean;
  readonly cites: readonly Cited[];
}

/**
 * Does the purchase wait for a guardian? Apple has no transaction until it is approved, so a
 * pending result there without a store record is that; elsewhere the notice must say so.
 */
export function guardianState(matter: Matter): GuardianState | null {
  const { own, settings, now } = matter;
  const state = (since: number, cites: readonly Cited[]): GuardianState => ({
    since,
    lapsed: now - since > settings.askToBuyMs,
    cites,
  });
  if (own.world !== 'store') return null;
  const named = own.findings.find((one) => one.cause === 'guardian_approval');
  if (named) return state(named.at, named.cites);
  const { money, store, bundle } = own;
  const apple = familyOf(sellerOf(bundle.recharge)) === 'apple';
  const pending = money.state === 'pending' || money.state === 'pending_over';
  if (apple && pending && store === null)
    return state(money.at ?? bundle.recharge.created_at, money.cites);
  const answer = matter.e.answers.findLast((one) => one.question === 'ask_to_buy');
  const refused = own.findings.some((one) => one.firmness === 'code' && one.cause !== 'silent');
  if (answer?.value === 'yes' && !refused && store === null)
    return state(bundle.recharge.created_at, [citeAnswer(answer)]);
  return null;
}

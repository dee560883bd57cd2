import { wireTime } from '../../../contract/values.ts';
import { giftsWithin, isNegativeBefore, staleSession } from './balance.ts';
import { outageAt } from './incidents.ts';
import { coinState, othersMoney, takenUnexplained } from './match.ts';
import type { Matter } from './matter.ts';
import { type Root, root } from './root.ts';
import { chargedTwice } from './twice.ts';
import { isUnacknowledged, isVoidedUnacknowledged } from './unacknowledged.ts';

/** Money was taken: what went wrong after it, the earliest first. */
export function paidRoot(matter: Matter): Root {
  const { own } = matter;
  if (own.receipt.state === 'failed')
    return root(
      'receipt_invalid',
      own.store?.signature === 'failed' || own.store?.signature == null ? 'certain' : 'likely',
      'The receipt failed verification.',
    );
  if (own.money.consentWithdrawn && own.money.restoredAt === null)
    return root(
      'age',
      'certain',
      'A parent took consent back, and the store refunded it.',
      'guardian',
    );
  return own.money.state === 'captured' ? keptRoot(matter) : returnedRoot(matter);
}

/** The money is still ours. */
function keptRoot(matter: Matter): Root {
  const { own, promised } = matter;
  const short = promised.coins !== null && own.grant.net < promised.coins;
  if (own.money.restoredAt !== null && own.grant.taken > 0n && short)
    return root(
      'refund_reversed',
      'certain',
      'The refund was taken back, the coins that were clawed back for it were not restored.',
    );
  const account = accountRoot(matter);
  if (account) return account;
  const twice = chargedTwice(matter);
  if (twice)
    return root('double_charge', matter.claims.has('twice') ? 'certain' : 'likely', twice.says);
  if (coinState(matter) !== 'delivered' && own.grant.given === 0n) return missingRoot(matter);
  return deliveredRoot(matter);
}

function accountRoot(matter: Matter): Root | null {
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

function missingRoot(matter: Matter): Root {
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
    `Paid${when(money.at)}, and the ledger has no entry for it.${told}`,
  );
}

function when(at: number | null): string {
  const text = wireTime(at);
  return text === null ? '' : ` at ${text.slice(0, 16).replace('T', ' ')} UTC`;
}

/** Paid and granted: was it the right amount, and does the customer see it? */
function deliveredRoot(matter: Matter): Root {
  const { own, promised, settings, now } = matter;
  const amount = amountRoot(matter);
  if (amount) return amount;
  if (isUnacknowledged(own, settings, now) === 'over')
    return root(
      'unacknowledged',
      'likely',
      'Granted, but not acknowledged within three days: Google Play refunds such an order by itself.',
    );
  const price = matter.claims.get('price');
  if (price)
    return root(
      'price_question',
      'likely',
      'Paid and granted as ordered; the customer asks about the price.',
    );
  const display = displayRoot(matter);
  if (display) return display;
  const sure = own.money.proof === 'record' && promised.coins === own.grant.net;
  return root(
    'healthy',
    sure ? 'certain' : own.money.proof === null ? 'possible' : 'likely',
    own.money.doubt
      ? `Delivered, though the records disagree. ${own.money.doubt}`
      : 'Paid, granted, nothing is missing.',
  );
}

function amountRoot(matter: Matter): Root | null {
  const { own, promised, e } = matter;
  const { net, given } = own.grant;
  if (promised.coins === null) return null;
  if (net > promised.coins)
    return isDouble(matter)
      ? root(
          'double_grant',
          'certain',
          `The ledger has ${given} coins for ${promised.coins} that were paid.`,
        )
      : root('wrong_quantity', 'certain', `Granted ${net} coins, ordered ${promised.coins}.`);
  if (net < promised.coins) {
    if (takenUnexplained(matter))
      return root(
        'unknown',
        'possible',
        'Coins were clawed back, and this copy has no refund that would explain it.',
        'platform',
      );
    return root('wrong_quantity', 'certain', `Granted ${net} coins, ordered ${promised.coins}.`);
  }
  const { line } = promised;
  const quantity = BigInt(Math.max(1, e.recharge.quantity ?? 1));
  if (line && e.recharge.coins !== null && e.recharge.coins !== line.coins * quantity)
    return root(
      'wrong_quantity',
      'likely',
      `The order says ${e.recharge.coins} coins, the price list of that day ${line.coins * quantity}.`,
    );
  return null;
}

/** Entered twice: two entries, one of which alone is all that was ordered. */
export function isDouble(matter: Matter): boolean {
  const { promised, own, e } = matter;
  if (promised.coins === null) return false;
  const given = own.grant.entries.filter((entry) => entry.delta > 0n && entry.kind !== 'bonus');
  const whole = e.recharge.coins ?? promised.coins;
  return given.length >= 2 && given.filter((entry) => entry.delta >= whole).length >= 2;
}

/** The coins are there: spent, hidden by an old screen, or swallowed by a debt. */
function displayRoot(matter: Matter): Root | null {
  const ticket = matter.claims.get('missing') ?? null;
  const given = matter.own.grant.given;
  const spent = ticket ? giftsWithin(matter, ticket.opened_at) : 0n;
  if (ticket && spent >= given)
    return root(
      'already_spent',
      'certain',
      `${given} coins arrived, ${spent} were sent as gifts since.`,
    );
  const stale = staleSession(matter, ticket);
  const helped = matter.e.answers.findLast((answer) => answer.question === 'cache_cleared');
  if (stale || (ticket && helped?.value === 'helped')) {
    const at = stale?.started_at ?? ticket?.opened_at ?? matter.e.recharge.created_at;
    const outage = outageAt(matter, 'display', at);
    if (outage?.covers) return displayOutage(outage.incident.summary);
    return root(
      'stale_balance',
      stale?.balance_shown == null && !helped ? 'likely' : 'certain',
      'The coins are in the ledger; the screen showed a balance from before.',
    );
  }
  if (!ticket) return null;
  const outage = outageAt(matter, 'display', ticket.opened_at);
  if (outage?.covers) return displayOutage(outage.incident.summary);
  if (spent > 0n)
    return root(
      'already_spent',
      'likely',
      `${given} coins arrived, ${spent} were sent as gifts since.`,
    );
  if (isNegativeBefore(matter))
    return root(
      'account_restricted',
      'likely',
      'The balance was below zero: the new coins paid off the debt first.',
    );
  return null;
}

function displayOutage(summary: string | null): Root {
  return root(
    'incident',
    'likely',
    `The coins are in the ledger; balances were shown wrongly then: ${summary ?? 'an outage of the display'}.`,
    'platform',
  );
}

/** The money went back, in whole or in part, or a dispute is open. */
function returnedRoot(matter: Matter): Root {
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

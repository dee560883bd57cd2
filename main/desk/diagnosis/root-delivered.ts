import { sayCoins, sayNumber } from '../../../contract/say.ts';
import { giftsWithin, isNegativeBefore, staleSession } from './balance.ts';
import { outageAt } from './incidents.ts';
import { takenUnexplained } from './match.ts';
import type { Matter } from './matter.ts';
import { type Root, root } from './root.ts';
import { isUnacknowledged } from './unacknowledged.ts';

/** Granted: was it the right amount, and does the customer see it? */
export function deliveredRoot(matter: Matter): Root {
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
          `The ledger has ${sayCoins(given)} for ${sayNumber(promised.coins)} that ${promised.coins === 1n ? 'was' : 'were'} paid.`,
        )
      : root(
          'wrong_quantity',
          'certain',
          `Granted ${sayCoins(net)}, ordered ${sayNumber(promised.coins)}.`,
        );
  if (net < promised.coins) {
    if (takenUnexplained(matter))
      return root(
        'unknown',
        'possible',
        'Coins were clawed back, and this copy has no refund that would explain it.',
        'platform',
      );
    return root(
      'wrong_quantity',
      'certain',
      `Granted ${sayCoins(net)}, ordered ${sayNumber(promised.coins)}.`,
    );
  }
  const { line } = promised;
  const quantity = BigInt(Math.max(1, e.recharge.quantity ?? 1));
  if (line && e.recharge.coins !== null && e.recharge.coins !== line.coins * quantity)
    return root(
      'wrong_quantity',
      'likely',
      `The order says ${sayCoins(e.recharge.coins)}, the price list of that day ${sayNumber(line.coins * quantity)}.`,
    );
  return null;
}

/** Entered twice: two entries, one of which alone is all that was ordered. */
export function isDouble(matter: Matter): boolean {
  const { promised, own, e } = matter;
  if (promised.coins === null) return false;
  const given = own.grant.entries.filter((entry) => entry.delta > 0n && entry.kind !== 'bonus');
  // Without its bonus, which may stand in an entry of its own.
  const quantity = BigInt(Math.max(1, e.recharge.quantity ?? 1));
  const byList = promised.line === null ? null : promised.line.coins * quantity;
  const whole = e.recharge.coins ?? byList ?? promised.coins;
  return given.length >= 2 && given.filter((entry) => entry.delta >= whole).length >= 2;
}

/** The coins are there: spent, hidden by an old screen, or swallowed by a debt. */
function displayRoot(matter: Matter): Root | null {
  const ticket = matter.claims.get('missing') ?? null;
  const given = matter.own.grant.given;
  const spent = ticket ? giftsWithin(matter, ticket.opened_at) : 0n;
  if (ticket && spent >= given)
    return root('already_spent', 'certain', arrivedAndSpent(given, spent));
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
  if (spent > 0n) return root('already_spent', 'likely', arrivedAndSpent(given, spent));
  if (isNegativeBefore(matter))
    return root(
      'account_restricted',
      'likely',
      'The balance was below zero: the new coins paid off the debt first.',
    );
  return null;
}

function arrivedAndSpent(given: bigint, spent: bigint): string {
  return `${sayCoins(given)} arrived, ${sayNumber(spent)} ${spent === 1n ? 'was' : 'were'} sent as gifts since.`;
}

function displayOutage(summary: string | null): Root {
  return root(
    'incident',
    'likely',
    `The coins are in the ledger; balances were shown wrongly then: ${summary ?? 'an outage of the display'}.`,
    'platform',
  );
}

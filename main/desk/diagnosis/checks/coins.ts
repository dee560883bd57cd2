import { sayCoins, sayNumber } from '../../../../contract/say.ts';
import { cite, citeAbsent } from '../cite.ts';
import { giftsWithin, staleSession } from '../balance.ts';
import { coinState } from '../match.ts';
import { isDouble } from '../root-delivered.ts';
import { usedBeforeReturn } from '../root-returned.ts';
import { isStalePurchase } from '../unacknowledged.ts';
import { gotThrough } from './by-code.ts';
import { ask, fail, pass, skipped, unknown, warn, storeName, type CheckRule } from './outcome.ts';

/** 28. The coins are there and the screen is behind. */
export const staleBalance: CheckRule = (matter) => {
  const id = 'stale_balance';
  const { grant } = matter.own;
  if (!grant.first) return skipped(id, 'No coins came.');
  const helped = matter.e.answers.findLast((one) => one.question === 'cache_cleared');
  if (helped?.value === 'helped') return fail(id, 'Clearing the cache brought the coins back.', []);
  const stale = staleSession(matter, matter.claims.get('missing') ?? null);
  if (stale)
    return fail(id, 'A session after the grant showed a balance from before it.', [
      cite('sessions', stale, 'balance_synced_at'),
      cite('sessions', stale, 'balance_shown'),
      cite('ledger', grant.first, 'at'),
    ]);
  const fresh = matter.e.sessions.findLast(
    (session) =>
      session.balance_synced_at !== null && session.balance_synced_at >= (grant.first?.at ?? 0),
  );
  if (fresh)
    return pass(id, 'The screen was brought up to date.', [
      cite('sessions', fresh, 'balance_synced_at'),
    ]);
  return ask(id, 'No later session says what the screen showed.', 'cache_cleared');
};

/** 31. The receipt failed verification: a possible forgery. */
export const receiptInvalid: CheckRule = (matter) => {
  const id = 'receipt_invalid';
  const { receipt, world } = matter.own;
  if (receipt.state === 'failed')
    return fail(id, 'The receipt failed verification.', receipt.cites);
  if (receipt.state === 'verified') return pass(id, 'The receipt was verified.', receipt.cites);
  if (world !== 'store') return skipped(id, 'Not bought in an app store.');
  return matter.own.store || matter.own.money.state === 'claimed'
    ? unknown(id, 'No verification is in this copy.', `Fetch ${storeName(matter)}.`)
    : skipped(id, 'There is no receipt.');
};

/** 32. Paid and verified, and the coins were never entered. Proof of both or no claim. */
export const paidNotGranted: CheckRule = (matter) => {
  const id = 'paid_not_granted';
  const { money, grant } = matter.own;
  if (grant.given > 0n) return pass(id, 'Coins were entered.', grant.cites);
  if (!gotThrough(matter) || money.state === 'held' || money.state === 'hold_over')
    return skipped(id, 'No payment is proven.');
  if (coinState(matter) === 'missing_unproven')
    return unknown(
      id,
      'This copy of the ledger does not cover that time.',
      `Fetch the ledger entries of ${matter.e.recharge.recharge_id}.`,
      money.cites,
    );
  if (isStalePurchase(matter.own, matter.settings, matter.now))
    return unknown(
      id,
      'Never granted; the store has probably refunded it since, and this copy does not show it.',
      `Fetch ${storeName(matter)} anew.`,
      money.cites,
    );
  const absent = citeAbsent('ledger', matter.e.recharge.recharge_id, 'recharge_id');
  const failed = grant.failed ? [cite('recharge_events', grant.failed, 'stage')] : [];
  return fail(id, 'Paid, and the ledger has no entry for it.', [...money.cites, absent, ...failed]);
};

/** 33. Coins were entered twice for one payment. */
export const doubleGrant: CheckRule = (matter) => {
  const id = 'double_grant';
  const { grant } = matter.own;
  if (grant.given === 0n) return skipped(id, 'No coins came.');
  if (matter.promised.coins === null)
    return unknown(id, 'What was ordered is not known.', 'Fetch the price list.', grant.cites);
  return isDouble(matter) && grant.net > matter.promised.coins
    ? fail(
        id,
        `${sayCoins(grant.given)} for ${sayNumber(matter.promised.coins)} that ${matter.promised.coins === 1n ? 'was' : 'were'} paid.`,
        grant.cites,
      )
    : pass(id, 'Entered once.', grant.cites);
};

/** 36. Fewer or more coins than the package says. */
export const wrongQuantity: CheckRule = (matter) => {
  const id = 'wrong_quantity';
  const { grant, money } = matter.own;
  const { promised } = matter;
  if (grant.given === 0n) return skipped(id, 'No coins came.');
  if (promised.coins === null)
    return unknown(id, 'What was ordered is not known.', 'Fetch the price list.', grant.cites);
  const cites = [...promised.cites, ...grant.cites];
  const amount = money.state === 'captured' && money.restoredAt === null ? grant.net : grant.given;
  if (amount !== promised.coins)
    return isDouble(matter)
      ? warn(
          id,
          `${sayNumber(amount)} instead of ${sayCoins(promised.coins)}: entered twice.`,
          cites,
        )
      : fail(id, `${sayNumber(amount)} instead of ${sayCoins(promised.coins)}.`, cites);
  const { recharge } = matter.e;
  const listed = promised.line
    ? promised.line.coins * BigInt(Math.max(1, recharge.quantity ?? 1))
    : null;
  if (promised.line && listed !== null && recharge.coins !== null && listed !== recharge.coins)
    return fail(
      id,
      `The order says ${sayCoins(recharge.coins)}, the price list ${sayNumber(listed)}.`,
      [...cites, cite('packages', promised.line, 'coins')],
    );
  return pass(id, 'As many as ordered.', cites);
};

/** 37. The coins arrived and were gifted. Answers a claim. */
export const alreadySpent: CheckRule = (matter) => {
  const id = 'already_spent';
  const { grant } = matter.own;
  const ticket = matter.claims.get('missing');
  if (!ticket) return skipped(id, 'Nobody says that coins are missing.');
  if (grant.given === 0n) return skipped(id, 'No coins came.');
  const spent = giftsWithin(matter, ticket.opened_at);
  const cites = matter.e.gifts
    .filter((gift) => gift.at <= ticket.opened_at)
    .slice(0, 5)
    .map((gift) => cite('ledger', gift, 'delta'));
  if (spent === 0n) return pass(id, 'Nothing was gifted before the ticket.', grant.cites);
  return spent >= grant.given
    ? fail(id, `${sayCoins(spent)} ${spent === 1n ? 'was' : 'were'} sent as gifts since.`, cites)
    : warn(
        id,
        `${sayNumber(spent)} of ${sayCoins(grant.given)} ${spent === 1n ? 'was' : 'were'} sent as gifts since.`,
        cites,
      );
};

/** 42. Refund or chargeback after the coins were spent. */
export const refundedAfterUse: CheckRule = (matter) => {
  const id = 'refunded_after_use';
  const { money, grant } = matter.own;
  const back =
    money.state === 'returned' || money.state === 'part_returned' || money.state === 'contested';
  if (!back) {
    if (money.restoredAt !== null)
      return pass(id, 'The refund was taken back.', money.restoreCites);
    return money.proof === null
      ? skipped(id, 'Nothing was paid.')
      : pass(id, 'Nothing was refunded.', money.cites);
  }
  if (grant.given === 0n) return skipped(id, 'No coins had come.');
  const cites = [...money.returnCites, ...grant.cites];
  if (usedBeforeReturn(matter))
    return fail(id, 'Coins were spent, and the money went back.', cites);
  return grant.net > 0n && !(money.state === 'part_returned' && grant.taken > 0n)
    ? warn(id, 'The money went back, the coins are still there.', cites)
    : pass(id, 'The coins were taken back unspent.', cites);
};

/** 43. The refund was taken back, the coins were not restored. */
export const refundReversed: CheckRule = (matter) => {
  const id = 'refund_reversed';
  const { money, grant } = matter.own;
  if (money.restoredAt === null) return skipped(id, 'No refund was taken back.');
  const cites = [...money.restoreCites, ...grant.cites];
  const { coins } = matter.promised;
  if (coins === null)
    return unknown(id, 'What was ordered is not known.', 'Fetch the price list.', cites);
  return grant.taken > 0n && grant.net < coins
    ? fail(id, 'The coins that were clawed back were not restored.', cites)
    : pass(id, 'The coins are there.', cites);
};

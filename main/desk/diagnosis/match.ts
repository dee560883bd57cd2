import type { Matter } from './matter.ts';
import { chargedTwice } from './twice.ts';
import { isStalePurchase } from './unacknowledged.ts';

/** What the ledger proves about the coins of one attempt. */
export type CoinState = 'delivered' | 'missing' | 'missing_unproven';

/** How long a grant may take before its absence means something, where nothing says it failed. */
const graceMs = 60_000;

/**
 * Are the coins there? An absent entry proves that they are missing only where the copy's ledger
 * covers the moment of payment, and a little after it unless an event says that the grant failed.
 */
export function coinState(matter: Matter): CoinState {
  const { grant, money } = matter.own;
  if (grant.net > 0n) return 'delivered';
  return ledgerSpeaks(matter, money.at ?? matter.e.recharge.created_at)
    ? 'missing'
    : 'missing_unproven';
}

export function ledgerSpeaks(matter: Matter, paidAt: number): boolean {
  const { copy } = matter.e;
  if (!copy.covers(paidAt, 'ledger')) return false;
  if (copy.guessed || matter.own.grant.failed !== null) return true;
  return copy.covers(paidAt + graceMs, 'ledger');
}

/** Does the copy have the side that would hold the money of this attempt? */
export function moneySideCovered(matter: Matter): boolean {
  const { world, bundle } = matter.own;
  if (world === 'partner') return false;
  const table = world === 'store' ? 'store_records' : 'payments';
  return matter.e.copy.covers(bundle.recharge.created_at, table);
}

/**
 * Coins owed: what was promised, minus every net entry tied to it, minus what the desk itself
 * decided. Never below 0; 0 where the money was not taken or went back; null where this copy
 * cannot decide it.
 */
export function coinsOwed(matter: Matter): bigint | null {
  const owed = owedOf(matter);
  return owed !== null && owed > mostCoins ? null : owed;
}

/** Coins are signed 64-bit integers: a sum of records beyond that is no amount of coins. */
export const mostCoins = 2n ** 63n - 1n;

function owedOf(matter: Matter): bigint | null {
  const { money, grant, receipt } = matter.own;
  const { promised } = matter;
  const outstanding =
    promised.coins === null ? null : atLeastZero(promised.coins - grant.net - matter.e.deskCoins);
  switch (money.state) {
    case 'test':
    case 'returned':
    case 'held':
    case 'hold_over':
    case 'pending':
    case 'pending_over':
    case 'processing':
    case 'action':
      return 0n;
    case 'none':
      // A partner's money is never in this copy: a grant that falls short stays undecided.
      if (matter.own.world === 'partner' && grant.net > 0n && outstanding !== 0n) return null;
      return noMoneySeen(matter) ? 0n : null;
    case 'claimed':
      return receipt.state === 'failed' || outstanding === 0n ? 0n : null;
    case 'contested':
      return outstanding === 0n ? 0n : null;
    case 'part_returned':
      return outstanding === 0n ? 0n : partOwed(matter);
    case 'captured':
      return capturedOwed(matter, outstanding);
  }
}

/** Of money that was taken and kept: what is outstanding, where proof and ledger bear it out. */
function capturedOwed(matter: Matter, outstanding: bigint | null): bigint | null {
  const { money, grant, receipt, store } = matter.own;
  if (receipt.state === 'failed' && money.proof === null)
    return store?.signature === 'failed' || outstanding === 0n ? 0n : null;
  if (outstanding === null || outstanding === 0n) return outstanding;
  const doubtful =
    money.proof === null ||
    othersMoney(matter) ||
    takenUnexplained(matter) ||
    onlyReceiptSeen(matter) ||
    isStalePurchase(matter.own, matter.settings, matter.now) ||
    (chargedTwice(matter) !== null && grant.given === 0n);
  if (doubtful) return null;
  return ledgerSpeaks(matter, money.at ?? matter.e.recharge.created_at) ? outstanding : null;
}

/**
 * Only our own event says that the receipt was good, and the copy has no records of the stores:
 * a sandbox order and one that was voided since would look the same.
 */
function onlyReceiptSeen(matter: Matter): boolean {
  return (
    matter.own.world === 'store' && matter.own.money.proof === 'event' && !moneySideCovered(matter)
  );
}

/** The store names another payer and nobody has the coins: whose they are is undecided. */
export function othersMoney(matter: Matter): boolean {
  const token = matter.own.store?.account_token ?? null;
  return token !== null && token !== matter.e.recharge.account_id;
}

/** Everything came and some was clawed back, with no refund in this copy to explain it. */
export function takenUnexplained(matter: Matter): boolean {
  const { grant, money } = matter.own;
  const clawed = grant.entries.some((entry) => entry.kind.endsWith('_clawback'));
  return (
    clawed &&
    money.restoredAt === null &&
    matter.promised.coins !== null &&
    grant.given >= matter.promised.coins
  );
}

/** Something says that no money moved: a refusal, a row without success, or an absent row. */
function noMoneySeen(matter: Matter): boolean {
  const { own } = matter;
  if (own.receipt.state === 'failed') return true;
  if (own.payment !== null || own.store !== null) return true;
  if (own.findings.some((one) => one.stage !== 'grant_failed')) return true;
  if (own.grant.net > 0n) return true;
  return moneySideCovered(matter);
}

/** A refund of some of several packs leaves the others owed; a refund of some money does not say. */
function partOwed(matter: Matter): bigint | null {
  const { store, grant, money } = matter.own;
  const { coins } = matter.promised;
  const quantity = BigInt(store?.quantity ?? matter.e.recharge.quantity ?? 1);
  const back = store?.refunded_quantity;
  if (coins === null || back == null || quantity <= 0n || money.proof === null) return null;
  if (!ledgerSpeaks(matter, money.at ?? matter.e.recharge.created_at)) return null;
  const due = (coins * (quantity - BigInt(back))) / quantity;
  return atLeastZero(due - grant.net - matter.e.deskCoins);
}

function atLeastZero(coins: bigint): bigint {
  return coins < 0n ? 0n : coins;
}

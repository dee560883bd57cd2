import { cite, type Cited } from './cite.ts';
import type { Course } from './course.ts';
import type { Matter } from './matter.ts';

/** Why this attempt is the second charge of one purchase. */
export interface Twice {
  readonly cites: readonly Cited[];
  readonly says: string;
}

/**
 * The later of two captured payments of the same account, package and amount within ten minutes,
 * of which only one was meant: both stand on one order, or the coins came once, or the customer
 * says so, or the first one looked failed when the second was made. Two deliveries without any
 * of that are two purchases. Null where it is not.
 */
export function chargedTwice(matter: Matter): Twice | null {
  const { own } = matter;
  if (own.money.proof === null) return null;
  const onOneOrder = ownPaymentsTwice(matter);
  if (onOneOrder) return onOneOrder;
  const first = matter.alike.findLast((other) => isEarlierTwin(matter, other));
  if (!first) return null;
  const cites = [...first.money.cites, ...own.money.cites];
  if (matter.claims.has('twice')) return { cites, says: 'The customer says it was charged twice.' };
  if (own.grant.given === 0n && own.grant.failed === null)
    return { cites, says: 'Two payments within ten minutes, coins for one.' };
  const lookedFailed = first.findings.some(
    (one) => one.by === 'client' && one.at <= own.bundle.recharge.created_at,
  );
  return lookedFailed
    ? { cites, says: 'The first payment looked failed on the device, so it was made again.' }
    : null;
}

function ownPaymentsTwice(matter: Matter): Twice | null {
  const taken = matter.e.payments.filter(
    (row) => row.status === 'succeeded' && row.captured_minor !== 0n,
  );
  const [first, second] = taken;
  if (!first || !second || first.amount_minor !== second.amount_minor) return null;
  const gap = Math.abs(
    (second.captured_at ?? second.created_at ?? 0) - (first.captured_at ?? first.created_at ?? 0),
  );
  if (gap > matter.settings.doubleChargeMs) return null;
  return {
    cites: taken.map((row) => cite('payments', row, 'captured_minor')),
    says: 'Two captured payments stand on one order.',
  };
}

/** When each was paid, by the same clock: capture beside capture, else order beside order. */
function comparable(own: Course, other: Course): readonly [number, number] {
  const mine = own.payment?.captured_at ?? own.store?.purchased_at ?? null;
  const theirs = other.payment?.captured_at ?? other.store?.purchased_at ?? null;
  if (mine !== null && theirs !== null) return [mine, theirs];
  return [own.bundle.recharge.created_at, other.bundle.recharge.created_at];
}

function isEarlierTwin(matter: Matter, other: Course): boolean {
  const { own } = matter;
  if (other === own || other.money.proof === null) return false;
  if (other.money.state !== 'captured') return false;
  const mine = own.bundle.recharge;
  const theirs = other.bundle.recharge;
  // An order without its package is told by its coins, as in a story of attempts.
  const samePackage =
    mine.sku !== null && theirs.sku !== null
      ? mine.sku === theirs.sku
      : mine.coins !== null && mine.coins === theirs.coins;
  if (!samePackage || mine.amount_minor !== theirs.amount_minor) return false;
  if (mine.currency !== theirs.currency) return false;
  // One purchase seen twice, as an order and its copy, is no second charge.
  const samePurchase =
    (mine.external_id !== null && mine.external_id === theirs.external_id) ||
    (mine.payment_id !== null && mine.payment_id === theirs.payment_id);
  if (samePurchase) return false;
  const [paid, before] = comparable(own, other);
  if (Math.abs(paid - before) > matter.settings.doubleChargeMs) return false;
  return (
    before < paid ||
    (before === paid &&
      (theirs.created_at < mine.created_at ||
        (theirs.created_at === mine.created_at && theirs.recharge_id < mine.recharge_id)))
  );
}

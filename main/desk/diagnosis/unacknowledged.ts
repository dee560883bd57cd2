import { familyOf } from './codes/lookup.ts';
import type { Course } from './course.ts';
import type { Settings } from './settings.ts';

/** Only Google Play asks for an acknowledgement; consuming a pack says it, too. */
function openOnPlay(course: Course): boolean {
  const { store, bundle } = course;
  return (
    store !== null &&
    familyOf(store.provider) === 'google' &&
    store.acknowledged === false &&
    store.consumed !== true &&
    !bundle.events.some((event) => event.stage === 'acknowledged' || event.stage === 'consumed')
  );
}

/** `open` while the three days run, `over` after them; null where nothing waits for it. */
export function isUnacknowledged(
  course: Course,
  settings: Settings,
  now: number,
): 'open' | 'over' | null {
  const { store } = course;
  if (!openOnPlay(course) || store?.state !== 'purchased' || store.voided_at !== null) return null;
  const since = store.purchased_at ?? course.bundle.recharge.created_at;
  return now - since > settings.playAcknowledgeMs ? 'over' : 'open';
}

/**
 * No coins came, nobody acknowledged it, and the three days are over: Play has refunded it by now,
 * so the row that still says purchased is older than that. What it proves of the money is in doubt.
 */
export function isStalePurchase(course: Course, settings: Settings, now: number): boolean {
  return course.grant.given === 0n && isUnacknowledged(course, settings, now) === 'over';
}

/** Play numbers a void by fraud, friendly fraud and chargeback 5 to 7 (facts §1.6). */
const otherReasons = /^[5-7]$|fraud|chargeback/i;

/** Voided by the store itself about three days after an order that nobody acknowledged. */
export function isVoidedUnacknowledged(course: Course, settings: Settings): boolean {
  const { store } = course;
  if (!store || !openOnPlay(course) || store.voided_at === null) return false;
  if (store.void_source !== null && store.void_source !== 'store') return false;
  if (store.void_reason !== null && otherReasons.test(store.void_reason)) return false;
  const since = store.purchased_at ?? course.bundle.recharge.created_at;
  return store.voided_at - since >= settings.playAcknowledgeMs - 3_600_000;
}

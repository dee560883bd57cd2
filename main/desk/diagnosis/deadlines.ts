import type { Verdict } from '../../../contract/diagnosis.ts';
import { cite, type Cited } from './cite.ts';
import { familyOf } from './codes/lookup.ts';
import { guardianState } from './guardian.ts';
import { sellerOf } from './findings.ts';
import type { Matter } from './matter.ts';
import { isReview } from './reviews.ts';
import { isUnacknowledged } from './unacknowledged.ts';

/** Something that has to be done, or runs out by itself, until a time (UTC ms). */
export interface Deadline {
  readonly kind: NonNullable<Verdict['deadline']>['kind'];
  readonly from: number;
  readonly at: number;
  readonly cites: readonly Cited[];
}

/** Every deadline of the attempt, also those that have passed, the soonest first. */
export function deadlinesOf(matter: Matter): readonly Deadline[] {
  const { own, settings, now } = matter;
  const found: Deadline[] = reviewsOf(matter);
  const { store } = own;
  if (store && own.money.proof !== null && isUnacknowledged(own, settings, now) !== null) {
    const from = store.purchased_at ?? own.bundle.recharge.created_at;
    found.push({
      kind: 'play_acknowledge',
      from,
      at: from + settings.playAcknowledgeMs,
      cites: [cite('store_records', store, 'acknowledged')],
    });
  }
  const guardian = own.money.proof === null ? guardianState(matter) : null;
  if (guardian)
    found.push({
      kind: 'ask_to_buy',
      from: guardian.since,
      at: guardian.since + settings.askToBuyMs,
      cites: guardian.cites,
    });
  if (own.money.state === 'held' && own.money.at !== null)
    found.push({
      kind: 'hold_expiry',
      from: own.money.at,
      at: own.money.at + settings.holdMs,
      cites: own.money.cites,
    });
  if (store?.voided_at != null && own.grant.net > 0n && familyOf(store.provider) === 'google')
    found.push({
      kind: 'voided_list',
      from: store.voided_at,
      at: store.voided_at + settings.voidedListMs,
      cites: [cite('store_records', store, 'voided_at')],
    });
  return found.toSorted((a, b) => a.at - b.at);
}

/** The first one that still runs, as the wire has it. */
export function runningDeadline(matter: Matter): Deadline | null {
  return deadlinesOf(matter).find((one) => one.at > matter.now) ?? null;
}

/** A store's questions that nothing later has answered. */
function reviewsOf(matter: Matter): Deadline[] {
  const { own, settings } = matter;
  return own.bundle.events.filter(isReview).flatMap((event) => {
    const closed = own.bundle.events.some(
      (later) =>
        later.at > event.at &&
        (/^(refunded|voided|refund_reversed|dispute_won)$/.test(later.stage) ||
          /REFUND_DECLINED/i.test(later.code ?? '')),
    );
    if (closed) return [];
    const apple = familyOf(event.provider ?? sellerOf(own.bundle.recharge)) === 'apple';
    return [
      {
        kind: apple ? ('apple_consumption' as const) : ('play_review' as const),
        from: event.at,
        at: event.at + (apple ? settings.appleConsumptionMs : settings.playReviewMs),
        cites: [cite('recharge_events', event, 'code')],
      },
    ];
  });
}

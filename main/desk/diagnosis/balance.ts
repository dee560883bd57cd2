import type { Row } from '../records/records.ts';
import type { Matter } from './matter.ts';

/** Coins that the account sent as gifts after the grant and up to a time. */
export function giftsWithin(matter: Matter, until: number): bigint {
  return matter.e.gifts.reduce(
    (sum, gift) => (gift.at <= until && gift.delta < 0n ? sum - gift.delta : sum),
    0n,
  );
}

/** Was the balance below zero just before the grant? Coins and bonus may be entered in either order. */
export function isNegativeBefore(matter: Matter): boolean {
  return matter.own.grant.entries.some(
    ({ delta, balance_after }) =>
      delta > 0n && balance_after !== null && balance_after - delta < 0n,
  );
}

/**
 * A session after the grant that showed a balance from before it. One that ran when the coins
 * came counts only where the customer says they are missing; one that was brought up to date by
 * a later session no longer does, save for a ticket written in between.
 */
export function staleSession(
  matter: Matter,
  ticket: Row<'tickets'> | null,
): Row<'sessions'> | null {
  const { first } = matter.own.grant;
  if (!first) return null;
  const after = matter.e.sessions.filter(
    (session) =>
      session.account_id === first.account_id &&
      (session.started_at >= first.at ||
        (ticket !== null && (session.ended_at === null || session.ended_at > first.at))),
  );
  const isStale = (session: Row<'sessions'>) =>
    session.balance_synced_at !== null &&
    session.balance_synced_at < first.at &&
    !(session.balance_shown !== null && session.balance_shown === first.balance_after);
  const stale = after.findLast(isStale);
  if (!stale) return null;
  const refreshed = after.find(
    (session) =>
      session.started_at > stale.started_at &&
      session.balance_synced_at !== null &&
      session.balance_synced_at >= first.at,
  );
  if (!refreshed) return stale;
  return ticket && ticket.opened_at <= refreshed.started_at ? stale : null;
}

import {
  day,
  enter,
  granted,
  hour,
  minute,
  paid,
  pay,
  say,
  stored,
  ticket,
  whole,
} from './attempt.ts';
import type { Story } from './refusals.ts';

const all = ['web', 'app_store', 'google_play'] as const;
const store = ['app_store', 'google_play'] as const;

/** What went wrong after the money came, or did not go wrong at all. */
export const deliveries: readonly Story[] = [
  {
    cause: 'healthy',
    channels: all,
    tell(attempt) {
      paid(attempt);
      granted(attempt);
      return { cause: 'healthy', owed: 0n };
    },
  },
  {
    cause: 'paid_not_granted',
    channels: all,
    tell(attempt) {
      paid(
        attempt,
        attempt.channel === 'google_play' ? { acknowledged: true, consumed: null } : {},
      );
      if (attempt.dice.chance(0.5)) say(attempt, 'grant_failed', 4000, { code: '500' });
      return { cause: 'paid_not_granted', owed: whole(attempt) };
    },
  },
  {
    cause: 'incident',
    channels: all,
    tell(attempt) {
      paid(attempt);
      say(attempt, 'grant_failed', 4000, { code: '503' });
      attempt.put('incidents', {
        incident_id: `inc_${attempt.id}`,
        service: 'grants',
        regions: attempt.storefront,
        started_at: attempt.at - 2 * minute,
        ended_at: attempt.at + 2 * minute,
        summary: 'The grant job was down.',
      });
      return { cause: 'incident', owed: whole(attempt) };
    },
  },
  {
    cause: 'double_grant',
    channels: all,
    tell(attempt) {
      paid(attempt);
      enter(attempt, whole(attempt), 4000);
      enter(attempt, whole(attempt), attempt.dice.int(5, 500) * 1000);
      return { cause: 'double_grant', owed: 0n };
    },
  },
  {
    cause: 'wrong_quantity',
    channels: all,
    tell(attempt) {
      paid(attempt);
      const missing = BigInt(attempt.dice.int(1, 60));
      enter(attempt, whole(attempt) - missing, 4000);
      return { cause: 'wrong_quantity', owed: missing };
    },
  },
  {
    cause: 'receipt_invalid',
    channels: store,
    tell(attempt) {
      if (attempt.dice.chance(0.5)) stored(attempt, { state: 'purchased', signature: 'failed' });
      say(attempt, 'verify_failed', 2500, { code: 'BAD_SIGNATURE' });
      return { cause: 'receipt_invalid', owed: 0n };
    },
  },
  {
    cause: 'test_purchase',
    channels: store,
    tell(attempt) {
      stored(attempt, {
        state: 'purchased',
        test_kind: attempt.dice.pick(['sandbox', 'test', 'promo']),
      });
      if (attempt.dice.chance(0.3)) granted(attempt);
      return { cause: 'test_purchase', owed: 0n };
    },
  },
  {
    cause: 'wrong_account',
    channels: store,
    tell(attempt) {
      paid(attempt, { account_token: `other_${attempt.account}` });
      enter(attempt, whole(attempt), 4000, {
        account_id: `other_${attempt.account}`,
        external_id: attempt.external,
      });
      return { cause: 'wrong_account', owed: 0n };
    },
  },
  {
    cause: 'already_spent',
    channels: all,
    tell(attempt) {
      paid(attempt);
      granted(attempt);
      let left = whole(attempt);
      for (let n = 0; left > 0n; n += 1) {
        const gift = n === 4 || left < 10n ? left : left / 2n;
        left -= gift;
        attempt.put('ledger', {
          entry_id: `gift_${attempt.id}_${n}`,
          account_id: attempt.account,
          at: attempt.at + 10 * minute + n * 1000,
          asset: 'coins',
          delta: -gift,
          kind: 'gift_sent',
          gift_id: 'rose',
        });
      }
      ticket(attempt, 'I paid but the coins are missing, where are they?');
      return { cause: 'already_spent', owed: 0n };
    },
  },
  {
    cause: 'stale_balance',
    channels: all,
    tell(attempt) {
      paid(attempt);
      granted(attempt);
      attempt.put('sessions', {
        session_id: `stale_${attempt.id}`,
        account_id: attempt.account,
        started_at: attempt.at + 20 * minute,
        balance_shown: 3n,
        balance_synced_at: attempt.at - hour,
      });
      if (attempt.dice.chance(0.5)) ticket(attempt, 'Coins did not arrive');
      return { cause: 'stale_balance', owed: 0n };
    },
  },
  {
    cause: 'price_question',
    channels: all,
    tell(attempt) {
      paid(attempt);
      granted(attempt);
      ticket(attempt, 'Why is the price in the app more expensive than on the web?');
      return { cause: 'price_question', owed: 0n };
    },
  },
  {
    cause: 'refunded_after_use',
    channels: all,
    tell(attempt) {
      const back = attempt.at + 2 * day;
      if (attempt.channel === 'web')
        paid(attempt, { refunded_minor: attempt.price, disputed: false });
      else
        paid(attempt, {
          state: 'refunded',
          voided_at: back,
          void_source: 'user',
          void_reason: '1',
        });
      granted(attempt);
      attempt.put('ledger', {
        entry_id: `gift_${attempt.id}`,
        account_id: attempt.account,
        at: attempt.at + hour,
        asset: 'coins',
        delta: -(whole(attempt) / 2n),
        kind: 'gift_sent',
      });
      if (attempt.dice.chance(0.7)) say(attempt, 'refunded', 2 * day);
      if (attempt.dice.chance(0.5))
        enter(attempt, -whole(attempt), 2 * day + minute, { kind: 'refund_clawback' });
      return { cause: 'refunded_after_use', owed: 0n };
    },
  },
  {
    cause: 'refund_reversed',
    channels: ['app_store'],
    tell(attempt) {
      paid(attempt);
      granted(attempt);
      say(attempt, 'refunded', day, { code: 'REFUND' });
      enter(attempt, -whole(attempt), day + minute, { kind: 'refund_clawback' });
      say(attempt, 'refund_reversed', 2 * day, { code: 'REFUND_REVERSED' });
      return { cause: 'refund_reversed', owed: whole(attempt) };
    },
  },
  {
    cause: 'age',
    channels: ['app_store'],
    tell(attempt) {
      paid(attempt);
      granted(attempt);
      say(attempt, 'refunded', day, { code: 'RESCIND_CONSENT' });
      return { cause: 'age', owed: 0n };
    },
  },
  {
    cause: 'unacknowledged',
    channels: ['google_play'],
    tell(attempt) {
      paid(attempt, {
        state: 'refunded',
        acknowledged: false,
        consumed: false,
        voided_at: attempt.at + 3 * day + 5 * minute,
        void_source: 'store',
        void_reason: '0',
      });
      if (attempt.dice.chance(0.5)) enter(attempt, whole(attempt), 4000);
      return { cause: 'unacknowledged', owed: 0n };
    },
  },
  {
    cause: 'unknown',
    channels: ['web'],
    tell(attempt) {
      pay(attempt, { status: 'failed' });
      enter(attempt, whole(attempt), 4000);
      return { cause: 'unknown', owed: 0n };
    },
  },
  {
    cause: 'healthy',
    channels: all,
    tell(attempt) {
      // A store asks about a refund; delivered orders stay healthy with their deadline set.
      paid(attempt);
      granted(attempt);
      if (attempt.channel === 'app_store')
        say(attempt, 'review_requested', 2 * day, {
          code: 'CONSUMPTION_REQUEST',
          provider: 'apple',
        });
      return { cause: 'healthy', owed: 0n };
    },
  },
];

import { describe, expect, test } from 'vitest';
import {
  asOf,
  bought,
  checkOf,
  day,
  type Given,
  grant,
  hour,
  minute,
  openDesk,
} from './builder.ts';

const desk = openDesk();

describe('deadlines', () => {
  const google = { channel: 'google_play', created_at: asOf - day };
  test.each([
    [
      'play_acknowledge',
      {
        recharge: google,
        stores: [{ ...bought, acknowledged: false, consumed: false }],
        ledger: [{ ...grant, at: asOf - day + minute }],
      },
      2 * day,
    ],
    [
      'apple_consumption',
      {
        recharge: { channel: 'app_store' },
        stores: [bought],
        ledger: [grant],
        events: [
          ['created'],
          ['review_requested', { provider: 'apple', code: 'CONSUMPTION_REQUEST', at: asOf - hour }],
        ],
      },
      11 * hour,
    ],
    [
      'apple_consumption',
      {
        recharge: { channel: 'app_store' },
        stores: [bought],
        ledger: [grant],
        events: [
          ['created'],
          ['disputed', { provider: 'apple', code: 'CONSUMPTION_REQUEST', at: asOf - hour }],
        ],
      },
      11 * hour,
    ],
    [
      'play_review',
      {
        recharge: { channel: 'google_play' },
        stores: [bought],
        ledger: [grant],
        events: [
          ['created'],
          [
            'review_requested',
            { provider: 'google', code: 'pendingRefundReviewNotification', at: asOf - hour },
          ],
        ],
      },
      23 * hour,
    ],
  ] satisfies [string, Given, number][])(
    '%s: delivered, healthy, and something is due',
    (kind, given, left) => {
      const verdict = desk.judge(given);
      expect(verdict).toMatchObject({ root_cause: 'healthy', deadline: { kind } });
      const due = Date.parse(verdict.deadline?.at ?? '');
      expect(Math.abs(due - asOf - left)).toBeLessThan(minute);
      expect(['pass', 'warn']).toContain(checkOf(verdict, 'deadline').outcome);
    },
  );

  test('one that has passed no longer runs, and the check says so', () => {
    const verdict = desk.judge({
      recharge: { channel: 'app_store' },
      stores: [bought],
      ledger: [grant],
      events: [
        ['created'],
        ['review_requested', { provider: 'apple', code: 'CONSUMPTION_REQUEST', at: asOf - day }],
      ],
    });
    expect(verdict).toMatchObject({ root_cause: 'healthy', deadline: null });
    expect(checkOf(verdict, 'deadline').outcome).toBe('fail');
  });

  test('a hold and a guardian have one, too', () => {
    expect(
      desk.judge({
        recharge: { created_at: asOf - day },
        payments: [{ status: 'requires_capture' }],
      }).deadline?.kind,
    ).toBe('hold_expiry');
    const guardian = desk.judge({
      recharge: { channel: 'app_store', external_id: null, created_at: asOf - hour },
      events: [['created'], ['client_error', { provider: 'apple', code: 'pending' }]],
    });
    expect(guardian).toMatchObject({
      root_cause: 'guardian_approval',
      deadline: { kind: 'ask_to_buy' },
      owner: 'guardian',
    });
    expect(guardian.customer_text).toContain('UTC');
  });
});

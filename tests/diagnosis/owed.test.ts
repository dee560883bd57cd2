import { describe, expect, test } from 'vitest';
import {
  asOf,
  bought,
  captured,
  checkOf,
  day,
  delivered,
  type Fields,
  type Given,
  grant,
  hour,
  noon,
  openDesk,
  paid,
} from './builder.ts';

const desk = openDesk();

describe('coins owed', () => {
  test("are what was promised minus every entry tied to it, by our id or by the store's", () => {
    const verdict = desk.judge({
      ...paid,
      recharge: { recharge_id: 'rc_tied', bonus_coins: 100n },
      ledger: [
        { delta: 500n },
        { delta: 300n, recharge_id: null, external_id: 'ext_rc_tied', kind: 'migration' },
        { delta: 50n, kind: 'adjustment' },
      ],
    });
    expect(verdict).toMatchObject({ coins_owed: '650', root_cause: 'wrong_quantity' });
  });

  test('come from the price list of that day, times the quantity, where the order does not say', () => {
    expect(
      desk.judge({ ...paid, recharge: { coins: null, bonus_coins: null, quantity: 3 } }).coins_owed,
    ).toBe('4200');
    expect(
      desk.judge({
        ...paid,
        recharge: { coins: null, bonus_coins: null, created_at: noon - 400 * day },
      }).coins_owed,
    ).toBeNull();
  });

  test('are exact beyond what a float holds', () => {
    expect(
      desk.judge({ ...paid, recharge: { coins: 9007199254740993n, sku: null } }).coins_owed,
    ).toBe('9007199254740993');
  });

  test('are nothing for other wallets and for gifts', () => {
    const verdict = desk.judge({
      ...paid,
      ledger: [
        { delta: 1400n, asset: 'diamonds' },
        { delta: -70n, kind: 'gift_sent' },
      ],
    });
    expect(verdict).toMatchObject({ root_cause: 'paid_not_granted', coins_owed: '1400' });
  });

  test('are 0 where the money went back, whatever is missing', () => {
    expect(
      desk.judge({ ...paid, payments: [{ ...captured, refunded_minor: 1999n }] }),
    ).toMatchObject({ root_cause: 'paid_not_granted', coins_owed: '0' });
    expect(
      desk.judge({
        recharge: { channel: 'google_play' },
        events: [['created'], ['store_purchased'], ['verified'], ['grant_failed']],
        stores: [{ ...bought, state: 'refunded', voided_at: noon + hour }],
      }),
    ).toMatchObject({ root_cause: 'paid_not_granted', coins_owed: '0' });
  });

  test('are undecided where records contradict each other', () => {
    const verdict = desk.judge({
      events: [['created'], ['captured']],
      payments: [{ status: 'failed', failure_code: 'expired_card' }],
    });
    expect(verdict).toMatchObject({ root_cause: 'unknown', coins_owed: null });
    expect(verdict.agent_text).toContain('contradict');
  });

  test('are undecided where coins were clawed back and no refund explains it', () => {
    expect(
      desk.judge({
        ...delivered,
        ledger: [grant, { delta: -1400n, kind: 'refund_clawback', at: noon + day }],
      }),
    ).toMatchObject({ root_cause: 'unknown', coins_owed: null });
  });

  test('of a part refund follow the packs that were kept', () => {
    const given = (refunded: number): Given => ({
      recharge: { channel: 'google_play', quantity: 3, coins: 4200n },
      stores: [
        {
          ...bought,
          state: 'refunded',
          quantity: 3,
          refunded_quantity: refunded,
          voided_at: noon + hour,
        },
      ],
    });
    expect(desk.judge(given(1)).coins_owed).toBe('2800');
    expect(desk.judge(given(3)).coins_owed).toBe('0');
  });

  test('shrink by what the desk itself decided, and never below 0', () => {
    const helped = openDesk({
      deskCoins: new Map([
        ['rc_part', 1000n],
        ['rc_more', 9000n],
      ]),
    });
    expect(helped.judge({ ...paid, recharge: { recharge_id: 'rc_part' } }).coins_owed).toBe('400');
    expect(helped.judge({ ...paid, recharge: { recharge_id: 'rc_more' } })).toMatchObject({
      coins_owed: '0',
      root_cause: 'paid_not_granted',
    });
  });
});

describe('paid and not granted needs proof of both', () => {
  test('not without a ledger in the copy', () => {
    const blind = openDesk({ tables: ['recharges', 'recharge_events', 'payments', 'accounts'] });
    expect(blind.judge(paid)).toMatchObject({
      root_cause: 'unknown',
      coins_owed: null,
      owner: 'platform',
    });
    expect(
      checkOf(
        blind.judge({ ...paid, events: [['created'], ['captured'], ['grant_failed']] }),
        'paid_not_granted',
      ),
    ).toMatchObject({ outcome: 'unknown', settles: { kind: 'record' } });
  });
  test('not after the end of the copy', () => {
    const late = {
      ...paid,
      recharge: { created_at: asOf + hour },
      payments: [{ ...captured, captured_at: asOf + hour }],
    };
    expect(desk.judge(late)).toMatchObject({ root_cause: 'unknown', coins_owed: null });
  });
  test('not in the minute before its end, unless the grant is known to have failed', () => {
    const at = {
      recharge: { created_at: asOf - 20_000 },
      payments: [{ ...captured, captured_at: asOf - 10_000 }],
    };
    expect(desk.judge({ ...paid, ...at })).toMatchObject({
      root_cause: 'unknown',
      coins_owed: null,
    });
    expect(
      desk.judge({ ...at, events: [['created'], ['captured'], ['grant_failed']] }),
    ).toMatchObject({ root_cause: 'paid_not_granted', coins_owed: '1400' });
  });
  test('not on the word of the app alone', () => {
    expect(
      desk.judge({
        recharge: { channel: 'google_play' },
        events: [['created'], ['store_purchased']],
      }),
    ).toMatchObject({ root_cause: 'unknown' });
  });
  test('nor against the ledger on the word of an event', () => {
    expect(desk.judge({ ...paid, events: [['created'], ['captured'], ['granted']] })).toMatchObject(
      { root_cause: 'paid_not_granted', confidence: 'likely', coins_owed: '1400' },
    );
  });
});

describe('a purchase on Play that nobody acknowledged', () => {
  const bare = (age: number, state: Fields = {}): Given => ({
    recharge: { channel: 'google_play', created_at: asOf - age },
    stores: [
      { ...bought, purchased_at: asOf - age, acknowledged: false, consumed: false, ...state },
    ],
  });
  test('is owed while the three days run', () => {
    const verdict = desk.judge(bare(2 * day));
    expect([verdict.root_cause, verdict.coins_owed]).toEqual(['paid_not_granted', '1400']);
  });
  test('is undecided after them: Play has refunded it, and the copy is behind', () => {
    const verdict = desk.judge(bare(4 * day));
    expect([verdict.root_cause, verdict.coins_owed]).toEqual(['unknown', null]);
    const check = verdict.checks.find((one) => one.id === 'paid_not_granted');
    expect(check?.outcome).toBe('unknown');
    expect(check?.settles?.kind).toBe('record');
  });
  test('is owed as ever where it was acknowledged', () => {
    const verdict = desk.judge(bare(4 * day, { acknowledged: true }));
    expect([verdict.root_cause, verdict.coins_owed]).toEqual(['paid_not_granted', '1400']);
  });
});

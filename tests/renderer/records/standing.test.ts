import { describe, expect, test } from 'vitest';
import type { Fields, Side } from '../../../contract/records.ts';
import { sumsByKind } from '../../../renderer/records/account/sums.ts';
import { ledgerStanding, paymentStanding } from '../../../renderer/records/recharge/standing.ts';

function side(state: Side['state'], ...raws: Fields[]): Side {
  const records = raws.map((raw, index) => ({
    table: 'payments',
    key: `${index}`,
    text: '',
    raw,
    origin: null,
  }));
  return { state, summary: '', records };
}

const missing = side('missing');
const entered = side('present', { delta: '70' });

describe('a corner of the match', () => {
  test('says what the newest record says, and colours only what it knows', () => {
    expect(paymentStanding(side('present', { status: 'failed' }), missing).outcome).toBe('fail');
    expect(paymentStanding(side('present', { state: 'purchased' }), missing).outcome).toBe('pass');
    expect(paymentStanding(side('present', { status: 'odd_word' }), missing)).toEqual({
      outcome: 'unknown',
      word: 'odd word',
    });
    expect(
      paymentStanding(side('present', { state: 'purchased', voided_at: 'x' }), missing).word,
    ).toBe('voided');
  });

  test('is amiss where coins came without money, or money without coins that are owed', () => {
    expect(paymentStanding(missing, entered).outcome).toBe('fail');
    expect(paymentStanding(missing, missing).outcome).toBe('unknown');
    expect(ledgerStanding(missing, true).outcome).toBe('fail');
    expect(ledgerStanding(missing, false).outcome).toBe('unknown');
  });

  test('claims nothing where the copy does not reach', () => {
    expect(paymentStanding(side('not_covered'), entered).outcome).toBe('unknown');
    expect(ledgerStanding(side('not_covered'), true).outcome).toBe('unknown');
  });
});

describe('the explanation of a balance', () => {
  test('sums coins by kind, exactly, and leaves other assets out', () => {
    const entry = (kind: string, delta: string, asset = 'coins') => ({ kind, delta, asset });
    const sums = sumsByKind([
      entry('gift_sent', '-3'),
      entry('recharge_grant', '9007199254740993'),
      entry('recharge_grant', '1'),
      entry('gift_received', '5', 'diamonds'),
    ]);
    expect(sums).toEqual([
      { kind: 'recharge_grant', entries: 2, coins: 9007199254740994n },
      { kind: 'gift_sent', entries: 1, coins: -3n },
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import {
  counted,
  sayCoins,
  sayDay,
  sayDelta,
  sayMoney,
  sayNumber,
  saySigned,
  sayTime,
} from '../../contract/say.ts';
import { causeName, causeOf } from '../../contract/verdict-words.ts';
import { checkIds } from '../../contract/verdict.ts';

describe('figures in a sentence', () => {
  test('have thousands marks, exact at any size', () => {
    expect(sayNumber(999n)).toBe('999');
    expect(sayNumber(1000)).toBe('1,000');
    expect(sayNumber(-9223372036854775808n)).toBe('-9,223,372,036,854,775,808');
    expect(saySigned(1400n)).toBe('+1,400');
    expect(saySigned(0n)).toBe('0');
  });

  test('one is one, also below zero', () => {
    expect([sayCoins(1n), sayCoins(-1n), sayCoins(0n), sayCoins(1400n)]).toEqual([
      '1 coin',
      '-1 coin',
      '0 coins',
      '1,400 coins',
    ]);
    expect([sayDelta(1n), sayDelta(-70n)]).toEqual(['+1 coin', '-70 coins']);
    expect([counted(1, 'entry', 'entries'), counted(2000n, 'row')]).toEqual([
      '1 entry',
      '2,000 rows',
    ]);
  });

  test('money has the places of its currency', () => {
    expect(sayMoney(-1999n, 'USD')).toBe('USD -19.99');
    expect(sayMoney(1234567n, 'KWD')).toBe('KWD 1,234.567');
    expect(sayMoney(1999n, null)).toBe('1,999 minor units of an unknown currency');
  });

  test('a time is a day, a minute and its zone, or said to be unknown', () => {
    const at = Date.parse('2026-11-03T10:04:59.999Z');
    expect(sayTime(at)).toBe('3 Nov 2026 10:04 UTC');
    expect(sayDay(at)).toBe('3 Nov 2026');
    expect(sayTime(null)).toBe('at an unknown time');
    expect([sayDay(null), sayDay(9e15)]).toEqual([null, null]);
  });
});

test('every cause has a name that is no code, and a word from elsewhere stands as it is', () => {
  for (const id of checkIds) expect(causeName(id)).not.toMatch(/_/);
  expect(causeOf('paid_not_granted')).toBe('Paid, not granted');
  expect(causeOf('of_another_desk')).toBe('of_another_desk');
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCoins, withMarks } from '../../../renderer/ui/coins.tsx';
import { formatMoney } from '../../../renderer/ui/money.tsx';

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe('figures on the page', () => {
  test('a number keeps every digit through its thousands marks', () => {
    fc.assert(
      fc.property(int64, (value) => {
        expect(BigInt(withMarks(value.toString()).replaceAll(',', ''))).toBe(value);
      }),
    );
  });

  test('coins come with their word, and with their sign where a change is meant', () => {
    expect(formatCoins('1400')).toBe('1,400 coins');
    expect(formatCoins('1')).toBe('1 coin');
    expect(formatCoins('-70', { signed: true })).toBe('-70 coins');
    expect(formatCoins('70', { signed: true })).toBe('+70 coins');
    expect(formatCoins('9223372036854775807')).toBe('9,223,372,036,854,775,807 coins');
  });

  test('money has the decimals of its currency', () => {
    expect(formatMoney('1999', 'USD')).toBe('USD 19.99');
    expect(formatMoney('5', 'USD')).toBe('USD 0.05');
    expect(formatMoney('-5', 'USD')).toBe('USD -0.05');
    expect(formatMoney('1999', 'JPY')).toBe('JPY 1,999');
    expect(formatMoney('1999', 'KWD')).toBe('KWD 1.999');
    expect(formatMoney('150000', 'PKR')).toBe('PKR 1,500.00');
    expect(formatMoney('1500', null)).toBe('1,500 minor units');
  });

  test('money is exact at any size', () => {
    fc.assert(
      fc.property(int64, (value) => {
        const digits = formatMoney(value.toString(), 'EUR').replace(/[^0-9-]/g, '');
        expect(BigInt(digits)).toBe(value);
      }),
    );
  });

  test('what is no number stands as it is', () => {
    expect(formatCoins('a lot')).toBe('a lot');
    expect(formatMoney('1e3', 'USD')).toBe('1e3');
  });
});

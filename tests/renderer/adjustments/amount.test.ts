import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isInt64Text } from '../../../contract/values.ts';
import { readAmount } from '../../../renderer/adjustments/amount.ts';

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe('an amount of coins as it is typed', () => {
  test('is read exactly at any size, with or without its plus', () => {
    fc.assert(
      fc.property(
        int64.filter((value) => value !== 0n),
        fc.boolean(),
        (value, plus) => {
          const typed = plus && value > 0n ? `+${value}` : `${value}`;
          expect(readAmount(typed)).toEqual({ coins: `${value}`, problem: null });
        },
      ),
    );
  });

  test('takes thousands marks where they stand right', () => {
    expect(readAmount('+1,400').coins).toBe('1400');
    expect(readAmount('-1,234,567').coins).toBe('-1234567');
    expect(readAmount(' \u221270 ').coins).toBe('-70');
    for (const typed of ['1,40', '1,,400', ',400', '1400,'])
      expect(readAmount(typed).coins).toBeNull();
  });

  test('is never guessed: points, exponents, letters and zero have a sentence instead', () => {
    for (const typed of ['1.400', '1e3', '0x10', 'a lot', '0', '-0', '+', '1 400', '9'.repeat(19)])
      expect(readAmount(typed)).toMatchObject({ coins: null, problem: expect.any(String) });
  });

  test('says of a number past 64 bits that it is too many, not that it is none', () => {
    for (const typed of ['99999999999999999999', `-${2n ** 63n + 1n}`])
      expect(readAmount(typed).problem).toMatch(/^Too many/);
    expect(readAmount('a lot').problem).not.toMatch(/^Too many/);
  });

  test('has no problem before anything is typed', () => {
    expect(readAmount('   ')).toEqual({ coins: null, problem: null });
  });

  test('never comes out as something the wire refuses', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const { coins } = readAmount(typed);
        expect(coins === null || isInt64Text(coins)).toBe(true);
      }),
    );
  });
});

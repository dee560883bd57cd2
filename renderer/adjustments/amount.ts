import { isInt64Text } from '../../contract/values.ts';

/** An amount as it was typed: coins as the wire wants them, or why it cannot be read. */
export type TypedAmount =
  | { readonly coins: string; readonly problem: null }
  | { readonly coins: null; readonly problem: string | null };

const asMarked = /^[+-]?[0-9]{1,3}(,[0-9]{3})+$/;

/**
 * Reads an amount of coins with its sign: `+1400`, `-70`, `1,400`. Nothing typed has no problem
 * yet. Never by way of a float; more than 64 bits, points and letters are refused with a sentence.
 */
export function readAmount(typed: string): TypedAmount {
  const text = typed.trim().replace(/^\u2212/, '-');
  if (text === '') return { coins: null, problem: null };
  const plain = asMarked.test(text) ? text.replaceAll(',', '') : text;
  if (!/^[+-]?[0-9]{1,60}$/.test(plain))
    return { coins: null, problem: 'Whole coins with their sign, as in +1400 or -70.' };
  const value = BigInt(plain.replace(/^\+/, '')).toString();
  if (value === '0') return { coins: null, problem: 'More or less than zero coins.' };
  if (!isInt64Text(value))
    return { coins: null, problem: 'Too many: this is more coins than the desk can count.' };
  return { coins: value, problem: null };
}

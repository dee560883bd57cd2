import { minorPlaces } from '../../../../contract/currencies.ts';
import { BadValue, quoted } from './values.ts';

/** How many decimals a currency has, by ISO 4217; in any case of letters. */
export function exponentOf(currency: string): number {
  return minorPlaces(currency.trim().toUpperCase());
}

/** How a source writes money. */
export interface MoneyMarks {
  readonly decimal: '.' | ',';
  /** Between groups of three digits; null where there are none. */
  readonly thousands: ',' | '.' | ' ' | "'" | null;
}

/**
 * Money as a source writes it, in minor units of its currency: exact, or what is wrong with it.
 * Digits below the minor unit are taken only where they are zeros.
 */
export function toMinor(text: string, currency: string, marks: MoneyMarks): bigint | BadValue {
  const trimmed = text.trim().replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ');
  const found = /^([+-]?)(.*)$/.exec(trimmed);
  const [, sign = '', rest = ''] = found ?? [];
  const [whole = '', fraction = '', ...more] = rest.split(marks.decimal);
  const digits = more.length > 0 ? null : withoutMarks(whole, marks.thousands);
  if (digits === null || !/^\d*$/.test(fraction) || (rest.endsWith(marks.decimal) && rest !== ''))
    return new BadValue('BAD_INTEGER', `${quoted(text)} is not an amount of money.`);
  return scaled(`${sign}${digits}`, fraction, exponentOf(currency), text);
}

function withoutMarks(whole: string, mark: MoneyMarks['thousands']): string | null {
  if (/^\d{1,30}$/.test(whole)) return whole;
  if (mark === null || !whole.includes(mark)) return null;
  const [first = '', ...groups] = whole.split(mark);
  const grouped = /^\d{1,3}$/.test(first) && groups.every((group) => /^\d{3}$/.test(group));
  return grouped ? first + groups.join('') : null;
}

function scaled(
  whole: string,
  fraction: string,
  exponent: number,
  text: string,
): bigint | BadValue {
  const kept = fraction.slice(0, exponent).padEnd(exponent, '0');
  if (!/^0*$/.test(fraction.slice(exponent)))
    return new BadValue('BAD_INTEGER', `${quoted(text)} is finer than the currency has units.`);
  return BigInt(whole + kept);
}

/**
 * An amount with so many decimals as one with the decimals of its currency: exact, or what is
 * wrong with it.
 */
export function toExponent(amount: string, decimals: number, currency: string): bigint | BadValue {
  if (!/^-?\d{1,30}$/.test(amount))
    return new BadValue('BAD_INTEGER', `${quoted(amount)} is not a whole number.`);
  const exponent = exponentOf(currency);
  if (exponent >= decimals) return BigInt(amount) * 10n ** BigInt(exponent - decimals);
  const by = 10n ** BigInt(decimals - exponent);
  if (BigInt(amount) % by !== 0n)
    return new BadValue('BAD_INTEGER', `${quoted(amount)} is finer than ${currency} has units.`);
  return BigInt(amount) / by;
}

import { z } from 'zod';

const int64Max = 9223372036854775807n;

/** True for a canonical signed decimal that fits 64 bits: no plus, no leading zeros, no `-0`. */
export function isInt64Text(text: string): boolean {
  if (!/^(0|-?[1-9][0-9]{0,18})$/.test(text)) return false;
  const value = BigInt(text);
  return value <= int64Max && value >= -int64Max - 1n;
}

/** Digits of a decimal on each side of its point: enough for any rate, and never a card number. */
export const decimalDigits = 12;

/** True for a plain decimal as in `1.0834`: a point, no exponent, no thousands marks. */
export function isDecimalText(text: string): boolean {
  const [whole = '', fraction = '0', ...more] = text.replace(/^-/, '').split('.');
  const isRun = (digits: string) => /^[0-9]+$/.test(digits) && digits.length <= decimalDigits;
  return more.length === 0 && isRun(whole) && isRun(fraction);
}

/** Coins on the wire: a decimal string, exact. */
export const coins = z.string().refine(isInt64Text, 'a whole number of coins, as in 1400 or -70');

/** Coins as a person types an adjustment: a sign is allowed, nothing else is. */
export const signedCoins = z
  .string()
  .transform((text) => text.replace(/^\+(?=[1-9])/, ''))
  .refine(isInt64Text, 'a whole number of coins with its sign, as in +1400 or -70')
  .refine((text) => text !== '0', 'more or less than zero coins');

/** RFC 3339 in UTC with milliseconds. */
export const time = z.string();

export const id = z.string().min(1).max(200);

/** A sentence or a few that a person writes; the desk never runs or renders it as anything but text. */
export const note = z.string().trim().min(1).max(4000);

/** UTC ms to the form of the wire. Refuses nothing: dates outside the calendar become null. */
export function wireTime(ms: number): string;
export function wireTime(ms: number | null): string | null;
export function wireTime(ms: number | null): string | null {
  if (ms === null) return null;
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

import { minorPlaces } from './currencies.ts';

/*
 * How coins, money, counts, times and codes stand in a sentence that a person reads: the desk, its
 * doors and the screens say them alike. What machines read stays a decimal string or RFC 3339.
 */

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `1,400 coins`, with the sign where it is below zero. */
export function sayCoins(coins: bigint): string {
  return `${sayNumber(coins)} ${coins === 1n || coins === -1n ? 'coin' : 'coins'}`;
}

/** `+1,400 coins` or `-70 coins`. */
export function sayDelta(coins: bigint): string {
  return coins > 0n ? `+${sayCoins(coins)}` : sayCoins(coins);
}

/** `USD 19.99` from minor units; an unknown currency is said to be unknown, never guessed. */
export function sayMoney(minor: bigint, currency: string | null): string {
  if (currency === null) return `${sayNumber(minor)} minor units of an unknown currency`;
  const digits = minorPlaces(currency);
  if (digits === 0) return `${currency} ${sayNumber(minor)}`;
  const size = minor < 0n ? -minor : minor;
  const unit = 10n ** BigInt(digits);
  const rest = (size % unit).toString().padStart(digits, '0');
  return `${currency} ${minor < 0n ? '-' : ''}${sayNumber(size / unit)}.${rest}`;
}

/** `1,400`, exact at any size. */
export function sayNumber(value: bigint | number): string {
  return value.toString().replace(/(?<=\d)(?=(\d{3})+$)/g, ',');
}

/** `+1,400` or `-70`, where the word stands beside. */
export function saySigned(value: bigint): string {
  return value > 0n ? `+${sayNumber(value)}` : sayNumber(value);
}

/** `1 entry`, `2,000 entries`: how many of something. */
export function counted(count: bigint | number, one: string, many = `${one}s`): string {
  const said = sayNumber(count);
  return `${said} ${said === '1' ? one : many}`;
}

/** `23 Nov 2026 10:04 UTC`; a time outside the calendar is said to be unknown. */
export function sayTime(ms: number | null): string {
  const day = sayDay(ms);
  if (day === null) return 'at an unknown time';
  return `${day} ${new Date(ms ?? 0).toISOString().slice(11, 16)} UTC`;
}

/** `23 Nov 2026`, of the day in UTC; null outside the calendar. */
export function sayDay(ms: number | null): string | null {
  const date = new Date(ms ?? Number.NaN);
  if (Number.isNaN(date.getTime())) return null;
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

const names: Readonly<Record<string, string>> = {
  app_store: 'the App Store',
  google_play: 'Google Play',
  web: 'the web',
  partner: 'a partner',
  apple: 'Apple',
  google: 'Google Play',
  stripe: 'Stripe',
  adyen: 'Adyen',
  platform: 'the platform',
};

/** A channel or provider by the name people use; unknown ones as they stand. */
export function sayName(word: string): string {
  return names[word] ?? word;
}

/** `dispute_won` as `dispute won`. */
export function sayWord(word: string): string {
  return word.replaceAll('_', ' ');
}

/** `a, b` of what is known. */
export function listed(parts: readonly (string | null | false)[], separator = ', '): string {
  return parts.filter((part) => part !== null && part !== false && part !== '').join(separator);
}

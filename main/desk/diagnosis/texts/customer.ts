import { minorPlaces } from '../../../../contract/currencies.ts';
import type { ReplyLanguage, RootCause, Verdict } from '../../../../contract/diagnosis.ts';
import { ar } from './ar.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { id } from './id.ts';
import { ja } from './ja.ts';
import type { Language, TextKey } from './language.ts';
import { pt } from './pt.ts';
import { tr } from './tr.ts';
import { vi } from './vi.ts';

export const languages: Readonly<Record<ReplyLanguage, Language>> = {
  en,
  es,
  pt,
  id,
  tr,
  ar,
  ja,
  vi,
};

/** What may stand in a customer text besides words: the order itself, nothing of anybody else. */
export interface CustomerFacts {
  readonly cause: RootCause;
  readonly owner: Verdict['owner'];
  readonly owed: bigint | null;
  readonly coins: bigint | null;
  readonly amountMinor: bigint | null;
  readonly currency: string | null;
  readonly at: number | null;
  /** Until when the customer can act; null where nothing runs out for them. */
  readonly until: number | null;
}

/** The customer text of a verdict in one language. Times in UTC, as the desk cannot know theirs. */
export function customerText(facts: CustomerFacts, language: ReplyLanguage): string {
  const tongue = languages[language];
  const parts = [aboutOf(facts, tongue), tongue.lines[keyOf(facts)]];
  if (facts.owed !== null && facts.owed > 0n && tellsOwed(facts.cause))
    parts.push(tongue.owed.replace('{coins}', number(tongue, facts.owed)));
  if (facts.until !== null) {
    const time = timeText(tongue, facts.until);
    if (time) parts.push(tongue.until.replace('{time}', time));
  }
  return parts.filter(Boolean).join(tongue.between);
}

/** Coins, money and days as people of a language write them: what else goes to a customer says them so. */
export function figuresIn(language: ReplyLanguage): {
  coins: (coins: bigint) => string;
  /** Of minor units; null where the currency is none. */
  money: (minor: bigint, currency: string) => string | null;
  /** The day in UTC of UTC ms; null outside the calendar. */
  day: (at: number) => string | null;
} {
  const tongue = languages[language];
  return {
    coins: (coins) => number(tongue, coins),
    money: (minor, currency) => moneyText(tongue, minor, currency),
    day: (at) => dateText(tongue, at),
  };
}

/** Causes that must read alike, and those that are still open. */
export function keyOf({ cause, owner }: Pick<CustomerFacts, 'cause' | 'owner'>): TextKey {
  if (cause === 'card_reported' || cause === 'risk_block') return 'declined';
  if (cause === 'unknown' || cause === 'deadline' || cause === 'settlement_mismatch')
    return 'looking';
  return owner === 'fraud' && cause !== 'receipt_invalid' && cause !== 'refunded_after_use'
    ? 'looking'
    : cause;
}

/** A promise of coins stands only where they are the answer. */
function tellsOwed(cause: RootCause): boolean {
  return /^(paid_not_granted|incident|wrong_quantity|refund_reversed)$/.test(cause);
}

function aboutOf(facts: CustomerFacts, tongue: Language): string {
  const { coins, amountMinor, currency, at } = facts;
  const date = at === null ? null : dateText(tongue, at);
  const amount = moneyText(tongue, amountMinor, currency);
  if (coins === null || amount === null || date === null) return '';
  const what = tongue.what.replace('{coins}', number(tongue, coins)).replace('{amount}', amount);
  return tongue.about.replace('{what}', what).replace('{date}', date);
}

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function format<T extends Intl.NumberFormat | Intl.DateTimeFormat>(name: string, make: () => T): T {
  const known = formats.get(name) as T | undefined;
  if (known) return known;
  const made = make();
  formats.set(name, made);
  return made;
}

function number(tongue: Language, coins: bigint): string {
  return format(`n/${tongue.locale}`, () => new Intl.NumberFormat(tongue.locale)).format(coins);
}

/** Minor units to the decimal text of the currency, without passing through a float. */
export function moneyText(
  tongue: Language,
  amountMinor: bigint | null,
  currency: string | null,
): string | null {
  if (amountMinor === null || currency === null || !/^[A-Z]{3}$/.test(currency)) return null;
  const money = format(
    `m/${tongue.locale}/${currency}`,
    () =>
      new Intl.NumberFormat(tongue.locale, {
        style: 'currency',
        currency,
        // Among words that run from the right a sign such as £ or R$ is turned round, a name is not.
        currencyDisplay: tongue.direction === 'rtl' ? 'name' : 'symbol',
      }),
  );
  const digits = minorPlaces(currency);
  const text = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(digits + 1, '0');
  const whole = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return money.format(`${amountMinor < 0n ? '-' : ''}${whole}` as Intl.StringNumericLiteral);
}

function dateText(tongue: Language, at: number): string | null {
  if (Number.isNaN(new Date(at).getTime())) return null;
  return format(
    `d/${tongue.locale}`,
    () => new Intl.DateTimeFormat(tongue.locale, { dateStyle: 'long', timeZone: 'UTC' }),
  ).format(at);
}

function timeText(tongue: Language, at: number): string | null {
  if (Number.isNaN(new Date(at).getTime())) return null;
  const text = format(
    `t/${tongue.locale}`,
    () =>
      new Intl.DateTimeFormat(tongue.locale, {
        dateStyle: 'long',
        timeStyle: 'short',
        timeZone: 'UTC',
      }),
  ).format(at);
  return `${text} UTC`;
}

/** The English line of a cause, as it stands in replies. */
export function toldToCustomers(cause: RootCause): string {
  return en.lines[keyOf({ cause, owner: 'none' })];
}

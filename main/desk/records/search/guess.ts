import { minorPlaces } from '../../../../contract/currencies.ts';
import type { Reading } from '../../../../contract/records.ts';
import { fold } from './fold.ts';

/** What somebody may have typed: how it is understood, and what to look for then. */
export interface Guess {
  readonly as: Reading;
  /** What a person sees of it, as in `EUR 1,234.50`. */
  readonly shown: string;
  /** Minor units and their currency, where the text is an amount; null fits every currency. */
  readonly amounts?: readonly Amount[];
  /** UTC ms, from and before, where the text is a day, a month or a moment. */
  readonly span?: { readonly from: number; readonly before: number };
}

export interface Amount {
  readonly minor: bigint;
  readonly currency: string | null;
}

const signs: Readonly<Record<string, string>> = {
  $: 'USD',
  us$: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₺': 'TRY',
  '₫': 'VND',
  '₩': 'KRW',
  '₹': 'INR',
  '₽': 'RUB',
  r$: 'BRL',
  '₴': 'UAH',
  zł: 'PLN',
};

/**
 * Every way in which the text of the search box can be understood, the likeliest first. Nothing is
 * excluded by a guess: all of them are looked for until a person picks one.
 */
export function guessesOf(text: string): Guess[] {
  const folded = fold(text);
  if (folded === '') return [];
  return [
    ...asMail(folded),
    ...asSite(folded),
    ...asAddress(folded),
    ...asOrder(folded),
    ...asDate(folded),
    ...asAmount(folded),
    ...asDigits(folded),
    ...asName(folded),
    { as: 'id', shown: text.trim().slice(0, 60) },
  ];
}

function asMail(folded: string): Guess[] {
  return /^(?:<?[^\s@<>]+@[^\s@<>]*>?|@[^\s@<>]+\.[^\s@<>]+)$/u.test(folded)
    ? [{ as: 'email', shown: folded }]
    : [];
}

function asSite(folded: string): Guess[] {
  const found =
    /^(?:[a-z][a-z0-9+]*:\/\/)?(?:www\.)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})(?:[/?#].*)?$/u.exec(
      folded,
    );
  return found?.[1] === undefined ? [] : [{ as: 'domain', shown: found[1] }];
}

function asAddress(folded: string): Guess[] {
  const four = /^\d{1,3}(?:\.\d{1,3}){1,3}\.?$/.test(folded) && !/^\d+\.\d{2}$/.test(folded);
  const six = /^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}$/.test(folded);
  return four || six ? [{ as: 'ip', shown: folded }] : [];
}

function asOrder(folded: string): Guess[] {
  const order = folded.startsWith('gpa.') || /^\d{4}-\d{4}(?:-\d{0,4}){0,2}/.test(folded);
  return order ? [{ as: 'order', shown: folded.toUpperCase() }] : [];
}

/** `last four`, a phone, a card: digits alone, however they are grouped. */
function asDigits(folded: string): Guess[] {
  if (!/^[\d\s+()./*•·xX#_…-]+$/u.test(folded)) return [];
  const digits = folded.replace(/\D/g, '');
  const found: Guess[] = [];
  const ending = /^[*•·x#….\s-]*\d{4}$/iu.test(folded);
  if (ending) found.push({ as: 'last4', shown: `…${digits}` });
  if (digits.length >= 6 && digits.length <= 15) found.push({ as: 'phone', shown: digits });
  return found;
}

function asName(folded: string): Guess[] {
  return /^@?[\p{L}\p{M}][\p{L}\p{M}\p{N}'’._ -]*$/u.test(folded)
    ? [{ as: 'name', shown: folded }]
    : [];
}

const amountParts =
  /^(?<before>[a-z]{3}|[^\d\s.,+-]{1,3})?\s*(?<number>[+-]?\d[\d.,'’ ]*)\s*(?<after>[a-z]{3}|[^\d\s.,+-]{1,3})?$/u;

/**
 * An amount in any spelling: `19,99`, `$19.99`, `1.234,50 €`, `1 234.50 eur`, `jpy 1,200`. The last
 * mark parts the minor units where two or three digits follow it; where that is not sure, both ways
 * to read it are looked for.
 */
function asAmount(folded: string): Guess[] {
  const groups = amountParts.exec(folded)?.groups;
  const number = groups?.number?.replace(/[\s'’]/g, '') ?? '';
  const named = groups?.before ?? groups?.after;
  if (!groups || number === '' || (groups.before && groups.after)) return [];
  const currency = named === undefined ? null : (signs[named] ?? codeOf(named));
  if (currency === null && named !== undefined) return [];
  const bare = currency === null && !/[.,]/.test(number);
  // Digits alone may be anything: an amount only where they are as short as one.
  if (bare && number.replace(/\D/g, '').length > 5) return [];
  const amounts = valuesOf(number).flatMap(({ whole, fraction }) =>
    minorsOf(whole, fraction, currency).map((minor) => ({ minor, currency })),
  );
  const distinct = [...new Map(amounts.map((each) => [String(each.minor), each])).values()];
  if (distinct.length === 0) return [];
  return [
    {
      as: 'amount',
      shown: currency === null ? number : `${currency} ${number}`,
      amounts: distinct,
    },
  ];
}

function codeOf(named: string): string | null {
  return /^[a-z]{3}$/.test(named) ? named.toUpperCase() : null;
}

/** The ways to part a number into whole units and a fraction. */
function valuesOf(number: string): { whole: string; fraction: string }[] {
  const digits = number.replace(/^[+-]/, '');
  const marks = [...digits.matchAll(/[.,]/g)];
  const last = marks.at(-1);
  if (!last) return [{ whole: digits, fraction: '' }];
  const head = digits.slice(0, last.index).replace(/[.,]/g, '');
  const tail = digits.slice(last.index + 1);
  const others = marks.slice(0, -1).every(([mark]) => mark !== last[0]);
  const grouped = /^\d{1,3}(?:[.,]\d{3})+$/.test(digits);
  const found: { whole: string; fraction: string }[] = [];
  if (others && tail.length <= 3) found.push({ whole: head, fraction: tail });
  if (grouped) found.push({ whole: head + tail, fraction: '' });
  return found;
}

/** The minor units of a number: of its currency, or of currencies with two, none and three digits. */
function minorsOf(whole: string, fraction: string, currency: string | null): bigint[] {
  const all =
    currency === null
      ? fraction === ''
        ? [2, 0]
        : [fraction.length === 3 ? 3 : 2]
      : [minorPlaces(currency)];
  return all
    .filter((exponent) => fraction.length <= exponent)
    .map((exponent) => BigInt(whole + fraction.padEnd(exponent, '0')))
    .filter((minor) => minor <= 9223372036854775807n);
}

const dayMs = 86_400_000;
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** A day (`2026-02-28`, `28.2.2026`, `28 Feb 2026`), a month (`2026-02`) or a moment. UTC. */
function asDate(folded: string): Guess[] {
  const iso =
    /^(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:[t ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?z?)?)?$/.exec(
      folded,
    );
  if (iso) return spanOf(iso[1], iso[2], iso[3], iso[4], iso[5]);
  const european = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(folded);
  if (european) return spanOf(european[3], european[2], european[1]);
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(folded);
  // 3/4/2026 is two days, one on each side of an ocean: both are looked for.
  if (slashed)
    return [
      ...spanOf(slashed[3], slashed[2], slashed[1]),
      ...(slashed[1] === slashed[2] ? [] : spanOf(slashed[3], slashed[1], slashed[2])),
    ];
  const named =
    /^(?:(\d{1,2})\.? ([a-z]{3})[a-z]*\.?,? (\d{4})|([a-z]{3})[a-z]* (\d{1,2}),? (\d{4}))$/.exec(
      folded,
    );
  if (!named) return [];
  const month = months.indexOf(named[2] ?? named[4] ?? '') + 1;
  return month === 0 ? [] : spanOf(named[3] ?? named[6], String(month), named[1] ?? named[5]);
}

function spanOf(year = '', month = '', day?: string, hour?: string, minute?: string): Guess[] {
  const [y, m, d] = [Number(year), Number(month) - 1, Number(day ?? 1)];
  const from = Date.UTC(y, m, d, Number(hour ?? 0), Number(minute ?? 0));
  const date = new Date(from);
  if (
    y < 1970 ||
    date.getUTCFullYear() !== y ||
    date.getUTCMonth() !== m ||
    date.getUTCDate() !== d
  )
    return [];
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59) return [];
  const before =
    day === undefined ? Date.UTC(y, m + 1, 1) : hour === undefined ? from + dayMs : from + 60_000;
  const shown = date.toISOString().slice(0, day === undefined ? 7 : hour === undefined ? 10 : 16);
  return [{ as: 'date', shown: shown.replace('T', ' '), span: { from, before } }];
}

import { minorPlaces } from '../../../../contract/currencies.ts';
import { isCurrency } from '../import/iso.ts';

/** Minor units and their currency; null fits every currency. */
export interface Amount {
  readonly minor: bigint;
  readonly currency: string | null;
}

/** What people write for a currency, folded, and the currencies that write it so. */
const signs: Readonly<Record<string, readonly string[]>> = {
  $: ['USD'],
  us$: ['USD'],
  a$: ['AUD'],
  au$: ['AUD'],
  c$: ['CAD'],
  ca$: ['CAD'],
  hk$: ['HKD'],
  mx$: ['MXN'],
  nt$: ['TWD'],
  nz$: ['NZD'],
  s$: ['SGD'],
  r$: ['BRL'],
  '€': ['EUR'],
  '£': ['GBP'],
  '¥': ['JPY', 'CNY'],
  円: ['JPY'],
  元: ['CNY'],
  rmb: ['CNY'],
  '₺': ['TRY'],
  tl: ['TRY'],
  '₫': ['VND'],
  // As a Vietnamese keyboard has it: `100.000đ`.
  d: ['VND'],
  '₩': ['KRW'],
  원: ['KRW'],
  '₹': ['INR'],
  'rs.': ['INR', 'PKR'],
  rs: ['INR', 'PKR'],
  '₽': ['RUB'],
  '₴': ['UAH'],
  '₪': ['ILS'],
  '฿': ['THB'],
  '₱': ['PHP'],
  '₦': ['NGN'],
  rp: ['IDR'],
  rm: ['MYR'],
  zl: ['PLN'],
  kc: ['CZK'],
  ft: ['HUF'],
  kr: ['SEK', 'NOK', 'DKK'],
};

const named = '[a-z]{2}\\.|[a-z]{0,2}[^\\d\\s.,+\\-a-z]|[^\\d\\s.,+-]{1,3}';
const amountParts = new RegExp(
  `^[+-]?(?<before>${named})?\\s*(?<second>${named})?\\s*(?<number>[+-]?\\d[\\d.,' ]*)(?<dash>-?)\\s*(?<after>${named})?\\s*(?<last>${named})?$`,
  'u',
);

/**
 * An amount in any spelling: `19,99`, `$19.99`, `1.234,50 €`, `1 234.50 eur`, `$5 CAD`, `12,-`. The
 * last mark parts the minor units where two or three digits follow it; where that is not sure, both
 * ways to read it are looked for, and all currencies that write the sign. The text is folded; null
 * where it is no amount.
 */
export function amountsOf(
  folded: string,
): { readonly shown: string; readonly amounts: readonly Amount[] } | null {
  // No name of a currency is longer, and most of what is typed is an id or a name.
  if (/[^\d\s.,'+()-]{4}|_/.test(folded)) return null;
  const text = folded.replace(/^\((.*)\)$/u, '$1').replace(/^([^\d.,]*)([.,]\d)/u, '$10$2');
  const groups = amountParts.exec(text)?.groups;
  if (!groups) return null;
  const currencies = currenciesOf(
    [groups.before, groups.second, groups.after, groups.last].filter((name) => name !== undefined),
  );
  if (currencies === null) return null;
  const typed = groups.number?.trim() ?? '';
  const number = typed.replace(/[\s']/g, '').replace(/[.,]$/, '');
  const bare =
    currencies.length === 0 &&
    !/[.,]/.test(number) &&
    !/^\d{1,3}([ '])\d{3}(?:\1\d{3})*$/.test(typed);
  // Digits alone may be anything: an amount only where they are as short as one.
  if (bare && number.replace(/\D/g, '').length > 5) return null;
  const amounts = (currencies.length === 0 ? [null] : currencies).flatMap((currency) =>
    valuesOf(number).flatMap(({ whole, fraction }) =>
      minorsOf(whole, fraction, currency).map((minor) => ({ minor, currency })),
    ),
  );
  const distinct = [
    ...new Map(amounts.map((each) => [`${each.minor} ${each.currency}`, each])).values(),
  ];
  if (distinct.length === 0) return null;
  return { shown: [currencies.join(' or '), number].join(' ').trim(), amounts: distinct };
}

/** The currencies that all names beside a number allow; none where nothing is named, null where they allow none. */
function currenciesOf(names: readonly string[]): readonly string[] | null {
  let left: readonly string[] | null = null;
  for (const name of names) {
    const code = name.toUpperCase();
    const own = signs[name] ?? (isCurrency(code) ? [code] : []);
    // The bare sign of dollars and of crowns is that of many: the code beside it says which.
    const said: readonly string[] = left === null ? own : both(left, own);
    if (said.length === 0) return null;
    left = said;
  }
  return left ?? [];
}

function both(some: readonly string[], others: readonly string[]): readonly string[] {
  const shared = some.filter((code) => others.includes(code));
  if (shared.length > 0) return shared;
  const isSign = (codes: readonly string[]) => codes === signs.$ || codes === signs.kr;
  if (isSign(some)) return others;
  return isSign(others) ? some : [];
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
  const grouped =
    /^\d{1,3}(?:[.,]\d{3})+$/.test(digits) || /^\d{1,2}(?:,\d{2})+,\d{3}$/.test(digits);
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

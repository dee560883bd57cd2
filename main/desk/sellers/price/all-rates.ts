import type { LackingRate, RateEntry } from '../../../../contract/sellers.ts';
import type { RowReader } from '../../records/records.ts';
import type { PriceList } from './floor.ts';

/** Rates of the copy that are listed at once, and offers that are looked at for what is lacking. */
const mostListed = 500;
const mostOffers = 20_000;

/** Which rates are wanted: from or to a currency, of a day. */
export interface RatesAsked {
  readonly currency?: string | undefined;
  readonly day?: string | undefined;
}

/** Rates of the copy and those typed in as one list, the newest day first. */
export function allRates(
  rows: RowReader,
  typed: readonly RateEntry[],
  { currency, day }: RatesAsked,
): RateEntry[] {
  const ours = typed.filter(
    (one) =>
      (currency === undefined || one.from === currency || one.to === currency) &&
      (day === undefined || one.day === day),
  );
  const instead = new Set(ours.filter(({ state }) => state === 'counts').map(nameOf));
  const conditions = [
    ...(currency === undefined ? [] : ['("from" = ? or "to" = ?)']),
    ...(day === undefined ? [] : ['day = ?']),
  ];
  const values = [
    ...(currency === undefined ? [] : [currency, currency]),
    ...(day === undefined ? [] : [day]),
  ];
  const copied = rows
    .all(
      'fx_rates',
      `${conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`} order by day desc, "from", "to" limit ${mostListed}`,
      ...values,
    )
    .map(
      ({ from, to, day, rate, source }): RateEntry => ({
        from,
        to,
        day,
        rate,
        source,
        by: null,
        at: null,
        state: instead.has(nameOf({ from, to, day })) ? 'replaced' : 'counts',
        withdrawn: null,
      }),
    );
  return [...ours, ...copied].sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));
}

function nameOf({ from, to, day }: Pick<RateEntry, 'from' | 'to' | 'day'>): string {
  return `${from} ${to} ${day}`;
}

/** What rates are lacking for the newest offers, the pair with most of them first. */
export function lackingRates(rows: RowReader, prices: PriceList): LackingRate[] {
  const found = new Map<string, LackingRate & { who: Set<string> }>();
  for (const offer of rows.all('offers', `order by seen_at desc, offer_id limit ${mostOffers}`)) {
    const lacking = prices.lacks(offer);
    if (lacking === null) continue;
    const day = new Date(offer.seen_at).toISOString().slice(0, 10);
    const key = `${lacking.from} ${lacking.to}`;
    const known = found.get(key);
    const who = (known?.who ?? new Set()).add(offer.seller_id);
    found.set(key, {
      ...lacking,
      offers: (known?.offers ?? 0) + 1,
      sellers: who.size,
      first: day,
      last: known?.last ?? day,
      who,
    });
  }
  return [...found.values()]
    .sort((a, b) => b.offers - a.offers || (a.from < b.from ? -1 : 1))
    .map(({ who: _who, ...pair }) => pair);
}

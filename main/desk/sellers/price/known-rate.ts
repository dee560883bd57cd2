import { type Refusal, refuse } from '../../../../contract/errors.ts';
import type { RowReader } from '../../records/records.ts';
import { compare, decimalOf, times } from './fractions.ts';
import type { Rate } from './rates.ts';

/** No currency moves so far between two rates that are looked at: a slip of the point or direction. */
const mostTimes = 10n;

/**
 * The rate of a pair, in either direction, whose day is nearest to the asked one: of those typed in
 * that count, and of the copy. Of one day the typed one. Null where none is known.
 */
export function nearestRate(
  rows: RowReader,
  typed: readonly Rate[],
  { from, to, day }: Rate,
): Rate | null {
  const pair = '(("from" = ? and "to" = ?) or ("from" = ? and "to" = ?))';
  const both = [from, to, to, from] as const;
  const known: Rate[] = [
    ...typed.filter((one) => isPair(one, from, to) || isPair(one, to, from)),
    ...rows.all('fx_rates', `where ${pair} and day <= ? order by day desc limit 1`, ...both, day),
    ...rows.all('fx_rates', `where ${pair} and day > ? order by day limit 1`, ...both, day),
  ].filter((one) => decimalOf(one.rate));
  const far = (one: Rate) => Math.abs(Date.parse(one.day) - Date.parse(day));
  return known.toSorted((a, b) => far(a) - far(b))[0] ?? null;
}

/** True where a rate is more than ten times a known one of its pair, or less than a tenth of it. */
export function farOff(rate: Rate, known: Rate): boolean {
  const [own, stands] = [decimalOf(rate.rate), decimalOf(known.rate)];
  if (!own || !stands) return false;
  const turned = known.from !== rate.from;
  const as = turned ? { over: stands.under, under: stands.over } : stands;
  const most = { over: mostTimes, under: 1n };
  return compare(own, times(as, most)) > 0 || compare(times(own, most), as) < 0;
}

/** The refusal of such a rate, with the known one and what to do. */
export function tooFarOff({ from, to, rate }: Rate, known: Rate): Refusal {
  return refuse(
    'BAD_INPUT',
    `1 ${from} for ${rate} ${to} is more than ${mostTimes} times off what is known: 1 ${known.from} is ${known.rate} ${known.to} on ${known.day}.`,
    known.by
      ? 'Check the direction and the point, or withdraw the other one first.'
      : 'Check the direction and the point; the other one is of the copy and changes with it.',
  );
}

function isPair(one: Rate, from: string, to: string): boolean {
  return one.from === from && one.to === to;
}

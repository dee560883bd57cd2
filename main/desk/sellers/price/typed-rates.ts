import { refuse } from '../../../../contract/errors.ts';
import type { RateEntry } from '../../../../contract/sellers.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Caller } from '../../audit/audit.ts';
import type { SellersDeps } from '../sellers.ts';
import { decimalOf } from './fractions.ts';
import { farOff, nearestRate, tooFarOff } from './known-rate.ts';
import type { Rate } from './rates.ts';

const dayMs = 86_400_000;
const currencies = new Set(Intl.supportedValuesOf('currency'));

interface StoredRate extends Rate {
  readonly number: bigint;
  readonly by: string;
  readonly at: bigint;
  readonly newest: bigint;
  readonly ended_by: string | null;
  readonly ended_reason: string | null;
  readonly ended_at: bigint | null;
}

type Pair = Pick<Rate, 'from' | 'to' | 'day'>;

/**
 * Exchange rates that a person typed in, with where they have them from. The latest of a day
 * counts, unless it was withdrawn; nothing is deleted.
 */
export function createTypedRates({
  desk,
  audit,
  clock,
  rows,
}: Pick<SellersDeps, 'desk' | 'audit' | 'clock' | 'rows'>) {
  const all = desk.prepare(
    `select r.number, from_currency as "from", to_currency as "to", day, rate, source, r.user as by, r.at,
       max(r.number) over (partition by from_currency, to_currency, day) as newest,
       e.user as ended_by, e.reason as ended_reason, e.at as ended_at
     from typed_rates r left join typed_rate_ends e using (number)
     order by day desc, 2, 3, r.number desc`,
  );
  const version = desk
    .prepare(
      `select (select coalesce(max(number), 0) from typed_rates) || '.' || (select count(*) from typed_rate_ends)`,
    )
    .pluck();
  const insert = desk.prepare(
    'insert into typed_rates (from_currency, to_currency, day, rate, source, user, at) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const end = desk.prepare('insert into typed_rate_ends values (?, ?, ?, ?)');
  const stored = () => all.all() as StoredRate[];
  const history = (): RateEntry[] => stored().map(toWire);
  const counting = (): RateEntry[] => history().filter(({ state }) => state === 'counts');
  const append = (caller: Caller, command: string, pair: Pair, said: string, details: object) =>
    audit.append(caller, {
      command: `sellers.${command}`,
      object: `rate/${pair.from}-${pair.to}-${pair.day}`,
      outcome: 'done',
      sentence: `${caller.user} ${said} the rate of ${pair.from} to ${pair.to} on ${pair.day}.`,
      details: { ...details },
    });
  const found = (pair: Pair): RateEntry => {
    const entry = history().find((one) => isOf(one, pair));
    if (!entry) throw new Error('what was just written is not there');
    return entry;
  };

  return {
    /** Those that count. */
    list: counting,
    /** Those that count, replaced and withdrawn ones too: the newest day first, the latest of a day first. */
    history,
    current: () => ({ rates: counting(), version: String(version.get()) }),

    /**
     * Refuses BAD_INPUT for zero, one currency twice, no currency, a day that is none or to come,
     * and a rate more than ten times off the nearest one that is known of the pair.
     */
    set(caller: Caller, rate: Rate): RateEntry {
      const wrong = wrongWith(rate, clock());
      if (wrong !== null) throw refuse('BAD_INPUT', wrong, 'Correct it.');
      return desk
        .transaction(() => {
          const known = nearestRate(rows, counting(), rate);
          if (known && farOff(rate, known)) throw tooFarOff(rate, known);
          const { from, to, day, source } = rate;
          insert.run(from, to, day, rate.rate, source, caller.user, clock());
          append(caller, 'setRate', rate, 'typed in', { rate: rate.rate, source });
          return found(rate);
        })
        .immediate();
    },

    /** Refuses NOT_FOUND where no typed-in rate of that day counts. */
    withdraw(caller: Caller, input: Pair & { reason: string }): RateEntry {
      return desk
        .transaction(() => {
          const row = stored().find((one) => isOf(one, input) && stateOf(one) === 'counts');
          if (!row)
            throw refuse(
              'NOT_FOUND',
              `No rate of ${input.from} to ${input.to} that was typed in for ${input.day} counts.`,
              'Rates of the copy come and go with it: type one in for that day instead.',
            );
          end.run(row.number, caller.user, input.reason, clock());
          const { reason } = input;
          append(caller, 'withdrawRate', input, 'withdrew', { rate: row.rate, reason });
          return found(input);
        })
        .immediate();
    },
  };
}

function isOf(one: Pair, { from, to, day }: Pair): boolean {
  return one.from === from && one.to === to && one.day === day;
}

function stateOf(row: StoredRate): RateEntry['state'] {
  if (row.ended_at !== null) return 'withdrawn';
  return row.number === row.newest ? 'counts' : 'replaced';
}

function toWire(row: StoredRate): RateEntry {
  const { from, to, day, rate, source, by, ended_by, ended_reason, ended_at } = row;
  return {
    from,
    to,
    day,
    rate,
    source,
    by,
    at: wireTime(Number(row.at)),
    state: stateOf(row),
    withdrawn:
      ended_at === null
        ? null
        : { by: ended_by ?? '', reason: ended_reason ?? '', at: wireTime(Number(ended_at)) },
  };
}

/** What is wrong with a rate, in a sentence; null where nothing is. */
function wrongWith({ from, to, day, rate }: Rate, now: number): string | null {
  for (const code of [from, to]) if (!currencies.has(code)) return `${code} is no currency.`;
  if (from === to) return 'A rate is between two currencies, not of one to itself.';
  if (!decimalOf(rate)) return 'A rate is a decimal above zero.';
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day)
    return `${day} is no day.`;
  // Somewhere it is tomorrow already.
  return at > now + dayMs ? `${day} is yet to come.` : null;
}

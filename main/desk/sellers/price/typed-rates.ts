import { refuse } from '../../../../contract/errors.ts';
import type { Caller } from '../../audit/audit.ts';
import type { SellersDeps } from '../sellers.ts';
import { decimalOf } from './fractions.ts';
import type { Rate } from './rates.ts';

/** Exchange rates that a person typed in, with where they have them from. The latest of a day counts. */
export function createTypedRates({
  desk,
  audit,
  clock,
}: Pick<SellersDeps, 'desk' | 'audit' | 'clock'>) {
  const all = desk.prepare(
    `select from_currency as "from", to_currency as "to", day, rate, source, user as by from typed_rates r
     where number = (select max(number) from typed_rates s
       where s.from_currency = r.from_currency and s.to_currency = r.to_currency and s.day = r.day)
     order by day desc, 1, 2`,
  );
  const newest = desk.prepare('select coalesce(max(number), 0) from typed_rates').pluck();
  const insert = desk.prepare(
    'insert into typed_rates (from_currency, to_currency, day, rate, source, user, at) values (?, ?, ?, ?, ?, ?, ?)',
  );
  const list = () => all.all() as (Rate & { by: string })[];
  return {
    list,
    current: () => ({ rates: list(), version: String(newest.get()) }),
    /** Refuses BAD_INPUT for a rate of zero, one currency twice, or a day that is none. */
    set(caller: Caller, rate: Rate): Rate & { by: string } {
      if (!decimalOf(rate.rate) || rate.from === rate.to || Number.isNaN(Date.parse(rate.day)))
        throw refuse(
          'BAD_INPUT',
          'A rate is between two currencies, on a day, and above zero.',
          'Correct it.',
        );
      return desk
        .transaction(() => {
          insert.run(rate.from, rate.to, rate.day, rate.rate, rate.source, caller.user, clock());
          audit.append(caller, {
            command: 'sellers.setRate',
            object: `rate/${rate.from}-${rate.to}-${rate.day}`,
            outcome: 'done',
            sentence: `${caller.user} typed in the rate of ${rate.from} to ${rate.to} on ${rate.day}.`,
            details: { rate: rate.rate, source: rate.source },
          });
          return { ...rate, by: caller.user };
        })
        .immediate();
    },
  };
}

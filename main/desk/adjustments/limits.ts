import { type LimitName, limitNames } from '../../../contract/adjustments.ts';
import { sayCoins } from '../../../contract/say.ts';
import type { Caller } from '../audit/audit.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import { agreementOf, openSpan, saidOf } from './agree.ts';
import { misfitLimit } from './rules.ts';
import type { Store } from './store.ts';

type Wire = Record<LimitName, string>;

export function createLimits(deps: AdjustmentDeps, store: Store) {
  const { desk, audit, clock } = deps;
  const waiting = desk.prepare(
    `select number, asked_by from limits
     where name = ? and value = ? and stands_since is null and declined_at is null and asked_at between ? and ? and number = (select max(number) from limits where name = ?)`,
  );
  const ask = desk.prepare(
    'insert into limits (name, value, asked_by, asked_at, stands_since) values (?, ?, ?, ?, ?)',
  );
  const agree = desk.prepare('update limits set stands_since = ?, agreed_by = ? where number = ?');

  const all = (): Wire => {
    const limits = store.limits();
    return Object.fromEntries(limitNames.map((name) => [name, limits[name].toString()])) as Wire;
  };

  return {
    all,

    /**
     * Changes a limit, in coins. Where a second person was ever enabled the change waits until
     * another owner asks for the same; before that it stands at once and is audited as
     * single-handed. Refuses BAD_INPUT below zero and where it contradicts another limit that
     * stands, or is that already.
     */
    set(
      caller: Caller,
      input: { name: LimitName; value: string },
    ): { limits: Wire; waits_for: string | null } {
      const value = BigInt(input.value);
      return desk
        .transaction(() => {
          const wrong = misfitLimit(input.name, value, store.limits());
          if (wrong) throw wrong;
          const now = clock();
          const asked = waiting.get(input.name, value, ...openSpan(now), input.name) as
            | { number: bigint; asked_by: string }
            | undefined;
          const agreement = agreementOf(deps, caller, asked?.asked_by ?? null);
          if (agreement.agreed) agree.run(now, caller.user, asked?.number);
          else if (!asked)
            ask.run(input.name, value, caller.user, now, agreement.stands ? now : null);
          audit.append(caller, {
            command: 'adjustments.setLimit',
            object: `limit/${input.name}`,
            outcome: 'done',
            sentence: agreement.agreed
              ? `${caller.user} agreed with ${asked?.asked_by}: ${input.name} is ${sayCoins(value)}.`
              : `${caller.user} ${agreement.stands ? 'set' : 'asked to set'} ${input.name} to ${sayCoins(value)}${saidOf(agreement)}.`,
          });
          return { limits: all(), waits_for: agreement.stands ? null : 'another owner' };
        })
        .immediate();
    },
  };
}

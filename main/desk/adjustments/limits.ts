import type { LimitName } from '../../../contract/adjustments.ts';
import { refuse } from '../../../contract/errors.ts';
import type { Caller } from '../audit/audit.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import { defaultLimits } from './rules.ts';
import type { Store } from './store.ts';

type Wire = Record<LimitName, string>;

export function createLimits(deps: AdjustmentDeps, store: Store) {
  const { desk, audit, clock } = deps;
  const waiting = desk.prepare(
    `select number, asked_by from limits
     where name = ? and value = ? and stands_since is null and number = (select max(number) from limits where name = ?)`,
  );
  const ask = desk.prepare(
    'insert into limits (name, value, asked_by, asked_at, stands_since) values (?, ?, ?, ?, ?)',
  );
  const agree = desk.prepare('update limits set stands_since = ?, agreed_by = ? where number = ?');

  const all = (): Wire => {
    const limits = store.limits();
    const names = Object.keys(defaultLimits) as LimitName[];
    return Object.fromEntries(names.map((name) => [name, limits[name].toString()])) as Wire;
  };

  /** Two names that one person may hold: one let the other in lately, or a third let both in. */
  const maybeOnePerson = (one: string, other: string): boolean => {
    const behind = (user: string) => new Set([user, ...(deps.standing(user)?.sponsors ?? [])]);
    return !behind(one).isDisjointFrom(behind(other));
  };

  return {
    all,

    /**
     * Changes a limit, in coins. Where a second person was ever enabled the change waits until
     * another owner asks for the same; before that it stands at once and is audited as
     * single-handed. Refuses BAD_INPUT below zero.
     */
    set(
      caller: Caller,
      input: { name: LimitName; value: string },
    ): { limits: Wire; waits_for: string | null } {
      const value = BigInt(input.value);
      if (value < 0n)
        throw refuse(
          'BAD_INPUT',
          'A limit is zero or more coins.',
          'Give a number without a sign.',
        );
      return desk
        .transaction(() => {
          const now = clock();
          const asked = waiting.get(input.name, value, input.name) as
            | { number: bigint; asked_by: string }
            | undefined;
          const alone = !deps.severalPeople();
          const agreed = asked !== undefined && asked.asked_by !== caller.user;
          if (agreed && maybeOnePerson(asked.asked_by, caller.user))
            throw refuse(
              'NEEDS_OTHER_PERSON',
              `${caller.user} and ${asked.asked_by} were let in or promoted by the same person less than 24 hours ago.`,
              'Ask another owner, or come back tomorrow.',
            );
          if (agreed) agree.run(now, caller.user, asked.number);
          else if (!asked) ask.run(input.name, value, caller.user, now, alone ? now : null);
          const stands = alone || agreed;
          audit.append(caller, {
            command: 'adjustments.setLimit',
            object: `limit/${input.name}`,
            outcome: 'done',
            sentence: agreed
              ? `${caller.user} agreed with ${asked.asked_by}: ${input.name} is ${value} coins.`
              : `${caller.user} ${stands ? 'set' : 'asked to set'} ${input.name} to ${value} coins` +
                `${alone ? ' single-handed, nobody else being enabled' : ''}.`,
          });
          return { limits: all(), waits_for: stands ? null : 'another owner' };
        })
        .immediate();
    },
  };
}

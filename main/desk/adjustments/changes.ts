import type { Change } from '../../../contract/adjustments.ts';
import { refuse } from '../../../contract/errors.ts';
import { sayCoins } from '../../../contract/say.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Caller } from '../audit/audit.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import { openSpan } from './agree.ts';
import { termsSaid } from './reason-book.ts';

type What = Change['what'];

interface Kept {
  readonly number: bigint;
  readonly name: string;
  readonly value: string;
  readonly asked_by: string;
  readonly asked_at: bigint;
  readonly stands_since: bigint | null;
  readonly agreed_by: string | null;
  readonly declined_by: string | null;
  readonly declined_at: bigint | null;
  readonly declined_note: string | null;
}

const common =
  'asked_by, asked_at, stands_since, agreed_by, declined_by, declined_at, declined_note';

/** Changes of limits and of the rules of reasons: asked for, agreed to, declined. */
export function createChanges({ desk, audit, clock }: AdjustmentDeps) {
  const list = desk.prepare(
    `select * from (
       select number, 'limit' as what, name, cast(value as text) as value, ${common},
         number = max(number) over (partition by name) as newest from limits
       union all
       select number, 'reason', code, rule, ${common},
         number = max(number) over (partition by code) from reasons)
     order by asked_at desc, number desc limit 500`,
  );
  const decline = {
    limit: desk.prepare(
      'update limits set declined_by = ?, declined_at = ?, declined_note = ? where number = ?',
    ),
    reason: desk.prepare(
      'update reasons set declined_by = ?, declined_at = ?, declined_note = ? where number = ?',
    ),
  };

  const stateOf = (row: Kept, newest: boolean): Change['state'] => {
    if (row.stands_since !== null) return 'stands';
    if (row.declined_at !== null) return 'declined';
    if (!newest) return 'overtaken';
    const [from, to] = openSpan(clock());
    return row.asked_at >= from && row.asked_at <= to ? 'waits' : 'lapsed';
  };

  /** Every change, newest first. One that waits can be agreed to, by asking for the same, or declined. */
  const all = (): Change[] =>
    (list.all() as (Kept & { what: What; newest: bigint })[]).map(({ newest, ...row }) => ({
      ...row,
      number: Number(row.number),
      state: stateOf(row, newest === 1n),
      asked_at: wireTime(Number(row.asked_at)),
      stands_since: wireTime(row.stands_since === null ? null : Number(row.stands_since)),
      declined_at: wireTime(row.declined_at === null ? null : Number(row.declined_at)),
    }));

  const found = (what: What, number: number): Change => {
    const change = all().find((one) => one.what === what && one.number === number);
    if (change) return change;
    throw refuse(
      'NOT_FOUND',
      `There is no change ${number} of a ${what}.`,
      'Look at the list of changes.',
    );
  };

  return {
    all,

    /**
     * Ends a change that waits, with a reason that is kept: another owner declines it, or who asked
     * takes it back. Asked for again it begins anew. Refuses NOT_FOUND for one that is not there,
     * LAPSED for one that waits no more.
     */
    decline(caller: Caller, input: { what: What; number: number; note: string }): Change {
      return desk
        .transaction(() => {
          const change = found(input.what, input.number);
          if (change.state !== 'waits')
            throw refuse(
              'LAPSED',
              `This change of ${change.name} waits no more: it is ${change.state}.`,
              change.state === 'stands'
                ? 'Ask for another value; a second owner has to agree to that.'
                : 'Nothing has to be done about it.',
            );
          decline[input.what].run(caller.user, clock(), input.note, input.number);
          const wish =
            input.what === 'limit'
              ? `${change.name} to ${sayCoins(BigInt(change.value))}`
              : `the rule of ${change.name} to ${termsSaid(change.value)}`;
          audit.append(caller, {
            command: 'adjustments.declineChange',
            object: `${input.what}/${change.name}`,
            outcome: 'done',
            sentence:
              change.asked_by === caller.user
                ? `${caller.user} took back the wish to change ${wish}.`
                : `${caller.user} declined to change ${wish}, which ${change.asked_by} asked for.`,
            details: { note: input.note },
          });
          return found(input.what, input.number);
        })
        .immediate();
    },
  };
}

import { refuse } from '../../../../contract/errors.ts';
import type { Filter } from '../../../../contract/record-lists.ts';
import type { QueueItem, SellerLine } from '../../../../contract/sellers.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Caller } from '../../audit/audit.ts';
import type { SellersDeps } from '../sellers.ts';
import { narrowed } from './narrow.ts';

/** So long a candidate that was handed out is handed to nobody else. */
const lockMs = 10 * 60_000;
/** So long a person can take their own act back. */
const undoMs = 10_000;
/** A candidate that was set aside comes back when its score rose by so much. */
const risen = 10n;

interface StoredAct {
  readonly act: string;
  readonly seller_id: string;
  readonly kind: 'snoozed' | 'set_aside' | 'undone';
  readonly user: string;
  readonly reason: string;
  readonly at: bigint;
  readonly until: bigint | null;
  readonly score: bigint;
}

/** Which candidate is wanted next: after one in the order, among those of a filter. */
export interface NextAsked {
  readonly after?: string | undefined;
  readonly filter?: Filter | undefined;
}

interface QueueDeps extends Pick<SellersDeps, 'desk' | 'audit' | 'clock' | 'newId'> {
  /** Candidates, the highest score first. */
  readonly candidates: () => readonly SellerLine[];
}

/** The review queue: who looks at what, and what was put off. Locks live as long as this process. */
export function createQueue(deps: QueueDeps) {
  const { desk, audit, clock } = deps;
  const locks = new Map<string, { readonly user: string; readonly until: number }>();
  const standing = desk.prepare(
    `select * from seller_queue_acts a where kind <> 'undone'
       and not exists (select 1 from seller_queue_acts u where u.undoes = a.act)
       and seller_id = ? order by number desc limit 1`,
  );
  const byName = desk.prepare('select * from seller_queue_acts where act = ?');
  const insert = desk.prepare(
    `insert into seller_queue_acts (act, seller_id, kind, undoes, user, reason, at, until, score)
     values (@act, @seller_id, @kind, @undoes, @user, @reason, @at, @until, @score)`,
  );
  const perDay = desk.prepare(
    `select date(at / 1000, 'unixepoch') as day, act as what, count(*) as number from seller_flag_events
       where at >= @since and act in ('proposed', 'confirmed') group by 1, 2
     union all
     select date(at / 1000, 'unixepoch'), 'set_aside', count(*) from seller_queue_acts a
       where at >= @since and kind = 'set_aside'
         and not exists (select 1 from seller_queue_acts u where u.undoes = a.act) group by 1 order by 1`,
  );
  const perPerson = desk.prepare(
    `select user, count(*) as decided from (
       select user from seller_flag_events where act in ('proposed', 'confirmed', 'rejected', 'withdrawn') and role <> 'desk'
       union all select user from seller_queue_acts where kind <> 'undone')
     group by user order by decided desc, user`,
  );
  const states = desk.prepare('select state, count(*) as number from seller_flags group by state');

  const actOf = (seller: string) => standing.get(seller) as StoredAct | undefined;

  const putOff = (line: SellerLine, now: number): 'snoozed' | 'set_aside' | null => {
    const act = actOf(line.seller_id);
    if (!act) return null;
    if (act.kind === 'snoozed') return (act.until ?? 0n) > BigInt(now) ? 'snoozed' : null;
    return BigInt(line.score) < act.score + risen ? 'set_aside' : null;
  };

  const lockedBy = (seller: string, now: number): string | null => {
    const lock = locks.get(seller);
    return lock && lock.until > now ? lock.user : null;
  };

  const waiting = (now: number): SellerLine[] =>
    deps.candidates().filter((line) => line.flag === 'none' && putOff(line, now) === null);

  const write = (
    caller: Caller,
    seller: string,
    kind: StoredAct['kind'],
    more: { reason: string; until?: number; undoes?: string; score: number },
  ): string => {
    const act = deps.newId();
    desk
      .transaction(() => {
        insert.run({
          act,
          seller_id: seller,
          kind,
          undoes: more.undoes ?? null,
          user: caller.user,
          reason: more.reason,
          at: clock(),
          until: more.until ?? null,
          score: BigInt(more.score),
        });
        audit.append(caller, {
          command: `sellers.${kind}`,
          object: `seller/${act}`,
          outcome: 'done',
          sentence: `${caller.user} ${kind.replace('_', ' ')} a seller in the queue.`,
          details: { seller, reason: more.reason },
        });
      })
      .immediate();
    locks.delete(seller);
    return act;
  };

  const scoreOf = (seller: string): number => {
    const line = deps.candidates().find((one) => one.seller_id === seller);
    if (!line)
      throw refuse('NOT_FOUND', `${seller} is no candidate.`, 'Look at the list of sellers.');
    return line.score;
  };

  return {
    /**
     * The next candidate of a filter that nobody else holds, locked for the caller; after `after` in
     * the order. Refuses BAD_INPUT as `narrowed` does.
     */
    next(caller: Caller, input: NextAsked): QueueItem {
      const now = clock();
      const open = narrowed(waiting(now), input.filter ?? [], now);
      const from = open.findIndex((line) => line.seller_id === input.after) + 1;
      const order = [...open.slice(from), ...open.slice(0, from)];
      const found = order.find((line) => {
        const holder = lockedBy(line.seller_id, now);
        return holder === null || holder === caller.user;
      });
      if (!found) return { seller: null, locked_until: null, waiting: open.length };
      for (const [seller, lock] of locks) if (lock.user === caller.user) locks.delete(seller);
      locks.set(found.seller_id, { user: caller.user, until: now + lockMs });
      return { seller: found, locked_until: wireTime(now + lockMs), waiting: open.length };
    },

    release(caller: Caller, seller: string): void {
      if (locks.get(seller)?.user === caller.user) locks.delete(seller);
    },

    /** Refuses BAD_INPUT for a date that has passed, or is more than a year off. */
    snooze(caller: Caller, input: { id: string; until: string; reason: string }): { act: string } {
      const until = Date.parse(input.until);
      const now = clock();
      if (Number.isNaN(until) || until <= now || until > now + 366 * 86_400_000)
        throw refuse('BAD_INPUT', 'Snooze to a date within the next year.', 'Choose a later date.');
      return {
        act: write(caller, input.id, 'snoozed', {
          reason: input.reason,
          until,
          score: scoreOf(input.id),
        }),
      };
    },

    setAside: (caller: Caller, input: { id: string; reason: string }): { act: string } => ({
      act: write(caller, input.id, 'set_aside', { reason: input.reason, score: scoreOf(input.id) }),
    }),

    /** Refuses NOT_FOUND, LAPSED after ten seconds, FORBIDDEN for another person's act. */
    undo(caller: Caller, name: string): void {
      const act = byName.get(name) as StoredAct | undefined;
      if (!act || act.kind === 'undone')
        throw refuse(
          'NOT_FOUND',
          `There is no act ${name}.`,
          'Only an act of the queue is taken back.',
        );
      if (act.user !== caller.user)
        throw refuse('FORBIDDEN', 'Only your own act can be taken back.', 'Ask the colleague.');
      if (BigInt(clock()) - act.at > BigInt(undoMs))
        throw refuse(
          'LAPSED',
          'An act can be taken back for ten seconds.',
          'Decide anew on the seller’s page.',
        );
      write(caller, act.seller_id, 'undone', {
        reason: 'taken back',
        undoes: name,
        score: Number(act.score),
      });
    },

    of(seller: string, line: SellerLine) {
      const now = clock();
      const act = actOf(seller);
      return {
        snoozed_until:
          act?.kind === 'snoozed' && (act.until ?? 0n) > BigInt(now)
            ? wireTime(Number(act.until))
            : null,
        locked_by: lockedBy(seller, now),
        set_aside: putOff(line, now) === 'set_aside',
      };
    },

    statistics() {
      const now = clock();
      const all = deps.candidates();
      const off = all.map((line) => putOff(line, now));
      const count = new Map(
        (states.all() as { state: string; number: bigint }[]).map((one) => [
          one.state,
          Number(one.number),
        ]),
      );
      const days = new Map<
        string,
        { day: string; proposed: number; confirmed: number; set_aside: number }
      >();
      const since = now - 30 * 86_400_000;
      for (const one of perDay.all({ since }) as { day: string; what: string; number: bigint }[]) {
        const day = days.get(one.day) ?? { day: one.day, proposed: 0, confirmed: 0, set_aside: 0 };
        if (one.what === 'proposed' || one.what === 'confirmed' || one.what === 'set_aside')
          day[one.what] = Number(one.number);
        days.set(one.day, day);
      }
      return {
        candidates: all.length,
        waiting: waiting(now).length,
        snoozed: off.filter((one) => one === 'snoozed').length,
        set_aside: off.filter((one) => one === 'set_aside').length,
        proposed: count.get('proposed') ?? 0,
        confirmed: count.get('confirmed') ?? 0,
        rejected: count.get('rejected') ?? 0,
        withdrawn: count.get('withdrawn') ?? 0,
        decided_by: (perPerson.all() as { user: string; decided: bigint }[]).map((one) => ({
          user: one.user,
          decided: Number(one.decided),
        })),
        days: [...days.values()],
      };
    },
  };
}

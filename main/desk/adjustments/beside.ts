import type { Db } from '../storage/storage.ts';
import type { Body } from './payload.ts';
import type { Moved, SmallBesides } from './rules.ts';
import type { Shown, Stored } from './store.ts';

/** States in which an adjustment still counts: it moved coins, or may yet. */
export const alive = "('proposed', 'approved', 'sent', 'confirmed', 'contradicted')";
/** The same, by the states that do not count: SQLite makes no table of a list for every post that reads it. */
const living = "state <> 'rejected' and state <> 'lapsed' and state <> 'refused'";
const dayMs = 24 * 60 * 60_000;
const monthMs = 30 * dayMs;

/** As much of an earlier adjustment as a warning says. */
export type Brief = Pick<Stored, 'id' | 'coins' | 'state'>;

/** What the adjustments of an account come to, read in one go. */
export interface AccountSums {
  /** Coins decided here that the platform has not confirmed. */
  readonly unconfirmed: bigint;
  /** Sizes of all living ones of 30 days. */
  readonly account30d: bigint;
  readonly small: SmallBesides;
}

const shownColumns =
  'number, id, key, account_id, coins, reason, note, recharge_id, ticket_id, case_id, external_id, reverses, state, maker, created_at';

/**
 * Reads the adjustments beside one that is weighed; every post pays for these, so they read indices alone
 * where they can. `+?` where there is a limit: a bare parameter there makes SQLite plan anew every time.
 */
export function createBesides(desk: Db) {
  const makerToday = desk
    .prepare(
      'select coalesce(sum(abs(coins)), 0) from adjustments where maker = ? and created_at >= ? and alone = 1',
    )
    .pluck();
  const caseSoFar = desk
    .prepare(
      `select coalesce(sum(abs(coins)), 0) from adjustments where case_id = ? and state in ${alive}`,
    )
    .pluck();
  type Sum = bigint | null;
  const ofAccount = desk
    .prepare<{ account: string; own: bigint; month: number; day: number }, [Sum, Sum, Sum, Sum]>(
      `select sum(coins) filter (where state = 'approved' or state = 'sent'),
         sum(abs(coins)) filter (where created_at >= @month and ${living}),
         max(abs(coins)) filter (where abs(coins) <= @own and created_at >= @month and ${living}),
         sum(abs(coins)) filter (where abs(coins) <= @own and created_at >= @day and ${living})
       from adjustments where account_id = @account`,
    )
    .raw();
  const [ofRecharges, ofExternals, ofTickets, ofAccounts] = (
    [
      'recharge_id = +?',
      'external_id = +?',
      'ticket_id = +?',
      'account_id = +? and created_at >= ?',
    ] as const
  ).map((condition) =>
    desk.prepare(
      `select ${shownColumns} from adjustments where ${condition} and state in ${alive} order by number desc limit 50`,
    ),
  );
  const [briefOfRecharge, briefOfTicket] = (['recharge_id', 'ticket_id'] as const).map((column) =>
    desk.prepare<[string], Brief>(
      `select id, coins, state from adjustments where ${column} = +? and ${living}
       order by number desc limit 50`,
    ),
  );
  // By time, for so the index has them: it is read from its end, and no further than five.
  const briefOfAccount = desk.prepare<[string, number], Brief>(
    `select id, coins, state from adjustments where account_id = +? and created_at >= ? and ${living}
     order by created_at desc, number desc limit 5`,
  );

  return {
    /** Living adjustments of the same recharge, external id, ticket, or account in 30 days, whole, newest first. */
    related(
      of: Pick<Body, 'recharge' | 'external_id' | 'ticket' | 'account'>,
      now: number,
    ): Shown[] {
      const found = [
        ...(of.recharge === null ? [] : (ofRecharges?.all(of.recharge) ?? [])),
        ...(of.external_id === null ? [] : (ofExternals?.all(of.external_id) ?? [])),
        ...(of.ticket === null ? [] : (ofTickets?.all(of.ticket) ?? [])),
        ...(ofAccounts?.all(of.account, now - monthMs) ?? []),
      ] as (Shown & { number: bigint })[];
      const once = [...new Map(found.map((row) => [row.id, row])).values()];
      return once.sort((a, b) => (a.number < b.number ? 1 : -1)).slice(0, 50);
    },

    /** As much of the living ones for the same recharge, ticket and account as a warning says, newest first. */
    briefly: (of: Pick<Body, 'recharge' | 'ticket' | 'account'>, now: number) => ({
      recharge: of.recharge === null ? [] : (briefOfRecharge?.all(of.recharge) ?? []),
      ticket: of.ticket === null ? [] : (briefOfTicket?.all(of.ticket) ?? []),
      account: briefOfAccount.all(of.account, now - monthMs),
    }),

    /** The sums of an account as of now; `own` says up to which size one is small. */
    sumsOf(account: string, own: bigint, now: number): AccountSums {
      const sums = ofAccount.get({ account, own, month: now - monthMs, day: now - dayMs });
      const [unconfirmed, account30d, largest, today] = sums ?? [];
      return {
        unconfirmed: unconfirmed ?? 0n,
        account30d: account30d ?? 0n,
        small: { largest: largest ?? 0n, today: today ?? 0n },
      };
    },

    /** What the limits count besides, of an account whose sums were read. */
    moved: (
      of: { readonly maker: string; readonly case: string | null },
      account: AccountSums,
      now: number,
    ): Moved => ({
      makerToday: makerToday.get(of.maker, now - (now % dayMs)) as bigint,
      account30d: account.account30d,
      caseSoFar: of.case === null ? null : (caseSoFar.get(of.case) as bigint),
    }),
  };
}

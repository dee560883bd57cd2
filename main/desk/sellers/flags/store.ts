import type { FlagState } from '../../../../contract/seller-flags.ts';
import type { Db } from '../../storage/storage.ts';

export interface StoredFlag {
  readonly flag: string;
  readonly seller_id: string;
  readonly state: FlagState;
  readonly maker: string;
  readonly reason: string;
  readonly created_at: bigint;
  readonly expires_at: bigint;
  readonly evidence: string;
}

export type FlagAct = 'proposed' | 'confirmed' | 'rejected' | 'withdrawn' | 'expired' | 'appealed';

export interface StoredFlagEvent {
  readonly act: FlagAct;
  readonly user: string;
  readonly role: string;
  readonly reason: string;
  readonly at: bigint;
}

/** The flags of desk.db. Writing belongs inside a transaction together with its audit row. */
export function createFlagStore(desk: Db) {
  const byName = desk.prepare('select * from seller_flags where flag = ?');
  const living = desk.prepare(
    `select * from seller_flags where seller_id = ? and state in ('proposed', 'confirmed')`,
  );
  const latest = desk.prepare(
    'select * from seller_flags where seller_id = ? order by number desc limit 1',
  );
  const ofSeller = desk.prepare(
    'select * from seller_flags where seller_id = ? order by number desc',
  );
  const list = desk.prepare(
    'select * from seller_flags where @state is null or state = @state order by number desc',
  );
  const due = desk.prepare(
    `select * from seller_flags where (state = 'confirmed' and expires_at <= @now)
       or (state = 'proposed' and created_at <= @opened)`,
  );
  const events = desk.prepare('select * from seller_flag_events where flag = ? order by number');
  const insert = desk.prepare(
    `insert into seller_flags (flag, seller_id, state, maker, reason, created_at, expires_at, evidence)
     values (@flag, @seller_id, @state, @maker, @reason, @created_at, @expires_at, @evidence)`,
  );
  const insertEvent = desk.prepare(
    'insert into seller_flag_events (flag, act, user, role, reason, at) values (?, ?, ?, ?, ?, ?)',
  );
  const setState = desk.prepare('update seller_flags set state = ? where flag = ?');
  const confirmed = desk
    .prepare(`select seller_id from seller_flags where state = 'confirmed'`)
    .pluck();
  const leaving = desk.prepare(
    `select e.flag, e.act, e.at, e.reason, f.seller_id
     from seller_flag_events e join seller_flags f using (flag)
     where e.act = 'confirmed' or (e.act in ('withdrawn', 'expired') and exists (
       select 1 from seller_flag_events c where c.flag = e.flag and c.act = 'confirmed' and c.number < e.number))
     order by e.number`,
  );
  return {
    /** Confirmations, and what lifted one again, in their order. */
    leaving: () =>
      leaving.all() as {
        flag: string;
        act: 'confirmed' | 'withdrawn' | 'expired';
        at: bigint;
        reason: string;
        seller_id: string;
      }[],
    byName: (flag: string) => byName.get(flag) as StoredFlag | undefined,
    /** The flag of a seller that is proposed or stands; one at most. */
    living: (seller: string) => living.get(seller) as StoredFlag | undefined,
    latest: (seller: string) => latest.get(seller) as StoredFlag | undefined,
    ofSeller: (seller: string) => ofSeller.all(seller) as StoredFlag[],
    list: (state: FlagState | null) => list.all({ state }) as StoredFlag[],
    due: (now: number, opened: number) => due.all({ now, opened }) as StoredFlag[],
    events: (flag: string) => events.all(flag) as StoredFlagEvent[],
    insert: (row: StoredFlag) => insert.run(row),
    /** Notes the act, then moves the state where the act is one. */
    act(flag: string, event: StoredFlagEvent) {
      insertEvent.run(flag, event.act, event.user, event.role, event.reason, event.at);
      if (event.act !== 'proposed' && event.act !== 'appealed') setState.run(event.act, flag);
    },
    confirmed: () => confirmed.all() as string[],
  };
}

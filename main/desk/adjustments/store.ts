import type {
  Adjustment,
  AdjustmentState,
  LimitName,
  Proposed,
  Reason,
} from '../../../contract/adjustments.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Db } from '../storage/storage.ts';
import { alive, createBesides } from './beside.ts';
import { defaultLimits, type Limits } from './rules.ts';
import type { Subject } from './subject.ts';

/** An adjustment as desk.db keeps it. */
export interface Stored {
  readonly id: string;
  readonly key: string;
  readonly account_id: string;
  readonly coins: bigint;
  readonly reason: Reason;
  readonly note: string;
  readonly recharge_id: string | null;
  readonly ticket_id: string | null;
  readonly case_id: string | null;
  readonly external_id: string | null;
  readonly reverses: string | null;
  readonly state: AdjustmentState;
  readonly maker: string;
  readonly maker_role: string;
  readonly created_at: bigint;
  readonly evidence: string;
  readonly payload_sha256: string;
  readonly balance_before: bigint;
  readonly answer: string;
  /** 1: its maker alone, inside their own limit. */
  readonly alone: bigint;
}

const storedColumns = [
  ...(['id', 'key', 'account_id', 'coins', 'reason', 'note', 'recharge_id', 'ticket_id'] as const),
  ...([
    'case_id',
    'external_id',
    'reverses',
    'state',
    'maker',
    'maker_role',
    'created_at',
  ] as const),
  ...(['evidence', 'payload_sha256', 'balance_before', 'answer', 'alone'] as const),
] satisfies readonly (keyof Stored)[];

export interface StoredDecision {
  readonly user: string;
  readonly role: string;
  readonly decision: 'approved' | 'rejected';
  readonly note: string;
  readonly at: bigint;
}

export interface StoredPosting {
  readonly number: bigint;
  readonly from_book: string;
  readonly to_book: string;
  readonly coins: bigint;
  readonly at: bigint;
}

/** As much of one as is shown in a list. */
export type Shown = Omit<
  Stored,
  'evidence' | 'payload_sha256' | 'balance_before' | 'answer' | 'alone' | 'maker_role'
>;

/** The rows of the desk's ledger, read and written; rules stand in rules.ts. */
export function createStore(desk: Db) {
  const byId = desk.prepare('select * from adjustments where id = ?');
  const byKey = desk.prepare('select * from adjustments where key = ?');
  // By position: looking up twenty names costs more than writing the row.
  const insert = desk.prepare(
    `insert into adjustments (${storedColumns.join(', ')})
     values (${storedColumns.map(() => '?').join(', ')})`,
  );
  const setState = desk.prepare('update adjustments set state = ? where id = ?');
  const post = desk.prepare(
    'insert into postings (adjustment_id, from_book, to_book, coins, at, alone) values (?, ?, ?, ?, ?, ?)',
  );
  const posting = desk.prepare('select * from postings where adjustment_id = ?');
  const giveBack = desk.prepare('insert into returns (adjustment_id, at) values (?, ?)');
  const returned = desk.prepare('select at from returns where adjustment_id = ?').pluck();
  const decide = desk.prepare('insert into decisions values (?, ?, ?, ?, ?, ?, ?)');
  const decisions = desk.prepare(
    'select * from decisions where adjustment_id = ? order by at, user',
  );
  const checkers = desk
    .prepare('select user from decisions where adjustment_id = ? order by at desc, user limit 1')
    .pluck();
  const list = desk.prepare(
    `select * from adjustments where (@state is null or state = @state)
       and (@account is null or account_id = @account) and (@recharge is null or recharge_id = @recharge)
     order by number desc`,
  );
  const ofCase = desk.prepare(
    `select * from adjustments where case_id = ? or recharge_id in (select value from json_each(?))
     order by number`,
  );
  const reversal = desk.prepare(
    `select * from adjustments where reverses = ? and state not in ('rejected', 'lapsed', 'refused')`,
  );
  const unconfirmed = desk
    .prepare(
      `select coalesce(sum(coins), 0) from adjustments where account_id = ? and state in ('approved', 'sent')`,
    )
    .pluck();
  const ofRecharge = desk.prepare(
    `select * from adjustments
     where recharge_id = ? and state in ('approved', 'sent', 'confirmed', 'contradicted') order by number`,
  );
  const decidedRecharges = desk
    .prepare(
      `select distinct recharge_id from adjustments where recharge_id is not null
         and state in ('approved', 'sent', 'confirmed', 'contradicted')`,
    )
    .pluck();
  const decidedGifts = desk.prepare(
    `select * from adjustments where coins > 0 and state in ('approved', 'sent', 'confirmed', 'contradicted')
       and (recharge_id is not null or external_id is not null) order by number`,
  );
  const decidedBetween = desk.prepare(
    'select user, decision from decisions where at >= ? and at < ? order by at',
  );
  const between = desk.prepare(
    'select * from adjustments where created_at >= ? and created_at < ? order by number',
  );
  const aboutRecharge = desk.prepare(
    `select * from adjustments where recharge_id = ? and state in ${alive} order by number`,
  );
  const aboutExternal = desk.prepare(
    `select * from adjustments where external_id = ? and state in ${alive} order by number`,
  );
  const open = desk.prepare(
    "select * from adjustments where state = 'proposed' and created_at not between ? and ? order by number",
  );
  const limits = desk.prepare(
    'select name, value from limits where stands_since is not null order by stands_since, number',
  );

  const toWire = (row: Shown): Adjustment => ({
    id: row.id,
    key: row.key,
    account: row.account_id,
    coins: row.coins.toString(),
    reason: row.reason,
    note: row.note,
    recharge: row.recharge_id,
    ticket: row.ticket_id,
    case: row.case_id,
    external_id: row.external_id,
    reverses: row.reverses,
    state: row.state,
    maker: row.maker,
    checker: (checkers.get(row.id) as string | undefined) ?? null,
    created_at: wireTime(Number(row.created_at)),
  });

  return {
    toWire,
    ...createBesides(desk),
    get: (id: string) => byId.get(id) as Stored | undefined,
    ofKey: (key: string) => byKey.get(key) as Stored | undefined,
    insert: (row: Stored) => insert.run(storedColumns.map((column) => row[column])),
    setState: (id: string, state: AdjustmentState) => setState.run(state, id),
    posting: (id: string) => posting.get(id) as StoredPosting | undefined,
    /** When a refused one went back to the book it came from, in UTC ms; null where it did not. */
    returned: (id: string): bigint | null => (returned.get(id) as bigint | undefined) ?? null,
    giveBack: (id: string, at: number) => giveBack.run(id, at),
    decisions: (id: string) => decisions.all(id) as StoredDecision[],
    reversalOf: (id: string) => reversal.get(id) as Stored | undefined,
    /** Adjustments made in a case, or for one of the recharges that stand in it. */
    ofCase: (caseId: string, recharges: readonly string[]) =>
      ofCase.all(caseId, JSON.stringify(recharges)) as Stored[],
    /** Coins decided here for the account that the platform has not confirmed. */
    unconfirmed: (account: string): bigint => unconfirmed.get(account) as bigint,
    /** What was decided here for a recharge. */
    decidedFor: (recharge: string) => ofRecharge.all(recharge) as Stored[],
    /** Recharges that anything was decided for. */
    decidedRecharges: () => decidedRecharges.all() as string[],
    /** Everything given by hand for an order or payment. */
    decidedGifts: () => decidedGifts.all() as Stored[],
    /** Who decided what in a span of time, in UTC ms. */
    decidedBetween: (from: number, to: number) =>
      decidedBetween.all(from, to) as { user: string; decision: string }[],
    /** Made in a span of time, in UTC ms, oldest first. */
    madeBetween: (from: number, to: number) => between.all(from, to) as Stored[],
    /** Open proposals made outside a span of time, in UTC ms. */
    openOutside: (from: number, to: number) => open.all(from, to) as Stored[],
    allOpen: () => list.all({ state: 'proposed', account: null, recharge: null }) as Stored[],

    /** All living adjustments of an order or payment, by whatever name they were made for it. */
    about(subject: Subject): Stored[] {
      const found = new Map<string, Stored>();
      const add = (rows: unknown[]) => {
        for (const row of rows as Stored[]) found.set(row.id, row);
      };
      for (const recharge of subject.recharges) add(aboutRecharge.all(recharge));
      for (const external of subject.externals) add(aboutExternal.all(external));
      return [...found.values()];
    },

    list: (filter: {
      state?: string | undefined;
      account?: string | undefined;
      recharge?: string | undefined;
    }) =>
      list.all({
        state: filter.state ?? null,
        account: filter.account ?? null,
        recharge: filter.recharge ?? null,
      }) as Stored[],

    /** Moves the coins of an approved adjustment between the platform's book and the account's. */
    post(row: Stored, at: number, alone: boolean) {
      const account = `account/${row.account_id}`;
      const desk = `desk/${row.reason}`;
      const [from, to, coins] =
        row.coins > 0n ? [desk, account, row.coins] : [account, desk, -row.coins];
      post.run(row.id, from, to, coins, at, alone ? 1 : 0);
    },

    decide: (
      row: Stored,
      by: { user: string; role: string },
      decision: string,
      note: string,
      at: number,
    ) => decide.run(row.id, by.user, by.role, decision, note, at, row.payload_sha256),

    limits(): Limits {
      const standing: Record<LimitName, bigint> = { ...defaultLimits };
      for (const { name, value } of limits.all() as { name: LimitName; value: bigint }[])
        standing[name] = value;
      return standing;
    },
  };
}

export type Store = ReturnType<typeof createStore>;

/** The first answer of a key, as it was stored. */
export function storedAnswer(row: Stored): Proposed {
  return JSON.parse(row.answer) as Proposed;
}

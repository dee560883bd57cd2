import type { Reason } from '../../contract/adjustments.ts';

/**
 * The ledger as a few lines of plain arithmetic over maps: no SQL, no files, none of the desk's own
 * rules imported. What the desk does is held against this.
 */
export interface ModelRow {
  readonly id: string;
  readonly key: string;
  readonly account: string;
  readonly coins: bigint;
  readonly reason: Reason;
  readonly maker: string;
  readonly at: number;
  readonly reverses: string | null;
  readonly case: string | null;
  state: 'proposed' | 'approved' | 'rejected' | 'lapsed';
  alone: boolean;
  readonly approvals: { user: string; role: string }[];
}

export interface Ask {
  readonly user: string;
  readonly account: string;
  readonly coins: bigint;
  readonly reason: 'GOODWILL' | 'PROMO_MISSING' | 'MIGRATION_FIX';
  readonly key: string;
  readonly case: string | null;
}

const day = 86_400_000;
const roles: Readonly<Record<string, string>> = {
  ana: 'agent',
  ben: 'agent',
  sue: 'senior',
  oli: 'owner',
};
const limit = {
  own: 350n,
  senior: 7000n,
  makerDay: 3500n,
  account: 7000n,
  case: 7000n,
  goodwill: 350n,
};

const abs = (n: bigint) => (n < 0n ? -n : n);
const counts = (row: ModelRow) => row.state === 'proposed' || row.state === 'approved';

export function createModel() {
  const rows = new Map<string, ModelRow>();
  const byKey = new Map<string, ModelRow>();
  const byAccount = new Map<string, ModelRow[]>();
  const byCase = new Map<string, ModelRow[]>();
  const byMaker = new Map<string, ModelRow[]>();
  const open = new Set<ModelRow>();
  const list = (map: Map<string, ModelRow[]>, key: string) => {
    const found = map.get(key) ?? [];
    map.set(key, found);
    return found;
  };

  const balance = (account: string) =>
    list(byAccount, account)
      .filter((row) => row.state === 'approved')
      .reduce((sum, row) => sum + row.coins, 0n);

  const lapse = (now: number) => {
    for (const row of open)
      if (row.at < now - day || row.at > now + 300_000) {
        row.state = 'lapsed';
        open.delete(row);
      }
  };

  const tier = (coins: bigint) =>
    abs(coins) <= limit.own ? 'alone' : abs(coins) <= limit.senior ? 'one' : 'two';

  const sum = (some: readonly ModelRow[]) => some.reduce((all, row) => all + abs(row.coins), 0n);

  /** The code of a refusal, or null where the amount fits; `itself` is not counted. */
  const over = (
    ask: Omit<Ask, 'key' | 'user'> & { reversal: boolean; maker: string },
    now: number,
    itself: ModelRow | null,
  ) => {
    const size = abs(ask.coins);
    if (ask.reason === 'GOODWILL' && !ask.reversal && size > limit.goodwill) return true;
    const kind = tier(ask.coins);
    if (kind === 'alone') {
      const today = now - (now % day);
      const given = list(byMaker, ask.maker).filter(
        (row) => row.alone && row.state === 'approved' && row.at >= today,
      );
      if (size > limit.makerDay - sum(given)) return true;
    }
    if (kind === 'two' || ask.reversal) return false;
    const others = (some: readonly ModelRow[]) =>
      some.filter((row) => counts(row) && row !== itself);
    const recent = others(list(byAccount, ask.account)).filter((row) => row.at >= now - 30 * day);
    if (size > limit.account - sum(recent)) return true;
    return ask.case !== null && size > limit.case - sum(others(list(byCase, ask.case)));
  };

  const misfit = (ask: { coins: bigint; reason: string; reversal: boolean; account: string }) => {
    if (ask.reversal) return false;
    if (ask.reason !== 'MIGRATION_FIX' && ask.coins < 0n) return true;
    return ask.coins < 0n && balance(ask.account) + ask.coins < 0n;
  };

  const put = (row: ModelRow) => {
    rows.set(row.id, row);
    byKey.set(row.key, row);
    list(byAccount, row.account).push(row);
    list(byMaker, row.maker).push(row);
    if (row.case !== null) list(byCase, row.case).push(row);
    if (row.state === 'proposed') open.add(row);
  };

  const make = (ask: Ask, id: string, now: number, reverses: ModelRow | null): string => {
    const reversal = reverses !== null;
    if (misfit({ ...ask, reversal })) return 'BAD_INPUT';
    if (over({ ...ask, reversal, maker: ask.user }, now, null)) return 'LIMIT_EXCEEDED';
    const alone = tier(ask.coins) === 'alone';
    const reason = reversal ? ('REVERSAL_OF_ADJUSTMENT' as const) : ask.reason;
    const state = alone ? 'approved' : 'proposed';
    const { user: maker, ...rest } = ask;
    put({
      ...rest,
      id,
      maker,
      reason,
      at: now,
      reverses: reverses?.id ?? null,
      state,
      alone,
      approvals: [],
    });
    return `${id} ${state}`;
  };

  return {
    rows,
    balance,
    lapse,

    propose(ask: Ask, id: string, now: number): string {
      lapse(now);
      const known = byKey.get(ask.key);
      if (!known) return make(ask, id, now, null);
      const same =
        known.account === ask.account &&
        known.coins === ask.coins &&
        known.reason === ask.reason &&
        known.case === ask.case;
      return same ? `${known.id} ${known.alone ? 'approved' : 'proposed'}` : 'KEY_REUSED';
    },

    reverse(user: string, of: string, id: string, now: number): string {
      lapse(now);
      const row = rows.get(of);
      if (!row) return 'NOT_FOUND';
      const taken = list(byAccount, row.account).some((one) => one.reverses === of && counts(one));
      if (taken) return 'ALREADY_REVERSED';
      if (row.state !== 'approved' || row.reverses !== null) return 'BAD_INPUT';
      const { account, case: inCase } = row;
      const ask = {
        user,
        account,
        case: inCase,
        coins: -row.coins,
        reason: 'MIGRATION_FIX' as const,
      };
      return make({ ...ask, key: `reverse/${id}` }, id, now, row);
    },

    decide(user: string, id: string, approve: boolean, now: number): string {
      lapse(now);
      const row = rows.get(id);
      if (!row) return 'NOT_FOUND';
      if (row.state === 'lapsed') return 'LAPSED';
      if (row.state !== 'proposed') return 'BAD_INPUT';
      const role = roles[user] ?? '';
      const kind = tier(row.coins);
      if (user === row.maker) return 'NEEDS_OTHER_PERSON';
      if (role === 'agent') return 'FORBIDDEN';
      if (row.approvals.some((one) => one.user === user || (kind === 'two' && one.role === role)))
        return 'NEEDS_OTHER_PERSON';
      if (approve) {
        const reversal = row.reverses !== null;
        if (misfit({ ...row, reversal })) return 'BAD_INPUT';
        const ask = {
          ...row,
          reason: reversal ? 'MIGRATION_FIX' : row.reason,
          reversal,
        } as Parameters<typeof over>[0];
        if (over(ask, now, row)) return 'LIMIT_EXCEEDED';
        row.approvals.push({ user, role });
        if (kind === 'two' && row.approvals.length < 2) return 'proposed';
      }
      row.state = approve ? 'approved' : 'rejected';
      open.delete(row);
      return row.state;
    },
  };
}

export type Model = ReturnType<typeof createModel>;

import type { Row, RowReader } from '../../records/records.ts';
import type { Db } from '../../storage/storage.ts';
import type { Use } from '../links/clusters.ts';

/** Money that went back or was refused on one recharge of an account. */
export interface Harm {
  readonly recharge: string;
  readonly what: 'disputed' | 'refunded' | 'declined';
  readonly at: number;
  readonly source: string;
  readonly key: string;
}

/** A ticket of an account that names a seller. */
export interface Mention {
  readonly ticket: string;
  readonly seller: string;
  readonly complains: boolean;
}

/** What is known of one account that hangs together with others. */
export interface AccountFacts {
  readonly id: string;
  readonly row: Row<'accounts'> | null;
  readonly uses: readonly Use[];
  /** Oldest first. */
  readonly recharges: readonly Row<'recharges'>[];
  readonly sessions: readonly Row<'sessions'>[];
  /** Gifts sent, oldest first. */
  readonly gifts: readonly Row<'ledger'>[];
  readonly harm: readonly Harm[];
  readonly mentions: readonly Mention[];
  /** Devices whose own record names this account, and when each was first seen. */
  readonly ownDevices: ReadonlyMap<string, number | null>;
}

/** Most rows of a kind that an account is judged by. */
const most = 400;
/** Accounts that a reader remembers: a ring and the people around its seller are much the same. */
const mostKept = 4000;

/** Reads what is known of accounts, by index; one reader serves one refresh, for nothing changes meanwhile. */
export function createFactReader(rows: RowReader, derived: Db) {
  const uses = derived
    .prepare('select kind, node, first, last from uses where account = ?')
    .safeIntegers(false);
  const harm = derived
    .prepare('select recharge, what, at, source, key from harm where account = ? order by at, key')
    .safeIntegers(false);
  const mentions = derived
    .prepare('select ticket, seller, complains from mentions where account = ? order by ticket')
    .safeIntegers(false);
  const cut = <T>(list: T[]): T[] => list.slice(0, most);
  const known = new Map<string, AccountFacts>();
  const read = (id: string): AccountFacts => ({
    id,
    row: rows.get('accounts', 'where account_id = ?', id),
    uses: (uses.all(id) as Omit<Use, 'account'>[]).map((use) => ({ account: id, ...use })),
    recharges: cut(
      rows
        .all('recharges', 'where account_id = ?', id)
        .toSorted(
          (a, b) => a.created_at - b.created_at || (a.recharge_id < b.recharge_id ? -1 : 1),
        ),
    ),
    sessions: cut(
      rows
        .all('sessions', 'where account_id = ?', id)
        .toSorted((a, b) => a.started_at - b.started_at),
    ),
    gifts: cut(
      rows
        .all('ledger', `where account_id = ? and kind = 'gift_sent'`, id)
        .toSorted((a, b) => a.at - b.at || (a.entry_id < b.entry_id ? -1 : 1)),
    ),
    harm: harm.all(id) as Harm[],
    mentions: (mentions.all(id) as { ticket: string; seller: string; complains: number }[]).map(
      ({ ticket, seller, complains }) => ({ ticket, seller, complains: complains === 1 }),
    ),
    ownDevices: new Map(
      rows
        .all('devices', 'where account_id = ?', id)
        .map((device) => [device.device_id, device.first_seen]),
    ),
  });
  return (id: string): AccountFacts => {
    const before = known.get(id);
    if (before) return before;
    const facts = read(id);
    if (known.size >= mostKept) known.clear();
    known.set(id, facts);
    return facts;
  };
}

export type FactReader = ReturnType<typeof createFactReader>;

import type { AccountPage } from '../../../../contract/records.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Db } from '../../storage/storage.ts';
import { type Entry, inOrder } from './ledger-order.ts';

/** Most points of a balance chart. */
const mostPoints = 500;

interface LedgerEntry extends Entry {
  readonly id: string;
  readonly asset: string;
}

export interface Balance {
  readonly asset: string;
  /** The sum of all deltas of the copy. */
  readonly computed: bigint;
  /** The newest `balance_after`; null where no entry states one. */
  readonly stated: bigint | null;
}

export interface AccountLedger {
  readonly balances: Balance[];
  /** Ids of all entries in the order in which they happened, oldest first. */
  readonly order: readonly string[];
  readonly series: AccountPage['balance_series'];
}

interface RawEntry {
  readonly entry_id: string;
  readonly at: bigint;
  readonly asset: string;
  readonly delta: bigint;
  readonly balance_after: bigint | null;
}

/** Reads what one account holds. Sums are bigint in code: SQLite's own sum may overflow. */
export function createBalances(db: Db) {
  const entriesOf = db.prepare<[string], RawEntry>(
    `select entry_id, at, asset, delta, balance_after from ledger where account_id = ?
     order by at, origin_run, origin_file, origin_line, entry_id`,
  );
  const deltasOf = db
    .prepare<[string], bigint>(`select delta from ledger where account_id = ? and asset = 'coins'`)
    .pluck();
  return {
    /** The coins of an account by the copy's ledger; 0 where it has no entry. */
    computed(account: string): bigint {
      let sum = 0n;
      for (const delta of deltasOf.iterate(account)) sum += delta;
      return sum;
    },
    of(account: string): AccountLedger {
      const entries = entriesOf.all(account).map(
        (raw): LedgerEntry => ({
          id: raw.entry_id,
          at: Number(raw.at),
          asset: raw.asset,
          delta: raw.delta,
          balanceAfter: raw.balance_after,
        }),
      );
      const assets = Map.groupBy(entries, (entry) => entry.asset);
      if (!assets.has('coins')) assets.set('coins', []);
      const ordered = [...assets].map(([asset, own]) => ({ asset, entries: inOrder(own) }));
      ordered.sort((a, b) => (a.asset === 'coins' ? -1 : b.asset === 'coins' ? 1 : 0));
      return {
        balances: ordered.map(({ asset, entries: own }) => balanceOf(asset, own)),
        order: ordered
          .flatMap(({ entries: own }) => own)
          .sort((a, b) => a.at - b.at)
          .map((entry) => entry.id),
        series: thinned(seriesOf(ordered[0]?.entries ?? []), mostPoints).map(({ at, balance }) => ({
          at: wireTime(at),
          balance: String(balance),
        })),
      };
    },
  };
}

export type Balances = ReturnType<typeof createBalances>;

function balanceOf(asset: string, entries: readonly LedgerEntry[]): Balance {
  return {
    asset,
    computed: entries.reduce((sum, entry) => sum + entry.delta, 0n),
    stated: entries.findLast((entry) => entry.balanceAfter !== null)?.balanceAfter ?? null,
  };
}

export interface Point {
  readonly at: number;
  readonly balance: bigint;
}

/** The balance after each entry: as stated, else carried on from the one before. */
function seriesOf(entries: readonly Entry[]): Point[] {
  let balance = 0n;
  return entries.map((entry) => {
    balance = entry.balanceAfter ?? balance + entry.delta;
    return { at: entry.at, balance };
  });
}

/**
 * At most `most` points (4 or more): the first, the last, and the lowest and highest of each of
 * the equal stretches between, so that no peak is lost.
 */
export function thinned(points: readonly Point[], most: number): Point[] {
  if (points.length <= most) return [...points];
  const stretches = Math.floor((most - 2) / 2);
  const inner = points.slice(1, -1);
  const kept: Point[] = [];
  for (let index = 0; index < stretches; index++) {
    const start = Math.floor((index * inner.length) / stretches);
    const stretch = inner.slice(start, Math.floor(((index + 1) * inner.length) / stretches));
    kept.push(...extremes(stretch));
  }
  return [...points.slice(0, 1), ...kept, ...points.slice(-1)];
}

/** The lowest and the highest point, in the order of time. */
function extremes(points: readonly Point[]): Point[] {
  let low = 0;
  let high = 0;
  for (const [index, point] of points.entries()) {
    if (point.balance < (points[low]?.balance ?? 0n)) low = index;
    if (point.balance > (points[high]?.balance ?? 0n)) high = index;
  }
  const places = low === high ? [low] : [Math.min(low, high), Math.max(low, high)];
  return places.flatMap((place) => points.slice(place, place + 1));
}

/** What the order of ledger entries depends on. */
export interface Entry {
  readonly at: number;
  readonly delta: bigint;
  readonly balanceAfter: bigint | null;
}

/** Above so many entries of one moment the file's order stands: the chain costs n² steps. */
const longestChain = 400;

/**
 * Entries of one account and asset in the order in which they happened. Takes them by `at` and
 * then by their order in the files; where several share a moment the chain of balances decides
 * (exchange format, `ledger`), else the order in the file stays.
 */
export function inOrder<E extends Entry>(entries: readonly E[]): E[] {
  const ordered: E[] = [];
  let from = 0;
  while (from < entries.length) {
    let to = from + 1;
    while (to < entries.length && entries[to]?.at === entries[from]?.at) to++;
    const moment = entries.slice(from, to);
    const told =
      moment.length === 1 || moment.length > longestChain
        ? moment
        : chained(moment, ordered.at(-1)?.balanceAfter ?? null);
    for (const entry of told) ordered.push(entry);
    from = to;
  }
  return ordered;
}

function chained<E extends Entry>(moment: readonly E[], before: bigint | null): E[] {
  const left = [...moment];
  const ordered: E[] = [];
  let balance = before;
  while (left.length > 0) {
    const follows = left.findIndex((entry) => balance !== null && balanceBefore(entry) === balance);
    const [next] = left.splice(follows >= 0 ? follows : headOf(left), 1);
    if (!next) break;
    ordered.push(next);
    balance = next.balanceAfter ?? (balance === null ? null : balance + next.delta);
  }
  return ordered;
}

/** The first entry that no other of the same moment leads to. */
function headOf(entries: readonly Entry[]): number {
  const reached = new Set(entries.map((entry) => entry.balanceAfter));
  const head = entries.findIndex((entry) => {
    const before = balanceBefore(entry);
    return before !== null && !reached.has(before);
  });
  return Math.max(0, head);
}

function balanceBefore(entry: Entry): bigint | null {
  return entry.balanceAfter === null ? null : entry.balanceAfter - entry.delta;
}

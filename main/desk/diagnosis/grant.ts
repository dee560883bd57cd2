import type { Row } from '../records/records.ts';
import { cite, type Cited } from './cite.ts';
import type { Bundle } from './evidence.ts';

/** What the ledger says of an attempt. Coins as bigint. */
export interface Grant {
  /** Sum of every entry tied to it. */
  readonly net: bigint;
  readonly given: bigint;
  readonly taken: bigint;
  readonly entries: readonly Row<'ledger'>[];
  readonly first: Row<'ledger'> | null;
  /** Entries that stand in another account than the order's. */
  readonly elsewhere: readonly Row<'ledger'>[];
  readonly cites: readonly Cited[];
  /** An event says granted: worth a doubt where the ledger has nothing. */
  readonly told: Row<'recharge_events'> | null;
  readonly failed: Row<'recharge_events'> | null;
}

export function grantOf(bundle: Bundle): Grant {
  const { ledger, recharge } = bundle;
  const given = ledger.filter((entry) => entry.delta > 0n);
  const sum = (entries: readonly Row<'ledger'>[]) =>
    entries.reduce((total, entry) => total + entry.delta, 0n);
  return {
    net: sum(ledger),
    given: sum(given),
    taken: -sum(ledger.filter((entry) => entry.delta < 0n)),
    entries: ledger,
    first: given[0] ?? null,
    elsewhere: ledger.filter((entry) => entry.account_id !== recharge.account_id),
    cites: ledger.map((entry) => cite('ledger', entry, 'delta')),
    told: bundle.events.findLast((event) => event.stage === 'granted') ?? null,
    failed: bundle.events.findLast((event) => event.stage === 'grant_failed') ?? null,
  };
}

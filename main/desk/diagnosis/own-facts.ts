import { setImmediate as breathe } from 'node:timers/promises';
import type { RowReader } from '../records/records.ts';
import type { OwnCode } from './codes/own.ts';
import type { Answer } from './evidence.ts';

/** An outage that a person of the desk opened; times in UTC ms. */
export interface OwnIncident {
  readonly incident_id: string;
  readonly service: string;
  readonly provider: string | null;
  /** Comma-separated countries; null means all. */
  readonly regions: string | null;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly summary: string;
}

/** What the desk knows beside the copy, as judging asks for it. */
export interface OwnFacts {
  answersTo(recharge: string): readonly Answer[];
  /** Net coins that the desk decided for a recharge and that the copy does not show yet. */
  deskCoinsFor(recharge: string): bigint;
  /** Has the desk flagged this seller (domain or handle)? */
  flaggedSeller(seller: string): boolean;
  incidents(): readonly OwnIncident[];
  codes(): readonly OwnCode[];
  /** Another text whenever incidents or codes have changed. */
  version(): string;
}

/** The same at one moment, fit to be handed to a worker. */
export interface OwnFactsThen {
  readonly answers: readonly Answer[];
  readonly coins: ReadonlyMap<string, bigint>;
  readonly flagged: ReadonlySet<string>;
  readonly incidents: readonly OwnIncident[];
  readonly codes: readonly OwnCode[];
  readonly version: string;
}

export function ownFactsOf(then: OwnFactsThen): OwnFacts {
  const answers = Map.groupBy(then.answers, (answer) => answer.recharge);
  return {
    answersTo: (recharge) => answers.get(recharge) ?? [],
    deskCoinsFor: (recharge) => then.coins.get(recharge) ?? 0n,
    flaggedSeller: (seller) => then.flagged.has(seller),
    incidents: () => then.incidents,
    codes: () => then.codes,
    version: () => then.version,
  };
}

/** Names looked at before others may have their turn. */
const atOnce = 200;

/** The names by which orders of the copy speak of sellers that the desk has flagged. */
export async function flaggedNames(
  rows: RowReader,
  isFlagged: (seller: string) => boolean,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  let last = '';
  for (let seen = 1; ; seen += 1) {
    const next = rows.get(
      'recharges',
      'where seller_domain > ? order by seller_domain limit 1',
      last,
    )?.seller_domain;
    if (next == null) return found;
    if (isFlagged(next)) found.add(next);
    last = next;
    if (seen % atOnce === 0) await breathe();
  }
}

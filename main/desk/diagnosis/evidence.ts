import type { Row, TableName } from '../records/records.ts';
import type { OwnCodes } from './codes/own.ts';
import type { Market } from './market.ts';

/** What an attempt is judged by, and its neighbours in the story too: the order and its echoes. */
export interface Bundle {
  readonly recharge: Row<'recharges'>;
  /** In the order they happened, doubles taken out. */
  readonly events: readonly Row<'recharge_events'>[];
  readonly stores: readonly Row<'store_records'>[];
  readonly payments: readonly Row<'payments'>[];
  /** Coin entries tied to it by recharge_id or external_id. */
  readonly ledger: readonly Row<'ledger'>[];
  readonly instrument: Row<'instruments'> | null;
}

/** The customer's answer to a question, noted by a person of the desk. */
export interface Answer {
  readonly recharge: string;
  readonly question: string;
  readonly value: string;
  readonly by: string;
  readonly at: number;
}

/** How old the copy is and what it speaks for. Times in UTC ms. */
export interface CopyReach {
  readonly asOf: number | null;
  readonly guessed: boolean;
  readonly from: number | null;
  readonly to: number | null;
  /** Does one run that had this table cover this moment? Only then is an absent row a fact. */
  covers(at: number, table: TableName): boolean;
}

/** What the account had used of one limit when the attempt was made. */
export interface Usage {
  readonly limit: Row<'limits'>;
  readonly coins: bigint;
  readonly attempts: number;
  readonly endsAt: number;
}

/** Everything known about one attempt, read once. Judging reads nothing else. */
export interface Evidence extends Bundle {
  readonly account: Row<'accounts'> | null;
  readonly device: Row<'devices'> | null;
  /** Attempts of the same account with the same sku or coins, in order, this one among them. */
  readonly alike: readonly Bundle[];
  readonly sessions: readonly Row<'sessions'>[];
  readonly tickets: readonly Row<'tickets'>[];
  readonly answers: readonly Answer[];
  /** Coins the account sent as gifts after the first grant, oldest first. */
  readonly gifts: readonly Row<'ledger'>[];
  readonly usage: readonly Usage[];
  /** Declined payments with the same instrument in the day before. */
  readonly cardDeclines: number;
  readonly seller: Row<'sellers'> | null;
  /** The seller is flagged by the desk or by the platform. */
  readonly sellerFlagged: boolean;
  readonly market: Market;
  readonly copy: CopyReach;
  /** Net coins the desk itself decided for this recharge. */
  readonly deskCoins: bigint;
  /** Codes as this desk's owner reads them. */
  readonly ownCodes: OwnCodes;
  /** The version of checklist and codes that judges it. */
  readonly version: string;
}

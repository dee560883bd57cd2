import type { Evidence } from '../../../../contract/diagnosis.ts';
import type { RingDetail } from '../../../../contract/seller-rings.ts';
import type { SignalName } from '../../../../contract/sellers.ts';
import type { Row } from '../../records/records.ts';
import type { LookAlike } from '../names/look-alike.ts';
import type { PricedOffer } from '../price/floor.ts';
import type { Harm } from '../rings/facts.ts';

/** A ticket that names the seller. */
export interface Naming {
  readonly ticket: Row<'tickets'>;
  readonly complains: boolean;
}

/** A buyer of the seller: what the conduct signals look at. */
export interface Buyer {
  readonly id: string;
  readonly row: Row<'accounts'> | null;
  /** Recharges of the account that name the seller, oldest first. */
  readonly bought: readonly Row<'recharges'>[];
  readonly harm: readonly Harm[];
}

/** All that is known of one seller: every signal is a pure function of this. */
export interface SellerMatter {
  readonly key: string;
  readonly row: Row<'sellers'> | null;
  /** Newest moment of the copy, UTC ms: windows count back from it. */
  readonly now: number;
  readonly offers: readonly Row<'offers'>[];
  readonly priced: readonly PricedOffer[];
  readonly lookAlike: LookAlike | null;
  /** Other untrusted sellers that can be reached by the same contact. */
  readonly sameContact: readonly { readonly contact: string; readonly others: readonly string[] }[];
  readonly sameText: readonly {
    readonly offer: Row<'offers'>;
    readonly others: readonly string[];
  }[];
  readonly namings: readonly Naming[];
  readonly buyers: readonly Buyer[];
  readonly ring: RingDetail | null;
  /** A place in a ring's records that shows a kind of conduct; from judging the ring. */
  readonly ringReasons: readonly string[];
}

/** What a signal found. Points are bounded by the table of rules. */
export interface Found {
  readonly points: number;
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

export type SignalFunction = (matter: SellerMatter) => Found | null;

export type Signals = Readonly<Record<SignalName, SignalFunction>>;

import type { LimitName, Reason } from '../../../contract/adjustments.ts';
import type { RootCause } from '../../../contract/diagnosis.ts';
import type { Role } from '../../../contract/staff.ts';

/** What of a reason owners may change, two of them together. */
export interface ReasonTerms {
  /** It may be used at all. */
  readonly enabled: boolean;
  /** A recharge or a store or payment id that the coins belong to must be named. */
  readonly link: boolean;
  /**
   * Causes of a verdict that prove it. Where the verdict in this copy is none of them, nobody
   * gives it alone: somebody else has to look. Empty: it rests on the note alone.
   */
  readonly causes: readonly RootCause[];
  /** The most coins of one adjustment; null for none of its own. */
  readonly max: bigint | null;
  /** Roles that may ask for it. */
  readonly may: readonly Role[];
}

/** What a reason for moving coins by hand asks for (source: the governance facts, §5). */
export interface ReasonRule extends ReasonTerms {
  /** `+` gives coins, `-` takes them, `±` both. */
  readonly sign: '+' | '-' | '±';
  /** The amount is what the verdict says is owed, neither more nor less. */
  readonly owed: boolean;
  /** The account may end below zero: money was taken back after the coins were spent. */
  readonly mayGoNegative: boolean;
  /** A limit of the owner's that is its cap besides. */
  readonly cap: LimitName | null;
  /** Makes up for one recharge in full, so a second one for the same is refused. */
  readonly compensates: boolean;
}

const makers: readonly Role[] = ['agent', 'senior', 'owner'];

const give: ReasonRule = {
  sign: '+',
  enabled: true,
  link: false,
  causes: [],
  max: null,
  may: makers,
  owed: false,
  mayGoNegative: false,
  cap: null,
  compensates: true,
};
const take: ReasonRule = { ...give, sign: '-', link: true, compensates: false };

/** The rules a workspace begins with. Sign, amount and balance are never up for change. */
export const firstRules: Readonly<Record<Reason, ReasonRule>> = {
  PAID_NOT_DELIVERED: { ...give, link: true, owed: true },
  DUPLICATE_CHARGE_OFFSET: { ...give, link: true, causes: ['double_charge'] },
  DUPLICATE_GRANT_REVERSAL: { ...take, causes: ['double_grant'] },
  WRONG_QUANTITY: { ...give, sign: '±', link: true, causes: ['wrong_quantity'] },
  PROMO_MISSING: give,
  REFUND_CLAWBACK: { ...take, mayGoNegative: true, causes: ['refunded_after_use'] },
  CHARGEBACK_CLAWBACK: { ...take, mayGoNegative: true, causes: ['refunded_after_use'] },
  REFUND_REVERSED_RESTORE: { ...give, link: true, causes: ['refund_reversed'] },
  INCIDENT_COMPENSATION: give,
  GOODWILL: { ...give, cap: 'goodwill_max', compensates: false },
  FRAUD_FORFEIT: { ...take, link: false, may: ['senior', 'owner'] },
  MIGRATION_FIX: { ...give, sign: '±', compensates: false },
  REVERSAL_OF_ADJUSTMENT: { ...give, sign: '±', compensates: false },
};

/** Whether a reason makes up for a recharge never changes, so what was decided needs no rule of its day. */
export function compensates(reason: Reason): boolean {
  return firstRules[reason].compensates;
}

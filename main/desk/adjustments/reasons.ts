import type { LimitName, Reason } from '../../../contract/adjustments.ts';

/** What a reason for moving coins by hand asks for (source: the governance facts, §5). */
export interface ReasonRule {
  /** `+` gives coins, `-` takes them, `±` both. */
  readonly sign: '+' | '-' | '±';
  /** A recharge or a store or payment id that the coins belong to must be named. */
  readonly link: boolean;
  /** The amount is what the verdict says is owed, neither more nor less. */
  readonly owed: boolean;
  /** The account may end below zero: money was taken back after the coins were spent. */
  readonly mayGoNegative: boolean;
  /** A limit of its own on one adjustment. */
  readonly cap?: LimitName;
  /** Makes up for one recharge in full, so a second one for the same is refused. */
  readonly compensates: boolean;
}

const give: ReasonRule = {
  sign: '+',
  link: false,
  owed: false,
  mayGoNegative: false,
  compensates: true,
};
const take: ReasonRule = {
  sign: '-',
  link: true,
  owed: false,
  mayGoNegative: false,
  compensates: false,
};

export const reasonRules: Readonly<Record<Reason, ReasonRule>> = {
  PAID_NOT_DELIVERED: { ...give, link: true, owed: true },
  DUPLICATE_CHARGE_OFFSET: { ...give, link: true },
  DUPLICATE_GRANT_REVERSAL: take,
  WRONG_QUANTITY: { ...give, sign: '±', link: true },
  PROMO_MISSING: give,
  REFUND_CLAWBACK: { ...take, mayGoNegative: true },
  CHARGEBACK_CLAWBACK: { ...take, mayGoNegative: true },
  REFUND_REVERSED_RESTORE: { ...give, link: true },
  INCIDENT_COMPENSATION: give,
  GOODWILL: { ...give, cap: 'goodwill_max', compensates: false },
  FRAUD_FORFEIT: { ...take, link: false },
  MIGRATION_FIX: { ...give, sign: '±', compensates: false },
  REVERSAL_OF_ADJUSTMENT: { ...give, sign: '±', compensates: false },
};

import type { Reason } from '../../contract/adjustments.ts';
import type { Verdict } from '../../contract/diagnosis.ts';

/** What a proposal form begins with. */
export interface Start {
  readonly typed: string;
  readonly reason: Reason | null;
}

/** The reason that a root cause speaks for, where it is not simply that paid coins never came. */
const reasonOf: Partial<Record<Verdict['root_cause'], Reason>> = {
  wrong_quantity: 'WRONG_QUANTITY',
  refund_reversed: 'REFUND_REVERSED_RESTORE',
  double_grant: 'DUPLICATE_GRANT_REVERSAL',
  refunded_after_use: 'REFUND_CLAWBACK',
};

/**
 * Amount and reason as the verdict has them: what is owed, neither more nor less. Where coins are
 * to be taken back the reason is known and the amount is for a person to say.
 */
export function startFrom(verdict: Verdict | null): Start {
  const owed = verdict?.coins_owed ?? '0';
  const reason = verdict === null ? null : (reasonOf[verdict.root_cause] ?? null);
  if (owed === '0') return { typed: '', reason };
  return { typed: `+${owed}`, reason: reason ?? 'PAID_NOT_DELIVERED' };
}

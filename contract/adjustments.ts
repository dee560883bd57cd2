import { z } from 'zod';
import { call } from './call.ts';
import { coins, id, note, signedCoins, time } from './values.ts';

/** Why coins may be moved by hand; the list of the governance facts. */
export const reasons = [
  'PAID_NOT_DELIVERED',
  'DUPLICATE_CHARGE_OFFSET',
  'DUPLICATE_GRANT_REVERSAL',
  'WRONG_QUANTITY',
  'PROMO_MISSING',
  'REFUND_CLAWBACK',
  'CHARGEBACK_CLAWBACK',
  'REFUND_REVERSED_RESTORE',
  'INCIDENT_COMPENSATION',
  'GOODWILL',
  'FRAUD_FORFEIT',
  'MIGRATION_FIX',
  'REVERSAL_OF_ADJUSTMENT',
] as const;
export const reason = z.enum(reasons);
export type Reason = z.infer<typeof reason>;

export const adjustmentStates = [
  'proposed',
  'approved',
  'rejected',
  'lapsed',
  'sent',
  'confirmed',
  'refused',
  'contradicted',
] as const;
export const adjustmentState = z.enum(adjustmentStates);
export type AdjustmentState = z.infer<typeof adjustmentState>;

/** What a maker asks for. The key is made from it where none is given. */
export const proposal = z.object({
  account: id,
  coins: signedCoins,
  reason,
  note,
  recharge: id.optional(),
  ticket: id.optional(),
  case: id.optional(),
  external_id: id.optional(),
  key: id.optional(),
});
export type Proposal = z.output<typeof proposal>;

export const proposed = z.object({
  id: z.string(),
  key: z.string(),
  state: adjustmentState,
  balance_before: coins,
  balance_after: coins,
  limit_left: coins,
  warnings: z.array(z.string()),
});
export type Proposed = z.infer<typeof proposed>;

export const adjustment = z.object({
  id: z.string(),
  key: z.string(),
  account: z.string(),
  coins,
  reason,
  note: z.string(),
  recharge: z.string().nullable(),
  ticket: z.string().nullable(),
  case: z.string().nullable(),
  external_id: z.string().nullable(),
  reverses: z.string().nullable(),
  state: adjustmentState,
  maker: z.string(),
  checker: z.string().nullable(),
  created_at: time,
});
export type Adjustment = z.infer<typeof adjustment>;

export const decision = z.object({
  user: z.string(),
  role: z.string(),
  decision: z.enum(['approved', 'rejected']),
  note: z.string(),
  at: time,
});

export const adjustmentDetail = adjustment.extend({
  balance_before: coins,
  balance_after: coins,
  /** What the maker saw: the verdict or balance at the time, as JSON text. */
  evidence: z.string(),
  payload_sha256: z.string(),
  decisions: z.array(decision),
  /** Who still has to decide, in words; null where nobody has. */
  needs: z.string().nullable(),
  /** May the asking person decide it, and if not, why. */
  may_decide: z.boolean(),
  why_not: z.string().nullable(),
  /** The double entry: what moved between which books. Sums to zero. */
  entries: z.array(z.object({ entry: z.string(), book: z.string(), coins, at: time })),
});
export type AdjustmentDetail = z.infer<typeof adjustmentDetail>;

export const limitNames = [
  'own_limit',
  'senior_limit',
  'maker_day',
  'account_30d',
  'case',
  'goodwill_max',
] as const;
export const limitName = z.enum(limitNames);
export type LimitName = z.infer<typeof limitName>;

export const adjustments = {
  /** What proposing would do and warn of, without doing it. */
  preview: call
    .input(proposal.partial({ note: true }))
    .output(proposed.omit({ id: true, key: true }).extend({ earlier: z.array(adjustment) })),
  propose: call.input(proposal).output(proposed),
  approve: call.input(z.object({ id, note })).output(adjustment),
  reject: call.input(z.object({ id, note })).output(adjustment),
  reverse: call.input(z.object({ id, note })).output(proposed),
  list: call
    .input(
      z.object({
        state: adjustmentState.optional(),
        account: id.optional(),
        recharge: id.optional(),
      }),
    )
    .output(z.array(adjustment)),
  show: call.input(z.object({ id })).output(adjustmentDetail),
  limits: call.output(z.record(limitName, coins)),
  setLimit: call
    .input(z.object({ name: limitName, value: coins }))
    .output(z.object({ limits: z.record(limitName, coins), waits_for: z.string().nullable() })),
};

import { z } from 'zod';
import { call } from './call.ts';
import { rootCause } from './diagnosis.ts';
import { role } from './staff.ts';
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

/** Reasons as people say them, on a screen and in a refusal. */
export const reasonNames: Readonly<Record<Reason, string>> = {
  PAID_NOT_DELIVERED: 'Paid, not delivered',
  DUPLICATE_CHARGE_OFFSET: 'Charged twice',
  DUPLICATE_GRANT_REVERSAL: 'Granted twice, take back',
  WRONG_QUANTITY: 'Wrong quantity',
  PROMO_MISSING: 'Promotion missing',
  REFUND_CLAWBACK: 'Refunded, take back',
  CHARGEBACK_CLAWBACK: 'Charged back, take back',
  REFUND_REVERSED_RESTORE: 'Refund reversed, restore',
  INCIDENT_COMPENSATION: 'Incident',
  GOODWILL: 'Goodwill',
  FRAUD_FORFEIT: 'Fraud, forfeit',
  MIGRATION_FIX: 'Migration fix',
  REVERSAL_OF_ADJUSTMENT: 'Reversal of an adjustment',
};

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

/**
 * What a maker asks for. The key is made from it where none is given, and so are the coins where
 * the reason takes them from the verdict.
 */
export const proposal = z.object({
  account: id,
  coins: signedCoins.optional(),
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
  /** What later imports changed of the evidence it was proposed from. */
  reopened: z.array(z.object({ at: time, run: z.string(), change: z.string() })),
  /** What the platform answered, oldest first. */
  confirmations: z.array(
    z.object({
      state: z.enum(['applied', 'refused']),
      entry_id: z.string().nullable(),
      at: time,
      reason: z.string().nullable(),
      received_at: time,
    }),
  ),
  /** Outbox files it left with. */
  sent_with: z.array(z.number()),
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

/** A reason and what it asks for. */
export const reasonRule = z.object({
  code: reason,
  sign: z.enum(['+', '-', '±']),
  /** `owed`: the verdict gives the amount; `cause`: it has to name one of `causes`; `link`: the order must be known. */
  evidence: z.enum(['owed', 'cause', 'link', 'none']),
  causes: z.array(rootCause),
  link: z.boolean(),
  may_go_negative: z.boolean(),
  /** The most of one adjustment, over all limits that cap it; null for none of its own. */
  max: coins.nullable(),
  may: z.array(role),
  enabled: z.boolean(),
});
export type ReasonRuleOnWire = z.infer<typeof reasonRule>;

/** The changeable terms of a reason; what is left out stays. */
export const reasonChange = z.object({
  code: reason,
  enabled: z.boolean().optional(),
  link: z.boolean().optional(),
  causes: z.array(rootCause).max(50).optional(),
  max: coins.nullable().optional(),
  may: z.array(role).max(6).optional(),
});
export type ReasonChange = z.infer<typeof reasonChange>;

/** A change of a limit or reason that waits for a second owner, or once did. */
export const change = z.object({
  what: z.enum(['limit', 'reason']),
  /** Counts the changes of limits, and those of reasons. */
  number: z.number().int(),
  name: z.string(),
  value: z.string(),
  /** Nobody agreed within a week: `lapsed`; something else was asked for since: `overtaken`. */
  state: z.enum(['waits', 'stands', 'declined', 'lapsed', 'overtaken']),
  asked_by: z.string(),
  asked_at: time,
  stands_since: time.nullable(),
  agreed_by: z.string().nullable(),
  declined_by: z.string().nullable(),
  declined_at: time.nullable(),
  declined_note: z.string().nullable(),
});
export type Change = z.infer<typeof change>;

/** What one of several decisions came to. */
export const outcomeOfOne = z.object({
  id: z.string(),
  state: adjustmentState.nullable(),
  error: z.object({ code: z.string(), message: z.string(), next: z.string() }).nullable(),
});

/** Something a later copy shows for a recharge that was made good by hand. */
export const overtaken = z.object({
  adjustment: adjustment,
  kind: z.enum(['granted_after_make_good', 'refunded_after_make_good']),
  /** Coins that stand too many in the account because of it. */
  coins,
  /** Where it is written: table, key, time. */
  table: z.string(),
  key: z.string(),
  at: time.nullable(),
  /** The open or decided reversal; null where none was proposed yet. */
  reversal: z.string().nullable(),
});
export type Overtaken = z.infer<typeof overtaken>;

/** What a limit would have meant for the adjustments of a span. */
export const rehearsal = z.object({
  from: time,
  to: time,
  /** How many were looked at. */
  looked_at: z.number(),
  /** Coins that somebody gave or took alone, now and then. */
  alone_now: coins,
  alone_then: coins,
  rows: z.array(
    z.object({
      adjustment,
      /** What it took then, and what it would have taken. */
      was: z.enum(['alone', 'one', 'two', 'refused']),
      would: z.enum(['alone', 'one', 'two', 'refused']),
      why: z.string(),
    }),
  ),
});
export type Rehearsal = z.infer<typeof rehearsal>;

/** What a shift did with adjustments: who made, decided and left what. */
export const shift = z.object({
  from: time,
  to: time,
  /** One line a person who made or decided anything. */
  people: z.array(
    z.object({
      user: z.string(),
      made: z.number(),
      given: coins,
      taken: coins,
      alone: z.number(),
      approved: z.number(),
      rejected: z.number(),
    }),
  ),
  /** One line a reason that coins moved for. */
  reasons: z.array(z.object({ reason, count: z.number(), given: coins, taken: coins })),
  states: z.array(z.object({ state: adjustmentState, count: z.number(), net: coins })),
  /** Still open at the end, the one that lapses first on top. */
  open: z.array(adjustment),
  /** What somebody should look at: several just under a limit, and the like. */
  notices: z.array(z.object({ text: z.string(), ids: z.array(z.string()) })),
});
export type Shift = z.infer<typeof shift>;

export const adjustments = {
  /** What proposing would do and warn of, without doing it. */
  preview: call
    .input(proposal.partial({ note: true }))
    .output(proposed.omit({ id: true, key: true }).extend({ coins, earlier: z.array(adjustment) })),
  propose: call.input(proposal).output(proposed),
  approve: call.input(z.object({ id, note })).output(adjustment),
  reject: call.input(z.object({ id, note })).output(adjustment),
  /** Decides several one by one, under the same rules; each has an outcome of its own. */
  decideMany: call
    .input(
      z.object({
        decision: z.enum(['approve', 'reject']),
        ids: z.array(id).min(1).max(200),
        note,
      }),
    )
    .output(z.array(outcomeOfOne)),
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
  /** Made good by hand, and granted or refunded by the platform besides. */
  overtaken: call.output(z.array(overtaken)),
  limits: call.output(z.record(limitName, coins)),
  /** Refuses BAD_INPUT where it contradicts another limit, or is that already. */
  setLimit: call
    .input(z.object({ name: limitName, value: coins }))
    .output(z.object({ limits: z.record(limitName, coins), waits_for: z.string().nullable() })),
  reasons: call.output(z.array(reasonRule)),
  setReason: call
    .input(reasonChange)
    .output(z.object({ reasons: z.array(reasonRule), waits_for: z.string().nullable() })),
  /** Changes of limits and reasons, newest first: those that wait and what became of the others. */
  changes: call.output(z.array(change)),
  /** Ends one that waits: another owner declines it, or who asked takes it back. */
  declineChange: call
    .input(change.pick({ what: true, number: true }).extend({ note }))
    .output(change),
  /** With these limits, which adjustments of the span would have taken more or fewer people. */
  rehearse: call
    .input(z.object({ limits: z.partialRecord(limitName, coins), from: time, to: time }))
    .output(rehearsal),
  shift: call.input(z.object({ from: time, to: time })).output(shift),
};

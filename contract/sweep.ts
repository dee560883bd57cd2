import { z } from 'zod';
import { coins, time } from './values.ts';
import { deadline, rootCause } from './verdict.ts';

/** What a sweep lists. */
export const sweepKinds = [
  'owed',
  'unpaid_grant',
  'double_grant',
  'not_clawed_back',
  'not_restored',
  'granted_after_make_good',
] as const;
export const sweepKind = z.enum(sweepKinds);
export type SweepKind = z.infer<typeof sweepKind>;

export const sweepFinding = z.object({
  kind: sweepKind,
  /** Null for money that no order of ours explains; `payment` names it then. */
  recharge_id: z.string().nullable(),
  account_id: z.string().nullable(),
  payment: z.string().nullable(),
  cause: rootCause,
  coins,
  /** When it was ordered. */
  at: time.nullable(),
  /** Net coins that this desk has decided for it by now, since the sweep too. */
  decided: coins,
});
export type SweepFinding = z.infer<typeof sweepFinding>;

export const sweepState = z.object({
  number: z.number(),
  by: z.string(),
  started_at: time,
  finished_at: time,
  attempts: z.number(),
  copy_as_of: time.nullable(),
  checklist_version: z.string(),
  /** False where the copy, the outages or the codes have changed since. */
  fresh: z.boolean(),
  found: z.record(sweepKind, z.object({ rows: z.number(), coins: z.string() })),
  deadlines: z.number(),
});
export type SweepState = z.infer<typeof sweepState>;

export const sweepProgress = z.object({
  attempts: z.number(),
  /** Null until it is known. */
  total: z.number().nullable(),
  a_second: z.number(),
});
export type SweepProgress = z.infer<typeof sweepProgress>;

export const sweepEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), progress: sweepProgress }),
  z.object({ kind: z.literal('done'), result: sweepState }),
]);
export type SweepEvent = z.infer<typeof sweepEvent>;

export const openDeadline = deadline.extend({
  /** When it began to run. */
  from: time,
  recharge_id: z.string(),
  account_id: z.string(),
});
export type OpenDeadline = z.infer<typeof openDeadline>;

/** An attempt that did not end well, as the last sweep judged it. */
export const failingAttempt = z.object({
  recharge_id: z.string(),
  account_id: z.string(),
  at: time,
  cause: rootCause,
  provider: z.string(),
  channel: z.string(),
  country: z.string(),
  coins_owed: coins.nullable(),
});
export type FailingAttempt = z.infer<typeof failingAttempt>;

/** Figures of the last sweep for the charts of the home screen; days in UTC. */
export const overview = z.object({
  state: sweepState.nullable(),
  causes: z.array(z.object({ day: time, cause: rootCause, attempts: z.number() })),
  success: z.array(
    z.object({
      channel: z.string(),
      country: z.string(),
      attempts: z.number(),
      delivered: z.number(),
    }),
  ),
  credited: z.array(z.object({ day: time, found: z.number(), made_good: z.number() })),
});
export type Overview = z.infer<typeof overview>;

/** Is it an outage, or this one customer? Counts of the last sweep around one attempt. */
export const similar = z.object({
  cause: rootCause,
  provider: z.string(),
  country: z.string(),
  /** When the copy was last swept; null where it never was, and then nothing is counted. */
  swept_at: time.nullable(),
  fresh: z.boolean(),
  hours: z.array(
    z.object({
      at: time,
      same_cause: z.number(),
      same_provider: z.number(),
      same_country: z.number(),
    }),
  ),
  /** Others of the same cause within an hour before or after. */
  near: z.object({ cause: z.number(), provider: z.number(), country: z.number() }),
  /** What is usual in two hours, by the days around it. */
  usual: z.number(),
  trend: z.enum(['rising', 'falling', 'steady', 'alone']),
  says: z.string(),
  /** Other attempts near it with the same cause and provider, those that are owed coins first. */
  affected: z.array(failingAttempt),
});
export type Similar = z.infer<typeof similar>;

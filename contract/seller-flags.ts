import { z } from 'zod';
import { coins, time } from './values.ts';

export const flagStates = ['proposed', 'confirmed', 'rejected', 'withdrawn', 'expired'] as const;
export const flagState = z.enum(flagStates);
export type FlagState = z.infer<typeof flagState>;

export const flagEvent = z.object({
  act: z.enum(['proposed', 'confirmed', 'rejected', 'withdrawn', 'expired', 'appealed']),
  user: z.string(),
  role: z.string(),
  reason: z.string(),
  at: time,
});

export const sellerFlag = z.object({
  flag: z.string(),
  seller_id: z.string(),
  state: flagState,
  maker: z.string(),
  checker: z.string().nullable(),
  reason: z.string(),
  created_at: time,
  expires_at: time,
  events: z.array(flagEvent),
  /** May the asking person confirm or reject it, and if not, why. */
  may_decide: z.boolean(),
  why_not: z.string().nullable(),
});
export type SellerFlag = z.infer<typeof sellerFlag>;

/** What a flag would touch, said before anybody proposes it. */
export const blastRadius = z.object({
  seller_id: z.string(),
  accounts: z.number(),
  recharges: z.number(),
  tickets: z.number(),
  adjustments: z.number(),
  coins,
  likely_victims: z.number(),
  changes: z.array(z.string()),
});
export type BlastRadius = z.infer<typeof blastRadius>;

import { z } from 'zod';
import { coins, time } from './values.ts';

/** A sum of coins: exact, and not bound to 64 bits as a single entry is. */
const coinSum = z.string().regex(/^-?[0-9]+$/);

export const balanceEntry = z.object({
  entry_id: z.string(),
  at: time,
  kind: z.string(),
  delta: coins,
  /** The sum up to and with it. */
  sum: coinSum,
  /** What the entry itself states; null where it does not. */
  stated: coins.nullable(),
  recharge_id: z.string().nullable(),
  external_id: z.string().nullable(),
  counterparty_id: z.string().nullable(),
  gift: z.string().nullable(),
  quantity: z.number().nullable(),
  file: z.string().nullable(),
  line: z.number().nullable(),
});
export type BalanceEntry = z.infer<typeof balanceEntry>;

export const balanceProblem = z.object({
  /** gap: stated balances do not follow from each other; double: one payment entered twice; orphan: an entry for an order or a payment that the copy does not have. */
  kind: z.enum(['gap', 'double', 'orphan']),
  entry_id: z.string(),
  at: time,
  coins: coinSum,
  text: z.string(),
});

/** One asset of an account explained: the entries that sum to it, and what does not fit. */
export const explainedBalance = z.object({
  account: z.string(),
  /** False where no row of the copy names the account: the sum of nothing says nothing of it. */
  known: z.boolean(),
  asset: z.string(),
  /** The sum of the platform's ledger in this copy. */
  computed: coinSum,
  /** What the newest entry states; null where none does. */
  stated: coins.nullable(),
  /** Decided here and not yet confirmed. */
  desk_adjustments: coinSum,
  entries: z.array(balanceEntry),
  problems: z.array(balanceProblem),
  /** Where it came from and went, by kind. */
  sums: z.array(z.object({ kind: z.string(), entries: z.number(), coins: coinSum })),
  /** What coins were spent on, the most first. */
  spent: z.array(z.object({ gift: z.string(), entries: z.number(), coins: coinSum })),
});
export type ExplainedBalance = z.infer<typeof explainedBalance>;

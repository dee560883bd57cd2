import { z } from 'zod';
import { time } from './values.ts';

/**
 * What an owner says of our accounts at stores and processors, where their files do not tell it and
 * it changes what is taken for a payment. Nothing said is nothing checked.
 */
export const sourceAccounts = z.strictObject({
  /** Bundle ids of our apps: what Apple signed for another one proves no payment to us. */
  apple_bundles: z
    .array(
      z
        .string()
        .trim()
        .regex(/^[A-Za-z0-9.-]{1,155}$/, 'a bundle id has letters, digits, dots and dashes only'),
    )
    .max(100),
  /**
   * Merchant accounts of Adyen at which we capture by request: there an authorisation alone only
   * holds the money. (Capture is set by merchant account: docs.adyen.com/online-payments/capture.)
   */
  adyen_manual: z.array(z.string().trim().min(1).max(100)).max(100),
});
export type SourceAccounts = z.infer<typeof sourceAccounts>;

export const noAccounts: SourceAccounts = { apple_bundles: [], adyen_manual: [] };

/** The accounts as they are kept: every change is a version of its own. */
export const keptAccounts = z.object({
  accounts: sourceAccounts,
  by: z.string().nullable(),
  at: time.nullable(),
});
export type KeptAccounts = z.infer<typeof keptAccounts>;

import { z } from 'zod';
import { coins, time } from './values.ts';

/** The 48 checks in the order of the checklist. Tests, exports and other tools rely on the names. */
export const checkIds = [
  'funds',
  'card_expired',
  'card_details',
  'cvc_or_address',
  'authentication',
  'bank_block',
  'card_reported',
  'card_type',
  'cross_border',
  'attempt_limit',
  'risk_block',
  'hold_not_captured',
  'store_billing',
  'store_verification',
  'store_pending',
  'guardian_approval',
  'purchases_disabled',
  'not_in_storefront',
  'region_mismatch',
  'vpn_or_travel',
  'store_client_outdated',
  'already_owned',
  'unacknowledged',
  'customer_cancelled',
  'test_purchase',
  'connectivity',
  'app_outdated',
  'stale_balance',
  'clock_wrong',
  'incident',
  'receipt_invalid',
  'paid_not_granted',
  'double_grant',
  'double_charge',
  'wrong_account',
  'wrong_quantity',
  'already_spent',
  'age',
  'country_not_enabled',
  'recharge_cap',
  'account_restricted',
  'refunded_after_use',
  'refund_reversed',
  'third_party_purchase',
  'deadline',
  'settlement_mismatch',
  'slow_method',
  'price_question',
] as const;
export const checkId = z.enum(checkIds);
export type CheckId = z.infer<typeof checkId>;

/** Headings the agent sees, the five that started this project first. */
export const headings: readonly { readonly name: string; readonly checks: readonly CheckId[] }[] = [
  {
    name: 'Funds',
    checks: ['funds', 'attempt_limit', 'hold_not_captured', 'double_charge', 'slow_method'],
  },
  {
    name: 'Card',
    checks: [
      'card_expired',
      'card_details',
      'cvc_or_address',
      'authentication',
      'bank_block',
      'card_reported',
      'card_type',
    ],
  },
  {
    name: 'Region',
    checks: [
      'cross_border',
      'not_in_storefront',
      'region_mismatch',
      'vpn_or_travel',
      'country_not_enabled',
      'price_question',
    ],
  },
  {
    name: 'App store',
    checks: [
      'store_billing',
      'store_verification',
      'store_pending',
      'guardian_approval',
      'purchases_disabled',
      'store_client_outdated',
      'already_owned',
      'unacknowledged',
      'test_purchase',
      'wrong_account',
    ],
  },
  {
    name: 'Connectivity',
    checks: ['connectivity', 'app_outdated', 'stale_balance', 'clock_wrong'],
  },
  {
    name: 'Platform',
    checks: [
      'risk_block',
      'customer_cancelled',
      'incident',
      'receipt_invalid',
      'paid_not_granted',
      'double_grant',
      'wrong_quantity',
      'already_spent',
      'age',
      'recharge_cap',
      'account_restricted',
      'refunded_after_use',
      'refund_reversed',
      'third_party_purchase',
      'deadline',
      'settlement_mismatch',
    ],
  },
];

export const outcome = z.enum(['pass', 'fail', 'warn', 'unknown', 'skipped']);
export type Outcome = z.infer<typeof outcome>;

export const evidence = z.object({
  table: z.string(),
  key: z.string(),
  field: z.string(),
  value: z.string().nullable(),
  at: time.nullable(),
  file: z.string().nullable(),
  line: z.number().nullable(),
  run: z.string().nullable(),
});
export type Evidence = z.infer<typeof evidence>;

export const check = z.object({
  id: checkId,
  outcome,
  /** What was found and what it means, for the agent. */
  text: z.string(),
  evidence: z.array(evidence),
  settles: z
    .object({
      kind: z.enum(['record', 'question']),
      text: z.string(),
      /** For a question: its name and the values `answer` takes. */
      question: z.string().optional(),
      values: z.array(z.string()).optional(),
    })
    .nullable(),
});
export type Check = z.infer<typeof check>;

export const rootCause = z.enum([...checkIds, 'healthy', 'not_found', 'unknown']);
export type RootCause = z.infer<typeof rootCause>;

export const owner = z.enum(['customer', 'bank', 'store', 'platform', 'fraud', 'guardian', 'none']);

export const deadline = z.object({
  kind: z.enum([
    'play_acknowledge',
    'apple_consumption',
    'play_review',
    'ask_to_buy',
    'hold_expiry',
    'voided_list',
  ]),
  at: time,
});

export const verdict = z.object({
  recharge_id: z.string().nullable(),
  account_id: z.string().nullable(),
  ticket_id: z.string().nullable(),
  /** `provider/id` of money that no order of ours explains; absent otherwise. */
  payment: z.string().optional(),
  story: z.array(z.string()),
  root_cause: rootCause,
  confidence: z.enum(['certain', 'likely', 'possible']),
  owner,
  coins_owed: coins.nullable(),
  next_step: z.string(),
  deadline: deadline.nullable(),
  agent_text: z.string(),
  customer_text: z.string(),
  if_wrong: z.string(),
  checklist_version: z.string(),
  copy_as_of: time.nullable(),
  checks: z.array(check),
});
export type Verdict = z.infer<typeof verdict>;

/** Languages customer texts exist in. */
export const replyLanguages = ['en', 'es', 'pt', 'id', 'tr', 'ar', 'ja', 'vi'] as const;
export const replyLanguage = z.enum(replyLanguages);
export type ReplyLanguage = z.infer<typeof replyLanguage>;

import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call } from './call.ts';
import { coins, id, time } from './values.ts';

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

export const incidentServices = [
  'payments',
  'apple',
  'google',
  'grants',
  'login',
  'network',
  'display',
] as const;

/** An outage opened at this desk; it is evidence as those of the copy are, and marked as ours. */
export const ownIncident = z.object({
  incident_id: z.string(),
  service: z.enum(incidentServices),
  provider: z.string().nullable(),
  regions: z.string().nullable(),
  started_at: time,
  ended_at: time.nullable(),
  summary: z.string(),
  by: z.string(),
  at: time,
});
export type OwnIncidentWire = z.infer<typeof ownIncident>;

/** A row of the code tables. */
export const codeRow = z.object({
  table: z.string(),
  provider: z.string(),
  scheme: z.string(),
  code: z.string(),
  cause: z.string(),
  agent_text: z.string(),
  customer_text: z.string(),
  source: z.string(),
  date: z.string(),
  /** Who of this desk put it in, and in which version; null for a shipped row. */
  by: z.string().nullable(),
  version: z.number().nullable(),
});
export type CodeRowWire = z.infer<typeof codeRow>;

/** What a code may mean besides a check: errors that say only that something went wrong. */
export const plainCauses = ['approved', 'temporary', 'integration', 'duplicate'] as const;

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

export const keptVerdict = z.object({
  number: z.number(),
  at: time,
  checklist_version: z.string(),
  copy_as_of: time.nullable(),
  root_cause: rootCause,
  coins_owed: coins.nullable(),
});
export type KeptVerdict = z.infer<typeof keptVerdict>;

/** A verdict of then beside the one of now. */
export const replayed = z.object({
  kept: keptVerdict,
  before: verdict,
  now: verdict,
  /** What differs: a field of the verdict, a check, or a fact that a check rested on. */
  changes: z.array(
    z.object({ what: z.string(), before: z.string().nullable(), now: z.string().nullable() }),
  ),
});
export type Replayed = z.infer<typeof replayed>;

const page = {
  after: z.number().int().nonnegative().optional(),
  limit: z.number().int().min(1).max(1000),
};

export const diagnosis = {
  /** Exactly one of the three. An unknown recharge is a `not_found` verdict, not a refusal. */
  diagnose: call
    .input(z.object({ recharge: id.optional(), account: id.optional(), ticket: id.optional() }))
    .output(z.array(verdict)),
  /** Every attempt of the copy in batches, then money and tickets without an order: each a verdict as JSON text. */
  all: call.output(eventIterator(z.array(z.string()))),
  /** The customer's answer to a question: evidence with a name and a time. */
  answer: call
    .input(z.object({ recharge: id, question: id, value: z.string().min(1).max(500) }))
    .output(verdict),
  /** The customer text of a verdict in a language, ready to copy. */
  reply: call
    .input(z.object({ recharge: id, language: replyLanguage }))
    .output(
      z.object({ language: replyLanguage, direction: z.enum(['ltr', 'rtl']), text: z.string() }),
    ),
  /** The questions of a verdict that are still open, at most three, ready to send in a language. */
  questions: call.input(z.object({ recharge: id, language: replyLanguage })).output(
    z.object({
      direction: z.enum(['ltr', 'rtl']),
      questions: z.array(
        z.object({ question: z.string(), text: z.string(), values: z.array(z.string()) }),
      ),
      answered: z.array(
        z.object({ question: z.string(), value: z.string(), by: z.string(), at: time }),
      ),
    }),
  ),
  /** Judges everything and keeps what it found; joins one that runs. Who began it may end it. */
  sweep: call.output(eventIterator(sweepEvent)),
  /** The last whole sweep, and how far a running one is. */
  swept: call.output(z.object({ state: sweepState.nullable(), running: sweepProgress.nullable() })),
  /** What the last sweep found, the most coins first. */
  findings: call.input(z.object({ kind: sweepKind.optional(), ...page })).output(
    z.object({
      state: sweepState.nullable(),
      total: z.number(),
      rows: z.array(sweepFinding),
      next: z.number().nullable(),
    }),
  ),
  /** Everything that still runs out by the last sweep, the soonest first. */
  deadlines: call.output(z.object({ state: sweepState.nullable(), rows: z.array(openDeadline) })),
  overview: call.output(overview),
  /** Attempts that did not end well, by the last sweep, the newest first. */
  failing: call
    .input(
      z.object({
        cause: rootCause.optional(),
        channel: z.string().optional(),
        country: z.string().optional(),
        day: time.optional(),
        ...page,
      }),
    )
    .output(
      z.object({
        total: z.number(),
        rows: z.array(failingAttempt),
        next: z.number().nullable(),
      }),
    ),
  similar: call.input(z.object({ recharge: id })).output(similar),
  incidents: call.output(z.array(ownIncident)),
  /** Opens an outage, or with the id of one of ours changes it: what it said before is kept. */
  setIncident: call
    .input(
      z.object({
        incident: id.optional(),
        service: z.enum(incidentServices),
        provider: id.nullable(),
        regions: z.array(z.string().regex(/^[A-Za-z]{2}$/)).max(250),
        started_at: z.iso.datetime({ offset: true }),
        ended_at: z.iso.datetime({ offset: true }).nullable(),
        summary: z.string().trim().min(1).max(500),
      }),
    )
    .output(ownIncident),
  codes: call.output(z.object({ version: z.string(), rows: z.array(codeRow) })),
  /** Puts a row over the shipped tables; a null cause takes an earlier one of ours back. */
  setCode: call
    .input(
      z.object({
        provider: z.string().trim().min(1).max(60),
        scheme: z.string().trim().max(40).default(''),
        code: z.string().trim().min(1).max(60),
        cause: z.enum([...checkIds, ...plainCauses]).nullable(),
        agent_text: z.string().trim().min(1).max(200),
        source: z.string().trim().min(1).max(300),
      }),
    )
    .output(codeRow.nullable()),
  /** One explained balance an asset, coins first; at a time, or now. */
  balance: call
    .input(z.object({ account: id, at: z.iso.datetime({ offset: true }).optional() }))
    .output(z.array(explainedBalance)),
  /** Stores the verdict of now with its evidence. */
  keep: call.input(z.object({ recharge: id })).output(keptVerdict),
  kept: call.input(z.object({ recharge: id })).output(z.array(keptVerdict)),
  replay: call.input(z.object({ number: z.number().int().positive() })).output(replayed),
};

import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call } from './call.ts';
import { explainedBalance } from './explained-balance.ts';
import {
  failingAttempt,
  openDeadline,
  overview,
  similar,
  sweepEvent,
  sweepFinding,
  sweepKind,
  sweepProgress,
  sweepState,
} from './sweep.ts';
import { coins, id, time } from './values.ts';
import { checkIds, replyLanguage, rootCause, verdict } from './verdict.ts';

export * from './explained-balance.ts';
export * from './sweep.ts';
export * from './verdict.ts';

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

import { z } from 'zod';
import { call } from './call.ts';
import {
  attachmentType,
  caseId,
  caseKind,
  casePriority,
  caseStatus,
  copiedRecord,
  entryId,
  longText,
  registerName,
  shortText,
  stepWhat,
} from './case-entries.ts';
import { recordKind } from './records.ts';
import { id, note, time } from './values.ts';

export * from './case-entries.ts';

/** Who put something in, when, and at which desk. */
const put = { entry: z.string(), at: time, by: z.string(), desk: z.string() };

/** A case as a list shows it. */
export const caseSummary = z.object({
  id: z.string(),
  title: z.string(),
  kind: caseKind,
  status: caseStatus,
  owner: z.string().nullable(),
  priority: casePriority,
  due: z.string().nullable(),
  tags: z.array(z.string()),
  archived: z.boolean(),
  hold: z.boolean(),
  /** The case that took this one up, while the merge stands. */
  absorbed_by: z.string().nullable(),
  conflicts: z.number(),
  opened_at: time,
  changed_at: time,
});
export type CaseSummary = z.infer<typeof caseSummary>;

/** Two or more values that desks set without knowing of each other: a person decides. */
export const conflict = z.object({
  field: z.string(),
  choices: z.array(
    z.object({ ...put, value: z.string().nullable(), reason: z.string().nullable() }),
  ),
});

export const caseView = caseSummary.extend({
  conflicts: z.array(conflict),
  hold_reason: z.string().nullable(),
  closed_because: z.string().nullable(),
  links: z.array(
    z.object({
      ...put,
      kind: recordKind,
      id: z.string(),
      as_of: time.nullable(),
      /** What tells it apart in a list: a few fields of the copy as it was then. */
      summary: z.string(),
      standing: z.boolean(),
    }),
  ),
  notes: z.array(
    z.object({
      ...put,
      text: z.string(),
      edited: z.object({ at: time, by: z.string() }).nullable(),
      standing: z.boolean(),
    }),
  ),
  attachments: z.array(
    z.object({
      ...put,
      name: z.string(),
      type: attachmentType,
      bytes: z.number(),
      sha256: z.string(),
      warning: z.string().nullable(),
      /** False where a masked bundle told of it without bringing it. */
      here: z.boolean(),
    }),
  ),
  events: z.array(z.object({ ...put, happened_at: time, text: z.string() })),
  tasks: z.array(
    z.object({
      ...put,
      text: z.string(),
      due: z.string().nullable(),
      assignee: z.string().nullable(),
      state: z.enum(['open', 'done', 'dropped']),
    }),
  ),
  checklist: z.array(
    z.object({
      item: z.string(),
      label: z.string(),
      outcome: z.enum(['open', 'done', 'waived']),
      reason: z.string().nullable(),
      by: z.string().nullable(),
    }),
  ),
  decisions: z.array(z.object({ ...put, text: z.string(), because: z.string() })),
  related: z.array(z.object({ ...put, case: z.string(), why: z.string() })),
  absorbs: z.array(z.string()),
  custody: z.array(
    z.object({
      ...put,
      act: z.enum(['exported', 'imported', 'verified']),
      bundle: z.string(),
      level: z.string(),
      party: z.string(),
      entries: z.number(),
    }),
  ),
  steps: z.array(
    z.object({
      ...put,
      what: z.string(),
      input: z.record(z.string(), z.string()),
      total: z.number(),
      as_of: time.nullable(),
    }),
  ),
  erasures: z.array(
    z.object({
      ...put,
      subject: z.string(),
      basis: z.string(),
      erased: z.number(),
      kept: z.array(z.string()),
    }),
  ),
  /** How many entries the case has, erased ones included. */
  entries: z.number(),
  /** Entries that came masked or were erased: told of, not shown. */
  hidden: z.number(),
});
export type CaseView = z.infer<typeof caseView>;

/** One thing on the time axis of a case or an account. */
export const moment = z.object({
  at: time,
  source: z.string(),
  key: z.string(),
  text: z.string(),
});
export type Moment = z.infer<typeof moment>;

/** Most moments that one axis holds. */
export const mostMoments = 5000;

/** What a person adds to a case besides records and files. */
export const addition = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('note'), text: longText }),
  z.object({ kind: z.literal('event'), at: time, text: longText }),
  z.object({
    kind: z.literal('task'),
    text: shortText,
    due: z.string().optional(),
    assignee: z.string().max(100).optional(),
  }),
  z.object({ kind: z.literal('decision'), text: longText, because: longText }),
  z.object({ kind: z.literal('related'), case: caseId, why: note }),
]);
export type Addition = z.infer<typeof addition>;

/** Columns a list of cases is narrowed by. */
export const caseFilter = z.object({
  status: z.enum([...caseStatus.options, 'any']).default('any'),
  owner: z.string().max(100).optional(),
  record: z.object({ kind: recordKind, id }).optional(),
  text: z.string().max(200).optional(),
  archived: z.boolean().default(false),
  limit: z.number().int().min(1).max(1000).default(200),
});
export type CaseFilter = z.output<typeof caseFilter>;

export const stepRun = z.object({
  entry: z.string(),
  what: z.string(),
  input: z.record(z.string(), z.string()),
  before: z.number(),
  now: z.number(),
  /** What the copy of today finds that it did not find then, and the other way round. */
  came: z.array(z.string()),
  went: z.array(z.string()),
  as_of: time.nullable(),
});
export type StepRun = z.infer<typeof stepRun>;

/** What an erasure did, and what it left with the reason why. */
export const erasure = z.object({
  account: z.string(),
  /** Rows of the copy, entries of cases, words about tickets, words beside the audit. */
  erased: z.object({
    rows: z.number(),
    entries: z.number(),
    replies: z.number(),
    details: z.number(),
  }),
  kept: z.array(z.string()),
});
export type Erasure = z.infer<typeof erasure>;

/** How long a closed case keeps its words, by kind, in days; a hold keeps them longer. */
export const retentionDays: Readonly<Record<z.infer<typeof caseKind>, number>> = {
  failed_recharge: 365,
  double_charge: 730,
  chargeback: 730,
  account_takeover: 730,
  seller_ring: 1095,
  minor_spending: 730,
  platform_fault: 365,
  other: 365,
};

export const cases = {
  /**
   * Erases what names the person behind an account. The ledger and the audit stay and verify; a
   * case under legal hold keeps its words. What was kept and why is written into each case.
   */
  erase: call.input(z.object({ account: id, basis: note })).output(erasure),
  /** Erases the words of closed cases whose time is over; those under hold are named and kept. */
  retain: call
    .input(z.object({ commit: z.boolean().default(false) }))
    .output(z.object({ due: z.array(z.string()), erased: z.number(), held: z.array(z.string()) })),
  create: call
    .input(
      z.object({
        title: shortText,
        kind: caseKind,
        priority: casePriority.optional(),
        owner: z.string().max(100).optional(),
        due: z.string().optional(),
        tags: z.array(z.string().trim().min(1).max(60)).max(20).optional(),
      }),
    )
    .output(caseView),
  /** The whole history of a seller as a new case, in one action: every buyer, recharge, refund and ticket. */
  ofSeller: call.input(z.object({ seller: id })).output(
    z.object({
      case: caseId,
      /** Records in it, and how many of those named are not in this copy. */
      records: z.number(),
      missing: z.number(),
    }),
  ),
  /**
   * A ticket or a recharge as a new case, in one action: the record, what it names and what names it,
   * under a title, a kind and so a checklist that follow from them. Refuses NOT_FOUND.
   */
  ofRecord: call.input(z.object({ kind: z.enum(['ticket', 'recharge']), id })).output(caseView),
  list: call.input(caseFilter).output(z.object({ total: z.number(), cases: z.array(caseSummary) })),
  show: call.input(z.object({ id: caseId })).output(caseView),
  /** Links records, each with the copy as it is now; those linked already stay as they were. */
  link: call
    .input(
      z.object({
        case: caseId,
        records: z
          .array(z.object({ kind: recordKind, id }))
          .min(1)
          .max(500),
      }),
    )
    .output(caseView),
  /** The record of a link as it was then. */
  copied: call.input(z.object({ entry: entryId })).output(copiedRecord),
  add: call.input(z.object({ case: caseId, what: addition })).output(caseView),
  /** Sets what can change; where desks disagree it settles the matter. */
  set: call
    .input(
      z.object({
        case: caseId,
        field: registerName,
        value: z.string().max(1_000_000).nullable(),
        reason: note.optional(),
      }),
    )
    .output(caseView),
  close: call.input(z.object({ case: caseId, reason: note })).output(caseView),
  reopen: call.input(z.object({ case: caseId, reason: note })).output(caseView),
  /** Attaches a file that was sent up by `uploadPiece`. */
  attach: call
    .input(z.object({ case: caseId, upload: id, name: z.string().min(1).max(255) }))
    .output(caseView),
  /** A piece of an attachment, in base64. */
  attachment: call
    .input(z.object({ entry: entryId, from: z.number().int().min(0).default(0) }))
    .output(z.object({ piece: z.string(), bytes: z.number() })),
  /** Takes another case up into this one; `release` undoes it. Nothing is lost by either. */
  absorb: call.input(z.object({ case: caseId, other: caseId, reason: note })).output(caseView),
  release: call.input(z.object({ case: caseId, other: caseId, reason: note })).output(caseView),
  /** Everything about a case, or about an account, on one axis. Oldest first. */
  timeline: call
    .input(z.object({ case: caseId.optional(), account: id.optional() }))
    .output(z.object({ moments: z.array(moment), cut: z.boolean() })),
  /** Asks the copy something, and keeps the question in the case with what it found. */
  step: call
    .input(
      z.object({
        case: caseId,
        what: stepWhat,
        input: z.record(z.string().max(60), z.string().max(2000)),
      }),
    )
    .output(caseView),
  /** Runs the kept steps again on the copy of today, and says what changed. */
  replay: call.input(z.object({ case: caseId })).output(z.array(stepRun)),
};

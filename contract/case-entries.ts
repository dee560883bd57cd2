import { z } from 'zod';
import { fields, origin, recordKind } from './records.ts';
import { id, note, time } from './values.ts';

export const caseKinds = [
  'failed_recharge',
  'double_charge',
  'chargeback',
  'account_takeover',
  'seller_ring',
  'minor_spending',
  'platform_fault',
  'other',
] as const;
export const caseKind = z.enum(caseKinds);
export type CaseKind = z.infer<typeof caseKind>;

export const caseStatuses = ['open', 'waiting', 'closed'] as const;
export const caseStatus = z.enum(caseStatuses);
export type CaseStatus = z.infer<typeof caseStatus>;

export const casePriorities = ['low', 'normal', 'high', 'urgent'] as const;
export const casePriority = z.enum(casePriorities);
export type CasePriority = z.infer<typeof casePriority>;

/** Longest text a person writes at once, in characters: a note is a chapter, never a library. */
export const longestText = 1_000_000;
export const longText = z.string().trim().min(1).max(longestText);
export const shortText = z.string().trim().min(1).max(500);

/** Longest list of those a bundle was sealed for; what is beyond is cut. */
export const longestParty = 2000;

/** Largest attachment, in bytes. */
export const largestAttachment = 25 * 1024 * 1024;

/** What may be attached, as the bytes themselves say; nothing of it is ever run. */
export const attachmentTypes = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
] as const;
export const attachmentType = z.enum(attachmentTypes);
export type AttachmentType = z.infer<typeof attachmentType>;

export const keyName = z.string().regex(/^[0-9a-f]{16}$/);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Ids that desks give by chance: no two desks ever make the same. */
export const caseId = z.string().regex(/^cs_[0-9a-f]{20}$/, 'a case id, as in cs_ and 20 digits');
export const entryId = z
  .string()
  .regex(/^ce_[0-9a-f]{20}$/, 'an entry id, as in ce_ and 20 digits');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day, as in 2026-11-30');

/** A record as it was when it was linked: a later import changes the copy, never this. */
export const copiedRecord = z.object({
  as_of: time.nullable(),
  fields,
  timeline: z.array(
    z.object({ at: time.nullable(), table: z.string(), key: z.string(), text: z.string() }),
  ),
  provenance: z.array(origin),
  /** What the diagnosis said of a recharge then. */
  verdict: z
    .object({
      root_cause: z.string(),
      confidence: z.string(),
      owner: z.string(),
      coins_owed: z.string().nullable(),
      agent_text: z.string(),
    })
    .nullable(),
});
export type CopiedRecord = z.infer<typeof copiedRecord>;

/**
 * What of a case can change, one name each: its own fields, and by `thing:id` the text of a note,
 * the state of a task or of a checklist item, whether a tag, a link or a merge stands.
 */
export const registerName = z
  .string()
  .max(240)
  .regex(
    /^(title|kind|status|owner|priority|due|archived|hold|(note|task|check|tag|link|absorbs|absorbed_by):.+)$/su,
    'the name of something that can change',
  );
export type RegisterName = z.infer<typeof registerName>;

/**
 * What of the copy is asked and kept with a case: the search box, a record, verdicts, tickets, the
 * rows of a list by a filter, what is linked with a node, the chain of links between two.
 */
export const stepWhats = [
  'search',
  'show',
  'diagnose',
  'tickets',
  'list',
  'links',
  'path',
] as const;
export const stepWhat = z.enum(stepWhats);
export type StepWhat = z.infer<typeof stepWhat>;

/** One thing that was put into a case. Entries only come; what changes is a new entry. */
export const entryBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('opened'), case_kind: caseKind, title: shortText }),
  z.strictObject({
    kind: z.literal('set'),
    field: registerName,
    value: z.string().max(longestText).nullable(),
    reason: z.string().max(4000).nullable(),
    /** The entries whose value this one knew and replaces. */
    replaces: z.array(entryId).max(1000),
  }),
  z.strictObject({ kind: z.literal('note'), text: longText }),
  z.strictObject({
    kind: z.literal('link'),
    record: z.object({ kind: recordKind, id }),
    copied: copiedRecord,
  }),
  z.strictObject({
    kind: z.literal('attachment'),
    name: z.string().min(1).max(255),
    type: attachmentType,
    bytes: z.number().int().min(0).max(largestAttachment),
    sha256,
    /** What a person should know before sending it on, such as a card number in it. */
    warning: z.string().max(500).nullable(),
  }),
  z.strictObject({ kind: z.literal('event'), at: time, text: longText }),
  z.strictObject({
    kind: z.literal('task'),
    text: shortText,
    due: day.nullable(),
    assignee: z.string().max(100).nullable(),
  }),
  z.strictObject({ kind: z.literal('decision'), text: longText, because: longText }),
  z.strictObject({ kind: z.literal('related'), case: caseId, why: note }),
  z.strictObject({
    kind: z.literal('custody'),
    act: z.enum(['exported', 'imported', 'verified']),
    bundle: z.string().max(100),
    level: z.string().max(20),
    /** For whom, or from whom. */
    party: z.string().max(longestParty),
    entries: z.number().int().min(0),
  }),
  z.strictObject({
    kind: z.literal('step'),
    what: stepWhat,
    input: z.record(z.string().max(60), z.string().max(2000)),
    found: z.array(z.string().max(300)).max(500),
    total: z.number().int().min(0),
    as_of: time.nullable(),
  }),
  z.strictObject({
    kind: z.literal('erasure'),
    subject: z.string().max(200),
    basis: note,
    erased: z.number().int().min(0),
    kept: z.array(z.string().max(500)).max(50),
  }),
]);
export type EntryBody = z.infer<typeof entryBody>;

/** Steps that have to be done, or waived with a reason, before a case of that kind is closed. */
export const checklists: Readonly<Record<CaseKind, readonly { item: string; label: string }[]>> = {
  failed_recharge: [
    { item: 'verdict', label: 'The verdict and its evidence were read' },
    { item: 'customer', label: 'The customer was answered' },
    { item: 'made_good', label: 'What is owed was made good, or nothing is owed' },
  ],
  double_charge: [
    { item: 'both_payments', label: 'Both payments were found and compared' },
    { item: 'refund', label: 'Which one goes back is decided' },
    { item: 'customer', label: 'The customer was answered' },
  ],
  chargeback: [
    { item: 'evidence', label: 'Evidence of delivery was gathered' },
    { item: 'deadline', label: 'The deadline of the dispute was met or let go on purpose' },
    { item: 'clawback', label: 'Whether coins are taken back is decided' },
  ],
  account_takeover: [
    { item: 'secured', label: 'The account was secured' },
    { item: 'sessions', label: 'Devices and sessions were looked at' },
    { item: 'coins', label: 'Coins that left were traced' },
    { item: 'customer', label: 'The owner of the account was answered' },
  ],
  seller_ring: [
    { item: 'members', label: 'Every member and their role was looked at' },
    { item: 'victims', label: 'Victims were told apart from sellers' },
    { item: 'second_person', label: 'A second reviewer confirmed the flags' },
  ],
  minor_spending: [
    { item: 'age', label: 'Age and consent were established' },
    { item: 'guardian', label: 'The guardian was answered' },
    { item: 'refund', label: 'Refund and claw-back are decided' },
  ],
  platform_fault: [
    { item: 'scope', label: 'Who is affected is known' },
    { item: 'platform', label: 'The platform team was told' },
    { item: 'compensation', label: 'Whether to compensate is decided' },
  ],
  other: [{ item: 'outcome', label: 'The outcome is written down' }],
};

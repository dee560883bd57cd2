import { z } from 'zod';
import { call } from './call.ts';
import { replyLanguage } from './diagnosis.ts';
import { filter } from './record-lists.ts';
import { fields } from './records.ts';
import { id, note, time } from './values.ts';

/** Why a ticket is closed here; the helpdesk learns it with the outbox. */
export const closingReasons = [
  'solved',
  'made_good',
  'nothing_owed',
  'customer_side',
  'store_side',
  'duplicate',
  'no_answer',
  'spam',
] as const;
export const closingReason = z.enum(closingReasons);
export type ClosingReason = z.infer<typeof closingReason>;

/** Words of a saved reply that stand for what the ticket and its verdict say. */
export const replyVariables = [
  'username',
  'ticket',
  'recharge',
  'order',
  'coins',
  'amount',
  'date',
  'verdict',
  'agent',
] as const;

/** Longest reply, in characters. */
export const longestReply = 20_000;
const replyText = z.string().trim().min(1).max(longestReply);

/** What was done about a ticket here. The ticket itself is a record and stays as it came. */
export const ticketWork = z.object({
  ticket: z.string(),
  owner: z.string().nullable(),
  closed: z
    .object({ at: time, by: z.string(), reason: closingReason, note: z.string() })
    .nullable(),
  /** The draft of the person who asks; nobody else sees it. */
  draft: z.object({ language: replyLanguage, text: z.string(), saved_at: time }).nullable(),
  replies: z.array(
    z.object({
      id: z.string(),
      at: time,
      by: z.string(),
      language: replyLanguage,
      /** Null where it was erased. */
      text: z.string().nullable(),
      sent: z.object({ at: time, by: z.string() }).nullable(),
    }),
  ),
});
export type TicketWork = z.infer<typeof ticketWork>;

/** A ticket in the queue: what came, and how far it is here. */
export const queued = z.object({
  fields,
  owner: z.string().nullable(),
  state: z.enum(['open', 'taken', 'replied', 'sent', 'closed']),
  draft: z.boolean(),
});
export type Queued = z.infer<typeof queued>;

export const queueFilter = z.object({
  /** `work`: what is not closed, here or where it came from. */
  show: z.enum(['work', 'free', 'mine', 'closed', 'all']).default('work'),
  text: z.string().max(200).optional(),
  locale: z.string().max(40).optional(),
  priority: z.string().max(40).optional(),
  /** Further conditions, as the list of tickets takes them. */
  filter: filter.optional(),
});
export type QueueFilter = z.output<typeof queueFilter>;

export const savedReply = z.object({
  id: z.string(),
  title: z.string(),
  language: replyLanguage,
  text: z.string(),
  /** A macro: sending it closes the ticket for this reason. */
  closes: closingReason.nullable(),
  by: z.string(),
  at: time,
});
export type SavedReply = z.infer<typeof savedReply>;

export const savedView = z.object({ name: z.string(), filter: queueFilter });
export type SavedView = z.infer<typeof savedView>;

export const tickets = {
  /** A page of the queue, the longest waiting first: `limit` of `total` from `offset` on. */
  queue: call
    .input(
      queueFilter.extend({
        limit: z.number().int().min(1).max(1000).default(300),
        offset: z.number().int().min(0).default(0),
      }),
    )
    .output(
      z.object({
        total: z.number(),
        tickets: z.array(queued),
        locales: z.array(z.string()),
        priorities: z.array(z.string()),
      }),
    ),
  /** Takes the named ticket, or the one that waits longest and nobody has; null where none waits. */
  take: call
    .input(z.object({ ticket: id.optional() }))
    .output(z.object({ ticket: z.string().nullable() })),
  release: call.input(z.object({ ticket: id })).output(ticketWork),
  work: call.input(z.object({ ticket: id })).output(ticketWork),
  /** Keeps what a person typed, as they type it. An empty text lets the draft go. */
  saveDraft: call
    .input(z.object({ ticket: id, language: replyLanguage, text: z.string().max(longestReply) }))
    .output(z.object({ saved_at: time })),
  /** Writes down that a reply was copied: its text, language, ticket and who. */
  copyReply: call
    .input(z.object({ ticket: id, language: replyLanguage, text: replyText }))
    .output(ticketWork),
  /** A mark of its own: the reply was sent to the customer. */
  markSent: call.input(z.object({ reply: id })).output(ticketWork),
  close: call.input(z.object({ ticket: id, reason: closingReason, note })).output(ticketWork),
  reopen: call.input(z.object({ ticket: id, note })).output(ticketWork),
  replies: call
    .input(z.object({ text: z.string().max(200).optional() }))
    .output(z.array(savedReply)),
  saveReply: call
    .input(
      z.object({
        id: id.optional(),
        title: z.string().trim().min(1).max(200),
        language: replyLanguage,
        text: replyText,
        closes: closingReason.nullable().default(null),
      }),
    )
    .output(savedReply),
  removeReply: call.input(z.object({ id })).output(z.object({})),
  /**
   * A saved reply with its variables filled in from the ticket, figures and dates as the language
   * writes them; what is unknown is named.
   */
  fill: call
    .input(z.object({ ticket: id, language: replyLanguage, text: replyText }))
    .output(z.object({ text: z.string(), unknown: z.array(z.string()) })),
  /** The views of the person who asks. */
  views: call.output(z.array(savedView)),
  saveView: call
    .input(z.object({ name: z.string().trim().min(1).max(60), filter: queueFilter }))
    .output(z.array(savedView)),
  removeView: call.input(z.object({ name: z.string().max(60) })).output(z.array(savedView)),
};

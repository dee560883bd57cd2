import type { Queued, TicketWork } from '../../../../contract/ticket-work.ts';
import { closingReason } from '../../../../contract/ticket-work.ts';
import { replyLanguage } from '../../../../contract/diagnosis.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Act, Draft } from './store.ts';

/** What the acts of a ticket come to, for the person who asks. */
export function workOf(ticket: string, acts: readonly Act[], draft: Draft | undefined): TicketWork {
  let owner: string | null = null;
  let closed: TicketWork['closed'] = null;
  const replies = new Map<string, TicketWork['replies'][number]>();
  for (const { id, at: ms, by, act, word, text } of acts) {
    const at = wireTime(Number(ms));
    if (act === 'taken') owner = by;
    else if (act === 'released') owner = null;
    else if (act === 'reopened') closed = null;
    else if (act === 'closed')
      closed = { at, by, reason: closingReason.catch('solved').parse(word), note: text ?? '' };
    else if (act === 'copied')
      replies.set(id, {
        id,
        at,
        by,
        language: replyLanguage.catch('en').parse(word),
        text,
        sent: null,
      });
    else {
      const reply = word === null ? undefined : replies.get(word);
      if (reply) reply.sent ??= { at, by };
    }
  }
  return {
    ticket,
    owner,
    closed,
    draft: draft ? { ...draft, saved_at: wireTime(Number(draft.saved_at)) } : null,
    replies: [...replies.values()],
  };
}

/** How far a ticket is, in one word. */
export function stateOf(work: TicketWork, closedThere: boolean): Queued['state'] {
  if (work.closed !== null || closedThere) return 'closed';
  if (work.replies.some((reply) => reply.sent !== null)) return 'sent';
  if (work.replies.length > 0) return 'replied';
  return work.owner === null ? 'open' : 'taken';
}

/** A saved reply with its variables filled in; what nothing is known of stays and is named. */
export function filled(
  text: string,
  values: Readonly<Record<string, string | null>>,
): { text: string; unknown: string[] } {
  const unknown = new Set<string>();
  const done = text.replace(/\{\{\s*([a-z_]{1,30})\s*\}\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : null;
    if (value === null || value === undefined || value === '') {
      unknown.add(name);
      return whole;
    }
    return value;
  });
  return { text: done, unknown: [...unknown] };
}

import type { ReplyLanguage } from '../../../../contract/diagnosis.ts';
import type {
  Filter,
  Frequency,
  ListQuery,
  ListWindow,
} from '../../../../contract/record-lists.ts';
import type { Shown } from '../../../../contract/records.ts';
import type { Audit, Caller } from '../../audit/audit.ts';
import type { Db } from '../../storage/storage.ts';
import { createActs } from './acts.ts';
import { createQueue } from './queue.ts';
import { createReplies } from './replies.ts';
import { createTicketStore } from './store.ts';

export interface TicketDeps {
  readonly desk: Db;
  readonly audit: Audit;
  readonly clock: () => number;
  readonly newActId: () => string;
  /** One ticket of the copy. Refuses NOT_FOUND. */
  readonly show: (input: { kind: 'ticket' | 'recharge' | 'account'; id: string }) => Shown;
  /** A window of the list of tickets, as the lists answer it. Refuses as they do. */
  readonly list: (caller: Caller, input: ListAsked) => Promise<Pick<ListWindow, 'total' | 'rows'>>;
  /** How often each value of columns of that list stands in it. */
  readonly facets: (caller: Caller, input: FacetsAsked) => Promise<{ facets: Frequency[] }>;
  /** What the diagnosis answers the customer of a recharge, in a language; null where the copy has none. */
  readonly replyIn: (recharge: string, language: ReplyLanguage) => string | null;
}

interface ListAsked extends ListQuery {
  readonly columns: readonly string[];
  readonly offset: number;
  readonly limit: number;
}

interface FacetsAsked {
  readonly list: 'tickets';
  readonly filter: Filter;
  readonly columns: readonly string[];
  readonly limit: number;
}

/** A decision that leaves with the outbox. */
export interface TicketDecision {
  readonly kind: 'ticket_closed' | 'reply_sent';
  readonly id: string;
  readonly decidedAt: number;
  readonly fields: Readonly<Record<string, string | null>>;
}

/** Working tickets: whose they are, what was answered, how they ended. The tickets are records. */
export function createTickets(deps: TicketDeps) {
  const store = createTicketStore(deps.desk);
  const { queue, oldestFree } = createQueue(deps, store);
  return {
    queue,
    ...createActs(deps, store, oldestFree),
    ...createReplies(deps, store),

    /** Erases what was written to a customer in these tickets, drafts too. Runs in the caller's transaction. */
    eraseWords: (ids: readonly string[]): number => store.eraseWords(ids),

    /** What the helpdesk and the platform are to learn: closings that stand, replies that were sent. */
    decisions: (): TicketDecision[] =>
      store.decided().map(
        ({ id, ticket_id, at, by, act: what, word }): TicketDecision =>
          what === 'closed'
            ? {
                kind: 'ticket_closed',
                id,
                decidedAt: Number(at),
                fields: { ticket_id, reason: word, by },
              }
            : {
                kind: 'reply_sent',
                id,
                decidedAt: Number(at),
                fields: {
                  ticket_id,
                  by,
                  language: store.act(word ?? '')?.word ?? null,
                  text: store.act(word ?? '')?.text ?? null,
                },
              },
      ),
  };
}

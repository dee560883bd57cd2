import type { Verdict } from '../../../../contract/diagnosis.ts';
import type { ReplyLanguage } from '../../../../contract/diagnosis.ts';
import type { Fields, Shown } from '../../../../contract/records.ts';
import { refuse } from '../../../../contract/errors.ts';
import type {
  ClosingReason,
  Queued,
  QueueFilter,
  SavedReply,
  SavedView,
  TicketWork,
} from '../../../../contract/ticket-work.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Audit, Caller } from '../../audit/audit.ts';
import { redactText } from '../../records/records.ts';
import type { Db } from '../../storage/storage.ts';
import { filled, stateOf, workOf } from './state.ts';
import { type Act, createTicketStore } from './store.ts';

export interface TicketDeps {
  readonly desk: Db;
  readonly audit: Audit;
  readonly clock: () => number;
  readonly newActId: () => string;
  /** One ticket of the copy. Refuses NOT_FOUND. */
  readonly show: (input: { kind: 'ticket' | 'recharge' | 'account'; id: string }) => Shown;
  /** Tickets of the copy a page at a time, newest first. */
  readonly page: (input: {
    status: 'open' | 'waiting' | 'closed' | 'any';
    limit: number;
    before?: { at: string; id: string };
  }) => { total: number; tickets: Fields[] };
  readonly verdictOf: (recharge: string) => Verdict | null;
}

const pageSize = 500;
/** So many tickets are looked through for a queue; beyond that filters narrow them first. */
const mostLooked = 20_000;

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

  const work = (caller: Caller, ticket: string): TicketWork =>
    workOf(ticket, store.acts(ticket), store.draft(ticket, caller.user));

  /** Does one thing about a ticket, with its audit row. */
  const act = (
    caller: Caller,
    ticket: string,
    what: Pick<Act, 'act' | 'word' | 'text'>,
    sentence: string,
  ): void => {
    store.add({
      ...what,
      id: deps.newActId(),
      ticket_id: ticket,
      at: BigInt(deps.clock()),
      by: caller.user,
    });
    deps.audit.append(caller, {
      command: `tickets.${what.act}`,
      object: ticket,
      outcome: 'done',
      sentence,
      details: { text: what.text },
    });
  };

  const inOne = <T>(write: () => T): T => deps.desk.transaction(write).immediate();

  /** The ticket as it came. Refuses NOT_FOUND. */
  const fieldsOf = (ticket: string): Fields => deps.show({ kind: 'ticket', id: ticket }).fields;

  function* everyTicket(status: 'open' | 'waiting' | 'closed' | 'any'): Generator<Fields> {
    let before: { at: string; id: string } | undefined;
    for (let looked = 0; looked < mostLooked; looked += pageSize) {
      const { tickets } = deps.page({ status, limit: pageSize, ...(before ? { before } : {}) });
      yield* tickets;
      const last = tickets.at(-1);
      if (tickets.length < pageSize || !last?.opened_at || !last.ticket_id) return;
      before = { at: last.opened_at, id: last.ticket_id };
    }
  }

  const queuedOf =
    (caller: Caller, touched: ReadonlySet<string>, drafts: ReadonlySet<string>) =>
    (fields: Fields): Queued => {
      const id = fields.ticket_id ?? '';
      const acts = touched.has(id) ? store.acts(id) : [];
      const done = workOf(id, acts, undefined);
      // A ticket that was closed where it came from may have been reopened there since.
      const state = stateOf(done, fields.status === 'closed');
      return { fields, owner: done.owner, state, draft: drafts.has(id) };
    };

  return {
    work: (caller: Caller, { ticket }: { ticket: string }): TicketWork => {
      fieldsOf(ticket);
      return work(caller, ticket);
    },

    queue(caller: Caller, { limit, ...filter }: QueueFilter & { limit: number }) {
      const toQueued = queuedOf(caller, store.touched(), store.drafts(caller.user));
      const locales = new Set<string>();
      const priorities = new Set<string>();
      const found: Queued[] = [];
      for (const fields of everyTicket('any')) {
        if (fields.locale) locales.add(fields.locale);
        if (fields.priority) priorities.add(fields.priority);
        if (!fits(fields, filter)) continue;
        const one = toQueued(fields);
        if (stands(one, filter.show, caller.user)) found.push(one);
      }
      const waiting = found.reverse();
      return {
        total: waiting.length,
        tickets: waiting.slice(0, limit),
        locales: [...locales].toSorted(),
        priorities: [...priorities].toSorted(),
      };
    },

    /** Takes the named ticket, or of those that wait and nobody has the oldest. Refuses BAD_INPUT where a colleague has it. */
    take(caller: Caller, { ticket }: { ticket?: string | undefined }): { ticket: string | null } {
      return inOne(() => {
        const wanted = ticket ?? oldestFree(caller);
        if (wanted === null) return { ticket: null };
        const fields = fieldsOf(wanted);
        const now = work(caller, wanted);
        if (now.owner === caller.user) return { ticket: wanted };
        if (now.owner !== null)
          throw refuse('BAD_INPUT', `${now.owner} has this ticket.`, 'Take another, or ask them.');
        if (stateOf(now, fields.status === 'closed') === 'closed')
          throw refuse('BAD_INPUT', 'This ticket is closed.', 'Reopen it with a reason first.');
        act(
          caller,
          wanted,
          { act: 'taken', word: null, text: null },
          `${caller.user} took ticket ${wanted}.`,
        );
        return { ticket: wanted };
      });
    },

    release(caller: Caller, { ticket }: { ticket: string }): TicketWork {
      inOne(() => {
        const { owner } = work(caller, ticket);
        if (owner === null) return;
        if (owner !== caller.user && caller.role === 'agent')
          throw refuse('FORBIDDEN', `${owner} has this ticket.`, 'Ask them, or a senior.');
        act(
          caller,
          ticket,
          { act: 'released', word: null, text: null },
          `${caller.user} let ticket ${ticket} go.`,
        );
      });
      return work(caller, ticket);
    },

    saveDraft(
      caller: Caller,
      input: { ticket: string; language: ReplyLanguage; text: string },
    ): { saved_at: string } {
      const at = deps.clock();
      inOne(() => {
        if (input.text.trim() === '') store.dropDraft(input.ticket, caller.user);
        else {
          fieldsOf(input.ticket);
          const text = redactText(input.text);
          store.saveDraft({ ...input, text, user: caller.user, at });
        }
      });
      return { saved_at: wireTime(at) };
    },

    /** Writes the reply down and lets the draft go. */
    copyReply(
      caller: Caller,
      input: { ticket: string; language: ReplyLanguage; text: string },
    ): TicketWork {
      const { ticket, language } = input;
      inOne(() => {
        fieldsOf(ticket);
        const text = redactText(input.text);
        act(
          caller,
          ticket,
          { act: 'copied', word: language, text },
          `${caller.user} copied a reply (${language}) for ticket ${ticket}.`,
        );
        store.dropDraft(ticket, caller.user);
      });
      return work(caller, ticket);
    },

    markSent(caller: Caller, { reply }: { reply: string }): TicketWork {
      const copied = store.act(reply);
      if (copied?.act !== 'copied')
        throw refuse('NOT_FOUND', `There is no reply ${reply}.`, 'Copy the reply first.');
      const ticket = copied.ticket_id;
      inOne(() => {
        const sent = work(caller, ticket).replies.find(({ id }) => id === reply)?.sent ?? null;
        if (sent !== null) return;
        act(
          caller,
          ticket,
          { act: 'sent', word: reply, text: null },
          `${caller.user} marked reply ${reply} of ticket ${ticket} as sent.`,
        );
      });
      return work(caller, ticket);
    },

    close(
      caller: Caller,
      input: { ticket: string; reason: ClosingReason; note: string },
    ): TicketWork {
      const { ticket, reason } = input;
      inOne(() => {
        fieldsOf(ticket);
        if (work(caller, ticket).closed !== null)
          throw refuse('BAD_INPUT', 'This ticket is closed already.', 'There is nothing to do.');
        const text = redactText(input.note);
        act(
          caller,
          ticket,
          { act: 'closed', word: reason, text },
          `${caller.user} closed ticket ${ticket} (${reason}).`,
        );
      });
      return work(caller, ticket);
    },

    reopen(caller: Caller, { ticket, note }: { ticket: string; note: string }): TicketWork {
      inOne(() => {
        if (work(caller, ticket).closed === null)
          throw refuse(
            'BAD_INPUT',
            'This ticket was not closed here.',
            'There is nothing to reopen.',
          );
        act(
          caller,
          ticket,
          { act: 'reopened', word: null, text: redactText(note) },
          `${caller.user} reopened ticket ${ticket}.`,
        );
      });
      return work(caller, ticket);
    },

    replies({ text }: { text?: string | undefined }): SavedReply[] {
      const wanted = text?.trim().toLowerCase() ?? '';
      return store
        .replies()
        .filter((one) => `${one.title} ${one.text}`.toLowerCase().includes(wanted));
    },

    saveReply(
      caller: Caller,
      input: Pick<SavedReply, 'title' | 'language' | 'text' | 'closes'> & {
        id?: string | undefined;
      },
    ): SavedReply {
      const id = input.id ?? deps.newActId();
      if (input.id !== undefined && store.reply(input.id) === null) throw noReply(input.id);
      inOne(() => {
        store.insertReply({ ...input, id, by: caller.user, at: deps.clock(), removed: 0 });
        noted(caller, 'tickets.saveReply', id, 'saved');
      });
      return store.reply(id) ?? raise(id);
    },

    removeReply(caller: Caller, { id }: { id: string }): Record<string, never> {
      const found = store.reply(id);
      if (found === null) throw noReply(id);
      inOne(() => {
        store.insertReply({ ...found, by: caller.user, at: deps.clock(), removed: 1 });
        noted(caller, 'tickets.removeReply', id, 'removed');
      });
      return {};
    },

    fill(caller: Caller, { ticket, text }: { ticket: string; text: string }) {
      return filled(text, variablesOf(caller, ticket));
    },

    views: (caller: Caller): SavedView[] => store.views(caller.user),
    saveView(caller: Caller, { name, filter }: SavedView): SavedView[] {
      store.saveView(caller.user, name, JSON.stringify(filter));
      return store.views(caller.user);
    },
    removeView(caller: Caller, { name }: { name: string }): SavedView[] {
      store.removeView(caller.user, name);
      return store.views(caller.user);
    },

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

  function oldestFree(caller: Caller): string | null {
    const toQueued = queuedOf(caller, store.touched(), new Set());
    let oldest: string | null = null;
    for (const status of ['open', 'waiting'] as const)
      for (const fields of everyTicket(status))
        if (toQueued(fields).state === 'open') oldest = fields.ticket_id ?? oldest;
    return oldest;
  }

  function noted(caller: Caller, command: string, object: string, verb: string): void {
    deps.audit.append(caller, {
      command,
      object,
      outcome: 'done',
      sentence: `${caller.user} ${verb} the saved reply ${object}.`,
    });
  }

  /** What the variables of a saved reply stand for in this ticket; null where nothing is known. */
  function variablesOf(caller: Caller, ticket: string): Record<string, string | null> {
    const came = fieldsOf(ticket);
    const recharge = came.recharge_id ?? null;
    const order = recharge === null ? null : shown('recharge', recharge);
    const account = came.account_id ? shown('account', came.account_id) : null;
    const verdict = recharge === null ? null : deps.verdictOf(recharge);
    return {
      username: account?.username ?? null,
      ticket,
      recharge,
      order: order?.external_id ?? null,
      coins: order?.coins ?? null,
      amount:
        order?.amount_minor && order.currency ? `${order.amount_minor} ${order.currency}` : null,
      date: order?.created_at?.slice(0, 10) ?? null,
      verdict: verdict?.customer_text ?? null,
      agent: caller.user,
    };
  }

  /** A record that a ticket names; the copy may not have it. */
  function shown(kind: 'recharge' | 'account', id: string): Fields | null {
    try {
      return deps.show({ kind, id }).fields;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'NOT_FOUND') return null;
      throw error;
    }
  }
}

function fits(fields: Fields, { text, locale, priority }: Omit<QueueFilter, 'show'>): boolean {
  if (locale !== undefined && fields.locale !== locale) return false;
  if (priority !== undefined && fields.priority !== priority) return false;
  const wanted = text?.trim().toLowerCase();
  if (!wanted) return true;
  return ['subject', 'body', 'ticket_id', 'account_id', 'recharge_id'].some((name) =>
    (fields[name] ?? '').toLowerCase().includes(wanted),
  );
}

function stands(one: Queued, show: QueueFilter['show'], user: string): boolean {
  switch (show) {
    case 'work':
      return one.state !== 'closed';
    case 'free':
      return one.state === 'open';
    case 'mine':
      return one.owner === user && one.state !== 'closed';
    case 'closed':
      return one.state === 'closed';
    case 'all':
      return true;
  }
}

function noReply(id: string) {
  return refuse('NOT_FOUND', `There is no saved reply ${id}.`, 'It may have been removed.');
}

function raise(id: string): never {
  throw new Error(`saved reply ${id} is not there after it was saved`);
}

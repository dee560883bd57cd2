import type { ReplyLanguage } from '../../../../contract/diagnosis.ts';
import { Refusal, refuse } from '../../../../contract/errors.ts';
import type { Fields } from '../../../../contract/records.ts';
import type { ClosingReason, TicketWork } from '../../../../contract/ticket-work.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Caller } from '../../audit/audit.ts';
import { redactText } from '../../records/records.ts';
import { stateOf, workOf } from './state.ts';
import type { Act, TicketStore } from './store.ts';
import type { TicketDeps } from './tickets.ts';

/** How often another ticket is looked for where colleagues were faster. */
const mostTries = 5;

/** What people do about tickets, each with its audit row. */
export function createActs(
  deps: TicketDeps,
  store: TicketStore,
  oldestFree: (caller: Caller) => Promise<string | null>,
) {
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
    const now = workOf(ticket, store.acts(ticket), undefined);
    store.stand(ticket, { owner: now.owner, state: stateOf(now, false) }, deps.clock());
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

  /** Takes a ticket. Refuses BAD_INPUT where a colleague has it or it is closed. */
  const takeOne = (caller: Caller, wanted: string): void =>
    inOne(() => {
      const fields = fieldsOf(wanted);
      const now = work(caller, wanted);
      if (now.owner === caller.user) return;
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
    });

  return {
    work: (caller: Caller, { ticket }: { ticket: string }): TicketWork => {
      fieldsOf(ticket);
      return work(caller, ticket);
    },

    /** Takes the named ticket, or of those that wait and nobody has the oldest. Refuses BAD_INPUT where a colleague has it. */
    async take(
      caller: Caller,
      { ticket }: { ticket?: string | undefined },
    ): Promise<{ ticket: string | null }> {
      if (ticket !== undefined) {
        takeOne(caller, ticket);
        return { ticket };
      }
      for (let tries = 1; ; tries++) {
        const wanted = await oldestFree(caller);
        if (wanted === null) return { ticket: null };
        try {
          takeOne(caller, wanted);
          return { ticket: wanted };
        } catch (error) {
          // A colleague took it between the look and the grasp: there is a next one.
          if (tries >= mostTries || !(error instanceof Refusal) || error.code !== 'BAD_INPUT')
            throw error;
        }
      }
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
  };
}

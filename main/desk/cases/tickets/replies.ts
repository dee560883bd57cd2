import type { ReplyLanguage } from '../../../../contract/diagnosis.ts';
import { refuse } from '../../../../contract/errors.ts';
import type { Fields } from '../../../../contract/records.ts';
import type { SavedReply, SavedView } from '../../../../contract/ticket-work.ts';
import { isInt64Text } from '../../../../contract/values.ts';
import type { Caller } from '../../audit/audit.ts';
import { figuresIn } from '../../diagnosis/diagnosis.ts';
import { filled } from './state.ts';
import type { TicketStore } from './store.ts';
import type { TicketDeps } from './tickets.ts';

/** Saved replies with their variables, and the views of each person. */
export function createReplies(deps: TicketDeps, store: TicketStore) {
  const inOne = <T>(write: () => T): T => deps.desk.transaction(write).immediate();

  return {
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

    /** Fills the variables of a saved reply, with figures and dates as its language writes them. */
    fill(caller: Caller, input: { ticket: string; language: ReplyLanguage; text: string }) {
      return filled(input.text, variablesOf(caller, input.ticket, input.language));
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
  };

  function noted(caller: Caller, command: string, object: string, verb: string): void {
    deps.audit.append(caller, {
      command,
      object,
      outcome: 'done',
      sentence: `${caller.user} ${verb} the saved reply ${object}.`,
    });
  }

  /** What the variables of a saved reply stand for in this ticket; null where nothing is known. */
  function variablesOf(
    caller: Caller,
    ticket: string,
    language: ReplyLanguage,
  ): Record<string, string | null> {
    const came = deps.show({ kind: 'ticket', id: ticket }).fields;
    const recharge = came.recharge_id ?? null;
    const order = recharge === null ? null : shown('recharge', recharge);
    const account = came.account_id ? shown('account', came.account_id) : null;
    const figures = figuresIn(language);
    const whole = (text: string | null | undefined) =>
      text && isInt64Text(text) ? BigInt(text) : null;
    const coins = whole(order?.coins);
    const minor = whole(order?.amount_minor);
    return {
      username: account?.username ?? null,
      ticket,
      recharge,
      order: order?.external_id ?? null,
      coins: coins === null ? null : figures.coins(coins),
      amount: minor === null || !order?.currency ? null : figures.money(minor, order.currency),
      date: order?.created_at ? figures.day(Date.parse(order.created_at)) : null,
      verdict: recharge === null ? null : deps.replyIn(recharge, language),
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

function noReply(id: string) {
  return refuse('NOT_FOUND', `There is no saved reply ${id}.`, 'It may have been removed.');
}

function raise(id: string): never {
  throw new Error(`saved reply ${id} is not there after it was saved`);
}

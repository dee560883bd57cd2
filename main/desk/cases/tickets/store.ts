import type {
  ClosingReason,
  Queued,
  SavedReply,
  SavedView,
} from '../../../../contract/ticket-work.ts';
import { queueFilter } from '../../../../contract/ticket-work.ts';
import type { ReplyLanguage } from '../../../../contract/diagnosis.ts';
import { wireTime } from '../../../../contract/values.ts';
import type { Db } from '../../storage/storage.ts';

/** One thing that was done about a ticket. Acts only come. */
export interface Act {
  readonly id: string;
  readonly ticket_id: string;
  readonly at: bigint;
  readonly by: string;
  readonly act: 'taken' | 'released' | 'copied' | 'sent' | 'closed' | 'reopened';
  /** The language of a reply, the reason of a closing, the reply that was sent. */
  readonly word: string | null;
  /** What a person wrote; null where there is nothing, or it was erased. */
  readonly text: string | null;
}

/** How far a ticket is here. */
export interface Standing {
  readonly owner: string | null;
  readonly state: Queued['state'];
}

export interface Draft {
  readonly language: ReplyLanguage;
  readonly text: string;
  readonly saved_at: bigint;
}

interface StoredReply {
  readonly id: string;
  readonly title: string;
  readonly language: ReplyLanguage;
  readonly text: string;
  readonly closes: ClosingReason | null;
  readonly by: string;
  readonly at: bigint;
}

/** The rows of ticket work in desk.db. */
export function createTicketStore(desk: Db) {
  const insertAct = desk.prepare(
    `insert into ticket_acts (id, ticket_id, at, by, act, word, text)
     values (@id, @ticket_id, @at, @by, @act, @word, @text)`,
  );
  const actsOf = desk.prepare('select * from ticket_acts where ticket_id = ? order by number');
  const act = desk.prepare('select * from ticket_acts where id = ?');
  const stand = desk.prepare(
    `insert into ticket_standings values (@ticket, @owner, @state, @at)
     on conflict (ticket_id) do update set owner = @owner, state = @state, at = @at`,
  );
  const standings = desk.prepare(
    `select ticket_id, owner, state from ticket_standings
     where ticket_id in (select value from json_each(?))`,
  );
  const inState = desk
    .prepare('select ticket_id from ticket_standings where state = ? order by at')
    .pluck();
  const notFree = desk
    .prepare(`select ticket_id from ticket_standings where state <> 'open' order by at`)
    .pluck();
  const heldBy = desk
    .prepare(
      `select ticket_id from ticket_standings where owner = ? and state <> 'closed' order by at`,
    )
    .pluck();
  const decided = desk.prepare(
    `select * from ticket_acts as one where act in ('closed', 'sent') and not exists (
       select 1 from ticket_acts as later where later.ticket_id = one.ticket_id
         and later.number > one.number and one.act = 'closed' and later.act = 'reopened')
     order by number`,
  );
  const draftOf = desk.prepare(
    'select language, text, saved_at from ticket_drafts where ticket_id = ? and user = ?',
  );
  const drafts = desk.prepare('select ticket_id from ticket_drafts where user = ?').pluck();
  const saveDraft = desk.prepare(
    `insert into ticket_drafts values (@ticket, @user, @language, @text, @at)
     on conflict (ticket_id, user) do update set language = @language, text = @text, saved_at = @at`,
  );
  const dropDraft = desk.prepare('delete from ticket_drafts where ticket_id = ? and user = ?');
  const insertReply = desk.prepare(
    'insert into saved_replies (id, title, language, text, closes, by, at, removed) values (@id, @title, @language, @text, @closes, @by, @at, @removed)',
  );
  const replies = desk.prepare(
    `select * from saved_replies as one where removed = 0 and number = (
       select max(number) from saved_replies where id = one.id) order by title, id`,
  );
  const reply = desk.prepare(
    'select * from saved_replies where id = ? order by number desc limit 1',
  );
  const views = desk.prepare('select name, filter from ticket_views where user = ? order by name');
  const saveView = desk.prepare(
    'insert into ticket_views values (?, ?, ?) on conflict (user, name) do update set filter = excluded.filter',
  );
  const removeView = desk.prepare('delete from ticket_views where user = ? and name = ?');

  const eraseActs = desk.prepare(
    `update ticket_acts set text = null
     where text is not null and ticket_id in (select value from json_each(?))`,
  );
  const eraseDrafts = desk.prepare(
    'delete from ticket_drafts where ticket_id in (select value from json_each(?))',
  );

  const toWire = (row: StoredReply): SavedReply => ({
    id: row.id,
    title: row.title,
    language: row.language,
    text: row.text,
    closes: row.closes,
    by: row.by,
    at: wireTime(Number(row.at)),
  });

  return {
    add: (one: Act) => insertAct.run(one),
    acts: (ticket: string) => actsOf.all(ticket) as Act[],
    act: (id: string) => act.get(id) as Act | undefined,
    /** Keeps how far a ticket is: what its acts come to, beside them, for the queue. */
    stand: (ticket: string, standing: Standing, at: number) =>
      stand.run({ ticket, at, ...standing }),
    /** How far tickets are that anything was done about. */
    standings(ids: readonly string[]): Map<string, Standing> {
      const rows = standings.all(JSON.stringify(ids)) as (Standing & { ticket_id: string })[];
      return new Map(rows.map(({ ticket_id, owner, state }) => [ticket_id, { owner, state }]));
    },
    /** Tickets in a state, the one that came into it last at the end. */
    inState: (state: Standing['state']) => inState.all(state) as string[],
    /** Tickets that somebody has, answered or closed. */
    notFree: () => notFree.all() as string[],
    /** Tickets that a person has and that are not closed. */
    heldBy: (user: string) => heldBy.all(user) as string[],
    /** Closings that stand and replies that were sent, oldest first. */
    decided: () => decided.all() as Act[],
    draft: (ticket: string, user: string) => draftOf.get(ticket, user) as Draft | undefined,
    drafts: (user: string) => new Set(drafts.all(user) as string[]),
    saveDraft: (row: {
      ticket: string;
      user: string;
      language: string;
      text: string;
      at: number;
    }) => saveDraft.run(row),
    dropDraft: (ticket: string, user: string) => dropDraft.run(ticket, user),
    insertReply: (row: Omit<StoredReply, 'at'> & { at: number; removed: 0 | 1 }) =>
      insertReply.run(row),
    replies: (): SavedReply[] => (replies.all() as StoredReply[]).map(toWire),
    reply(id: string): SavedReply | null {
      const found = reply.get(id) as (StoredReply & { removed: bigint }) | undefined;
      return found && found.removed === 0n ? toWire(found) : null;
    },
    eraseWords(ids: readonly string[]): number {
      const named = JSON.stringify(ids);
      eraseDrafts.run(named);
      return eraseActs.run(named).changes;
    },
    views(user: string): SavedView[] {
      const rows = views.all(user) as { name: string; filter: string }[];
      return rows.flatMap(({ name, filter }) => {
        const read = queueFilter.safeParse(JSON.parse(filter));
        return read.success ? [{ name, filter: read.data }] : [];
      });
    },
    saveView: (user: string, name: string, filter: string) => saveView.run(user, name, filter),
    removeView: (user: string, name: string) => removeView.run(user, name),
  };
}

export type TicketStore = ReturnType<typeof createTicketStore>;

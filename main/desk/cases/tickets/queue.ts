import type { Filter } from '../../../../contract/record-lists.ts';
import type { Fields } from '../../../../contract/records.ts';
import type { Queued, QueueFilter } from '../../../../contract/ticket-work.ts';
import type { Caller } from '../../audit/audit.ts';
import type { TicketDeps } from './tickets.ts';
import type { Standing, TicketStore } from './store.ts';

/** What a queue shows of a ticket, as the list of tickets names it. */
const columns = [
  'ticket_id',
  'account_id',
  'recharge_id',
  'opened_at',
  'locale',
  'subject',
  'body',
  'contact',
  'status',
  'priority',
  'attachments',
] as const;

/** Where the words of a filter are looked for. */
const searched = ['subject', 'body', 'ticket_id', 'account_id', 'recharge_id'];

/** Ids that one condition of a list's filter holds, and how many such conditions are put into one. */
const idsAtOnce = 1000;
const mostConditions = 90;

/** Choices at the side of a queue: so many of the most frequent. */
const mostChoices = 100;

export interface QueueAsked extends QueueFilter {
  readonly limit: number;
  readonly offset: number;
}

/**
 * The queue: the list of tickets of the copy, narrowed by the filters of that list and by how far
 * each ticket is here, a page at a time. Where it came from and here are two databases: what was
 * done here is a set of ids, and goes into the filter.
 */
export function createQueue(deps: TicketDeps, store: TicketStore) {
  /** Conditions on ids in pieces that a filter takes; of too many the newest. */
  function oneOf(all: readonly string[]): Filter {
    const ids = all.slice(-idsAtOnce * mostConditions);
    const parts: Filter = [];
    for (let from = 0; from < ids.length; from += idsAtOnce)
      parts.push({ op: 'in', column: 'ticket_id', values: ids.slice(from, from + idsAtOnce) });
    return parts;
  }
  const noneOf = (ids: readonly string[]): Filter =>
    ids.length === 0 ? [] : [{ op: 'any', parts: oneOf(ids), not: true }];
  const closedThere: Filter = [{ op: 'in', column: 'status', values: ['closed'] }];
  const openThere: Filter = [{ op: 'in', column: 'status', values: ['closed'], not: true }];

  /** Which tickets are meant, by how far they are. Null where there can be none. */
  function standing(show: QueueFilter['show'], user: string): Filter | null {
    switch (show) {
      case 'work':
        return [...openThere, ...noneOf(store.inState('closed'))];
      case 'free':
        return [...openThere, ...noneOf(store.notFree())];
      case 'mine': {
        const ids = store.heldBy(user);
        return ids.length === 0 ? null : [...openThere, { op: 'any', parts: oneOf(ids) }];
      }
      case 'closed':
        return [{ op: 'any', parts: [...closedThere, ...oneOf(store.inState('closed'))] }];
      case 'all':
        return [];
    }
  }

  const page = async (caller: Caller, filter: Filter, offset: number, limit: number) => {
    const { total, rows } = await deps.list(caller, {
      list: 'tickets',
      filter,
      sort: [{ column: 'opened_at', desc: false }],
      columns,
      offset,
      limit,
    });
    return {
      total,
      tickets: rows.flatMap((row): Fields[] =>
        row === null
          ? []
          : [Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null]))],
      ),
    };
  };

  return {
    /** A page of the queue, the longest waiting first. Refuses as the list of tickets does. */
    async queue(caller: Caller, asked: QueueAsked) {
      const by = standing(asked.show, caller.user);
      const filter = narrowed(asked);
      const [{ total, tickets }, choices] = await Promise.all([
        by === null
          ? { total: 0, tickets: [] }
          : page(caller, [...filter, ...by], asked.offset, asked.limit),
        deps.facets(caller, {
          list: 'tickets',
          filter: [],
          columns: ['locale', 'priority'],
          limit: mostChoices,
        }),
      ]);
      const here = store.standings(tickets.map(({ ticket_id }) => ticket_id ?? ''));
      const drafts = store.drafts(caller.user);
      const [locales = [], priorities = []] = choices.facets.map(({ values }) =>
        values.flatMap(({ value }) => value ?? []).toSorted(),
      );
      return {
        total,
        tickets: tickets.map((fields) => queued(fields, here, drafts)),
        locales,
        priorities,
      };
    },

    /** Of those that wait and nobody has the oldest; null where there is none. */
    async oldestFree(caller: Caller): Promise<string | null> {
      const { tickets } = await page(caller, standing('free', caller.user) ?? [], 0, 1);
      return tickets[0]?.ticket_id ?? null;
    },
  };
}

/** What a person narrows the queue by, as a filter of the list. */
function narrowed({ filter = [], text, locale, priority }: QueueFilter): Filter {
  const parts: Filter = [...filter];
  if (locale !== undefined) parts.push({ op: 'in', column: 'locale', values: [locale] });
  if (priority !== undefined) parts.push({ op: 'in', column: 'priority', values: [priority] });
  const wanted = text?.trim() ?? '';
  if (wanted !== '')
    parts.push({
      op: 'any',
      parts: searched.map((column) => ({ op: 'contains', column, text: wanted })),
    });
  return parts;
}

function queued(
  fields: Fields,
  here: ReadonlyMap<string, Standing>,
  drafts: ReadonlySet<string>,
): Queued {
  const id = fields.ticket_id ?? '';
  const { owner = null, state = 'open' } = here.get(id) ?? {};
  return {
    fields,
    owner,
    // A ticket that was closed where it came from is closed, whatever was done here.
    state: fields.status === 'closed' ? 'closed' : state,
    draft: drafts.has(id),
  };
}

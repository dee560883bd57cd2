import { useSyncExternalStore } from 'react';
import {
  type Filter,
  filter as filterShape,
  type ListName,
  listName,
} from '../../contract/record-lists.ts';
import { type RootCause, rootCause, type SweepKind, sweepKind } from '../../contract/diagnosis.ts';
import { type RecordKind, recordKind } from '../../contract/records.ts';
import { type LinkKind, linkKind } from '../../contract/seller-links.ts';
import { type QueueFilter, queueFilter } from '../../contract/ticket-work.ts';

/** Which rows of the audit are wanted; days as in 2026-11-23, in UTC. */
export interface AuditFilters {
  readonly object?: string | undefined;
  readonly actor?: string | undefined;
  readonly command?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const auditFilters = ['object', 'actor', 'command', 'from', 'to'] as const;

/** Everything that an address of the page can stand for. */
export type Route =
  | { readonly screen: 'home' }
  | { readonly screen: 'search'; readonly text: string; readonly kind?: RecordKind }
  | { readonly screen: 'recharge'; readonly id: string }
  | { readonly screen: 'account'; readonly id: string }
  | { readonly screen: 'show'; readonly kind: RecordKind; readonly id: string }
  | { readonly screen: 'tickets'; readonly status?: TicketStatus; readonly queue?: Queue }
  | { readonly screen: 'list'; readonly list?: ListName; readonly filter?: Filter }
  | { readonly screen: 'cases' }
  | { readonly screen: 'case'; readonly id: string; readonly tab?: CaseTab }
  | { readonly screen: 'report'; readonly id: string }
  | { readonly screen: 'approvals'; readonly id?: string }
  | { readonly screen: 'adjustments'; readonly view?: AdjustmentsView }
  | { readonly screen: 'adjustment'; readonly id: string }
  | { readonly screen: 'sellers'; readonly tab?: SellersTab }
  | { readonly screen: 'seller'; readonly id: string }
  | { readonly screen: 'ring'; readonly id: string }
  | { readonly screen: 'links'; readonly kind: LinkKind; readonly id: string }
  | { readonly screen: 'deadlines' }
  | { readonly screen: 'owed'; readonly kind?: SweepKind }
  | ({ readonly screen: 'failures' } & FailuresFilter)
  | { readonly screen: 'outages' }
  | { readonly screen: 'codes' }
  | { readonly screen: 'alike'; readonly id: string }
  | { readonly screen: 'kept'; readonly id: string }
  | { readonly screen: 'balance'; readonly id: string }
  | { readonly screen: 'import' }
  | ({ readonly screen: 'audit' } & AuditFilters)
  | { readonly screen: 'settings' }
  | { readonly screen: 'unknown' };

/** Which failures of the last sweep a list shows; a day is its first moment, RFC 3339. */
interface FailuresFilter {
  readonly cause?: RootCause;
  readonly channel?: string;
  readonly country?: string;
  readonly day?: string;
}

/** Which part of the queue is in sight, and the ticket that stands open. */
interface Queue {
  readonly filter: QueueFilter;
  readonly ticket?: string;
}

/** The parts of a case, the first one shown where none is named. */
export const caseTabs = [
  'evidence',
  'timeline',
  'notes',
  'tasks',
  'decisions',
  'replay',
  'custody',
] as const;
export type CaseTab = (typeof caseTabs)[number];

const ticketStatuses = ['open', 'waiting', 'closed', 'any'] as const;
export type TicketStatus = (typeof ticketStatuses)[number];

const sellersTabs = ['review', 'rings', 'flags', 'watch', 'rates'] as const;
export type SellersTab = (typeof sellersTabs)[number];

const adjustmentsViews = ['report', 'rules', 'outbox'] as const;
/** What there is of adjustments besides the list of all. */
type AdjustmentsView = (typeof adjustmentsViews)[number];

/** Decodes one part of an address; a broken escape stands for itself. */
function decoded(part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? '');
  } catch {
    return part ?? '';
  }
}

function kindOf(word: string): RecordKind | undefined {
  const found = recordKind.safeParse(word);
  return found.success ? found.data : undefined;
}

/** A list, with the filter that a link carries; one that is no filter is left away. */
function listRoute(name: string, text: string): Route {
  if (name === '') return { screen: 'list' };
  const list = listName.safeParse(name);
  if (!list.success) return { screen: 'unknown' };
  if (text === '') return { screen: 'list', list: list.data };
  const found = filterShape.safeParse(jsonOf(text));
  return { screen: 'list', list: list.data, ...(found.success ? { filter: found.data } : {}) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** An object stands by itself, as links name it; the other filters stand behind it. */
function filtersOf(object: string, rest: string): AuditFilters {
  const given = new URLSearchParams(rest);
  const found = auditFilters.flatMap((name): [string, string][] => {
    const value = name === 'object' ? object.replace(/^-$/, '') : given.get(name);
    return value ? [[name, value]] : [];
  });
  return Object.fromEntries(found);
}

function partsOfFilters(filters: AuditFilters): string[] {
  const rest = new URLSearchParams();
  for (const name of auditFilters) {
    const value = filters[name];
    if (name !== 'object' && value) rest.set(name, value);
  }
  const more = rest.toString();
  if (!filters.object && more === '') return [];
  return [filters.object || '-', ...(more === '' ? [] : [more])];
}

const anyOf = '-';

function failuresRoute(parts: readonly (string | undefined)[]): Route {
  const [cause, channel, country, day] = parts.map((part) => {
    const word = decoded(part);
    return word === '' || word === anyOf ? undefined : word;
  });
  const known = rootCause.safeParse(cause);
  return {
    screen: 'failures',
    ...(known.success ? { cause: known.data } : {}),
    ...(channel === undefined ? {} : { channel }),
    ...(country === undefined ? {} : { country }),
    ...(day === undefined ? {} : { day }),
  };
}

/** Stands before a filter of the queue, where others have a state that tickets came with. */
const queued = 'queue';

function queueRoute(text: string, ticket: string): Route {
  const filter = queueFilter.safeParse(jsonOf(text));
  if (!filter.success) return { screen: 'tickets' };
  return {
    screen: 'tickets',
    queue: { filter: filter.data, ...(ticket === '' ? {} : { ticket }) },
  };
}

function ticketsRoute(status: TicketStatus | undefined): Route {
  return status === undefined ? { screen: 'tickets' } : { screen: 'tickets', status };
}

function shownRoute(kind: RecordKind | undefined, id: string): Route {
  if (kind === undefined || id === '') return { screen: 'unknown' };
  return routeOf(kind, id);
}

function linksRoute(kind: string, id: string): Route {
  const known = linkKind.safeParse(kind);
  return known.success && id !== ''
    ? { screen: 'links', kind: known.data, id }
    : { screen: 'unknown' };
}

/** Reads `#/recharge/rc_1` and its like; what it does not know is `unknown`, never a guess. */
export function parseRoute(hash: string): Route {
  const [screen = '', first, second, ...more] = hash.replace(/^#?\/?/, '').split('/');
  const one = decoded(first);
  switch (screen) {
    case '':
      return { screen: 'home' };
    case 'search': {
      const kind = kindOf(decoded(second));
      return kind === undefined ? { screen, text: one } : { screen, text: one, kind };
    }
    case 'case': {
      const tab = caseTabs.find((each) => each === decoded(second));
      if (one === '') return { screen: 'unknown' };
      return tab === undefined ? { screen, id: one } : { screen, id: one, tab };
    }
    case 'report':
    case 'recharge':
    case 'account':
    case 'adjustment':
    case 'seller':
    case 'ring':
    case 'alike':
    case 'kept':
    case 'balance':
      return one === '' ? { screen: 'unknown' } : { screen, id: one };
    case 'owed': {
      const kind = sweepKind.safeParse(one);
      return kind.success ? { screen, kind: kind.data } : { screen };
    }
    case 'failures':
      return failuresRoute([first, second, ...more]);
    case 'show':
      return shownRoute(kindOf(one), decoded(second));
    case 'sellers': {
      const tab = sellersTabs.find((each) => each === one);
      return tab === undefined ? { screen } : { screen, tab };
    }
    case 'links':
      return linksRoute(one, decoded(second));
    case 'list':
      return listRoute(one, decoded(second));
    case 'tickets':
      return one === queued
        ? queueRoute(decoded(second), decoded(more[0]))
        : ticketsRoute(ticketStatuses.find((each) => each === one));
    case 'audit':
      return { screen, ...filtersOf(one, decoded(second)) };
    case 'approvals':
      return one === '' ? { screen } : { screen, id: one };
    case 'adjustments': {
      const view = adjustmentsViews.find((each) => each === one);
      return view === undefined ? { screen } : { screen, view };
    }
    case 'cases':
    case 'deadlines':
    case 'outages':
    case 'codes':
    case 'import':
    case 'settings':
      return { screen };
    default:
      return { screen: 'unknown' };
  }
}

/** Where a record has its page: recharges, accounts, adjustments and sellers have their own. */
export function routeOf(kind: RecordKind, id: string): Route {
  if (
    kind === 'recharge' ||
    kind === 'account' ||
    kind === 'adjustment' ||
    kind === 'seller' ||
    kind === 'case'
  )
    return { screen: kind, id };
  return { screen: 'show', kind, id };
}

function partsOf(route: Route): (string | undefined)[] {
  switch (route.screen) {
    case 'home':
    case 'unknown':
      return [];
    case 'search':
      return ['search', route.text, route.kind];
    case 'show':
      return ['show', route.kind, route.id];
    case 'case':
      return ['case', route.id, route.tab];
    case 'report':
    case 'recharge':
    case 'account':
    case 'adjustment':
    case 'approvals':
    case 'seller':
    case 'ring':
    case 'alike':
    case 'kept':
    case 'balance':
      return [route.screen, route.id];
    case 'sellers':
      return ['sellers', route.tab];
    case 'links':
      return ['links', route.kind, route.id];
    case 'owed':
      return [route.screen, route.kind];
    case 'failures': {
      const { cause, channel, country, day } = route;
      return ['failures', ...[cause, channel, country, day].map((part) => part ?? anyOf)];
    }
    case 'audit':
      return ['audit', ...partsOfFilters(route)];
    case 'adjustments':
      return ['adjustments', route.view];
    case 'tickets':
      return route.queue
        ? ['tickets', queued, JSON.stringify(route.queue.filter), route.queue.ticket]
        : ['tickets', route.status];
    case 'list':
      return ['list', route.list, route.filter && JSON.stringify(route.filter)];
    case 'cases':
    case 'deadlines':
    case 'outages':
    case 'codes':
    case 'import':
    case 'settings':
      return [route.screen];
  }
}

/** The address of a route, for links. */
export function href(route: Route): string {
  const parts = partsOf(route).filter((part) => part !== undefined && part !== '');
  return `#/${parts.map((part) => encodeURIComponent(part ?? '')).join('/')}`;
}

/** The address of a record's page. */
export function recordHref(kind: RecordKind, id: string): string {
  return href(routeOf(kind, id));
}

/** Goes there; `replace` leaves no step back, for what a person did not choose. */
export function go(route: Route, options: { replace?: boolean } = {}): void {
  const to = href(route);
  if (options.replace === true) {
    history.replaceState(null, '', to);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    location.hash = to;
  }
}

let seen = { hash: '', route: parseRoute('') };

function current(): Route {
  if (seen.hash !== location.hash) {
    seen = { hash: location.hash, route: parseRoute(location.hash) };
  }
  return seen.route;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** Where the page stands now. */
export function useRoute(): Route {
  return useSyncExternalStore(subscribe, current);
}

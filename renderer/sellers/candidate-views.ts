import type { Filter, ListView } from '../../contract/record-lists.ts';
import { type CandidateColumn, candidateColumns, type SellerLine } from '../../contract/sellers.ts';
import { useKeepLeft, useLeft, useViews } from '../records/lists/list-queries.ts';
import type { FilterColumn } from '../ui/filter-edit.ts';

/** Under these names views of candidates, and what was left on either screen, are kept. */
export const candidateList = 'seller_candidates';
export const queueList = 'seller_queue';

/** A way to look at candidates: its name, and what it leaves. */
export interface CandidateView {
  readonly id: string;
  readonly name: string;
  readonly filter: Filter;
}

const suggested: Filter = [{ op: 'in', column: 'suggested', values: ['true'] }];

/** Views that everybody has. */
export const fixedViews: readonly CandidateView[] = [
  { id: 'suggested', name: 'Suggested', filter: suggested },
  {
    id: 'open',
    name: 'Not flagged yet',
    filter: [...suggested, { op: 'in', column: 'flag', values: ['none'] }],
  },
  { id: 'rings', name: 'In a ring', filter: [{ op: 'in', column: 'ring', values: ['true'] }] },
  {
    id: 'complained',
    name: 'Named in tickets',
    filter: [{ op: 'range', column: 'tickets', from: '1', to: null }],
  },
];

const headers: Readonly<Record<CandidateColumn, string>> = {
  any: 'Name or signal',
  seller: 'Seller',
  name: 'Name it goes by',
  kind: 'Kind',
  imitates: 'Looks like',
  status: 'Status',
  flag: 'Flag',
  watched: 'Watched',
  score: 'Score',
  suggested: 'Suggested',
  signal: 'Signal',
  why: 'What a signal says',
  ring: 'In a ring',
  buyers: 'Buyers',
  coins: 'Coins',
  tickets: 'Tickets',
  offers: 'Offers',
  seen: 'Last seen',
};

/** The columns that candidates can be filtered by, as the filter's parts want them. */
export const candidateFields: readonly FilterColumn[] = Object.entries(candidateColumns).map(
  ([name, kind]) => ({
    name,
    kind,
    header: headers[name as CandidateColumn],
    currency: null,
    facet: false,
    masked: false,
  }),
);

const choices: Readonly<Partial<Record<CandidateColumn, (line: SellerLine) => readonly string[]>>> =
  {
    seller: (line) => [line.seller_id],
    kind: (line) => (line.kind === null ? [] : [line.kind]),
    status: (line) => [line.status],
    imitates: (line) => (line.imitates === null ? [] : [line.imitates]),
    flag: (line) => [line.flag],
    signal: (line) => line.signals.map(({ name }) => name.replaceAll('_', ' ')),
  };

/** The values of a column among candidates, the most frequent first, to choose from. */
export function candidateChoices(lines: readonly SellerLine[], column: string): string[] {
  const read = choices[column as CandidateColumn];
  if (read === undefined) return [];
  const counts = new Map<string, number>();
  for (const value of lines.flatMap(read)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => value);
}

/** A filter as the views of lists keep it; order and look are not kept here. */
export function contentOf(filter: Filter): ListView {
  return { filter, sort: [], look: { order: [], hidden: [], pinned: [], widths: {}, facets: [] } };
}

/** The views of candidates, and the filter that this person left on a screen of theirs. */
export function useCandidateViews(screen: string) {
  const saved = useViews(candidateList);
  const left = useLeft(screen);
  const keep = useKeepLeft(screen);
  const own: readonly CandidateView[] = saved.views.map(({ view, name, content }) => ({
    id: view,
    name,
    filter: content.filter,
  }));
  const standing = left.data ?? { content: contentOf(suggested), view: 'suggested' };
  const { filter } = standing.content;
  const view = [...fixedViews, ...own].find(({ id }) => id === standing.view) ?? null;
  return {
    own,
    saved,
    filter,
    view,
    ready: left.data !== undefined,
    /** The view was changed since it was chosen. */
    changed: JSON.stringify(view?.filter ?? []) !== JSON.stringify(filter),
    setFilter: (next: Filter) => keep({ content: contentOf(next), view: standing.view, row: 0 }),
    /** Null stands for all of them. */
    choose(next: CandidateView | null) {
      keep({ content: contentOf(next?.filter ?? []), view: next?.id ?? null, row: 0 });
    },
    /** Says which saved view the present filter is. */
    became: (id: string | null) => keep({ content: contentOf(filter), view: id, row: 0 }),
  };
}

import type { LackingRate, RateEntry } from '../../../contract/sellers.ts';
import type { DataColumn } from '../../ui/data-column.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { OutcomeBadge } from '../../ui/outcome-badge.tsx';
import { Time } from '../../ui/time.tsx';
import classes from '../sellers.module.css';

/** Whether a rate counts, with its word. */
export function RateState({ entry }: { entry: RateEntry }) {
  if (entry.state === 'counts') return <OutcomeBadge bare outcome="pass" word="counts" />;
  return <OutcomeBadge bare outcome="skipped" word={entry.state} />;
}

/** Rates in a table: of which day, how much, and where it is from. */
export const rateColumns: readonly DataColumn<RateEntry>[] = [
  { id: 'day', header: 'Day', width: 90, sort: (one) => one.day, cell: (one) => one.day },
  {
    id: 'pair',
    header: 'From → to',
    width: 100,
    sort: (one) => `${one.from} ${one.to}`,
    cell: (one) => <HostileText inline text={`${one.from} → ${one.to}`} />,
  },
  {
    id: 'rate',
    header: 'Rate',
    width: 104,
    right: true,
    cell: (one) => <HostileText inline text={one.rate} />,
  },
  {
    id: 'source',
    header: 'Source',
    width: 112,
    grow: true,
    sort: (one) => one.source,
    cell: (one) => <HostileText inline text={one.source} />,
  },
  {
    id: 'by',
    header: 'From whom',
    width: 134,
    sort: (one) => one.at ?? '',
    cell: (one) =>
      one.at === null ? (
        <span className={classes.dim}>the copy</span>
      ) : (
        <>
          {one.by}, <Time at={one.at} />
        </>
      ),
  },
  {
    id: 'state',
    header: 'State',
    width: 100,
    sort: (one) => one.state,
    cell: (one) => <RateState entry={one} />,
  },
];

/** What is lacking, in a table. */
export const lackingColumns: readonly DataColumn<LackingRate>[] = [
  {
    id: 'pair',
    header: 'From → to',
    width: 110,
    sort: (one) => `${one.from} ${one.to}`,
    cell: (one) => <HostileText inline text={`${one.from} → ${one.to}`} />,
  },
  {
    id: 'offers',
    header: 'Offers',
    width: 80,
    right: true,
    sort: (one) => one.offers,
    cell: (one) => one.offers,
  },
  {
    id: 'sellers',
    header: 'Sellers',
    width: 80,
    right: true,
    sort: (one) => one.sellers,
    cell: (one) => one.sellers,
  },
  {
    id: 'days',
    header: 'Seen',
    width: 200,
    grow: true,
    sort: (one) => one.last,
    cell: (one) => (one.first === one.last ? one.last : `${one.first} to ${one.last}`),
  },
];

import { useMemo } from 'react';
import type { OpenDeadline } from '../../contract/diagnosis.ts';
import { go, recordHref } from '../app/route.ts';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { Id } from '../ui/id.tsx';
import { Loading } from '../ui/loading.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import { deadlineNames } from '../../contract/verdict-words.ts';
import { TimeLeft, whatEnds } from './deadline-note.tsx';
import { WatchPage } from './watch-bar.tsx';
import { useDeadlines } from './watch-queries.ts';
import classes from './watch.module.css';

export const deadlineColumns: readonly DataColumn<OpenDeadline>[] = [
  {
    id: 'left',
    header: 'Left',
    width: 120,
    sort: (one) => one.at,
    cell: (one) => <TimeLeft at={one.at} />,
  },
  {
    id: 'kind',
    header: 'What',
    width: 208,
    sort: (one) => deadlineNames[one.kind],
    cell: (one) => deadlineNames[one.kind],
  },
  {
    id: 'at',
    header: 'Runs out (UTC)',
    width: 132,
    sort: (one) => one.at,
    cell: (one) => <Time at={one.at} show="minute" />,
  },
  {
    id: 'recharge',
    header: 'Recharge',
    width: 156,
    sort: (one) => one.recharge_id,
    cell: (one) => <Id id={one.recharge_id} href={recordHref('recharge', one.recharge_id)} />,
  },
  {
    id: 'account',
    header: 'Account',
    width: 156,
    sort: (one) => one.account_id,
    cell: (one) => <Id id={one.account_id} href={recordHref('account', one.account_id)} />,
  },
  {
    id: 'means',
    header: 'What it is the time for',
    width: 150,
    grow: true,
    cell: (one) => <span title={whatEnds[one.kind]}>{whatEnds[one.kind]}</span>,
  },
];

/** Everything that runs out, the soonest first: what a store asks, and what ends by itself. */
export function DeadlinesPage() {
  const { data, error, refetch } = useDeadlines();
  const rows = useMemo(() => data?.rows ?? [], [data]);
  return (
    <WatchPage view="deadlines" title="Deadlines">
      <div className={classes.table}>
        {data === undefined && error === null && (
          <Loading rows={12} label="Loading the deadlines" />
        )}
        {data === undefined && error !== null && (
          <Refused error={error} onRetry={() => void refetch()} />
        )}
        {data !== undefined && data.state === null && (
          <Empty centered title="Nothing is known yet">
            Sweep the copy: every attempt is judged, and what runs out is listed here.
          </Empty>
        )}
        {data !== undefined && data.state !== null && rows.length === 0 && (
          <Empty centered title="Nothing runs out">
            No store asks anything, and nothing ends by itself in this copy.
          </Empty>
        )}
        {rows.length > 0 && (
          <DataTable
            label="Deadlines"
            columns={deadlineColumns}
            rows={rows}
            rowKey={(one) => `${one.kind}/${one.recharge_id}/${one.at}`}
            onOpen={(one) => go({ screen: 'recharge', id: one.recharge_id })}
          />
        )}
      </div>
    </WatchPage>
  );
}

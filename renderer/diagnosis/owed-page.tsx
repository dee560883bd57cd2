import { useMemo } from 'react';
import { type SweepFinding, type SweepKind, sweepKinds } from '../../contract/diagnosis.ts';
import { go, href, recordHref } from '../app/route.ts';
import { Coins } from '../ui/coins.tsx';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { Id } from '../ui/id.tsx';
import { Loading } from '../ui/loading.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import { causeName } from '../../contract/verdict-words.ts';
import { sweepNames } from './sweep-words.ts';
import { WatchPage } from './watch-bar.tsx';
import { useFindings } from './watch-queries.ts';
import classes from './watch.module.css';

/** Coins that go to the customer; the other kinds are coins that are to be taken back. */
const toCustomer: ReadonlySet<SweepKind> = new Set(['owed', 'not_restored']);

const columns: readonly DataColumn<SweepFinding>[] = [
  {
    id: 'kind',
    header: 'What',
    width: 192,
    sort: (one) => sweepNames[one.kind],
    cell: (one) => (
      <OutcomeBadge
        bare
        outcome={toCustomer.has(one.kind) ? 'fail' : 'warn'}
        word={sweepNames[one.kind]}
      />
    ),
  },
  {
    id: 'coins',
    header: 'Coins',
    width: 80,
    right: true,
    sort: (one) => BigInt(one.coins),
    cell: (one) => <Coins coins={one.coins} bare />,
  },
  {
    id: 'decided',
    header: 'Decided here',
    width: 104,
    right: true,
    sort: (one) => BigInt(one.decided),
    cell: (one) => (one.decided === '0' ? '—' : <Coins coins={one.decided} signed bare />),
  },
  {
    id: 'cause',
    header: 'Cause',
    width: 136,
    grow: true,
    sort: (one) => causeName(one.cause),
    cell: (one) => causeName(one.cause),
  },
  {
    id: 'at',
    header: 'Ordered',
    width: 104,
    sort: (one) => one.at,
    cell: (one) => <Time at={one.at} />,
  },
  {
    id: 'recharge',
    header: 'Recharge or payment',
    width: 172,
    sort: (one) => one.recharge_id ?? one.payment,
    cell: (one) =>
      one.recharge_id === null ? (
        <Id id={one.payment ?? ''} />
      ) : (
        <Id id={one.recharge_id} href={recordHref('recharge', one.recharge_id)} />
      ),
  },
  {
    id: 'account',
    header: 'Account',
    width: 180,
    sort: (one) => one.account_id,
    cell: (one) =>
      one.account_id === null ? (
        'unknown'
      ) : (
        <Id id={one.account_id} href={recordHref('account', one.account_id)} />
      ),
  },
];

function open(one: SweepFinding): void {
  if (one.recharge_id !== null) go({ screen: 'recharge', id: one.recharge_id });
  else if (one.account_id !== null) go({ screen: 'account', id: one.account_id });
}

/** Coins that are proven to be owed, and their mirror: coins that were given wrongly. */
export function OwedPage({ kind }: { kind: SweepKind | undefined }) {
  const { data, error, refetch } = useFindings(kind);
  const rows = useMemo(() => data?.rows ?? [], [data]);
  const found = data?.state?.found;
  return (
    <WatchPage view="owed" title="Owed and wrong">
      {found !== undefined && (
        <nav className={classes.facets} aria-label="Kinds">
          <a
            className={classes.facet}
            href={href({ screen: 'owed' })}
            aria-current={kind === undefined}
          >
            All
          </a>
          {sweepKinds.map((each) => (
            <a
              key={each}
              className={classes.facet}
              href={href({ screen: 'owed', kind: each })}
              aria-current={kind === each}
            >
              {sweepNames[each]}
              <span>
                {(found[each]?.rows ?? 0).toLocaleString('en-US')} ·{' '}
                <Coins coins={found[each]?.coins ?? '0'} />
              </span>
            </a>
          ))}
        </nav>
      )}
      <div className={classes.table}>
        {data === undefined && error === null && (
          <Loading rows={12} label="Loading what was found" />
        )}
        {data === undefined && error !== null && (
          <Refused error={error} onRetry={() => void refetch()} />
        )}
        {data !== undefined && rows.length === 0 && (
          <Empty
            centered
            title={data.state === null ? 'Nothing is known yet' : 'Nothing of that kind'}
          >
            {data.state === null
              ? 'Sweep the copy: every attempt is judged, and what is owed or was given wrongly is listed here.'
              : 'The last sweep found no such coins in this copy.'}
          </Empty>
        )}
        {rows.length > 0 && (
          <DataTable
            label="Owed and wrong"
            columns={columns}
            rows={rows}
            rowKey={(one) => `${one.kind}/${one.recharge_id ?? one.payment}`}
            onOpen={open}
          />
        )}
      </div>
    </WatchPage>
  );
}

import { TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { BalanceEntry, ExplainedBalance } from '../../contract/diagnosis.ts';
import { recordHref } from '../app/route.ts';
import { kindNames } from '../records/account/sums.ts';
import { CoinChart } from '../ui/coin-chart.tsx';
import { Coins } from '../ui/coins.tsx';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id } from '../ui/id.tsx';
import { Loading } from '../ui/loading.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import { Time } from '../ui/time.tsx';
import { useBalances } from './watch-queries.ts';
import classes from './watch.module.css';

/** A chart of more points shows no more. */
const mostPoints = 600;

const columns: readonly DataColumn<BalanceEntry>[] = [
  {
    id: 'at',
    header: 'When',
    width: 184,
    sort: (one) => one.at,
    cell: (one) => <Time at={one.at} show="absolute" />,
  },
  {
    id: 'kind',
    header: 'What',
    width: 116,
    sort: (one) => one.kind,
    cell: (one) => kindNames[one.kind] ?? one.kind,
  },
  {
    id: 'delta',
    header: 'Change',
    width: 84,
    right: true,
    sort: (one) => BigInt(one.delta),
    cell: (one) => <Coins coins={one.delta} signed bare />,
  },
  {
    id: 'sum',
    header: 'Sum so far',
    width: 88,
    right: true,
    cell: (one) => <Coins coins={one.sum} bare />,
  },
  {
    id: 'stated',
    header: 'Stated',
    width: 84,
    right: true,
    cell: (one) => (one.stated === null ? '—' : <Coins coins={one.stated} bare />),
  },
  {
    id: 'for',
    header: 'For',
    width: 160,
    grow: true,
    cell: (one) =>
      one.recharge_id !== null ? (
        <Id id={one.recharge_id} href={recordHref('recharge', one.recharge_id)} />
      ) : one.gift !== null ? (
        <HostileText
          inline
          text={`${one.gift}${one.quantity === null ? '' : ` × ${one.quantity}`}`}
        />
      ) : one.external_id !== null ? (
        <Id id={one.external_id} />
      ) : (
        '—'
      ),
  },
  { id: 'entry', header: 'Entry', width: 156, cell: (one) => <Id id={one.entry_id} /> },
];

/** At most so many points, the last one always among them. */
function pointsOf(entries: readonly BalanceEntry[]) {
  const step = Math.max(1, Math.ceil(entries.length / mostPoints));
  return entries
    .filter((_entry, index) => index % step === 0 || index === entries.length - 1)
    .map(({ at, sum }) => ({ at, balance: sum }));
}

function Agreement({ one }: { one: ExplainedBalance }) {
  if (one.stated === null) return <span>No entry states a balance.</span>;
  if (one.stated === one.computed)
    return <OutcomeBadge outcome="pass" word="the newest entry states the same" />;
  return (
    <span>
      <OutcomeBadge outcome="warn" word="differs" /> The newest entry states{' '}
      <Coins coins={one.stated} bare />.
    </span>
  );
}

function Asset({ one }: { one: ExplainedBalance }) {
  const points = useMemo(() => pointsOf(one.entries), [one]);
  return (
    <Panel
      title={
        <>
          <span className={classes.asset}>{one.asset}</span>: <Coins coins={one.computed} bare />
        </>
      }
    >
      <div className={classes.two}>
        <div>
          {points.length > 0 ? (
            <CoinChart points={points} />
          ) : (
            <p className={classes.dim}>No entry of this account up to then.</p>
          )}
        </div>
        <div>
          <p>
            <Agreement one={one} />
          </p>
          {one.desk_adjustments !== '0' && (
            <p>
              <Coins coins={one.desk_adjustments} signed /> decided here and not confirmed yet.
            </p>
          )}
          <dl className={classes.sums}>
            {one.sums.map((sum) => (
              <div key={sum.kind} style={{ display: 'contents' }}>
                <dt>
                  {kindNames[sum.kind] ?? sum.kind} ({sum.entries})
                </dt>
                <dd>
                  <Coins coins={sum.coins} signed bare />
                </dd>
              </div>
            ))}
            {one.spent.slice(0, 5).map((gift) => (
              <div key={gift.gift} style={{ display: 'contents' }}>
                <dt className={classes.dim}>
                  spent on <HostileText inline text={gift.gift} /> ({gift.entries})
                </dt>
                <dd className={classes.dim}>
                  <Coins coins={gift.coins} signed bare />
                </dd>
              </div>
            ))}
          </dl>
        </div>
      </div>
      {one.problems.length > 0 && (
        <ul className={classes.problems} aria-label={`What does not fit, ${one.asset}`}>
          {one.problems.slice(0, 50).map((problem) => (
            <li key={`${problem.kind}/${problem.entry_id}`}>
              <OutcomeBadge bare outcome="warn" word={problem.kind} />{' '}
              <Coins coins={problem.coins} signed bare /> · <Time at={problem.at} show="absolute" />{' '}
              · <HostileText inline text={problem.text} />
            </li>
          ))}
        </ul>
      )}
      {one.entries.length > 0 && (
        <div className={classes.entries}>
          <DataTable
            label={`Entries, ${one.asset}`}
            columns={columns}
            rows={one.entries}
            rowKey={(entry) => entry.entry_id}
            maxRows={16}
          />
        </div>
      )}
    </Panel>
  );
}

/** Why an account holds what it holds: a wallet each, with its chart, entries and what does not fit. */
export function BalancePage({ id }: { id: string }) {
  const [at, setAt] = useState('');
  const time = at === '' ? undefined : new Date(`${at}:00Z`);
  const asked = time === undefined || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
  const { data, error, refetch } = useBalances(id, asked);
  return (
    <Screen
      title={
        <>
          Balance explained · <Id id={id} href={recordHref('account', id)} />
        </>
      }
      aside={
        <span className={classes.asOf}>
          As of, in UTC
          <TextInput
            type="datetime-local"
            aria-label="As of (UTC), empty for now"
            value={at}
            onChange={(event) => setAt(event.currentTarget.value)}
          />
        </span>
      }
    >
      {data?.some((one) => !one.known) === true && (
        <p role="status">
          <OutcomeBadge outcome="unknown" word="not in this copy" /> No record of this account is
          here: a sum of no entries says nothing of what it holds. Check the id, or import newer
          records.
        </p>
      )}
      {data?.map((one) => (
        <Asset key={one.asset} one={one} />
      ))}
      {data === undefined && error === null && <Loading rows={14} label="Loading the balance" />}
      {data === undefined && error !== null && (
        <Refused error={error} onRetry={() => void refetch()} />
      )}
    </Screen>
  );
}

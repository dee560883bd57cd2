import { useMemo } from 'react';
import type { Similar } from '../../contract/diagnosis.ts';
import { policy } from '../../contract/policy.ts';
import { sayName } from '../../contract/say.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { recordHref } from '../app/route.ts';
import { BarChart } from '../ui/bar-chart.tsx';
import { Empty } from '../ui/empty.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id } from '../ui/id.tsx';
import { Loading } from '../ui/loading.tsx';
import { OutcomeBadge, type OutcomeName } from '../ui/outcome-badge.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import { causeName } from '../../contract/verdict-words.ts';
import { FailingTable } from './failing-table.tsx';
import { OpenOutage, type OutageStart } from './open-outage.tsx';
import { SweepLine } from './watch-bar.tsx';
import { useSimilar } from './watch-queries.ts';
import classes from './watch.module.css';

const trends: Readonly<Record<Similar['trend'], { outcome: OutcomeName; word: string }>> = {
  rising: { outcome: 'fail', word: 'rising' },
  falling: { outcome: 'warn', word: 'falling again' },
  steady: { outcome: 'unknown', word: 'as usual' },
  alone: { outcome: 'pass', word: 'alone' },
};

/** What an outage opened from here begins with. */
function startOf(data: Similar): OutageStart {
  const first = data.hours.find((hour) => hour.same_provider > 0)?.at;
  const service =
    data.cause === 'paid_not_granted'
      ? ('grants' as const)
      : data.provider === 'apple' || data.provider === 'google'
        ? data.provider
        : ('payments' as const);
  return {
    service,
    ...(service === 'grants' ? {} : { provider: data.provider }),
    ...(first === undefined ? {} : { from: first }),
  };
}

function Whole({ data }: { data: Similar }) {
  const { role } = useMe();
  const points = useMemo(
    () =>
      data.hours.map((hour) => ({
        at: hour.at,
        count: hour.same_cause,
        part: hour.same_provider,
      })),
    [data],
  );
  if (data.swept_at === null)
    return <Empty title="Nothing is counted yet">Sweep the copy to see who else failed.</Empty>;
  const { outcome, word } = trends[data.trend];
  return (
    <>
      <Panel title={`${causeName(data.cause)}, a day before and after`}>
        <p className={classes.says}>
          <OutcomeBadge outcome={outcome} word={word} /> {data.says}
        </p>
        <BarChart
          hours
          label="Failures of the same cause by hour"
          noun="with the same cause"
          partNoun="with the same provider"
          points={points}
        />
        <p className={classes.dim}>
          Within an hour: {data.near.cause} with the same cause, {data.near.provider} with the
          provider <HostileText inline text={sayName(data.provider)} />, {data.near.country} in{' '}
          {data.country === '' ? 'the same country' : data.country}.
        </p>
      </Panel>
      <Panel flush title={`Affected with it · ${data.affected.length}`}>
        {data.affected.length === 0 ? (
          <Empty title="Nobody else">No other attempt failed like this within an hour.</Empty>
        ) : (
          <FailingTable label="Affected attempts" rows={data.affected} maxRows={12} />
        )}
      </Panel>
      {may(role, policy.diagnosis.setIncident) && (
        <Panel title="Open an outage from it">
          <OpenOutage start={startOf(data)} />
        </Panel>
      )}
    </>
  );
}

/** Is it an outage, or this one customer? */
export function AlikePage({ id }: { id: string }) {
  const { data, error, refetch } = useSimilar(id);
  return (
    <Screen
      title={
        <>
          Outage or one customer · <Id id={id} href={recordHref('recharge', id)} />
        </>
      }
    >
      <SweepLine />
      {data !== undefined && <Whole key={data.swept_at} data={data} />}
      {data === undefined && error === null && <Loading rows={12} label="Counting others" />}
      {data === undefined && error !== null && (
        <Refused error={error} onRetry={() => void refetch()} />
      )}
    </Screen>
  );
}

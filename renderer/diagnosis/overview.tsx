import { useMemo } from 'react';
import type { Overview, RootCause } from '../../contract/diagnosis.ts';
import { go, href } from '../app/route.ts';
import { channelName } from '../records/words.ts';
import { BarChart } from '../ui/bar-chart.tsx';
import { Coins } from '../ui/coins.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { causeName } from '../../contract/verdict-words.ts';
import { useOverview } from './watch-queries.ts';
import classes from './watch.module.css';

const mostCauses = 6;
const mostPlaces = 8;
/** Fewer attempts than this say nothing of a rate. */
const leastAttempts = 20;

function Meter({ share }: { share: number }) {
  return (
    <span className={classes.meter} aria-hidden="true">
      <span style={{ width: `${Math.max(1, share * 100)}%` }} />
    </span>
  );
}

function Causes({ data }: { data: Overview }) {
  const points = useMemo(() => {
    const days = new Map<string, number>();
    for (const { day, attempts } of data.causes) days.set(day, (days.get(day) ?? 0) + attempts);
    return [...days].map(([at, count]) => ({ at, count }));
  }, [data]);
  const sums = useMemo(() => {
    const found = new Map<RootCause, number>();
    for (const { cause, attempts } of data.causes)
      found.set(cause, (found.get(cause) ?? 0) + attempts);
    return [...found].toSorted(([, a], [, b]) => b - a);
  }, [data]);
  const most = sums[0]?.[1] ?? 1;
  return (
    <Panel title="Failures by cause" aside={<a href={href({ screen: 'failures' })}>All</a>}>
      <BarChart
        label="Failed attempts by day"
        noun="failed attempts"
        points={points}
        onOpen={(day) => go({ screen: 'failures', day })}
      />
      <ol className={classes.causes}>
        {sums.slice(0, mostCauses).map(([cause, count]) => (
          <li key={cause}>
            <a href={href({ screen: 'failures', cause })}>{causeName(cause)}</a>
            <Meter share={count / most} />
            <span className={classes.count}>{count.toLocaleString('en-US')}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Success({ data }: { data: Overview }) {
  const places = useMemo(
    () =>
      data.success
        .filter((one) => one.attempts >= leastAttempts)
        .map((one) => ({ ...one, rate: one.delivered / one.attempts }))
        .toSorted((a, b) => a.rate - b.rate),
    [data],
  );
  const all = data.success.reduce((sum, one) => sum + one.attempts, 0);
  const delivered = data.success.reduce((sum, one) => sum + one.delivered, 0);
  return (
    <Panel title="Success by channel and country">
      <p className={classes.dim} style={{ margin: '0 0 4px' }}>
        {all === 0
          ? 'No attempts.'
          : `${((delivered / all) * 100).toFixed(1)} % of all delivered; the lowest first`}
      </p>
      <ol className={classes.causes}>
        {places.slice(0, mostPlaces + 2).map((one) => (
          <li key={`${one.channel}/${one.country}`}>
            <a
              href={href({
                screen: 'failures',
                channel: one.channel,
                ...(one.country === '' ? {} : { country: one.country }),
              })}
            >
              {channelName(one.channel)} · {one.country === '' ? 'no country' : one.country}
            </a>
            <Meter share={one.rate} />
            <span className={classes.count}>{(one.rate * 100).toFixed(1)} %</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Credited({ data }: { data: Overview }) {
  const points = useMemo(
    () =>
      data.credited.map(({ day, found, made_good }) => ({
        at: day,
        count: found,
        part: made_good,
      })),
    [data],
  );
  const found = data.state?.found;
  return (
    <Panel
      title="Paid but not credited"
      aside={<a href={href({ screen: 'owed', kind: 'owed' })}>Who is owed</a>}
    >
      <BarChart
        label="Paid but not credited by day"
        noun="found"
        partNoun="made good here"
        points={points}
        onOpen={(day) => go({ screen: 'failures', cause: 'paid_not_granted', day })}
      />
      <ol className={classes.causes}>
        {found !== undefined &&
          (['owed', 'not_restored'] as const).map((kind) => (
            <li key={kind}>
              <a href={href({ screen: 'owed', kind })}>
                {kind === 'owed' ? 'Still owed' : 'Refund taken back, not restored'}
              </a>
              <span className={classes.count}>
                {(found[kind]?.rows ?? 0).toLocaleString('en-US')}
              </span>
              <span className={classes.count}>
                <Coins coins={found[kind]?.coins ?? '0'} />
              </span>
            </li>
          ))}
      </ol>
    </Panel>
  );
}

/** The three charts of the home screen, from the last sweep; each opens its rows. */
export function OverviewCharts() {
  const { data, error, refetch } = useOverview();
  if (data === undefined && error !== null)
    return <Refused error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={6} label="Loading the charts" />;
  if (data.state === null)
    return (
      <Empty title="The charts come with a sweep">
        A sweep judges every attempt. It runs at night, or now from the line above; the charts
        follow.
      </Empty>
    );
  return (
    <div className={classes.charts}>
      <Causes data={data} />
      <Success data={data} />
      <Credited data={data} />
    </div>
  );
}

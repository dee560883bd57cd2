import { href } from '../app/route.ts';
import { channelName } from '../records/words.ts';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Refused } from '../ui/refused.tsx';
import { causeName } from '../../contract/verdict-words.ts';
import { FailingTable } from './failing-table.tsx';
import { WatchPage } from './watch-bar.tsx';
import { type FailingFilter, useFailing } from './watch-queries.ts';
import classes from './watch.module.css';

/** The filter as chips, each of which takes itself away. */
function Chips({ filter }: { filter: FailingFilter }) {
  const { cause, channel, country, day } = filter;
  const chips: readonly (readonly [keyof FailingFilter, string | undefined])[] = [
    ['cause', cause === undefined ? undefined : causeName(cause)],
    ['channel', channel === undefined ? undefined : channelName(channel)],
    ['country', country],
    ['day', day?.slice(0, 10)],
  ];
  const shown = chips.filter(([, word]) => word !== undefined);
  if (shown.length === 0) return null;
  return (
    <nav className={classes.facets} aria-label="Filter">
      {shown.map(([name, word]) => {
        const { [name]: _gone, ...rest } = filter;
        return (
          <a
            key={name}
            className={classes.facet}
            href={href({ screen: 'failures', ...rest })}
            aria-label={`Without ${name} ${word}`}
          >
            {name} {word} ✕
          </a>
        );
      })}
    </nav>
  );
}

/** The attempts behind a chart: what did not end well, by cause, channel, country and day. */
export function FailuresPage({ filter }: { filter: FailingFilter }) {
  const { data, error, refetch } = useFailing(filter);
  return (
    <WatchPage
      view="failures"
      title={data === undefined ? 'Failures' : `Failures · ${data.total.toLocaleString('en-US')}`}
    >
      <Chips filter={filter} />
      <div className={classes.table}>
        {data === undefined && error === null && <Loading rows={12} label="Loading the attempts" />}
        {data === undefined && error !== null && (
          <Refused error={error} onRetry={() => void refetch()} />
        )}
        {data?.rows.length === 0 && (
          <Empty centered title="No such attempt">
            Take something away from the filter, or sweep the copy.
          </Empty>
        )}
        {data !== undefined && data.rows.length > 0 && (
          <FailingTable label="Failures" rows={data.rows} />
        )}
      </div>
    </WatchPage>
  );
}

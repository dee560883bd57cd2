import { useDebouncedValue } from '@mantine/hooks';
import type { Hit } from '../../contract/records.ts';
import { recordHref } from '../app/route.ts';
import { Loading } from '../ui/loading.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { FieldList } from './field-list.tsx';
import { KindIcon, kindName } from './kinds.tsx';
import { useShown } from './queries.ts';
import classes from './search-page.module.css';
import { Timeline } from './timeline.tsx';

function Body({ hit }: { hit: Pick<Hit, 'kind' | 'id'> }) {
  const { data, error, refetch } = useShown(hit.kind, hit.id);
  if (error !== null && data === undefined)
    return <Refused error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={10} />;
  return (
    <>
      <div className={classes.fields}>
        <FieldList fields={data.fields} own={data.id} />
      </div>
      {data.timeline.length > 0 && <Timeline label="What happened" entries={data.timeline} />}
    </>
  );
}

/** Longer than from one key to the next of somebody who types or walks fast. */
const restMs = 180;

/** The chosen record beside a list; it follows the arrow keys once they rest. */
export function RecordPreview({ hit }: { hit: Pick<Hit, 'kind' | 'id'> }) {
  const [settled] = useDebouncedValue(hit, restMs);
  const title = (
    <span className={classes.kicker}>
      <KindIcon kind={hit.kind} /> {kindName(hit.kind)}
    </span>
  );
  return (
    <Panel flush fill title={title} aside={<a href={recordHref(hit.kind, hit.id)}>Open</a>}>
      <Body key={`${settled.kind}/${settled.id}`} hit={settled} />
    </Panel>
  );
}

import type { RecordKind, Shown } from '../../contract/records.ts';
import { WatchNote } from '../sellers/watch-note.tsx';
import { Empty } from '../ui/empty.tsx';
import { Id } from '../ui/id.tsx';
import { Loading } from '../ui/loading.tsx';
import { Panel } from '../ui/panel.tsx';
import { originWords } from '../ui/raw-record.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import { CopyLine } from './copy-line.tsx';
import { FieldList } from './field-list.tsx';
import { KindIcon, kindName } from './kinds.tsx';
import { useCoverage, useShown } from './queries.ts';
import classes from './show-page.module.css';
import { RevealContact } from './reveal-contact.tsx';
import { TicketPanel } from './ticket-panel.tsx';
import { Timeline } from './timeline.tsx';

function Origins({ shown }: { shown: Shown }) {
  if (shown.provenance.length === 0) return null;
  return (
    <Panel title="Where it came from">
      <ul className={classes.origins}>
        {shown.provenance.map((origin) => (
          <li key={originWords(origin)}>{originWords(origin)}</li>
        ))}
      </ul>
    </Panel>
  );
}

/** Kinds of record that can be watched themselves and have no page of their own. */
function watchedAs({ kind, id }: Shown) {
  return kind === 'instrument' || kind === 'device' || kind === 'ip' ? { [kind]: id } : null;
}

function Whole({ shown }: { shown: Shown }) {
  return (
    <div className={classes.columns}>
      <div className={classes.side}>
        {shown.kind === 'ticket' ? (
          <TicketPanel ownPage ticket={shown.fields} />
        ) : (
          <Panel title="The record">
            <FieldList fields={shown.fields} own={shown.id} />
            <RevealContact kind={shown.kind} id={shown.id} fields={shown.fields} />
          </Panel>
        )}
        <Origins shown={shown} />
      </div>
      <Panel flush title={`What happened · ${shown.timeline.length}`}>
        {shown.timeline.length === 0 ? (
          <Empty title="Nothing else names it">
            The copy holds no event, order or session that belongs to this record.
          </Empty>
        ) : (
          <Timeline label="What happened" entries={shown.timeline} />
        )}
      </Panel>
    </div>
  );
}

/** A record of a kind that has no screen of its own: its fields, what happened, its origin. */
export function ShowPage({ kind, id }: { kind: RecordKind; id: string }) {
  const { data, error, refetch } = useShown(kind, id);
  const coverage = useCoverage();
  const watched = data === undefined ? null : watchedAs(data);
  const title = (
    <>
      <KindIcon kind={kind} size={18} /> {kindName(kind)} <Id whole id={id} />
    </>
  );
  return (
    <Screen title={title} aside={coverage.data && <CopyLine copy={coverage.data} />}>
      {error !== null && data === undefined && (
        <Refused error={error} onRetry={() => void refetch()} />
      )}
      {error === null && data === undefined && <Loading rows={14} />}
      {watched !== null && <WatchNote {...watched} />}
      {data !== undefined && <Whole shown={data} />}
    </Screen>
  );
}

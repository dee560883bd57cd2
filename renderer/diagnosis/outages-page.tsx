import { Button } from '@mantine/core';
import type { OwnIncidentWire } from '../../contract/diagnosis.ts';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Loading } from '../ui/loading.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import { OpenOutage, serviceNames } from './open-outage.tsx';
import { WatchPage } from './watch-bar.tsx';
import { useIncidents, useSetIncident } from './watch-queries.ts';
import classes from './watch.module.css';

function EndButton({ one }: { one: OwnIncidentWire }) {
  const { role } = useMe();
  const set = useSetIncident();
  if (one.ended_at !== null) return <OutcomeBadge bare outcome="skipped" word="ended" />;
  if (!may(role, policy.diagnosis.setIncident))
    return <OutcomeBadge bare outcome="warn" word="going on" />;
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={set.isPending}
      onClick={() =>
        set.mutate({
          incident: one.incident_id,
          service: one.service,
          provider: one.provider,
          regions: one.regions?.split(',') ?? [],
          started_at: one.started_at,
          ended_at: new Date().toISOString(),
          summary: one.summary,
        })
      }
    >
      End it now
    </Button>
  );
}

const columns: readonly DataColumn<OwnIncidentWire>[] = [
  { id: 'service', header: 'Service', width: 112, cell: (one) => serviceNames[one.service] },
  {
    id: 'summary',
    header: 'What happened',
    width: 136,
    grow: true,
    cell: (one) => <HostileText inline text={one.summary} />,
  },
  { id: 'provider', header: 'Provider', width: 76, cell: (one) => one.provider ?? 'all' },
  { id: 'regions', header: 'Countries', width: 84, cell: (one) => one.regions ?? 'all' },
  {
    id: 'started',
    header: 'From',
    width: 176,
    cell: (one) => <Time at={one.started_at} show="absolute" />,
  },
  {
    id: 'ended',
    header: 'To',
    width: 176,
    cell: (one) =>
      one.ended_at === null ? 'still on' : <Time at={one.ended_at} show="absolute" />,
  },
  { id: 'by', header: 'By', width: 72, cell: (one) => one.by },
  { id: 'end', header: '', width: 104, cell: (one) => <EndButton one={one} /> },
];

/** Outages that this desk opened. Those of the platform come with the records. */
export function OutagesPage() {
  const { role } = useMe();
  const { data, error, refetch } = useIncidents();
  return (
    <WatchPage view="outages" title="Outages" plain>
      <div className={classes.scroll}>
        <div className={classes.body}>
          <Panel flush title="Opened at this desk">
            {data === undefined && error === null && <Loading rows={4} label="Loading outages" />}
            {data === undefined && error !== null && (
              <Refused error={error} onRetry={() => void refetch()} />
            )}
            {data?.length === 0 && (
              <Empty title="No outage was opened here">
                Those that the platform reports come with the records and count by themselves.
              </Empty>
            )}
            {data !== undefined && data.length > 0 && (
              <DataTable
                label="Outages of this desk"
                columns={columns}
                rows={data}
                rowKey={(one) => one.incident_id}
                maxRows={12}
              />
            )}
          </Panel>
          {may(role, policy.diagnosis.setIncident) && (
            <Panel title="Open an outage">
              <OpenOutage start={{}} />
            </Panel>
          )}
        </div>
      </div>
    </WatchPage>
  );
}

import { Button } from '@mantine/core';
import { useState } from 'react';
import type { KeptVerdict, Replayed } from '../../contract/diagnosis.ts';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { recordHref } from '../app/route.ts';
import { Coins } from '../ui/coins.tsx';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id } from '../ui/id.tsx';
import { Loading } from '../ui/loading.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import { Time } from '../ui/time.tsx';
import { causeName } from '../../contract/verdict-words.ts';
import { changeSaid } from './change-words.ts';
import { Checklist } from './checklist.tsx';
import { VerdictLine } from './verdict-line.tsx';
import { useKeep, useKept, useReplay } from './watch-queries.ts';
import classes from './watch.module.css';

const columns: readonly DataColumn<KeptVerdict>[] = [
  { id: 'at', header: 'Kept', width: 200, cell: (one) => <Time at={one.at} show="absolute" /> },
  {
    id: 'cause',
    header: 'Cause then',
    width: 180,
    grow: true,
    cell: (one) => causeName(one.root_cause),
  },
  {
    id: 'owed',
    header: 'Owed then',
    width: 100,
    right: true,
    cell: (one) => <Coins coins={one.coins_owed} bare />,
  },
  {
    id: 'copy',
    header: 'Copy of',
    width: 200,
    cell: (one) => <Time at={one.copy_as_of} show="absolute" />,
  },
  { id: 'version', header: 'Checklist', width: 150, cell: (one) => one.checklist_version },
];

function Changes({ changes }: Pick<Replayed, 'changes'>) {
  if (changes.length === 0)
    return <Empty title="Nothing has changed">The records say today what they said then.</Empty>;
  return (
    <dl className={classes.changed}>
      <dt>
        <b>What</b>
      </dt>
      <dd>
        <b>Then</b>
      </dd>
      <dd>
        <b>Now</b>
      </dd>
      {changes.map(changeSaid).map((change) => (
        <div key={change.what} style={{ display: 'contents' }}>
          <dt>
            <HostileText inline text={change.what} />
          </dt>
          <dd>{change.before === null ? '—' : <HostileText inline text={change.before} />}</dd>
          <dd>{change.now === null ? '—' : <HostileText inline text={change.now} />}</dd>
        </div>
      ))}
    </dl>
  );
}

function Then({ number }: { number: number }) {
  const { data, error, refetch } = useReplay(number);
  if (error !== null) return <Refused error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={8} label="Opening the verdict of then" />;
  return (
    <>
      <Panel
        flush={data.changes.length === 0}
        title={`What has changed since · ${data.changes.length}`}
      >
        <Changes changes={data.changes} />
      </Panel>
      <Panel flush title="The verdict of then, with its evidence">
        <VerdictLine ofThen verdict={data.before} />
        <Checklist verdict={data.before} asked={null} />
      </Panel>
    </>
  );
}

/** Verdicts on one recharge that somebody kept or acted on, and what is different today. */
export function KeptPage({ id }: { id: string }) {
  const { role } = useMe();
  const { data, error, refetch } = useKept(id);
  const keep = useKeep(id);
  const [chosen, setChosen] = useState<number | null>(null);
  const number = chosen ?? data?.[0]?.number ?? null;
  const action = may(role, policy.diagnosis.keep) ? (
    <Button variant="default" loading={keep.isPending} onClick={() => keep.mutate()}>
      Keep the verdict of now
    </Button>
  ) : undefined;
  return (
    <Screen
      title={
        <>
          Verdicts then and now · <Id id={id} href={recordHref('recharge', id)} />
        </>
      }
      aside={action}
    >
      {keep.error !== null && <Refused error={keep.error} />}
      <Panel flush title="Kept verdicts">
        {data === undefined && error === null && <Loading rows={3} label="Loading kept verdicts" />}
        {data === undefined && error !== null && (
          <Refused error={error} onRetry={() => void refetch()} />
        )}
        {data?.length === 0 && (
          <Empty title="None was kept yet">
            One is kept with every proposal and every answer of the customer, or by the button
            above.
          </Empty>
        )}
        {data !== undefined && data.length > 0 && (
          <DataTable
            label="Kept verdicts"
            columns={columns}
            rows={data}
            rowKey={(one) => String(one.number)}
            {...(number === null ? {} : { chosen: String(number) })}
            maxRows={8}
            onOpen={(one) => setChosen(one.number)}
          />
        )}
      </Panel>
      {number !== null && <Then key={number} number={number} />}
    </Screen>
  );
}

import { Anchor, Button } from '@mantine/core';
import { useMemo } from 'react';
import { policy } from '../../contract/policy.ts';
import type { Fields } from '../../contract/records.ts';
import { useQueue } from '../cases/tickets/queries.ts';
import { deadlineColumns } from '../diagnosis/deadlines-page.tsx';
import { OverviewCharts } from '../diagnosis/overview.tsx';
import { SweepLine } from '../diagnosis/watch-bar.tsx';
import { useDeadlines } from '../diagnosis/watch-queries.ts';
import { useCoverage, useRuns, useTickets } from '../records/queries.ts';
import { RunsTable } from '../records/runs-table.tsx';
import { shortTicketColumns } from '../records/ticket-columns.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import { formatAbsolute, Time } from '../ui/time.tsx';
import { useMe } from './desk.tsx';
import classes from './home.module.css';
import { may } from './may.ts';
import { go, href } from './route.ts';
import { SinceLeft } from './since.tsx';
import { useProposals } from './waiting.ts';
import { Changes, LostKey, Proposals } from './waiting-panels.tsx';

const shownTickets = 7;

/** The first tickets of a list, and how many there are of them. */
function Tickets(props: {
  title: string;
  tickets: { readonly total: number; readonly rows: readonly Fields[] } | undefined;
  error: Error | null;
  none: string;
  onRetry: () => void;
  onOpen: (id: string) => void;
}) {
  const { title, tickets, error } = props;
  return (
    <Panel
      flush
      title={tickets === undefined ? title : `${title} · ${tickets.total.toLocaleString('en-US')}`}
      aside={<a href={href({ screen: 'tickets' })}>All tickets</a>}
    >
      {error !== null && tickets === undefined && <Refused error={error} onRetry={props.onRetry} />}
      {error === null && tickets === undefined && <Loading rows={shownTickets} />}
      {tickets?.rows.length === 0 && (
        <Empty title={props.none}>They come with the records, at the next import.</Empty>
      )}
      {tickets !== undefined && tickets.rows.length > 0 && (
        <DataTable
          label={title}
          columns={shortTicketColumns}
          rows={tickets.rows}
          rowKey={(ticket) => ticket.ticket_id ?? ''}
          maxRows={shownTickets}
          onOpen={({ ticket_id: id }) => {
            if (typeof id === 'string') props.onOpen(id);
          }}
        />
      )}
    </Panel>
  );
}

/** For who works tickets: the head of their queue, counted as the queue counts. */
function TicketsToDo() {
  const filter = { show: 'work' } as const;
  const { data, error, refetch } = useQueue(filter, 0, shownTickets);
  const rows = data?.tickets.map(({ fields }) => fields);
  return (
    <Tickets
      title="Tickets to do"
      tickets={data && rows && { total: data.total, rows }}
      error={error}
      none="No ticket is to do"
      onRetry={() => void refetch()}
      onOpen={(ticket) => go({ screen: 'tickets', queue: { filter, ticket } })}
    />
  );
}

/** For everybody else: what is open where it came from. */
function OpenTickets() {
  const { data, error, refetch } = useTickets('open', shownTickets);
  return (
    <Tickets
      title="Open tickets"
      tickets={data && { total: data.total, rows: data.tickets }}
      error={error}
      none="No ticket is open"
      onRetry={() => void refetch()}
      onOpen={(id) => go({ screen: 'show', kind: 'ticket', id })}
    />
  );
}

const shownDeadlines = 6;
const shortDeadlineColumns = deadlineColumns.filter(({ id }) =>
  /^(left|kind|means|recharge)$/.test(id),
);

/** What runs out first; nothing where nothing does. */
function Deadlines() {
  const { data } = useDeadlines();
  const rows = data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <Panel
      flush
      title={`Runs out · ${rows.length}`}
      aside={<a href={href({ screen: 'deadlines' })}>All deadlines</a>}
    >
      <DataTable
        label="Runs out"
        columns={shortDeadlineColumns}
        rows={rows.slice(0, shownDeadlines)}
        rowKey={(one) => `${one.kind}/${one.recharge_id}/${one.at}`}
        maxRows={shownDeadlines}
        onOpen={(one) => go({ screen: 'recharge', id: one.recharge_id })}
      />
    </Panel>
  );
}

function Copy({ imports }: { imports: boolean }) {
  const { data, error, refetch } = useCoverage();
  if (error !== null && data === undefined)
    return <Refused error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={3} />;
  if (data.as_of === null) {
    const todo = imports ? (
      <Button component="a" href={href({ screen: 'import' })}>
        Import records
      </Button>
    ) : undefined;
    return (
      <Empty title="There are no records yet" action={todo}>
        {imports ? 'Import a drop to begin.' : 'An owner imports them.'}
      </Empty>
    );
  }
  const rows = data.tables.reduce((sum, table) => sum + table.rows, 0);
  return (
    <dl className={classes.facts}>
      <dt>As of</dt>
      <dd>
        {formatAbsolute(data.as_of)} <span className={classes.dim}>(</span>
        <Time at={data.as_of} />
        <span className={classes.dim}>)</span>
      </dd>
      <dt>Covers</dt>
      <dd>
        <Time at={data.covers_from} show="minute" /> to <Time at={data.covers_to} show="minute" />{' '}
        UTC
      </dd>
      <dt>Rows</dt>
      <dd>
        {rows.toLocaleString('en-US')} in {data.tables.length} tables
      </dd>
    </dl>
  );
}

function RecentRuns() {
  const { data } = useRuns();
  const newest = useMemo(
    () => data?.toSorted((a, b) => b.started_at.localeCompare(a.started_at)).slice(0, 5),
    [data],
  );
  if (newest === undefined || newest.length === 0) return null;
  return (
    <Panel flush title="Last imports">
      <RunsTable runs={newest} maxRows={5} short />
    </Panel>
  );
}

/** By role: what needs this person now, and the state of the records. */
export function HomePage() {
  const { role } = useMe();
  const { toDecide, own } = useProposals();
  const worksTickets = may(role, policy.tickets.queue);
  const imports = may(role, policy.records.importDrop);
  const coverage = <Anchor href={href({ screen: 'import' })}>Import</Anchor>;
  return (
    <Screen title="What needs you now">
      <div className={classes.columns}>
        <div className={classes.column}>
          {may(role, policy.diagnosis.deadlines) && <Deadlines />}
          <Proposals title="Waiting for a decision" list={toDecide} />
          <Changes />
          {may(role, policy.audit.replaceLostKey) && <LostKey />}
          {worksTickets ? <TicketsToDo /> : may(role, policy.records.tickets) && <OpenTickets />}
        </div>
        <div className={classes.column}>
          {may(role, policy.records.tickets) && <SinceLeft />}
          <Panel title="Records" aside={imports ? coverage : undefined}>
            <Copy imports={imports} />
          </Panel>
          <Proposals title="Your proposals that wait" list={own} />
          <RecentRuns />
        </div>
      </div>
      {may(role, policy.diagnosis.overview) && (
        <>
          <div className={classes.framed}>
            <SweepLine />
          </div>
          <OverviewCharts />
        </>
      )}
    </Screen>
  );
}

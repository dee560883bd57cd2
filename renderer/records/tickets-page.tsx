import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { Fields } from '../../contract/records.ts';
import { go, type TicketStatus } from '../app/route.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import { useTicketPages } from './queries.ts';
import { anyTicketColumns, of, ticketColumns } from './ticket-columns.tsx';
import { TicketPanel } from './ticket-panel.tsx';
import classes from './tickets-page.module.css';

const statuses: readonly { value: TicketStatus; label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'closed', label: 'Closed' },
  { value: 'any', label: 'All' },
];

function More(props: { shown: number; total: number; busy: boolean; onMore: () => void }) {
  const { shown, total } = props;
  return (
    <div className={classes.more}>
      {shown.toLocaleString('en-US')} of {total.toLocaleString('en-US')}, newest first
      {shown < total && (
        <Button variant="default" loading={props.busy} onClick={props.onMore}>
          Load more
        </Button>
      )}
    </div>
  );
}

const idOf = (ticket: Fields) => of(ticket, 'ticket_id') ?? '';

/** The tickets of one status; the chosen one stands beside with what the customer wrote. */
export function TicketsPage({ status }: { status: TicketStatus }) {
  const [wanted, setWanted] = useState<string | null>(null);
  const { tickets, total, error, refetch, fetchNextPage, isFetchingNextPage } =
    useTicketPages(status);
  const chosen = tickets?.find((each) => idOf(each) === wanted) ?? tickets?.[0];
  const choice = (
    <SegmentedControl
      aria-label="Status"
      value={status}
      data={[...statuses]}
      onChange={(value) => {
        const to = statuses.find((each) => each.value === value);
        if (to !== undefined) go({ screen: 'tickets', status: to.value });
      }}
    />
  );
  return (
    <Screen fill title="Tickets" aside={choice}>
      {error !== null && tickets === undefined && (
        <Refused error={error} onRetry={() => void refetch()} />
      )}
      {error === null && tickets === undefined && <Loading rows={16} />}
      {tickets?.length === 0 && (
        <Empty centered title="No ticket here">
          Tickets come with the records, at the next import.
        </Empty>
      )}
      {tickets !== undefined && chosen !== undefined && (
        <div className={classes.body}>
          <div className={classes.list}>
            <DataTable
              key={status}
              label="Tickets"
              columns={status === 'any' ? anyTicketColumns : ticketColumns}
              rows={tickets}
              rowKey={idOf}
              chosen={idOf(chosen)}
              onOpen={(ticket) => setWanted(idOf(ticket))}
            />
            <More
              shown={tickets.length}
              total={total}
              busy={isFetchingNextPage}
              onMore={() => void fetchNextPage()}
            />
          </div>
          <TicketPanel ticket={chosen} />
        </div>
      )}
    </Screen>
  );
}

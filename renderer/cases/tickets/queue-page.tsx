import { Button, CloseButton, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Queued, QueueFilter } from '../../../contract/ticket-work.ts';
import type { DataColumn } from '../../ui/data-column.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/empty.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Refused } from '../../ui/refused.tsx';
import { go, href } from '../../app/route.ts';
import { Screen } from '../../ui/screen.tsx';
import { Time } from '../../ui/time.tsx';
import { choices } from '../words.ts';
import {
  queuePage,
  useListViews,
  useQueue,
  useSaveView,
  useTicketAct,
  useViews,
} from './queries.ts';
import classes from './queue.module.css';
import { showNames, stateNames } from './words.ts';
import { Workbench } from './workbench.tsx';

const of = (one: Queued, name: string) => one.fields[name] ?? null;
const idOf = (one: Queued) => of(one, 'ticket_id') ?? '';

const columns: readonly DataColumn<Queued>[] = [
  {
    id: 'opened',
    header: 'Waits since',
    width: 110,
    sort: (one) => of(one, 'opened_at'),
    cell: (one) => <Time at={of(one, 'opened_at')} />,
  },
  {
    id: 'subject',
    header: 'Subject',
    width: 104,
    grow: true,
    sort: (one) => of(one, 'subject'),
    cell: (one) => <HostileText inline text={of(one, 'subject') ?? '(no subject)'} />,
  },
  {
    id: 'locale',
    header: 'Locale',
    width: 60,
    sort: (one) => of(one, 'locale'),
    cell: (one) => <HostileText inline text={of(one, 'locale') ?? '–'} />,
  },
  {
    id: 'priority',
    header: 'Priority',
    width: 66,
    sort: (one) => of(one, 'priority'),
    cell: (one) => <HostileText inline text={of(one, 'priority') ?? '–'} />,
  },
  {
    id: 'state',
    header: 'State',
    width: 84,
    sort: (one) => one.state,
    cell: (one) => (
      <span title={one.draft ? 'You have a draft for it' : undefined}>
        {stateNames[one.state]}
        {one.draft && ' ✎'}
      </span>
    ),
  },
  {
    id: 'owner',
    header: 'With',
    width: 80,
    sort: (one) => one.owner,
    cell: (one) => <HostileText inline text={one.owner ?? '–'} />,
  },
];

function optional(
  name: 'locale' | 'priority',
  filter: QueueFilter,
  value: string | null,
): QueueFilter {
  const { [name]: _, ...rest } = filter;
  return value === null ? rest : { ...rest, [name]: value };
}

function Filters(props: {
  filter: QueueFilter;
  locales: readonly string[];
  priorities: readonly string[];
  onChange: (filter: QueueFilter) => void;
}) {
  const { filter, onChange } = props;
  const { data: lists = [] } = useListViews();
  const chosen = lists.find(
    ({ content }) => JSON.stringify(content.filter) === JSON.stringify(filter.filter),
  );
  return (
    <div className={classes.filters}>
      <SegmentedControl
        aria-label="Which tickets"
        value={filter.show}
        data={choices(showNames)}
        onChange={(value) => {
          const show = choices(showNames).find((one) => one.value === value)?.value;
          if (show !== undefined) onChange({ ...filter, show });
        }}
      />
      <TextInput
        w={180}
        aria-label="In subject, text or ids"
        placeholder="In subject, text or ids"
        maxLength={200}
        value={filter.text ?? ''}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
      />
      <Select
        w={110}
        aria-label="Locale"
        placeholder="Any locale"
        clearable
        data={[...props.locales]}
        value={filter.locale ?? null}
        onChange={(value) => onChange(optional('locale', filter, value))}
      />
      <Select
        w={120}
        aria-label="Priority"
        placeholder="Any priority"
        clearable
        data={[...props.priorities]}
        value={filter.priority ?? null}
        onChange={(value) => onChange(optional('priority', filter, value))}
      />
      {lists.length > 0 && (
        <Select
          w={190}
          aria-label="A view of the list of tickets"
          placeholder="Any view of the list"
          clearable
          data={lists.map(({ view, name }) => ({ value: view, label: name }))}
          value={chosen?.view ?? null}
          onChange={(value) => {
            const { filter: _, ...rest } = filter;
            const view = lists.find((one) => one.view === value);
            onChange(view === undefined ? rest : { ...rest, filter: view.content.filter });
          }}
        />
      )}
      <a className={classes.all} href={href({ screen: 'list', list: 'tickets' })}>
        All tickets as a list
      </a>
    </div>
  );
}

/** Filters under a name, for the person who saved them. */
function Views(props: { filter: QueueFilter; onChoose: (filter: QueueFilter) => void }) {
  const { data = [] } = useViews();
  const save = useSaveView();
  const [name, setName] = useState<string | null>(null);
  return (
    <div className={classes.views}>
      {data.map((view) => (
        <span key={view.name} className={classes.view}>
          <Button variant="subtle" size="compact-xs" onClick={() => props.onChoose(view.filter)}>
            {view.name}
          </Button>
          <CloseButton
            size="xs"
            aria-label={`Remove the view ${view.name}`}
            onClick={() => save.mutate({ remove: view.name })}
          />
        </span>
      ))}
      {name === null ? (
        <Button variant="subtle" size="compact-xs" onClick={() => setName('')}>
          Save this view…
        </Button>
      ) : (
        <form
          className={classes.view}
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate({ name, filter: props.filter }, { onSuccess: () => setName(null) });
          }}
        >
          <TextInput
            aria-label="Name of the view"
            placeholder="Name of the view"
            required
            maxLength={60}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default">
            Save
          </Button>
        </form>
      )}
    </div>
  );
}

/** Which part of the queue is in sight, and the way to the others. */
function Pages(props: {
  offset: number;
  count: number;
  total: number;
  onGo: (offset: number) => void;
}) {
  const { offset, count, total } = props;
  const said = (number: number) => number.toLocaleString('en-US');
  return (
    <p className={classes.total}>
      <span>
        {said(offset + 1)} to {said(offset + count)} of {said(total)}, longest waiting first
      </span>
      {total > queuePage && (
        <>
          <Button
            variant="subtle"
            size="compact-xs"
            disabled={offset === 0}
            onClick={() => props.onGo(Math.max(0, offset - queuePage))}
          >
            Earlier
          </Button>
          <Button
            variant="subtle"
            size="compact-xs"
            disabled={offset + count >= total}
            onClick={() => props.onGo(offset + queuePage)}
          >
            Later
          </Button>
        </>
      )}
    </p>
  );
}

/** The queue of tickets: what waits, whose it is, and a place to answer it beside the evidence. */
export function QueuePage(props: { filter: QueueFilter; ticket: string | null }) {
  const { filter, ticket: wanted } = props;
  // What is in sight stands in the address, so that it is there again after a reload. Another filter
  // begins at its first page.
  function setFilter(next: QueueFilter, ticket?: string): void {
    const queue = { filter: next, ...(ticket === undefined ? {} : { ticket }) };
    go({ screen: 'tickets', queue }, { replace: true });
    setOffset(0);
  }
  const [settled] = useDebouncedValue(filter, 200);
  const [offset, setOffset] = useState(0);
  const { data, error, refetch } = useQueue(settled, offset);
  const take = useTicketAct((desk, input: { ticket?: string }) => desk.tickets.take(input));
  const chosen = data?.tickets.find((one) => idOf(one) === wanted) ?? data?.tickets[0];
  return (
    <Screen
      fill
      title="Tickets"
      aside={
        <Button
          loading={take.isPending}
          onClick={() =>
            take.mutate(
              {},
              {
                onSuccess: ({ ticket }) => {
                  if (ticket !== null) setFilter({ show: 'mine' }, ticket);
                },
              },
            )
          }
        >
          Take next
        </Button>
      }
    >
      <Filters
        filter={filter}
        locales={data?.locales ?? []}
        priorities={data?.priorities ?? []}
        onChange={setFilter}
      />
      <Views filter={filter} onChoose={setFilter} />
      {take.error !== null && <Refused error={take.error} />}
      {take.data?.ticket === null && <p role="status">No ticket waits that nobody has.</p>}
      {error !== null && data === undefined && (
        <Refused error={error} onRetry={() => void refetch()} />
      )}
      {error === null && data === undefined && <Loading rows={16} label="Loading the queue" />}
      {data?.tickets.length === 0 && (
        <Empty centered title="No ticket here">
          None of this copy’s tickets is in this view: choose another, or take filters away. New
          ones come with the next import.
        </Empty>
      )}
      {data !== undefined && chosen !== undefined && (
        <div className={classes.body}>
          <div className={classes.list}>
            <DataTable
              label="Tickets"
              columns={columns}
              rows={data.tickets}
              rowKey={idOf}
              chosen={idOf(chosen)}
              onOpen={(one) =>
                go({ screen: 'tickets', queue: { filter, ticket: idOf(one) } }, { replace: true })
              }
            />
            <Pages
              offset={offset}
              count={data.tickets.length}
              total={data.total}
              onGo={setOffset}
            />
          </div>
          <Workbench key={idOf(chosen)} ticket={idOf(chosen)} fields={chosen.fields} />
        </div>
      )}
    </Screen>
  );
}

import { Button, Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { CaseSummary } from '../../contract/cases.ts';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { go } from '../app/route.ts';
import type { DataColumn } from '../ui/data-column.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id } from '../ui/id.tsx';
import { href } from '../app/route.ts';
import { Loading } from '../ui/loading.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import { Time } from '../ui/time.tsx';
import classes from './case.module.css';
import { ImportBundles } from './import-bundles.tsx';
import { NewCase } from './new-case.tsx';
import { type ListFilter, useCases } from './queries.ts';
import { kindNames, priorityNames, priorityRank, statusNames } from './words.ts';

const columns: readonly DataColumn<CaseSummary>[] = [
  {
    id: 'title',
    header: 'Title',
    width: 220,
    grow: true,
    sort: (one) => one.title,
    cell: (one) => <HostileText inline text={one.title} />,
  },
  {
    id: 'kind',
    header: 'Kind',
    width: 140,
    sort: (one) => kindNames[one.kind],
    cell: (one) => kindNames[one.kind],
  },
  {
    id: 'status',
    header: 'Status',
    width: 120,
    sort: (one) => one.status,
    cell: (one) =>
      [
        statusNames[one.status],
        ...(one.hold ? ['hold'] : []),
        ...(one.conflicts ? ['≠'] : []),
      ].join(' · '),
  },
  {
    id: 'priority',
    header: 'Priority',
    width: 80,
    sort: (one) => priorityRank[one.priority],
    cell: (one) => priorityNames[one.priority],
  },
  {
    id: 'owner',
    header: 'Owner',
    width: 110,
    sort: (one) => one.owner,
    cell: (one) => <HostileText inline text={one.owner ?? '–'} />,
  },
  { id: 'due', header: 'Due', width: 92, sort: (one) => one.due, cell: (one) => one.due ?? '–' },
  {
    id: 'changed',
    header: 'Changed',
    width: 96,
    sort: (one) => one.changed_at,
    cell: (one) => <Time at={one.changed_at} />,
  },
  {
    id: 'id',
    header: 'Case',
    width: 172,
    cell: (one) => <Id id={one.id} href={href({ screen: 'case', id: one.id })} />,
  },
];

const statuses = [
  { value: 'open', label: 'Open' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'closed', label: 'Closed' },
  { value: 'any', label: 'All' },
] as const;

function Filters(props: { filter: ListFilter; onChange: (filter: ListFilter) => void }) {
  const { filter, onChange } = props;
  const { user } = useMe();
  return (
    <div className={classes.filters}>
      <SegmentedControl
        aria-label="Status"
        value={filter.status}
        data={[...statuses]}
        onChange={(value) => {
          const status = statuses.find((one) => one.value === value)?.value;
          if (status !== undefined) onChange({ ...filter, status });
        }}
      />
      <TextInput
        w={240}
        aria-label="In title, tags or id"
        placeholder="In title, tags or id"
        maxLength={200}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
      />
      <Checkbox
        size="xs"
        label="Mine"
        checked={filter.owner === user}
        onChange={(event) => {
          const { owner: _, ...rest } = filter;
          onChange(event.currentTarget.checked ? { ...rest, owner: user } : rest);
        }}
      />
      <Checkbox
        size="xs"
        label="Archived"
        checked={filter.archived}
        onChange={(event) => onChange({ ...filter, archived: event.currentTarget.checked })}
      />
    </div>
  );
}

/** Every case, the one that changed last first. */
export function CasesPage() {
  const { role } = useMe();
  const [filter, setFilter] = useState<ListFilter>({ status: 'any', archived: false, text: '' });
  const [text] = useDebouncedValue(filter.text, 200);
  const [open, setOpen] = useState<'new' | 'import' | null>(null);
  const { data, error, refetch } = useCases({ ...filter, text: text.trim() });
  return (
    <Screen
      fill
      title="Cases"
      aside={
        <>
          {may(role, policy.bundles.verify) && (
            <Button variant="default" onClick={() => setOpen('import')}>
              Open bundles
            </Button>
          )}
          {may(role, policy.cases.create) && (
            <Button onClick={() => setOpen('new')}>New case</Button>
          )}
        </>
      }
    >
      {open === 'new' && <NewCase onClose={() => setOpen(null)} />}
      {open === 'import' && <ImportBundles onClose={() => setOpen(null)} />}
      <Filters filter={filter} onChange={setFilter} />
      {error !== null && <Refused error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Loading rows={14} label="Loading the cases" />}
      {data?.cases.length === 0 && (
        <Empty centered title="No case here">
          A hard ticket or a ring becomes a case: open one here, or make one of a ticket, a recharge
          or a seller on its page.
        </Empty>
      )}
      {data !== undefined && data.cases.length > 0 && (
        <div className={classes.table}>
          <DataTable
            label="Cases"
            columns={columns}
            rows={data.cases}
            rowKey={(one) => one.id}
            onOpen={(one) => go({ screen: 'case', id: one.id })}
          />
        </div>
      )}
    </Screen>
  );
}

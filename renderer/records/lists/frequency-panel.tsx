import { SegmentedControl, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Filter, ListName, ValueCount } from '../../../contract/record-lists.ts';
import { DataTable } from '../../ui/data-table.tsx';
import type { DataColumn } from '../../ui/data-column.ts';
import type { FilterColumn } from '../../ui/filter-edit.ts';
import { valueWords } from '../../ui/filter-words.ts';
import { Loading } from '../../ui/loading.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Refused } from '../../ui/refused.tsx';
import { type By, useFrequency } from './list-queries.ts';
import classes from './list-page.module.css';

const spans = ['hour', 'day', 'month'] as const;

function share(count: number, rows: number): string {
  return rows === 0 ? '' : `${((count / rows) * 100).toFixed(1)} %`;
}

function columnsFor(column: FilterColumn, rows: number, most: number): DataColumn<ValueCount>[] {
  return [
    {
      id: 'value',
      header: column.header,
      width: 150,
      grow: true,
      sort: ({ value }) => value,
      cell: ({ value, count }) => (
        <span className={classes.frequent}>
          <span className={classes.fill} style={{ width: `${(count / most) * 100}%` }} />
          <bdi className={classes.over}>{valueWords(column, value)}</bdi>
        </span>
      ),
    },
    {
      id: 'count',
      header: 'Rows',
      width: 84,
      right: true,
      sort: ({ count }) => count,
      cell: ({ count }) => count.toLocaleString('en-US'),
    },
    {
      id: 'share',
      header: 'Share',
      width: 72,
      right: true,
      cell: ({ count }) => share(count, rows),
    },
  ];
}

/** Every value of a column among the rows in the list, how often it stands there, and its share. */
export function FrequencyPanel(props: {
  list: ListName;
  filter: Filter;
  column: FilterColumn;
  onPick: (value: string | null) => void;
  onClose: () => void;
}) {
  const { list, filter, column, onPick, onClose } = props;
  const isTime = column.kind === 'time';
  const [by, setBy] = useState<By>(isTime ? 'day' : null);
  const [wanted, setWanted] = useState('');
  const { data, error, refetch } = useFrequency(list, filter, column.name, by);
  const rows = data?.rows ?? 0;
  const most = Math.max(1, ...(data?.values.slice(0, 1).map(({ count }) => count) ?? []));
  const columns = useMemo(() => columnsFor(column, rows, most), [column, rows, most]);
  const shown = useMemo(() => {
    const text = wanted.trim().toLowerCase();
    return (data?.values ?? []).filter(({ value }) =>
      valueWords(column, value).toLowerCase().includes(text),
    );
  }, [data, wanted, column]);
  const counted = data?.values.length ?? 0;
  return (
    <Panel title={`${column.header}: how often`} flush fill onClose={onClose}>
      <div className={classes.frequencyHead}>
        {isTime && (
          <SegmentedControl
            size="xs"
            fullWidth
            aria-label="Counted by"
            value={by ?? 'day'}
            data={spans.map((span) => ({ value: span, label: `By ${span}` }))}
            onChange={(value) => setBy(spans.find((span) => span === value) ?? 'day')}
          />
        )}
        <TextInput
          aria-label="Find a value"
          placeholder="Find a value"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <span className={classes.dim}>
          {(data?.distinct ?? 0).toLocaleString('en-US')} values in {rows.toLocaleString('en-US')}{' '}
          rows
          {counted < (data?.distinct ?? 0) ? `, the first ${counted.toLocaleString('en-US')}` : ''}
        </span>
      </div>
      {error !== null && <Refused error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading rows={10} />}
      {data !== undefined && (
        <div className={classes.frequencyBody}>
          <DataTable
            label={`Values of ${column.header}`}
            columns={columns}
            rows={shown}
            rowKey={({ value }) => value ?? '\u0000'}
            {...(by === null ? { onOpen: ({ value }: ValueCount) => onPick(value) } : {})}
          />
        </div>
      )}
    </Panel>
  );
}

import { Select, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import {
  type Adjustment,
  type AdjustmentState,
  adjustmentStates,
  reasonNames,
} from '../../contract/adjustments.ts';
import { go } from '../app/route.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Refused } from '../ui/refused.tsx';
import { adjustmentColumns } from './adjustment-columns.tsx';
import { AdjustmentsBar } from './adjustments-nav.tsx';
import { useAdjustments } from './queries.ts';
import classes from './queue.module.css';
import { stateWords } from './words.ts';

function matches(one: Adjustment, text: string, state: AdjustmentState | null): boolean {
  if (state !== null && one.state !== state) return false;
  const inside = [
    one.id,
    one.account,
    one.recharge,
    one.ticket,
    one.external_id,
    one.maker,
    one.checker,
    one.note,
    reasonNames[one.reason],
  ];
  return inside.some((value) => value?.toLowerCase().includes(text) === true);
}

function List({ all, shown }: { all: readonly Adjustment[]; shown: readonly Adjustment[] }) {
  if (all.length === 0)
    return (
      <Empty title="No adjustments yet">
        They are proposed from the verdict of a recharge, or from an account.
      </Empty>
    );
  if (shown.length === 0)
    return <Empty title="None of them fits">Take something away from the filter.</Empty>;
  return (
    <DataTable
      label="Adjustments"
      columns={adjustmentColumns}
      rows={shown}
      rowKey={(one) => one.id}
      onOpen={(one) => go({ screen: 'adjustment', id: one.id })}
    />
  );
}

const stateChoices = [
  { value: 'any', label: 'Any state' },
  ...adjustmentStates.map((value) => ({ value, label: stateWords[value].word })),
];

/** Every adjustment in every state, newest first, to be searched. */
export function AdjustmentsPage() {
  const { data, error, refetch } = useAdjustments({});
  const [text, setText] = useState('');
  const [state, setState] = useState<AdjustmentState | null>(null);
  const shown = useMemo(
    () => (data ?? []).filter((one) => matches(one, text.trim().toLowerCase(), state)),
    [data, text, state],
  );
  return (
    <div className={classes.page}>
      <AdjustmentsBar title="Adjustments" here="all">
        <div className={classes.filters}>
          <TextInput
            aria-label="Filter by id, person or note"
            placeholder="Id, person or note"
            maxLength={200}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Select
            w={160}
            aria-label="State"
            data={stateChoices}
            value={state ?? 'any'}
            onChange={(value) => setState(adjustmentStates.find((each) => each === value) ?? null)}
          />
        </div>
      </AdjustmentsBar>
      <div className={classes.table}>
        {data !== undefined ? (
          <List all={data} shown={shown} />
        ) : error === null ? (
          <Loading rows={12} label="Loading the adjustments" />
        ) : (
          <Refused error={error} onRetry={() => void refetch()} />
        )}
      </div>
    </div>
  );
}

import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { AuditFilters } from '../app/route.ts';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import classes from './audit.module.css';
import { canExplain, Explained } from './explained.tsx';
import { Filters } from './filters.tsx';
import { pageSize, useChain, useChainLength, useRowsOf } from './queries.ts';
import { RowDetail } from './row-detail.tsx';
import { RowList } from './row-list.tsx';
import { VerifyPanel } from './verify-panel.tsx';

/** `told`: what explains the object stands in the place of the list already. */
function Body(props: {
  list: ReactNode;
  detail: ReactNode;
  filters?: AuditFilters;
  told?: boolean;
}) {
  const object = props.filters?.object;
  return (
    <div className={classes.body}>
      <div className={classes.left}>
        <Filters filters={props.filters ?? {}} />
        {props.list}
      </div>
      <div className={classes.right}>
        {canExplain(object) && props.told !== true && <Explained object={object} />}
        {props.detail}
        <VerifyPanel />
      </div>
    </div>
  );
}

function FilteredRows({ filters }: { filters: AuditFilters }) {
  const { data: found, error, refetch } = useRowsOf(filters);
  const [chosen, setChosen] = useState(0);
  if (error !== null)
    return (
      <Body
        filters={filters}
        detail={null}
        list={<Refused error={error} onRetry={() => void refetch()} />}
      />
    );
  if (found === undefined)
    return (
      <Body
        filters={filters}
        detail={null}
        list={<Loading rows={12} label="Loading the audit" />}
      />
    );
  const data = found.rows;
  const { object } = filters;
  // Of an account no row speaks by itself: those of its adjustments do, each sentence leads to one.
  if (data.length === 0 && canExplain(object))
    return (
      <Body
        told
        filters={filters}
        detail={null}
        list={
          <div className={classes.alone}>
            <Explained object={object} />
          </div>
        }
      />
    );
  if (data.length === 0)
    return (
      <Body
        filters={filters}
        detail={null}
        list={
          <Empty title="No row fits these filters">
            Objects are named as in adjustment/adj_1 or staff/anna; days are in UTC.
          </Empty>
        }
      />
    );
  return (
    <Body
      filters={filters}
      list={
        <>
          <span className={classes.dim}>
            {found.total.toLocaleString('en-US')} {found.total === 1 ? 'row' : 'rows'}
            {found.total > data.length && `, the newest ${data.length} of them here`}
          </span>
          <RowList
            count={data.length}
            rowAt={(index) => data[index]}
            chosen={chosen}
            onChoose={setChosen}
          />
        </>
      }
      detail={<RowDetail row={data[chosen]} />}
    />
  );
}

function pagesBetween(first: number, last: number): number[] {
  const from = Math.floor(first / pageSize);
  return Array.from({ length: Math.floor(last / pageSize) - from + 1 }, (_, index) => from + index);
}

function Chain({ top, now, onNewest }: { top: number; now: number; onNewest: () => void }) {
  const [sight, setSight] = useState({ first: 0, last: 40 });
  const [chosen, setChosen] = useState(0);
  const wanted = new Set([
    ...pagesBetween(sight.first, Math.min(sight.last, top - 1)),
    Math.floor(chosen / pageSize),
  ]);
  const { rowAt, error } = useChain(top, [...wanted]);
  return (
    <Body
      list={
        <>
          {now > top && (
            <Button variant="subtle" onClick={onNewest}>
              {now - top} newer {now - top === 1 ? 'row' : 'rows'}
            </Button>
          )}
          {error !== null && <Refused error={error} />}
          <RowList
            count={top}
            rowAt={rowAt}
            chosen={chosen}
            onChoose={setChosen}
            onSight={(first, last) => {
              if (first !== sight.first || last !== sight.last) setSight({ first, last });
            }}
          />
        </>
      }
      detail={<RowDetail row={rowAt(chosen)} />}
    />
  );
}

function WholeChain() {
  const { data, error, refetch } = useChainLength();
  const [top, setTop] = useState<number | null>(null);
  if (top === null && data !== undefined) setTop(data);
  if (error !== null)
    return <Body detail={null} list={<Refused error={error} onRetry={() => void refetch()} />} />;
  // The filters come with the rows: they are made anew then, and what was typed before would be lost.
  if (top === null || data === undefined) return <Loading rows={12} label="Loading the audit" />;
  return <Chain key={top} top={top} now={data} onNewest={() => setTop(data)} />;
}

/** Who did what, newest first, and whether the chain of it is whole. */
export function AuditPage({ filters }: { filters: AuditFilters }) {
  const { object, actor, command, from, to } = filters;
  const filtered = [object, actor, command, from, to].some((value) => value !== undefined);
  return (
    <Screen fill title={filtered ? 'Audit, filtered' : 'Audit'}>
      {filtered ? <FilteredRows filters={{ object, actor, command, from, to }} /> : <WholeChain />}
    </Screen>
  );
}

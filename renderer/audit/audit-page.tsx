import { Button, TextInput } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { go } from '../app/route.ts';
import { Empty } from '../ui/empty.tsx';
import { Loading } from '../ui/loading.tsx';
import { Refused } from '../ui/refused.tsx';
import { Screen } from '../ui/screen.tsx';
import classes from './audit.module.css';
import { pageSize, useChain, useChainLength, useRowsOf } from './queries.ts';
import { RowDetail } from './row-detail.tsx';
import { RowList } from './row-list.tsx';
import { VerifyPanel } from './verify-panel.tsx';

/** Asks for the rows of one object by its name, such as `adjustment/adj_1`. */
function ObjectFilter({ object }: { object: string | undefined }) {
  const [typed, setTyped] = useState(object ?? '');
  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const wanted = typed.trim();
    go(wanted === '' ? { screen: 'audit' } : { screen: 'audit', object: wanted });
  }
  return (
    <form className={classes.filters} onSubmit={submit}>
      <TextInput
        w={320}
        aria-label="Only rows about one object"
        placeholder="Only rows about… (adjustment/adj_1)"
        maxLength={300}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        Filter
      </Button>
      {object !== undefined && (
        <Button variant="subtle" onClick={() => go({ screen: 'audit' })}>
          All rows
        </Button>
      )}
    </form>
  );
}

function Body(props: { list: ReactNode; detail: ReactNode; object: string | undefined }) {
  return (
    <div className={classes.body}>
      <div className={classes.left}>
        <ObjectFilter object={props.object} />
        {props.list}
      </div>
      <div className={classes.right}>
        <VerifyPanel />
        {props.detail}
      </div>
    </div>
  );
}

function ObjectRows({ object }: { object: string }) {
  const { data, error, refetch } = useRowsOf(object);
  const [chosen, setChosen] = useState(0);
  if (error !== null)
    return (
      <Body
        object={object}
        detail={null}
        list={<Refused error={error} onRetry={() => void refetch()} />}
      />
    );
  if (data === undefined)
    return (
      <Body object={object} detail={null} list={<Loading rows={12} label="Loading the audit" />} />
    );
  if (data.length === 0)
    return (
      <Body
        object={object}
        detail={null}
        list={
          <Empty title="No row is about this">
            Objects are named as in adjustment/adj_1 or staff/anna.
          </Empty>
        }
      />
    );
  return (
    <Body
      object={object}
      list={
        <RowList
          count={data.length}
          rowAt={(index) => data[index]}
          chosen={chosen}
          onChoose={setChosen}
        />
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
      object={undefined}
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
    return (
      <Body
        object={undefined}
        detail={null}
        list={<Refused error={error} onRetry={() => void refetch()} />}
      />
    );
  if (top === null || data === undefined)
    return (
      <Body
        object={undefined}
        detail={null}
        list={<Loading rows={12} label="Loading the audit" />}
      />
    );
  return <Chain key={top} top={top} now={data} onNewest={() => setTop(data)} />;
}

/** Who did what, newest first, and whether the chain of it is whole. */
export function AuditPage(props: { object?: string | undefined }) {
  const { object } = props;
  return (
    <Screen fill title={object === undefined ? 'Audit' : 'Audit of one object'}>
      {object === undefined ? <WholeChain /> : <ObjectRows object={object} />}
    </Screen>
  );
}

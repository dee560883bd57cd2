import { Button, Kbd, SegmentedControl } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import type { Adjustment } from '../../contract/adjustments.ts';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { href, recordHref } from '../app/route.ts';
import { Empty } from '../ui/empty.tsx';
import { Id } from '../ui/id.tsx';
import { Loading } from '../ui/loading.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { AdjustmentFacts, Decisions } from './adjustment-facts.tsx';
import { AdjustmentsBar } from './adjustments-nav.tsx';
import { BulkDecide } from './bulk-decide.tsx';
import { Decide } from './decide.tsx';
import { Earlier } from './earlier.tsx';
import { EvidenceThen } from './evidence-then.tsx';
import { useDecideMany } from './governance-queries.ts';
import { Reopened } from './platform-says.tsx';
import { useAdjustment, useQueue } from './queries.ts';
import { QueueList } from './queue-list.tsx';
import { ordered, type QueueOrder } from './queue-order.ts';
import classes from './queue.module.css';

function Chosen(props: {
  id: string;
  said: string;
  /** Stands in place of the decision on one where several are marked. */
  bulk: ReactNode;
  onDecided: (said: string) => void;
  onNext: () => void;
}) {
  const { data, error, refetch } = useAdjustment(props.id);
  return (
    <>
      <div className={classes.centre}>
        {error !== null && <Refused error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Loading rows={12} label="Loading the proposal" />}
        {data !== undefined && (
          <>
            <Panel
              title="What changes"
              aside={<Id id={data.id} href={recordHref('adjustment', data.id)} />}
            >
              <AdjustmentFacts detail={data} />
            </Panel>
            <Panel title="Evidence of the maker">
              <Reopened detail={data} />
              <EvidenceThen detail={data} />
            </Panel>
            <Panel title="Earlier adjustments">
              <Earlier account={data.account} recharge={data.recharge} except={data.id} />
            </Panel>
          </>
        )}
      </div>
      <aside className={classes.right} aria-label="Decision">
        <div className={classes.decide}>
          <h2>Decision</h2>
          {props.bulk || (
            <>
              {data !== undefined && (
                <Decide key={data.id} detail={data} onDecided={props.onDecided} />
              )}
              <Button
                variant="default"
                rightSection={<Kbd size="xs">N</Kbd>}
                onClick={props.onNext}
              >
                Next
              </Button>
            </>
          )}
          {data !== undefined && <Decisions detail={data} />}
          <p className={classes.said} role="status">
            {props.said}
          </p>
        </div>
      </aside>
    </>
  );
}

function QueueScreen(props: { queue: readonly Adjustment[]; first: string | undefined }) {
  const { queue } = props;
  const { user, role } = useMe();
  const decides = may(role, policy.adjustments.decideMany);
  const [wanted, setWanted] = useState(props.first ?? null);
  const [said, setSaid] = useState('');
  const chosen = queue.find((one) => one.id === wanted) ?? queue[0];
  function next(): void {
    const here = queue.findIndex((one) => one.id === chosen?.id);
    setWanted((queue[here + 1] ?? queue[0])?.id ?? null);
  }
  // The rows themselves: what was marked stays in sight with its outcome when it has left the queue.
  const [marks, setMarks] = useState<ReadonlyMap<string, Adjustment>>(new Map());
  const together = useDecideMany();
  function mark(one: Adjustment): void {
    if (one.maker === user || !decides) return;
    const next = new Map(marks);
    if (!next.delete(one.id)) next.set(one.id, one);
    setMarks(next);
  }
  const bulk = marks.size > 0 && (
    <BulkDecide
      marked={[...marks.values()]}
      decide={together}
      onDone={() => {
        together.reset();
        setMarks(new Map());
      }}
    />
  );
  useHotkeys([
    ['n', next],
    ['x', () => chosen && mark(chosen)],
  ]);
  if (chosen === undefined && marks.size > 0)
    return (
      <div className={classes.whole}>
        <div className={classes.decide}>{bulk}</div>
      </div>
    );
  if (chosen === undefined)
    return (
      <div className={classes.whole}>
        <Empty
          title="Nothing waits for a decision"
          action={<a href={href({ screen: 'adjustments' })}>See all adjustments</a>}
        >
          {said === ''
            ? 'Proposals above the limit of their maker appear here, and go after 24 hours.'
            : said}
        </Empty>
      </div>
    );
  return (
    <>
      <div className={classes.list}>
        <QueueList
          queue={queue}
          chosen={chosen.id}
          me={user}
          marks={decides ? marks : null}
          onChoose={setWanted}
          onMark={mark}
        />
      </div>
      <Chosen
        id={chosen.id}
        said={said}
        bulk={bulk}
        onNext={next}
        onDecided={(words) => {
          setSaid(words);
          next();
        }}
      />
    </>
  );
}

/** The queue of proposals: what waits, what each changes and rests on, and the decision keys. */
export function ApprovalsPage(props: { first?: string | undefined }) {
  const { data, error, refetch } = useQueue();
  const [order, setOrder] = useState<QueueOrder>('age');
  return (
    <div className={classes.page}>
      <AdjustmentsBar title="Approvals" here="queue">
        <SegmentedControl
          size="xs"
          aria-label="Order of the queue"
          value={order}
          onChange={(value) => setOrder(value === 'amount' ? 'amount' : 'age')}
          data={[
            { value: 'age', label: 'Longest waiting' },
            { value: 'amount', label: 'Largest' },
          ]}
        />
      </AdjustmentsBar>
      {data !== undefined ? (
        <QueueScreen queue={ordered(data, order)} first={props.first} />
      ) : (
        <div className={classes.whole}>
          {error === null ? (
            <Loading rows={12} label="Loading the queue" />
          ) : (
            <Refused error={error} onRetry={() => void refetch()} />
          )}
        </div>
      )}
    </div>
  );
}

import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { type Overtaken, type Shift, reasonNames } from '../../contract/adjustments.ts';
import { recordHref } from '../app/route.ts';
import { Coins } from '../ui/coins.tsx';
import { Empty } from '../ui/empty.tsx';
import { Id } from '../ui/id.tsx';
import { Loading } from '../ui/loading.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import { AdjustmentsBar } from './adjustments-nav.tsx';
import { useOvertaken, useShift } from './governance-queries.ts';
import classes from './governance.module.css';
import { People, Sums } from './shift-figures.tsx';
import { StateBadge } from './state-badge.tsx';
import { stateWords } from './words.ts';

const spans = [
  { value: '8', label: '8 hours' },
  { value: '12', label: '12 hours' },
  { value: '24', label: 'a day' },
  { value: '168', label: 'a week' },
];

function Notices({ shift }: { shift: Shift }) {
  if (shift.notices.length === 0)
    return (
      <p className={classes.quiet}>
        <OutcomeBadge bare outcome="pass" word="nothing stands out" />
      </p>
    );
  return (
    <ul className={classes.notices}>
      {shift.notices.map((notice) => (
        <li key={notice.text}>
          <p>
            <OutcomeBadge bare outcome="warn" word="look" /> {notice.text}
          </p>
          <p className={classes.ids}>
            {notice.ids.slice(0, 6).map((id) => (
              <Id key={id} id={id} href={recordHref('adjustment', id)} />
            ))}
            {notice.ids.length > 6 && <span>and {notice.ids.length - 6} more</span>}
          </p>
        </li>
      ))}
    </ul>
  );
}

function Open({ shift }: { shift: Shift }) {
  if (shift.open.length === 0)
    return <p className={classes.quiet}>Nothing waits for the next shift.</p>;
  return (
    <ul className={classes.lines}>
      {shift.open.slice(0, 12).map((one) => (
        <li key={one.id}>
          <Id id={one.id} href={recordHref('adjustment', one.id)} />
          <span>{reasonNames[one.reason]}</span>
          <span className={classes.quiet}>
            <Time at={one.created_at} /> by {one.maker}
          </span>
          <span className={classes.push}>
            <Coins coins={one.coins} signed />
          </span>
        </li>
      ))}
      {shift.open.length > 12 && <li>and {shift.open.length - 12} more in the queue</li>}
    </ul>
  );
}

const overtakenWords: Readonly<Record<Overtaken['kind'], string>> = {
  granted_after_make_good: 'the platform granted it, too',
  refunded_after_make_good: 'the money went back',
};

/** Made good by hand, and granted or refunded besides: each with its way to be taken back. */
function OvertakenList({ rows }: { rows: readonly Overtaken[] }) {
  if (rows.length === 0)
    return (
      <p className={classes.quiet}>
        No later copy shows a grant, refund or chargeback for what was made good by hand.
      </p>
    );
  return (
    <ul className={classes.lines}>
      {rows.map(({ adjustment, kind, coins, table, key, reversal }) => (
        <li key={adjustment.id}>
          <Id id={adjustment.id} href={recordHref('adjustment', adjustment.id)} />
          <span>{overtakenWords[kind]}</span>
          <span className={classes.quiet}>
            {table} <Id id={key} />
          </span>
          <span className={classes.push}>
            <Coins coins={coins} /> too many ·{' '}
            {reversal === null ? (
              <a href={recordHref('adjustment', adjustment.id)}>propose the reversal</a>
            ) : (
              <a href={recordHref('adjustment', reversal)}>reversal proposed</a>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function States({ shift }: { shift: Shift }) {
  return (
    <p className={classes.states}>
      {shift.states.map((one) => (
        <span key={one.state} title={stateWords[one.state].means}>
          {one.count} × <StateBadge bare state={one.state} />
        </span>
      ))}
    </p>
  );
}

/** The end of a shift: what people made and decided, what is open, what somebody should look at. */
export function ShiftPage() {
  const [hours, setHours] = useState('12');
  const { data, error, refetch } = useShift(Number(hours));
  const overtaken = useOvertaken();
  return (
    <div className={classes.page}>
      <AdjustmentsBar title="Shift report" here="report">
        <SegmentedControl
          size="xs"
          aria-label="How far back"
          value={hours}
          onChange={setHours}
          data={spans}
        />
      </AdjustmentsBar>
      {error !== null && data === undefined && (
        <Refused error={error} onRetry={() => void refetch()} />
      )}
      {error === null && data === undefined && <Loading rows={12} label="Loading the report" />}
      {data !== undefined && (
        <div className={classes.columns} data-testid="shift">
          <div className={classes.stack}>
            <Panel
              title="People"
              aside={
                <span>
                  <Time at={data.from} show="minute" /> to <Time at={data.to} show="minute" /> UTC
                </span>
              }
            >
              <People shift={data} />
            </Panel>
            <Panel title="Coins by reason">
              <Sums shift={data} />
              <States shift={data} />
            </Panel>
            <Panel title="Made good by hand, and by the platform besides">
              {overtaken.data !== undefined ? (
                <OvertakenList rows={overtaken.data} />
              ) : overtaken.error !== null ? (
                <Refused error={overtaken.error} />
              ) : (
                <Loading rows={2} />
              )}
            </Panel>
          </div>
          <div className={classes.stack}>
            <Panel title="To look at">
              <Notices shift={data} />
            </Panel>
            <Panel title={`Still open · ${data.open.length}`}>
              {data.people.length === 0 && data.open.length === 0 ? (
                <Empty title="A quiet shift">Nothing was asked for, and nothing waits.</Empty>
              ) : (
                <Open shift={data} />
              )}
            </Panel>
          </div>
        </div>
      )}
    </div>
  );
}

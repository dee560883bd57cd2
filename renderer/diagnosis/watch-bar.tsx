import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SweepProgress } from '../../contract/diagnosis.ts';
import { policy } from '../../contract/policy.ts';
import { counted } from '../../contract/say.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { href } from '../app/route.ts';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Refused } from '../ui/refused.tsx';
import { SectionBar } from '../ui/section-bar.tsx';
import { Time } from '../ui/time.tsx';
import { useSweep, useSwept } from './watch-queries.ts';
import classes from './watch.module.css';

export type WatchView = 'deadlines' | 'owed' | 'failures' | 'outages' | 'codes';

const views: readonly (readonly [WatchView, string])[] = [
  ['deadlines', 'Deadlines'],
  ['owed', 'Owed and wrong'],
  ['failures', 'Failures'],
  ['outages', 'Outages'],
  ['codes', 'Codes'],
];

function Running({ progress }: { progress: SweepProgress }) {
  const { attempts, total, a_second: rate } = progress;
  const known = total !== null && total > 0;
  return (
    <div className={classes.progress}>
      <ProgressBar
        label="Sweep"
        share={known ? attempts / total : null}
        now={`${counted(attempts, 'attempt')} judged`}
        {...(rate > 0 ? { rate: `${rate.toLocaleString('en-US')} a second` } : {})}
        secondsLeft={known && rate > 0 ? (total - attempts) / rate : null}
      />
    </div>
  );
}

/** When the copy was last judged as a whole, and the button that does it again. */
export function SweepLine() {
  const { role } = useMe();
  const { data } = useSwept();
  const sweep = useSweep();
  const state = data?.state ?? null;
  const progress = sweep.progress ?? data?.running ?? null;
  return (
    <div className={classes.state}>
      {state === null ? (
        <span>The copy was not swept yet.</span>
      ) : (
        <span>
          Swept <Time at={state.finished_at} /> · {counted(state.attempts, 'attempt')}
        </span>
      )}
      {state !== null && !state.fresh && progress === null && (
        <OutcomeBadge outcome="warn" word="records, outages or codes changed since" />
      )}
      {progress !== null && <Running progress={progress} />}
      {sweep.error !== null && <Refused error={sweep.error} />}
      <span className={classes.grow} />
      {sweep.progress !== null ? (
        <Button variant="default" onClick={sweep.cancel}>
          Cancel
        </Button>
      ) : (
        may(role, policy.diagnosis.sweep) && (
          <Button
            variant={state?.fresh === true ? 'default' : 'filled'}
            disabled={progress !== null}
            onClick={sweep.start}
          >
            Sweep now
          </Button>
        )
      )}
    </div>
  );
}

/** The frame of the screens that look at everything at once. */
export function WatchPage(props: {
  view: WatchView;
  title: string;
  /** Without the line that tells of the last sweep. */
  plain?: boolean;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const { view, title, plain = false, aside, children } = props;
  return (
    <div className={classes.page}>
      <SectionBar
        title={title}
        section="Over everything"
        links={views.map(([screen, label]) => ({
          href: href({ screen }),
          label,
          here: screen === view,
        }))}
      >
        {aside}
      </SectionBar>
      {!plain && <SweepLine />}
      {children}
    </div>
  );
}

import { Button } from '@mantine/core';
import { useState } from 'react';
import { policy } from '../../../contract/policy.ts';
import type { RateEntry } from '../../../contract/sellers.ts';
import { useMe } from '../../app/desk.tsx';
import { may } from '../../app/may.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Refused } from '../../ui/refused.tsx';
import { Time } from '../../ui/time.tsx';
import { ReasonForm } from '../reason-form.tsx';
import classes from '../sellers.module.css';
import { useRateActs, useRates } from './queries.ts';
import { RateState } from './rate-columns.tsx';

/** Reasons to pick from when a rate is withdrawn. */
const reasons = ['Mistyped', 'Wrong day', 'Wrong direction', 'The source took it back'];

/** All that was said of two currencies on one day, and the way to let a typed-in rate count no more. */
export function RateHistory(props: {
  pair: Pick<RateEntry, 'from' | 'to' | 'day'>;
  onClose: () => void;
}) {
  const { role } = useMe();
  const { withdraw } = useRateActs();
  const [asking, setAsking] = useState(false);
  const { from, to, day } = props.pair;
  const { data = [] } = useRates(from, day);
  const entries = data.filter((one) => one.from === from && one.to === to && one.day === day);
  const typed = entries.some((one) => one.by !== null && one.state === 'counts');
  return (
    <Panel title={`${from} → ${to} on ${day}`} onClose={props.onClose}>
      <div className={classes.stack}>
        {entries.map((one) => (
          <div key={`${one.at} ${one.source}`} data-testid="rate-of-day">
            <p>
              <strong>{one.rate}</strong> <RateState entry={one} />
            </p>
            <p className={classes.dim}>
              {one.at === null ? 'in the copy' : 'typed in by '}
              {one.by} {one.at !== null && <Time at={one.at} />}, from{' '}
              <HostileText inline text={one.source} />
            </p>
            {one.withdrawn !== null && (
              <p className={classes.dim}>
                withdrawn by {one.withdrawn.by} <Time at={one.withdrawn.at} />:{' '}
                <HostileText inline text={one.withdrawn.reason} />
              </p>
            )}
          </div>
        ))}
        {typed && may(role, policy.sellers.withdrawRate) && !asking && (
          <Button variant="default" onClick={() => setAsking(true)}>
            Withdraw what was typed in
          </Button>
        )}
        {asking && (
          <ReasonForm
            label="Why it is withdrawn, kept for good"
            act="Withdraw it"
            reasons={reasons}
            busy={withdraw.isPending}
            onCancel={() => setAsking(false)}
            onAct={(reason) =>
              withdraw.mutate({ from, to, day, reason }, { onSuccess: () => setAsking(false) })
            }
          />
        )}
        {withdraw.error !== null && <Refused error={withdraw.error} />}
      </div>
    </Panel>
  );
}

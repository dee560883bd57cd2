import type { AdjustmentDetail } from '../../contract/adjustments.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id } from '../ui/id.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Time } from '../ui/time.tsx';
import classes from './governance.module.css';

/** What an import changed under an open proposal: nobody approves it as it stands. */
export function Reopened({ detail }: { detail: AdjustmentDetail }) {
  const last = detail.reopened.at(-1);
  if (last === undefined || detail.state !== 'proposed') return null;
  return (
    <p data-testid="reopened">
      <OutcomeBadge outcome="warn" word="reopened" /> Import {last.run} changed what it rests on{' '}
      <Time at={last.at} />: {last.change}. Reject it, or propose the same anew, which replaces it.
    </p>
  );
}

/** What left for the platform, and what it answered. */
export function PlatformSays({ detail }: { detail: AdjustmentDetail }) {
  const { confirmations, sent_with: files } = detail;
  if (files.length === 0)
    return (
      <p className={classes.quiet}>
        {detail.state === 'approved'
          ? 'It waits for the next outbox file.'
          : 'Nothing of it has left for the platform.'}
      </p>
    );
  return (
    <>
      <p className={classes.quiet}>
        Sent with outbox {files.length === 1 ? 'file' : 'files'} {files.join(', ')}.
        {confirmations.length === 0 && ' No answer yet.'}
      </p>
      <ul className={classes.lines}>
        {confirmations.map((one) => (
          <li key={`${one.received_at}/${one.state}/${one.entry_id}`}>
            <OutcomeBadge
              bare
              outcome={one.state === 'applied' ? 'pass' : 'fail'}
              word={one.state}
            />
            {one.entry_id !== null && (
              <span>
                as entry <Id id={one.entry_id} />
              </span>
            )}
            <span className={classes.quiet}>
              <Time at={one.at} show="absolute" />
            </span>
            {one.reason !== null && <HostileText text={one.reason} />}
          </li>
        ))}
      </ul>
    </>
  );
}

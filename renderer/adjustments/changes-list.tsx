import { Button } from '@mantine/core';
import { type Change, limitName, reason, reasonChange } from '../../contract/adjustments.ts';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import { withMarks } from '../ui/coins.tsx';
import { useSetLimit, useSetReason } from './governance-queries.ts';
import classes from './governance.module.css';

const mostRows = 10;

/** The terms of a reason as people read them; what cannot be read stands as it is. */
function terms(value: string): string {
  try {
    const read = reasonChange.omit({ code: true }).parse(JSON.parse(value));
    return [
      read.enabled === false ? 'off' : 'on',
      read.max ? `at most ${withMarks(read.max)}` : 'no cap',
      `by ${read.may?.join(', ') || 'nobody'}`,
    ].join(' · ');
  } catch {
    return value;
  }
}

function Agree({ change }: { change: Change }) {
  const limit = useSetLimit();
  const rule = useSetReason();
  const { error } = change.what === 'limit' ? limit : rule;
  function agree(): void {
    if (change.what === 'limit')
      limit.mutate({ name: limitName.parse(change.name), value: change.value });
    else
      rule.mutate({
        ...reasonChange.omit({ code: true }).parse(JSON.parse(change.value)),
        code: reason.parse(change.name),
      });
  }
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={limit.isPending || rule.isPending}
        onClick={agree}
      >
        Agree
      </Button>
      {error !== null && <Refused error={error} />}
    </>
  );
}

function Line({ change, newest }: { change: Change; newest: boolean }) {
  const { user, role } = useMe();
  const waits = change.stands_since === null && newest;
  const mayAgree = waits && change.asked_by !== user && may(role, policy.adjustments.setLimit);
  return (
    <li>
      <strong>{change.name}</strong>
      <span>{change.what === 'limit' ? withMarks(change.value) : terms(change.value)}</span>
      <span className={classes.quiet}>
        {change.asked_by}
        {change.agreed_by !== null && ` and ${change.agreed_by}`}, <Time at={change.asked_at} />
      </span>
      <span className={classes.push}>
        {mayAgree ? (
          <Agree change={change} />
        ) : change.stands_since !== null ? (
          <OutcomeBadge bare outcome="pass" word="stands" />
        ) : waits ? (
          <OutcomeBadge bare outcome="unknown" word="waits for another owner" />
        ) : (
          <OutcomeBadge bare outcome="skipped" word="asked for otherwise since" />
        )}
      </span>
    </li>
  );
}

/** Changes of limits and reasons: those that wait can be agreed to by another owner. */
export function ChangesList({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0)
    return <p className={classes.quiet}>Everything is as the workspace began with it.</p>;
  const first = new Map<string, Change>();
  for (const change of changes)
    if (!first.has(`${change.what}/${change.name}`))
      first.set(`${change.what}/${change.name}`, change);
  return (
    <ul className={classes.lines} aria-label="Changes">
      {changes.slice(0, mostRows).map((change) => (
        <Line
          key={`${change.name}/${change.asked_at}/${change.value}/${change.asked_by}`}
          change={change}
          newest={first.get(`${change.what}/${change.name}`) === change}
        />
      ))}
    </ul>
  );
}

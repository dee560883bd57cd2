import { Button } from '@mantine/core';
import { useState } from 'react';
import {
  type Change,
  limitName,
  reason,
  reasonChange,
  reasonNames,
} from '../../contract/adjustments.ts';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { AskNote } from '../ui/ask-note.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { OutcomeBadge, type OutcomeName } from '../ui/outcome-badge.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import { withMarks } from '../ui/coins.tsx';
import { useDeclineChange, useSetLimit, useSetReason } from './governance-queries.ts';
import { limitNames } from './words.ts';
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

/** The limit or reason that a change is about; an unknown one stands as it is. */
export function nameOf({ what, name }: Change): string {
  const found = what === 'limit' ? limitName.safeParse(name).data : undefined;
  if (found !== undefined) return limitNames[found];
  const code = reason.safeParse(name).data;
  return code === undefined ? name : reasonNames[code];
}

/** What a change asks for: coins, or the terms of a reason. */
export function wished({ what, value }: Change): string {
  return what === 'limit' ? withMarks(value) : terms(value);
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

const outcomes: Readonly<Record<Change['state'], { outcome: OutcomeName; word: string }>> = {
  waits: { outcome: 'unknown', word: 'waits for another owner' },
  stands: { outcome: 'pass', word: 'stands' },
  declined: { outcome: 'fail', word: 'declined' },
  lapsed: { outcome: 'skipped', word: 'nobody agreed within a week' },
  overtaken: { outcome: 'skipped', word: 'asked for otherwise since' },
};

function outcomeOf(change: Change): { outcome: OutcomeName; word: string } {
  const takenBack = change.state === 'declined' && change.declined_by === change.asked_by;
  return takenBack ? { outcome: 'skipped', word: 'taken back' } : outcomes[change.state];
}

/** Ends a change that waits: as another owner, or as the one who asked. */
function Decline({ change, onDone }: { change: Change; onDone: () => void }) {
  const { user } = useMe();
  const decline = useDeclineChange();
  const { what, number } = change;
  return (
    <AskNote
      label="Why not, kept for good"
      action={change.asked_by === user ? 'Take it back' : 'Decline'}
      busy={decline.isPending}
      error={decline.error}
      onNote={(note) => decline.mutate({ what, number, note }, { onSuccess: onDone })}
      onCancel={onDone}
    />
  );
}

/** What is left of a change: the buttons of who may decide it, or what became of it. */
function Rest({ change, onDecline }: { change: Change; onDecline: () => void }) {
  const { user, role } = useMe();
  const own = change.asked_by === user;
  const decides = change.state === 'waits' && may(role, policy.adjustments.declineChange);
  return (
    <span className={classes.push}>
      {(!decides || own) && <OutcomeBadge bare {...outcomeOf(change)} />}
      {decides && !own && <Agree change={change} />}
      {decides && (
        <Button size="compact-sm" variant="default" onClick={onDecline}>
          {own ? 'Take back …' : 'Decline …'}
        </Button>
      )}
    </span>
  );
}

function Line({ change }: { change: Change }) {
  const [declining, setDeclining] = useState(false);
  return (
    <li>
      <strong>{nameOf(change)}</strong>
      <span>{wished(change)}</span>
      <span className={classes.quiet}>
        {change.asked_by}
        {change.agreed_by !== null && ` and ${change.agreed_by}`}, <Time at={change.asked_at} />
      </span>
      {!declining && <Rest change={change} onDecline={() => setDeclining(true)} />}
      {declining && <Decline change={change} onDone={() => setDeclining(false)} />}
      {change.declined_note !== null && (
        <span className={classes.whole}>
          {change.declined_by !== change.asked_by && `${change.declined_by}: `}
          <HostileText inline text={change.declined_note} />
        </span>
      )}
    </li>
  );
}

/** Changes of limits and reasons: those that wait can be agreed to, or declined with a reason. */
export function ChangesList({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0)
    return <p className={classes.quiet}>Everything is as the workspace began with it.</p>;
  return (
    <ul className={classes.lines} aria-label="Changes">
      {changes.slice(0, mostRows).map((change) => (
        <Line key={`${change.what}/${change.number}`} change={change} />
      ))}
    </ul>
  );
}

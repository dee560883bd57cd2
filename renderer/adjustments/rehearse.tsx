import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { LimitName, Rehearsal } from '../../contract/adjustments.ts';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { recordHref } from '../app/route.ts';
import { Coins, formatCoins, withMarks } from '../ui/coins.tsx';
import { Id } from '../ui/id.tsx';
import { Refused } from '../ui/refused.tsx';
import { useRehearsal, useSetLimit } from './governance-queries.ts';
import classes from './governance.module.css';
import { limitNames, tierWords } from './words.ts';

const mostRows = 12;

function Played({ played }: { played: Rehearsal }) {
  if (played.looked_at === 0)
    return <p className={classes.quiet}>There was no adjustment in the last 30 days.</p>;
  const alone = (
    <>
      Given or taken alone: <Coins coins={played.alone_now} bare /> →{' '}
      <Coins coins={played.alone_then} />.
    </>
  );
  if (played.rows.length === 0)
    return (
      <p>
        {played.looked_at === 1
          ? 'The 1 adjustment of the last 30 days would not have gone another way. '
          : `None of the ${played.looked_at.toLocaleString('en-US')} adjustments of the last 30 days would have gone another way. `}
        {alone}
      </p>
    );
  return (
    <>
      <p>
        <strong>
          {played.rows.length} of {played.looked_at}
        </strong>{' '}
        adjustments of the last 30 days would have gone another way. {alone}
      </p>
      <ul className={classes.lines}>
        {played.rows.slice(0, mostRows).map((row) => (
          <li key={row.adjustment.id} title={row.why}>
            <Id id={row.adjustment.id} href={recordHref('adjustment', row.adjustment.id)} />
            <Coins coins={row.adjustment.coins} signed />
            <span className={classes.push}>
              {tierWords[row.was]} → <strong>{tierWords[row.would]}</strong>
            </span>
          </li>
        ))}
        {played.rows.length > mostRows && <li>and {played.rows.length - mostRows} more</li>}
      </ul>
    </>
  );
}

/** Tries a limit on the past before anybody asks for it. */
export function Rehearse({ name, standing }: { name: LimitName; standing: string }) {
  const { role } = useMe();
  const [typed, setTyped] = useState(standing);
  const value = /^(0|[1-9][0-9]{0,17})$/.test(typed.trim()) ? typed.trim() : null;
  const [settled] = useDebouncedValue(value, 300);
  const rehearsal = useRehearsal(name, settled);
  const set = useSetLimit();
  return (
    <div className={classes.form} data-testid="rehearsal">
      <TextInput
        label={`${limitNames[name]} in coins, now ${formatCoins(standing)}`}
        inputMode="numeric"
        autoComplete="off"
        maxLength={18}
        value={typed}
        error={value === null ? 'A whole number of coins, zero or more.' : null}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {rehearsal.data !== undefined && <Played played={rehearsal.data} />}
      {rehearsal.error !== null && <Refused error={rehearsal.error} />}
      {may(role, policy.adjustments.setLimit) && (
        <Button
          disabled={value === null || value === standing}
          loading={set.isPending}
          onClick={() => value !== null && set.mutate({ name, value })}
        >
          Ask for {limitNames[name].toLowerCase()} {value === null ? '' : withMarks(value)}
        </Button>
      )}
      {set.data !== undefined && (
        <p role="status">
          {set.data.waits_for === null
            ? 'It stands.'
            : 'It waits until another owner asks for the same.'}
        </p>
      )}
      {set.error !== null && <Refused error={set.error} />}
    </div>
  );
}

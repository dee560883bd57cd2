import { Button, Popover, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { policy } from '../../contract/policy.ts';
import type { Fields, RecordKind } from '../../contract/records.ts';
import { useDesk, useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './field-list.module.css';

/** What stands in a value that the desk shows in part only. */
const maskSign = '•••';

/** True where the desk masked this value for whoever reads it. */
export function isMasked(value: string | null | undefined): boolean {
  return value?.includes(maskSign) ?? false;
}

/** Seconds until a moment; counts down and stays at zero. */
function useSecondsLeft(until: string): number {
  const left = () => Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 500);
    return () => clearInterval(timer);
  });
  return seconds;
}

function Revealed(props: { fields: Fields; until: string; onOver: () => void }) {
  const left = useSecondsLeft(props.until);
  const { onOver } = props;
  useEffect(() => {
    if (left === 0) onOver();
  }, [left, onOver]);
  return (
    <>
      <dl className={classes.list}>
        {Object.entries(props.fields).map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name === 'ip' ? 'address' : name}</dt>
            <dd>
              <HostileText inline text={value ?? ''} />
            </dd>
          </div>
        ))}
      </dl>
      <div className={classes.unknown} role="timer">
        Masked again in {left} s. This is in the audit.
      </div>
    </>
  );
}

/** Asks why, and shows the whole values for a minute. Only where something is masked. */
export function RevealContact(props: { kind: RecordKind; id: string; fields: Fields }) {
  const desk = useDesk();
  const { role } = useMe();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const { kind, id } = props;
  const reveal = useMutation({
    mutationFn: () => desk.records.reveal({ kind, id, reason }),
    gcTime: 0,
  });
  if (!Object.values(props.fields).some(isMasked) || !may(role, policy.records.reveal)) return null;
  function close(): void {
    setOpen(false);
    setReason('');
    reveal.reset();
  }
  return (
    <Popover opened={open} onChange={(next) => !next && close()} width={320} trapFocus withinPortal>
      <Popover.Target>
        <Button variant="subtle" size="compact-xs" onClick={() => (open ? close() : setOpen(true))}>
          Reveal …
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Reveal contact data">
        {reveal.data === undefined ? (
          <form
            className={classes.reveal}
            onSubmit={(event) => {
              event.preventDefault();
              reveal.mutate();
            }}
          >
            <TextInput
              label="Why must you see it?"
              placeholder="The customer calls from another number"
              data-autofocus
              required
              withAsterisk={false}
              maxLength={400}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            {reveal.error !== null && <Refused error={reveal.error} />}
            <div>
              <Button type="submit" loading={reveal.isPending}>
                Reveal for a minute
              </Button>
            </div>
          </form>
        ) : (
          <Revealed fields={reveal.data.fields} until={reveal.data.until} onOver={close} />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

import { Autocomplete, Button, Kbd } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import classes from './sellers.module.css';

/** Asks for a reason, from a list or in one’s own words, before an act; Ctrl Enter does it, Esc goes back. */
export function ReasonForm(props: {
  label: string;
  act: string;
  reasons: readonly string[];
  busy: boolean;
  onAct: (reason: string) => void;
  onCancel: () => void;
}) {
  const [reason, setReason] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const ready = reason.trim() !== '' && !props.busy;
  const act = () => {
    if (ready) props.onAct(reason.trim());
  };
  return (
    <div className={classes.stack}>
      <Autocomplete
        ref={field}
        label={props.label}
        placeholder="Pick one or write your own"
        // One that was picked leaves nothing to pick: the list would stand before the button.
        data={props.reasons.includes(reason) ? [] : [...props.reasons]}
        value={reason}
        onChange={setReason}
        maxLength={4000}
        onKeyDown={getHotkeyHandler([
          ['mod+Enter', act],
          ['Escape', props.onCancel],
        ])}
      />
      <div className={classes.row}>
        <Button
          disabled={reason.trim() === ''}
          loading={props.busy}
          rightSection={<Kbd size="xs">Ctrl Enter</Kbd>}
          onClick={act}
        >
          {props.act}
        </Button>
        <Button variant="subtle" onClick={props.onCancel}>
          Back
        </Button>
      </div>
    </div>
  );
}

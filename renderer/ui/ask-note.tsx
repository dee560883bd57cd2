import { Button, Textarea } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { Refused } from './refused.tsx';
import classes from './ask-note.module.css';

interface AskNoteProps {
  /** What is asked for, such as `Why not, kept for good`. */
  readonly label: string;
  /** What the button does, in words. */
  readonly action: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onNote: (note: string) => void;
  readonly onCancel: () => void;
}

/** Asks for a reason in one's own words before something is done that needs one. */
export function AskNote({ label, action, busy, error, onNote, onCancel }: AskNoteProps) {
  const [note, setNote] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const send = () => note.trim() !== '' && !busy && onNote(note.trim());
  return (
    <div className={classes.ask}>
      <Textarea
        ref={field}
        label={label}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={4000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        onKeyDown={getHotkeyHandler([
          ['mod+Enter', send],
          ['Escape', onCancel],
        ])}
      />
      {error !== null && <Refused error={error} />}
      <div className={classes.actions}>
        <Button disabled={note.trim() === ''} loading={busy} onClick={send}>
          {action}
        </Button>
        <Button variant="default" onClick={onCancel}>
          Back
        </Button>
      </div>
    </div>
  );
}

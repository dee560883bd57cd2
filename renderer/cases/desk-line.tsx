import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { KnownDesk } from '../../contract/case-bundles.ts';
import { Refused } from '../ui/refused.tsx';
import classes from './case.module.css';

/**
 * A line about a desk that was met: a button until somebody wants to type, then the field. `act`
 * gives the desks as they are afterwards.
 */
export function DeskLine(props: {
  /** What the button says, and what the one beside the field says. */
  word: string;
  submit: string;
  label: string;
  placeholder: string;
  /** What stands in the field first. */
  first: string;
  most: number;
  /** An empty line says something, too. */
  mayBeEmpty?: boolean;
  act: (given: string) => Promise<KnownDesk[]>;
}) {
  const answers = useQueryClient();
  const [text, setText] = useState<string | null>(null);
  const send = useMutation({
    mutationFn: props.act,
    onSuccess: (desks) => {
      answers.setQueryData(['cases', 'desks'], desks);
      setText(null);
    },
  });
  if (text === null)
    return (
      <Button variant="subtle" size="compact-xs" onClick={() => setText(props.first)}>
        {props.word}
      </Button>
    );
  return (
    <form
      className={classes.inline}
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate(text.trim());
      }}
    >
      <TextInput
        aria-label={props.label}
        placeholder={props.placeholder}
        data-autofocus
        maxLength={props.most}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          send.reset();
        }}
      />
      <Button
        type="submit"
        variant="default"
        disabled={props.mayBeEmpty !== true && text.trim() === ''}
        loading={send.isPending}
      >
        {props.submit}
      </Button>
      <Button variant="subtle" onClick={() => setText(null)}>
        Cancel
      </Button>
      {send.error !== null && <Refused error={send.error} />}
    </form>
  );
}

import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { policy } from '../../contract/policy.ts';
import { useDesk, useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { Refused } from '../ui/refused.tsx';
import classes from './case.module.css';

/** The way to take a key for the next one of a desk that lost its own: no signature tells, a person does. */
export function AcceptKey({ id }: { id: string }) {
  const desk = useDesk();
  const { role } = useMe();
  const answers = useQueryClient();
  const [key, setKey] = useState<string | null>(null);
  const accept = useMutation({
    mutationFn: (given: string) => desk.bundles.acceptKey({ key_id: id, new_key_id: given }),
    onSuccess: (desks) => {
      answers.setQueryData(['cases', 'desks'], desks);
      setKey(null);
    },
  });
  if (!may(role, policy.bundles.acceptKey)) return null;
  if (key === null)
    return (
      <Button variant="subtle" size="compact-xs" onClick={() => setKey('')}>
        It has another key…
      </Button>
    );
  return (
    <form
      className={classes.inline}
      onSubmit={(event) => {
        event.preventDefault();
        accept.mutate(key.trim().toLowerCase());
      }}
    >
      <TextInput
        aria-label={`The new key of desk ${id}, compared by another way`}
        placeholder="Its new key, 16 digits"
        data-autofocus
        maxLength={40}
        value={key}
        onChange={(event) => {
          setKey(event.currentTarget.value);
          accept.reset();
        }}
      />
      <Button
        type="submit"
        variant="default"
        disabled={key.trim() === ''}
        loading={accept.isPending}
      >
        Take it
      </Button>
      <Button variant="subtle" onClick={() => setKey(null)}>
        Cancel
      </Button>
      {accept.error !== null && <Refused error={accept.error} />}
    </form>
  );
}

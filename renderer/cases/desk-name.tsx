import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { policy } from '../../contract/policy.ts';
import { useDesk, useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { shortened } from '../ui/id.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './case.module.css';

/** The desks that were met, this one first. */
export function useDesks() {
  const desk = useDesk();
  return useQuery({
    queryKey: ['cases', 'desks'],
    queryFn: ({ signal }) => desk.bundles.desks(undefined, { signal }),
  });
}

/** A desk by the name that people here gave it, and by its key, which alone proves anything. */
export function DeskName({ id }: { id: string }) {
  const { data } = useDesks();
  const met = data?.find((one) => one.key_id === id);
  if (met?.own === true) return <span title={`The key of this desk is ${id}`}>this desk</span>;
  return (
    <span title={`The key of this desk is ${id}`}>
      {met?.name ? <HostileText inline text={met.name} /> : 'desk'}{' '}
      <span className={classes.key}>{shortened(id, 9)}</span>
    </span>
  );
}

/** The way to give a desk a name, or another one; emptied, it has none. */
export function NameDesk({ id }: { id: string }) {
  const desk = useDesk();
  const { role } = useMe();
  const answers = useQueryClient();
  const { data } = useDesks();
  const [name, setName] = useState<string | null>(null);
  const give = useMutation({
    mutationFn: (given: string | null) => desk.bundles.nameDesk({ key_id: id, name: given }),
    onSuccess: (desks) => {
      answers.setQueryData(['cases', 'desks'], desks);
      setName(null);
    },
  });
  const met = data?.find((one) => one.key_id === id);
  if (met === undefined || met.own || !may(role, policy.bundles.nameDesk)) return null;
  if (name === null)
    return (
      <Button variant="subtle" size="compact-xs" onClick={() => setName(met.name ?? '')}>
        {met.name === null ? 'Name this desk…' : 'Rename…'}
      </Button>
    );
  return (
    <form
      className={classes.inline}
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate(name.trim() === '' ? null : name.trim());
      }}
    >
      <TextInput
        aria-label={`What desk ${id} is called here`}
        placeholder="What it is called here"
        data-autofocus
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={give.isPending}>
        Save
      </Button>
      <Button variant="subtle" onClick={() => setName(null)}>
        Cancel
      </Button>
      {give.error !== null && <Refused error={give.error} />}
    </form>
  );
}

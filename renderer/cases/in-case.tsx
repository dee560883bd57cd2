import { Button, CloseButton, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { go, href } from '../app/route.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { Refused } from '../ui/refused.tsx';
import { revealed } from '../ui/reveal.ts';
import classes from './case.module.css';
import { useAddTo, useCases, useCasesWith, useOfRecord } from './queries.ts';
import { statusNames } from './words.ts';

interface Of {
  readonly kind: 'ticket' | 'recharge';
  readonly id: string;
}

/** Chooses one of the cases that are worked on, found by title, tags or id. */
function Choose({ of, onDone }: { of: Of; onDone: () => void }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [settled] = useDebouncedValue(text, 200);
  const cases = useCases({ status: 'any', archived: false, text: settled.trim() });
  const add = useAddTo(of);
  const open = (cases.data?.cases ?? []).filter((one) => one.status !== 'closed');
  return (
    <form
      className={classes.inCase}
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== null) add.mutate(chosen, { onSuccess: onDone });
      }}
    >
      <Select
        className={classes.grow}
        aria-label="The case to add it to"
        placeholder="Title, tag or id of an open case"
        data-autofocus
        searchable
        nothingFoundMessage={cases.isFetching ? 'Looking' : 'No open case of that name'}
        // What matches was asked of the desk: a tag or an id stands in no label.
        filter={({ options }) => options}
        data={open.map((one) => ({ value: one.id, label: revealed(one.title) }))}
        value={chosen}
        onChange={setChosen}
        onSearchChange={setText}
      />
      <Button type="submit" variant="default" disabled={chosen === null} loading={add.isPending}>
        Add
      </Button>
      <CloseButton size="sm" aria-label="Add to no case" onClick={onDone} />
      {(add.error ?? cases.error) !== null && <Refused error={add.error ?? cases.error} />}
    </form>
  );
}

/** The cases that a ticket or a recharge is in, and the way into one: a new one in one click. */
export function InCase({ of }: { of: Of }) {
  const { role } = useMe();
  const [choosing, setChoosing] = useState(false);
  const { data } = useCasesWith(of);
  const make = useOfRecord();
  if (!may(role, policy.cases.list)) return null;
  if (choosing) return <Choose of={of} onDone={() => setChoosing(false)} />;
  return (
    <div className={classes.inCase} data-testid="in-case">
      {data?.cases.map((one) => (
        <span key={one.id}>
          In case{' '}
          <a href={href({ screen: 'case', id: one.id })}>
            <HostileText inline text={one.title} />
          </a>{' '}
          <span className={classes.dim}>{statusNames[one.status].toLowerCase()}</span>
        </span>
      ))}
      {data?.cases.length === 0 && <span className={classes.dim}>In no case.</span>}
      {data !== undefined && may(role, policy.cases.ofRecord) && (
        <span>
          <Button
            variant="subtle"
            size="compact-xs"
            loading={make.isPending}
            onClick={() => make.mutate(of, { onSuccess: ({ id }) => go({ screen: 'case', id }) })}
          >
            {data.cases.length === 0 ? 'Open a case' : 'Open another case'}
          </Button>
          <Button variant="subtle" size="compact-xs" onClick={() => setChoosing(true)}>
            Add to a case…
          </Button>
        </span>
      )}
      {make.error !== null && <Refused error={make.error} />}
    </div>
  );
}

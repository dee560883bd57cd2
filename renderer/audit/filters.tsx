import { Button, Select, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { policy } from '../../contract/policy.ts';
import { type AuditFilters, go } from '../app/route.ts';
import classes from './audit.module.css';

/** Every command that writes rows, as the contract names it. */
const commands = Object.entries(policy).flatMap(([area, own]) =>
  Object.entries(own).flatMap(([name, declared]) =>
    declared.audited === false ? [] : [`${area}.${name}`],
  ),
);

/** Only rows of one person, about one object, of one command, in a span of time. */
export function Filters({ filters }: { filters: AuditFilters }) {
  const [typed, setTyped] = useState(filters);
  const set = (name: keyof AuditFilters) => (value: string | null) =>
    setTyped({ ...typed, [name]: value?.trim() || undefined });
  function submit(event: SubmitEvent): void {
    event.preventDefault();
    go({ screen: 'audit', ...typed });
  }
  const filtered = Object.values(filters).some((value) => value !== undefined);
  return (
    <form className={classes.filters} onSubmit={submit} aria-label="Filter the audit">
      <TextInput
        w={110}
        aria-label="Person"
        placeholder="Person"
        maxLength={100}
        value={typed.actor ?? ''}
        onChange={(event) => set('actor')(event.currentTarget.value)}
      />
      <TextInput
        w={230}
        aria-label="Only rows about one object"
        placeholder="About, as in adjustment/adj_1"
        maxLength={300}
        value={typed.object ?? ''}
        onChange={(event) => set('object')(event.currentTarget.value)}
      />
      <Select
        w={180}
        aria-label="Command"
        placeholder="Command"
        searchable
        clearable
        data={commands}
        value={typed.command ?? null}
        onChange={set('command')}
      />
      <TextInput
        w={130}
        type="date"
        aria-label="From this day on, UTC"
        value={typed.from ?? ''}
        onChange={(event) => set('from')(event.currentTarget.value)}
      />
      <TextInput
        w={130}
        type="date"
        aria-label="Up to this day, UTC"
        value={typed.to ?? ''}
        onChange={(event) => set('to')(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        Filter
      </Button>
      {filtered && (
        <Button variant="subtle" onClick={() => go({ screen: 'audit' })}>
          All rows
        </Button>
      )}
    </form>
  );
}

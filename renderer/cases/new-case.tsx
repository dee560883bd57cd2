import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CaseKind, CasePriority } from '../../contract/cases.ts';
import { go } from '../app/route.ts';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './case.module.css';
import { useCreate } from './queries.ts';
import { choices, kindNames, priorityNames } from './words.ts';

/** Opens a case and goes to it. */
export function NewCase({ onClose }: { onClose: () => void }) {
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState<CaseKind>('failed_recharge');
  const [priority, setPriority] = useState<CasePriority>('normal');
  const create = useCreate();
  return (
    <Panel title="New case" onClose={onClose}>
      <form
        className={classes.row}
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(
            { title, kind, priority },
            { onSuccess: ({ id }) => go({ screen: 'case', id }) },
          );
        }}
      >
        <TextInput
          label="Title"
          required
          withAsterisk={false}
          data-autofocus
          className={classes.grow}
          maxLength={500}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Select
          label="Kind"
          description="Decides the checklist"
          data={choices(kindNames)}
          allowDeselect={false}
          value={kind}
          onChange={(value) => value !== null && setKind(value)}
        />
        <Select
          label="Priority"
          data={choices(priorityNames)}
          allowDeselect={false}
          value={priority}
          onChange={(value) => value !== null && setPriority(value)}
        />
        <Button type="submit" loading={create.isPending}>
          Open the case
        </Button>
      </form>
      {create.error !== null && <Refused error={create.error} />}
    </Panel>
  );
}

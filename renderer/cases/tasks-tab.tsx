import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CaseView } from '../../contract/cases.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './case.module.css';
import type { TabProps } from './case-page.tsx';
import { useAdd, useSet } from './queries.ts';

type Item = CaseView['checklist'][number];

function Waive({ item, onWaive }: { item: Item; onWaive: (reason: string) => void }) {
  const [reason, setReason] = useState<string | null>(null);
  if (reason === null)
    return (
      <Button variant="subtle" size="compact-xs" onClick={() => setReason('')}>
        Waive…
      </Button>
    );
  return (
    <form
      className={classes.inline}
      onSubmit={(event) => {
        event.preventDefault();
        onWaive(reason);
        setReason(null);
      }}
    >
      <TextInput
        aria-label={`Why waive: ${item.label}`}
        placeholder="Why it is not done"
        required
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        Waive
      </Button>
    </form>
  );
}

/** The checklist of the kind, which stands before closing, and the tasks people set. */
export function TasksTab({ view, open }: TabProps) {
  const set = useSet(view.id);
  const add = useAdd(view.id);
  const [text, setText] = useState('');
  const [assignee, setAssignee] = useState('');
  const [due, setDue] = useState('');
  return (
    <div className={classes.split}>
      <Panel title="Checklist, to be done or waived before closing">
        <ul className={classes.plain}>
          {view.checklist.map((item) => (
            <li key={item.item} className={classes.line}>
              <Checkbox
                size="xs"
                disabled={!open}
                label={item.label}
                checked={item.outcome === 'done'}
                indeterminate={item.outcome === 'waived'}
                onChange={(event) =>
                  set.mutate({
                    field: `check:${item.item}`,
                    value: event.currentTarget.checked ? 'done' : 'open',
                  })
                }
              />
              <span className={classes.dim}>
                {item.outcome === 'waived' && (
                  <>
                    waived: <HostileText inline text={item.reason ?? ''} />
                  </>
                )}
                {item.by !== null && ` ${item.by}`}
              </span>
              {open && item.outcome === 'open' && (
                <Waive
                  item={item}
                  onWaive={(reason) =>
                    set.mutate({ field: `check:${item.item}`, value: 'waived', reason })
                  }
                />
              )}
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title="Tasks">
        <ul className={classes.plain}>
          {view.tasks.map((task) => (
            <li key={task.entry} className={classes.line}>
              <Checkbox
                size="xs"
                disabled={!open || task.state === 'dropped'}
                label={<HostileText inline text={task.text} />}
                checked={task.state === 'done'}
                onChange={(event) =>
                  set.mutate({
                    field: `task:${task.entry}`,
                    value: event.currentTarget.checked ? 'done' : 'open',
                  })
                }
              />
              <span className={classes.dim}>
                {task.state === 'dropped' && 'dropped '}
                {task.assignee} {task.due !== null && `due ${task.due}`}
              </span>
              {open && task.state === 'open' && (
                <Button
                  variant="subtle"
                  size="compact-xs"
                  onClick={() => set.mutate({ field: `task:${task.entry}`, value: 'dropped' })}
                >
                  Drop
                </Button>
              )}
            </li>
          ))}
        </ul>
        {view.tasks.length === 0 && <p className={classes.dim}>No task yet.</p>}
        {open && (
          <form
            className={classes.row}
            onSubmit={(event) => {
              event.preventDefault();
              add.mutate(
                {
                  kind: 'task',
                  text,
                  ...(assignee.trim() === '' ? {} : { assignee: assignee.trim() }),
                  ...(due === '' ? {} : { due }),
                },
                { onSuccess: () => setText('') },
              );
            }}
          >
            <TextInput
              aria-label="New task"
              placeholder="New task"
              required
              className={classes.grow}
              maxLength={500}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <TextInput
              aria-label="Who"
              placeholder="Who"
              w={120}
              maxLength={100}
              value={assignee}
              onChange={(event) => setAssignee(event.currentTarget.value)}
            />
            <TextInput
              type="date"
              aria-label="Until when"
              w={140}
              value={due}
              onChange={(event) => setDue(event.currentTarget.value)}
            />
            <Button type="submit" variant="default">
              Add task
            </Button>
          </form>
        )}
      </Panel>
      {(set.error ?? add.error) !== null && <Refused error={set.error ?? add.error} />}
    </div>
  );
}

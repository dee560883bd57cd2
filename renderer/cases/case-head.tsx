import { Badge, Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CaseView } from '../../contract/cases.ts';
import { policy } from '../../contract/policy.ts';
import { useMe } from '../app/desk.tsx';
import { may } from '../app/may.ts';
import { href } from '../app/route.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { Id } from '../ui/id.tsx';
import { Panel } from '../ui/panel.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import classes from './case.module.css';
import { useEnd, useSet } from './queries.ts';
import { choices, kindNames, priorityNames, statusNames } from './words.ts';

/** Who has the case in hand, and the way to take it or let it go. */
function Ownership(props: {
  view: CaseView;
  open: boolean;
  onChange: (owner: string | null) => void;
}) {
  const { user } = useMe();
  const { view, open, onChange } = props;
  const mine = view.owner === user;
  return (
    <span className={classes.inline}>
      Owner <HostileText inline text={view.owner ?? 'nobody'} />
      {open && (
        <Button variant="subtle" size="compact-xs" onClick={() => onChange(mine ? null : user)}>
          {mine ? 'Let go' : 'Take over'}
        </Button>
      )}
    </span>
  );
}

function Rename({ title, onChange }: { title: string; onChange: (title: string) => void }) {
  const [text, setText] = useState<string | null>(null);
  if (text === null)
    return (
      <Button variant="subtle" size="compact-xs" onClick={() => setText(title)}>
        Rename
      </Button>
    );
  return (
    <form
      className={`${classes.row} ${classes.whole}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === title) setText(null);
        else onChange(text.trim());
      }}
    >
      <TextInput
        aria-label="New title"
        required
        className={classes.grow}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        Rename
      </Button>
    </form>
  );
}

/** Kind, state, owner and the like: what a case is at a glance, to be changed where it stands. */
export function CaseFacts({ view, open }: { view: CaseView; open: boolean }) {
  const set = useSet(view.id);
  const change = (field: string) => (value: string | null) => set.mutate({ field, value });
  return (
    <>
      <div className={classes.facts}>
        <Id id={view.id} />
        <span>{kindNames[view.kind]}</span>
        {view.status === 'closed' ? (
          <Badge>Closed</Badge>
        ) : (
          <Select
            aria-label="Status"
            w={110}
            disabled={!open}
            data={choices(statusNames).filter(({ value }) => value !== 'closed')}
            allowDeselect={false}
            value={view.status}
            onChange={change('status')}
          />
        )}
        <Select
          aria-label="Priority"
          w={100}
          disabled={!open}
          data={choices(priorityNames)}
          allowDeselect={false}
          value={view.priority}
          onChange={change('priority')}
        />
        <Ownership view={view} open={open} onChange={change('owner')} />
        <span>Due</span>
        <TextInput
          // A year that is being typed is a date at every digit: it counts once the field is left.
          key={view.due}
          type="date"
          aria-label="Due"
          w={140}
          disabled={!open}
          defaultValue={view.due ?? ''}
          onBlur={(event) => {
            const day = event.currentTarget.value || null;
            if (day !== view.due) change('due')(day);
          }}
        />
        {view.tags.map((tag) => (
          <Badge key={tag}>
            <HostileText inline text={tag} />
          </Badge>
        ))}
        {view.hold && <Badge title={view.hold_reason ?? ''}>Legal hold</Badge>}
        {view.archived && <Badge>Archived</Badge>}
        <span className={classes.dim}>
          opened <Time at={view.opened_at} />, changed <Time at={view.changed_at} />
        </span>
        {open && <Rename key={view.title} title={view.title} onChange={change('title')} />}
      </div>
      {view.absorbed_by !== null && (
        <p className={classes.dim}>
          Taken up by{' '}
          <a href={href({ screen: 'case', id: view.absorbed_by })}>{view.absorbed_by}</a>: work goes
          on there.
        </p>
      )}
      {view.closed_because !== null && (
        <p className={classes.dim}>
          Closed: <HostileText inline text={view.closed_because} />
        </p>
      )}
      {set.error !== null && <Refused error={set.error} />}
    </>
  );
}

type Asking = {
  readonly title: string;
  readonly button: string;
  readonly act: (reason: string) => void;
};

function Reason(props: { asking: Asking; busy: boolean; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const { title, button, act } = props.asking;
  return (
    <Panel title={title} onClose={props.onClose}>
      <form
        className={classes.row}
        onSubmit={(event) => {
          event.preventDefault();
          act(reason);
        }}
      >
        <TextInput
          label="Reason"
          required
          withAsterisk={false}
          className={classes.grow}
          maxLength={4000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit" loading={props.busy}>
          {button}
        </Button>
      </form>
    </Panel>
  );
}

/** What ends, reopens, holds, prints or hands on a case. */
export function CaseActions(props: { view: CaseView; open: boolean; onExport: () => void }) {
  const { view } = props;
  const { role } = useMe();
  const [asking, setAsking] = useState<Asking | null>(null);
  const end = useEnd(view.id);
  const set = useSet(view.id);
  const done = { onSuccess: () => setAsking(null) };
  // A refusal is of the case as it was then: it goes once something was done about it.
  const [refusedAt, setRefusedAt] = useState(0);
  const onError = () => setRefusedAt(view.entries);
  const refused = refusedAt === view.entries ? (end.error ?? set.error) : null;
  const ask = (next: Asking | null) => {
    end.reset();
    set.reset();
    setAsking(next);
  };
  const ends = view.status === 'closed' ? 'reopen' : 'close';
  const holds = role === 'investigator' || role === 'owner';
  return (
    <>
      <div className={classes.actions}>
        {may(role, policy.cases.close) && view.absorbed_by === null && (
          <Button
            variant="default"
            onClick={() =>
              ask({
                title: ends === 'close' ? 'Close the case' : 'Reopen the case',
                button: ends === 'close' ? 'Close the case' : 'Reopen the case',
                act: (reason) => end.mutate({ how: ends, reason }, { ...done, onError }),
              })
            }
          >
            {ends === 'close' ? 'Close…' : 'Reopen…'}
          </Button>
        )}
        {holds && (
          <Button
            variant="default"
            onClick={() =>
              ask({
                title: view.hold ? 'End the legal hold' : 'Set a legal hold',
                button: view.hold ? 'End the hold' : 'Set the hold',
                act: (reason) =>
                  set.mutate(
                    { field: 'hold', value: view.hold ? 'no' : 'yes', reason },
                    { ...done, onError },
                  ),
              })
            }
          >
            {view.hold ? 'End hold…' : 'Legal hold…'}
          </Button>
        )}
        {view.status === 'closed' && may(role, policy.cases.set) && (
          <Button
            variant="default"
            onClick={() =>
              set.mutate({ field: 'archived', value: view.archived ? 'no' : 'yes' }, { onError })
            }
          >
            {view.archived ? 'Take out of the archive' : 'Archive'}
          </Button>
        )}
        <Button variant="default" component="a" href={href({ screen: 'report', id: view.id })}>
          Report
        </Button>
        {may(role, policy.bundles.make) && <Button onClick={props.onExport}>Export…</Button>}
      </div>
      {asking !== null && (
        <Reason asking={asking} busy={end.isPending || set.isPending} onClose={() => ask(null)} />
      )}
      {refused !== null && <Refused error={refused} />}
    </>
  );
}

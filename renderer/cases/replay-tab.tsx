import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CaseView, StepRun } from '../../contract/cases.ts';
import { type LinkKind, linkKinds } from '../../contract/sellers.ts';
import { useDesk } from '../app/desk.tsx';
import { linkWords } from '../sellers/words.ts';
import { Empty } from '../ui/empty.tsx';
import { HostileText } from '../ui/hostile-text.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import classes from './case.module.css';
import type { TabProps } from './case-page.tsx';
import { useCaseAct } from './queries.ts';
import { stepNames } from './words.ts';

type Step = CaseView['steps'][number];

/** What a step asks, in a line. */
function asked({ what, input }: Pick<Step, 'what' | 'input'>): string {
  const { kind, id, to_kind, to, text, list, filter, ...more } = input;
  const named = [kind, id, to_kind && 'to', to_kind, to, list, filter, text];
  return [stepNames[what] ?? what, ...named, ...Object.values(more)].filter(Boolean).join(' ');
}

function AddStep({ id }: { id: string }) {
  const [kind, setKind] = useState<LinkKind | 'search'>('search');
  const [text, setText] = useState('');
  const keep = useCaseAct((desk, said: string) =>
    desk.cases.step(
      kind === 'search'
        ? { case: id, what: 'search', input: { text: said } }
        : { case: id, what: 'links', input: { kind, id: said } },
    ),
  );
  return (
    <form
      className={classes.row}
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate(text.trim(), { onSuccess: () => setText('') });
      }}
    >
      <Select
        w={200}
        aria-label="What to ask"
        allowDeselect={false}
        value={kind}
        data={[
          { value: 'search', label: 'Search for' },
          ...linkKinds.map((value) => ({ value, label: `Links of ${linkWords[value]}` })),
        ]}
        onChange={(value) => {
          const found = (['search', ...linkKinds] as const).find((one) => one === value);
          if (found !== undefined) setKind(found);
        }}
      />
      <TextInput
        aria-label="Text or id"
        placeholder={kind === 'search' ? 'What to search for' : 'Its id'}
        className={classes.grow}
        required
        maxLength={500}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={keep.isPending}>
        Ask and keep
      </Button>
      {keep.error !== null && <Refused error={keep.error} />}
    </form>
  );
}

function Changed({ run }: { run: StepRun }) {
  if (run.came.length + run.went.length === 0)
    return <p className={classes.dim}>Nothing has changed: {run.now} now as then.</p>;
  return (
    <>
      <p className={classes.dim}>
        {run.before} then, {run.now} now
      </p>
      <ul className={classes.changes}>
        {run.came.map((line) => (
          <li key={`+${line}`}>
            <b>came</b> <HostileText inline text={line} />
          </li>
        ))}
        {run.went.map((line) => (
          <li key={`-${line}`}>
            <b>went</b> <HostileText inline text={line} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** What was asked of the copy for this case, and what the copy of today answers. */
export function ReplayTab({ view, open }: TabProps) {
  const desk = useDesk();
  const [wanted, setWanted] = useState(false);
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['cases', 'replay', view.id, view.steps.length],
    enabled: wanted,
    queryFn: ({ signal }) => desk.cases.replay({ case: view.id }, { signal }),
  });
  const runs = new Map(data?.map((run) => [run.entry, run]));
  return (
    <div className={classes.stack}>
      {open && <AddStep id={view.id} />}
      {view.steps.length === 0 && (
        <Empty title="Nothing was asked yet">
          A question that is kept here can be asked again of tomorrow’s copy, and says what changed.
        </Empty>
      )}
      {view.steps.length > 0 && (
        <Button
          className={classes.start}
          loading={isFetching}
          onClick={() => (wanted ? void refetch() : setWanted(true))}
        >
          Ask all again
        </Button>
      )}
      {error !== null && <Refused error={error} onRetry={() => void refetch()} />}
      <ol className={classes.plain} aria-label="Questions">
        {view.steps.map((step) => {
          const run = runs.get(step.entry);
          return (
            <li key={step.entry} className={classes.step}>
              <HostileText inline text={asked(step)} />
              <p className={classes.dim}>
                {step.by}, <Time at={step.at} />: {step.total} found
                {step.as_of !== null && (
                  <>
                    {' '}
                    in the copy of <Time at={step.as_of} />
                  </>
                )}
              </p>
              {run !== undefined && <Changed run={run} />}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

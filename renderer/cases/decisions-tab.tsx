import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Empty } from '../ui/empty.tsx';
import { Refused } from '../ui/refused.tsx';
import { Time } from '../ui/time.tsx';
import classes from './case.module.css';
import type { TabProps } from './case-page.tsx';
import { NoteText } from './note-text.tsx';
import { useAdd } from './queries.ts';

/** What was decided, by whom and on what grounds. */
export function DecisionsTab({ view, open }: TabProps) {
  const add = useAdd(view.id);
  const [text, setText] = useState('');
  const [because, setBecause] = useState('');
  function submit(): void {
    add.mutate(
      { kind: 'decision', text, because },
      {
        onSuccess: () => {
          setText('');
          setBecause('');
        },
      },
    );
  }
  return (
    <div className={classes.stack}>
      {view.decisions.length === 0 && (
        <Empty title="Nothing decided yet">A decision says what, and on what grounds.</Empty>
      )}
      {view.decisions.map((one) => (
        <article key={one.entry} className={classes.box}>
          <header className={classes.by}>
            <b>{one.by}</b> <Time at={one.at} />
          </header>
          <NoteText text={one.text} />
          <p className={classes.dim}>Because</p>
          <NoteText text={one.because} />
        </article>
      ))}
      {open && (
        <form
          className={classes.stack}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Textarea
            label="Decision"
            required
            withAsterisk={false}
            autosize
            minRows={2}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Textarea
            label="Because"
            required
            withAsterisk={false}
            autosize
            minRows={2}
            value={because}
            onChange={(event) => setBecause(event.currentTarget.value)}
          />
          <Button className={classes.start} type="submit" loading={add.isPending}>
            Write it down
          </Button>
        </form>
      )}
      {add.error !== null && <Refused error={add.error} />}
    </div>
  );
}

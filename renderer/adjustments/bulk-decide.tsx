import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Adjustment } from '../../contract/adjustments.ts';
import { recordHref } from '../app/route.ts';
import { formatCoins } from '../ui/coins.tsx';
import { Id } from '../ui/id.tsx';
import { OutcomeBadge } from '../ui/outcome-badge.tsx';
import { Refused } from '../ui/refused.tsx';
import type { useDecideMany } from './governance-queries.ts';
import classes from './queue.module.css';
import { stateWords } from './words.ts';

/** Decides the marked ones together, with one note; each has an outcome of its own. */
export function BulkDecide(props: {
  marked: readonly Adjustment[];
  /** Kept by whoever shows this, so that outcomes outlive the queue they came from. */
  decide: ReturnType<typeof useDecideMany>;
  onDone: () => void;
}) {
  const { marked, decide } = props;
  const [note, setNote] = useState('');
  const net = marked.reduce((sum, one) => sum + BigInt(one.coins), 0n);
  const send = (decision: 'approve' | 'reject') =>
    decide.mutate({ decision, ids: marked.map((one) => one.id), note: note.trim() });
  if (decide.data !== undefined)
    return (
      <>
        <ul className={classes.outcomes} aria-label="Outcomes" data-testid="bulk-outcomes">
          {decide.data.map(({ id, state, error }) => (
            <li key={id}>
              <Id id={id} href={recordHref('adjustment', id)} />{' '}
              {state === null ? (
                <OutcomeBadge bare outcome="fail" word={error?.code ?? 'refused'} />
              ) : (
                <OutcomeBadge
                  bare
                  outcome={stateWords[state].outcome}
                  word={state === 'proposed' ? 'one more is needed' : stateWords[state].word}
                />
              )}
              {error !== null && <p className={classes.small}>{error.message}</p>}
            </li>
          ))}
        </ul>
        <Button variant="default" onClick={props.onDone}>
          Back to the queue
        </Button>
      </>
    );
  return (
    <>
      <p>
        {marked.length} marked, {formatCoins(net.toString(), { signed: true })} together.
      </p>
      <Textarea
        label="One note for all of them, kept for good"
        autosize
        minRows={3}
        maxLength={4000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button
        disabled={note.trim() === ''}
        loading={decide.isPending}
        onClick={() => send('approve')}
      >
        Approve {marked.length}
      </Button>
      <Button
        variant="default"
        disabled={note.trim() === ''}
        loading={decide.isPending}
        onClick={() => send('reject')}
      >
        Reject {marked.length}
      </Button>
      <Button variant="subtle" onClick={props.onDone}>
        Unmark all
      </Button>
      {decide.error !== null && <Refused error={decide.error} />}
    </>
  );
}

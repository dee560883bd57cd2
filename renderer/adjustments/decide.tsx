import { Button, Kbd, Textarea } from '@mantine/core';
import { getHotkeyHandler, useHotkeys } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import type { AdjustmentDetail } from '../../contract/adjustments.ts';
import { formatCoins } from '../ui/coins.tsx';
import { Refused } from '../ui/refused.tsx';
import { useDecide } from './queries.ts';
import classes from './queue.module.css';

type Decision = 'approve' | 'reject';

const asks: Readonly<Record<Decision, { label: string; placeholder: string }>> = {
  approve: { label: 'What you checked, kept for good', placeholder: 'The store record shows…' },
  reject: { label: 'Why not, kept for good', placeholder: 'What is missing or wrong' },
};

function DecisionNote(props: {
  decision: Decision;
  coins: string;
  busy: boolean;
  onDecide: (note: string) => void;
  onCancel: () => void;
}) {
  const { decision, coins, busy } = props;
  const [note, setNote] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const { label, placeholder } = asks[decision];
  const decide = () => note.trim() !== '' && !busy && props.onDecide(note.trim());
  return (
    <>
      <Textarea
        ref={field}
        label={label}
        placeholder={placeholder}
        autosize
        minRows={3}
        maxRows={10}
        maxLength={4000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        onKeyDown={getHotkeyHandler([
          ['mod+Enter', decide],
          ['Escape', props.onCancel],
        ])}
      />
      <Button
        disabled={note.trim() === ''}
        loading={busy}
        rightSection={
          <Kbd size="xs" style={{ whiteSpace: 'nowrap' }}>
            Ctrl Enter
          </Kbd>
        }
        onClick={decide}
      >
        {decision === 'approve' ? `Approve ${coins}` : `Reject ${coins}`}
      </Button>
      <Button variant="subtle" onClick={props.onCancel}>
        Back
      </Button>
    </>
  );
}

/**
 * The decision keys: A approves, R rejects, each with a note; without the right to decide it says
 * why not.
 */
export function Decide(props: { detail: AdjustmentDetail; onDecided: (said: string) => void }) {
  const { detail } = props;
  const [asking, setAsking] = useState<Decision | null>(null);
  const decide = useDecide();
  const coins = formatCoins(detail.coins, { signed: true });
  const start = (decision: Decision) => detail.may_decide && setAsking(decision);
  useHotkeys([
    ['a', () => void start('approve')],
    ['r', () => void start('reject')],
  ]);
  function send(decision: Decision, note: string): void {
    decide.mutate(
      { decision, id: detail.id, note },
      {
        onSuccess(after) {
          const became =
            after.state === 'proposed' ? 'approved, and one more person is needed' : after.state;
          props.onDecided(`${coins} for ${detail.account}: ${became}.`);
        },
      },
    );
  }
  if (!detail.may_decide)
    return (
      <p className={classes.why} data-testid="why-not">
        {detail.why_not ?? `It is ${detail.state} already.`}
      </p>
    );
  return (
    <>
      {asking === null ? (
        <>
          <Button rightSection={<Kbd size="xs">A</Kbd>} onClick={() => start('approve')}>
            Approve {coins}
          </Button>
          <Button
            variant="default"
            rightSection={<Kbd size="xs">R</Kbd>}
            onClick={() => start('reject')}
          >
            Reject, with a reason
          </Button>
        </>
      ) : (
        <DecisionNote
          decision={asking}
          coins={coins}
          busy={decide.isPending}
          onDecide={(note) => send(asking, note)}
          onCancel={() => setAsking(null)}
        />
      )}
      {decide.error !== null && <Refused error={decide.error} />}
    </>
  );
}

import { Button, Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { AdjustmentDetail } from '../../contract/adjustments.ts';
import { recordHref } from '../app/route.ts';
import { formatCoins } from '../ui/coins.tsx';
import { Id } from '../ui/id.tsx';
import { Refused } from '../ui/refused.tsx';
import classes from './adjustment.module.css';
import { useReverse } from './queries.ts';
import { StateBadge } from './state-badge.tsx';

function ReverseNote(props: {
  opposite: string;
  busy: boolean;
  error: unknown;
  onReverse: (note: string) => void;
  onCancel: () => void;
}) {
  const [note, setNote] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <div className={classes.act}>
      <Textarea
        ref={field}
        label="Why it was wrong, kept for good"
        autosize
        minRows={2}
        maxLength={4000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button
        disabled={note.trim() === ''}
        loading={props.busy}
        onClick={() => props.onReverse(note.trim())}
      >
        Propose {props.opposite}
      </Button>
      <Button variant="subtle" onClick={props.onCancel}>
        Leave it as it is
      </Button>
      {props.error !== null && <Refused error={props.error} />}
    </div>
  );
}

/** Takes an adjustment back by one of the opposite sign, with a reason, under the same limits. */
export function Reverse({ detail }: { detail: AdjustmentDetail }) {
  const [asking, setAsking] = useState(false);
  const reverse = useReverse();
  const opposite = formatCoins((-BigInt(detail.coins)).toString(), { signed: true });
  if (reverse.data !== undefined)
    return (
      <div className={classes.act} role="status">
        <p>
          <StateBadge state={reverse.data.state} /> {opposite} as{' '}
          <Id id={reverse.data.id} href={recordHref('adjustment', reverse.data.id)} />
        </p>
      </div>
    );
  if (!asking)
    return (
      <div className={classes.act}>
        <p>
          A reversal is an adjustment of its own: {opposite}, under the same limits and approvals.
        </p>
        <Button variant="default" onClick={() => setAsking(true)}>
          Reverse it…
        </Button>
      </div>
    );
  return (
    <ReverseNote
      opposite={opposite}
      busy={reverse.isPending}
      error={reverse.error}
      onReverse={(note) => reverse.mutate({ id: detail.id, note })}
      onCancel={() => setAsking(false)}
    />
  );
}

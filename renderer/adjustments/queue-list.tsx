import { Checkbox } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { type Adjustment, reasonNames } from '../../contract/adjustments.ts';
import { Coins } from '../ui/coins.tsx';
import { shortened } from '../ui/id.tsx';
import { revealed } from '../ui/reveal.ts';
import { Time } from '../ui/time.tsx';
import classes from './queue.module.css';

function Item(props: {
  one: Adjustment;
  chosen: boolean;
  own: boolean;
  /** Null where this person decides nothing. */
  marked: boolean | null;
  onChoose: () => void;
  onMark: () => void;
}) {
  const { one, chosen, own, marked } = props;
  return (
    <li className={classes.entry} data-marked={marked === true}>
      {marked !== null && (
        <Checkbox
          size="xs"
          className={classes.mark}
          aria-label={`Mark ${one.id}`}
          checked={marked}
          disabled={own}
          onChange={props.onMark}
        />
      )}
      <button
        type="button"
        className={classes.item}
        aria-current={chosen}
        data-own={own}
        onClick={props.onChoose}
      >
        <span className={classes.coins}>
          <Coins coins={one.coins} signed />
        </span>
        <span className={classes.end}>
          <Time at={one.created_at} />
        </span>
        <span className={classes.small}>
          {reasonNames[one.reason]} · {shortened(revealed(one.account), 14)}
        </span>
        <span className={classes.end}>{own ? 'yours' : one.maker}</span>
      </button>
    </li>
  );
}

function walk(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const items = [...event.currentTarget.querySelectorAll('button')];
  const next = items[items.findIndex((item) => item === document.activeElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
  next.click();
}

/** What waits for a decision. Own proposals are there, greyed. */
export function QueueList(props: {
  queue: readonly Adjustment[];
  chosen: string | null;
  me: string;
  /** Marked to be decided together; null where this person decides nothing. */
  marks: ReadonlyMap<string, Adjustment> | null;
  onChoose: (id: string) => void;
  onMark: (one: Adjustment) => void;
}) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the buttons in it are what is focused
    <ul className={classes.items} aria-label="Proposals that wait" onKeyDown={walk}>
      {props.queue.map((one) => (
        <Item
          key={one.id}
          one={one}
          chosen={one.id === props.chosen}
          own={one.maker === props.me}
          marked={props.marks?.has(one.id) ?? null}
          onChoose={() => props.onChoose(one.id)}
          onMark={() => props.onMark(one)}
        />
      ))}
    </ul>
  );
}

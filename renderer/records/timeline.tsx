import { type KeyboardEvent, useId, useState } from 'react';
import type { TimelineEntry } from '../../contract/records.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { RawRecord } from '../ui/raw-record.tsx';
import { shortened } from '../ui/id.tsx';
import { revealed } from '../ui/reveal.ts';
import { Time } from '../ui/time.tsx';
import classes from './timeline.module.css';

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

function dayOf(at: string | null): string {
  const ms = at === null ? Number.NaN : Date.parse(at);
  return Number.isNaN(ms) ? 'Time unknown' : `${dayFormat.format(ms).replace('Sept', 'Sep')} UTC`;
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const [open, setOpen] = useState(false);
  const raw = useId();
  return (
    <li className={classes.entry}>
      <button
        type="button"
        className={classes.row}
        aria-expanded={open}
        aria-controls={open ? raw : undefined}
        onClick={() => setOpen(!open)}
      >
        <span className={classes.at}>
          {entry.at === null ? '' : <Time at={entry.at} show="clock" />}
        </span>
        <span className={classes.text}>
          <HostileText inline text={entry.text} />
        </span>
        <span className={classes.source} title={revealed(`${entry.table} ${entry.key}`)}>
          {entry.table} {shortened(revealed(entry.key), 14)}
        </span>
        <span className={classes.braces} aria-hidden>
          {'{…}'}
        </span>
      </button>
      {open && (
        <div id={raw} className={classes.raw}>
          <RawRecord fields={entry.raw} origin={entry.origin} />
        </div>
      )}
    </li>
  );
}

/** Arrow keys walk from entry to entry; Tab leaves the list after the one it stands on. */
function walk(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('button[aria-expanded]')];
  const here = rows.findIndex((row) => row === document.activeElement);
  if (here < 0) return;
  event.preventDefault();
  rows[here + step]?.focus();
}

/** Everything that happened, in one list, with the raw record behind each entry. Times are UTC. */
export function Timeline(props: { entries: readonly TimelineEntry[]; label: string }) {
  const { entries } = props;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the buttons in it are what is focused
    <ul className={classes.list} aria-label={props.label} onKeyDown={walk}>
      {entries.map((entry, index) => {
        const day = dayOf(entry.at);
        const previous = entries[index - 1];
        const first = previous === undefined || dayOf(previous.at) !== day;
        return [
          first && (
            <li key={`day-${index}`} className={classes.day}>
              {day}
            </li>
          ),
          <Entry key={`${entry.table}/${entry.key}/${index}`} entry={entry} />,
        ];
      })}
    </ul>
  );
}

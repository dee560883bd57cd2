import { Tooltip } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { sayDay } from '../../contract/say.ts';
import classes from './figures.module.css';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

let now = Date.now();
const listeners = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  ticking ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, minute / 2);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** The time of day for everything on the page that tells an age: one clock, half a minute fine. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** A span of time in one unit: "3 h", "2 days". Milliseconds in; never negative. */
export function formatSpan(ms: number): string {
  const size = Math.abs(ms);
  if (size < 1000) return 'under 1 s';
  if (size < minute) return `${Math.round(size / 1000)} s`;
  if (size < hour) return `${Math.floor(size / minute)} min`;
  if (size < 2 * day) return `${Math.floor(size / hour)} h`;
  if (size < 60 * day) return `${Math.floor(size / day)} days`;
  return `${Math.floor(size / (30 * day))} months`;
}

function relative(at: number, from: number): string {
  const ago = from - at;
  if (Math.abs(ago) < minute) return 'just now';
  return ago > 0 ? `${formatSpan(ago)} ago` : `in ${formatSpan(ago)}`;
}

const localFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});

/** "23 Nov 2026 10:04:02 UTC", the form that is meant when exactness counts. */
export function formatAbsolute(at: string): string {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return at;
  return `${sayDay(ms)} ${new Date(ms).toISOString().slice(11, 19)} UTC`;
}

function words(at: string, show: 'relative' | 'clock' | 'minute' | 'absolute', from: number) {
  if (show === 'clock') return new Date(at).toISOString().slice(11, 19);
  if (show === 'minute') {
    const ms = Date.parse(at);
    return `${sayDay(ms)} ${new Date(ms).toISOString().slice(11, 16)}`;
  }
  if (show === 'absolute') return formatAbsolute(at);
  return relative(Date.parse(at), from);
}

/**
 * A moment: relative by default, the whole with its zone on hover. `clock` is 10:04:02 and
 * `minute` 23 Nov 2026 10:04, both UTC, for places that say so. Null is unknown.
 */
export function Time(props: {
  at: string | null;
  show?: 'relative' | 'clock' | 'minute' | 'absolute';
}) {
  const from = useNow();
  const { at, show = 'relative' } = props;
  if (at === null) return <span className={classes.unknown}>unknown</span>;
  if (Number.isNaN(Date.parse(at))) return <span>{at}</span>;
  const whole = `${formatAbsolute(at)} · ${localFormat.format(new Date(at))}`;
  return (
    <Tooltip label={whole}>
      <time dateTime={at} className={classes.figure}>
        {words(at, show, from)}
      </time>
    </Tooltip>
  );
}

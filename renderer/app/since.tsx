import { useEffect, useState } from 'react';
import { useSwept } from '../diagnosis/watch-queries.ts';
import { useRuns, useTickets } from '../records/queries.ts';
import { Panel } from '../ui/panel.tsx';
import { Time } from '../ui/time.tsx';
import { useMe } from './desk.tsx';
import classes from './home.module.css';

const looked = 50;

/** When this person was last here, as this browser remembers it; null at the first time. */
function useLeftAt(): string | null {
  const { user } = useMe();
  const key = `desk.left.${user}`;
  const [left] = useState(() => localStorage.getItem(key));
  useEffect(() => {
    const leave = () => localStorage.setItem(key, new Date().toISOString());
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [key]);
  return left;
}

/** What happened since this person was last here. */
export function SinceLeft() {
  const left = useLeftAt();
  const { data: runs } = useRuns();
  const { data: tickets } = useTickets('open', looked);
  const { data: swept } = useSwept();
  if (left === null) return null;
  const imports = (runs ?? []).filter((run) => run.started_at > left).length;
  const opened = (tickets?.tickets ?? []).filter((one) => (one.opened_at ?? '') > left).length;
  const sweep = swept?.state ?? null;
  const words = [
    imports > 0 ? `${imports} ${imports === 1 ? 'import' : 'imports'}` : null,
    opened > 0
      ? `${opened}${opened === looked ? ' or more' : ''} ${opened === 1 ? 'ticket' : 'tickets'} opened`
      : null,
    sweep !== null && sweep.finished_at > left
      ? `a sweep by ${sweep.by} over ${sweep.attempts.toLocaleString('en-US')} attempts`
      : null,
  ].filter((word) => word !== null);
  return (
    <Panel title="Since you were last here">
      <p className={classes.last} style={{ margin: 0 }}>
        <Time at={left} />: {words.length === 0 ? 'nothing new.' : `${words.join(', ')}.`}
      </p>
    </Panel>
  );
}

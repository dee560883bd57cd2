import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { useReading } from './list-queries.ts';
import type { ListSize } from './list-rows.ts';
import classes from './list-page.module.css';

/** Waits shorter than this are not spoken of. */
const patienceMs = 400;

/** Says that a question runs, how far it is, and lets a person call it off. */
export function ListWaiting({ size }: { size: ListSize }) {
  const [long, setLong] = useState(false);
  const { waiting } = size;
  if (!waiting && long) setLong(false);
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setTimeout(() => setLong(true), patienceMs);
    return () => clearTimeout(timer);
  }, [waiting]);
  const { data: reading } = useReading(waiting && long);
  if (size.calledOff)
    return (
      <div className={classes.working} role="status">
        <span className={classes.bar}>
          The question was called off. What stands here answers the one before.
        </span>
        <Button variant="default" onClick={size.again}>
          Ask again
        </Button>
      </div>
    );
  if (!waiting || !long) return null;
  return (
    <div className={classes.working}>
      <div className={classes.bar}>
        <ProgressBar
          label="Reading the list"
          share={reading ? reading.rows / Math.max(1, reading.total) : null}
          now={
            reading
              ? 'Reading these columns for the first time since the import'
              : 'Looking through the records'
          }
        />
      </div>
      <Button variant="default" onClick={size.callOff}>
        Cancel
      </Button>
    </div>
  );
}

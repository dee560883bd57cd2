import { Progress } from '@mantine/core';
import classes from './progress-bar.module.css';
import { formatSpan } from './time.tsx';

/**
 * How far something is: a bar, what is done now, its rate and the time left. `share` is 0 to 1,
 * or null while nobody can know.
 */
export function ProgressBar(props: {
  label: string;
  share: number | null;
  now: string;
  rate?: string;
  secondsLeft?: number | null;
}) {
  const { label, share, now, rate, secondsLeft = null } = props;
  const percent = share === null ? 100 : Math.min(100, Math.max(0, share * 100));
  const left = secondsLeft === null ? undefined : `${formatSpan(secondsLeft * 1000)} left`;
  return (
    <div>
      <Progress.Root size={8}>
        <Progress.Section
          value={percent}
          striped={share === null}
          animated={share === null}
          aria-label={label}
        />
      </Progress.Root>
      <div className={classes.words}>
        <span>{now}</span>
        <span>{[rate, left].filter((word) => word !== undefined).join(' · ')}</span>
      </div>
    </div>
  );
}

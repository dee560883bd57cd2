import { Progress } from '@mantine/core';
import { type ImportPart, type ImportProgress, searchPart } from '../../contract/records.ts';
import { HostileText } from '../ui/hostile-text.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { revealed } from '../ui/reveal.ts';
import classes from './import-progress.module.css';
import { formatBytes, formatCount, formatRows, progressWords } from './import-words.ts';

/** How far a whole plan or import is: its phase, the file, rows a second, time left. */
export function ImportProgressBar(props: { label: string; progress: ImportProgress | null }) {
  const { label, progress } = props;
  if (progress === null) return <ProgressBar label={label} share={null} now="Starting" />;
  return (
    <ProgressBar
      label={label}
      share={progress.share}
      now={revealed(progressWords(progress))}
      {...(progress.phase === 'reading' && progress.rows_a_second > 0
        ? { rate: `${formatCount(Math.round(progress.rows_a_second))} rows a second` }
        : {})}
      secondsLeft={progress.seconds_left}
    />
  );
}

function PartRow({ part, inBytes }: { part: ImportPart; inBytes: boolean }) {
  const { name, done, total } = part;
  // Parts of parts add up to a little less than the whole.
  const percent = total === 0 ? 100 : Math.min(100, (done / total) * 100 + 1e-6);
  const size = inBytes ? formatBytes(total) : formatRows(Math.round(total));
  const words = !inBytes && name === searchPart ? '' : ` of ${size}`;
  return (
    <li className={classes.part}>
      <span className={classes.name}>
        <HostileText inline text={name} />
      </span>
      <Progress.Root size={6}>
        <Progress.Section value={percent} aria-label={revealed(name)} />
      </Progress.Root>
      <span className={classes.amount}>
        {Math.floor(percent)} %{words}
      </span>
    </li>
  );
}

/** The same with a bar of its own for each file that is read, or each table that is worked on. */
export function ImportProgressBars(props: { label: string; progress: ImportProgress | null }) {
  const { progress } = props;
  const inBytes = progress?.phase === 'checking' || progress?.phase === 'reading';
  return (
    <div className={classes.bars}>
      <ImportProgressBar {...props} />
      <ul className={classes.parts} aria-label={inBytes ? 'Files' : 'Tables'}>
        {progress?.parts.map((part) => (
          <PartRow key={part.name} part={part} inBytes={inBytes} />
        ))}
      </ul>
    </div>
  );
}

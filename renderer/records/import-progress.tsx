import type { ImportProgress } from '../../contract/records.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { revealed } from '../ui/reveal.ts';
import { formatCount, progressWords } from './import-words.ts';

/** How far an import is: bytes of all bytes, the file, rows a second, time left. */
export function ImportProgressBar(props: { label: string; progress: ImportProgress | null }) {
  const { label, progress } = props;
  if (progress === null) return <ProgressBar label={label} share={null} now="Starting" />;
  const known = progress.bytes_total > 0;
  return (
    <ProgressBar
      label={label}
      share={known ? progress.bytes / progress.bytes_total : null}
      now={revealed(progressWords(progress))}
      {...(progress.rows_a_second > 0
        ? { rate: `${formatCount(Math.round(progress.rows_a_second))} rows a second` }
        : {})}
      secondsLeft={progress.seconds_left}
    />
  );
}

import type { ImportProgress } from '../../../../contract/records.ts';

/** At most ten reports a second. */
const leastMs = 100;

/** Counts what an import has done and reports it, now and then. `now` in ms, ever growing. */
export function createProgress(
  report: (progress: ImportProgress) => void,
  now: () => number = performance.now.bind(performance),
) {
  const started = now();
  let reported = Number.NEGATIVE_INFINITY;
  let readingSince = started;
  let phase: ImportProgress['phase'] = 'checking';
  let file = '';
  let rows = 0;
  let bytes = 0;
  let total = 0;

  function tell(force: boolean): void {
    const at = now();
    if (!force && at - reported < leastMs) return;
    reported = at;
    const seconds = (at - readingSince) / 1000;
    const pace = seconds > 0 ? bytes / seconds : 0;
    const known = phase === 'reading' && pace > 0 && seconds >= 1;
    report({
      phase,
      file,
      rows,
      bytes,
      bytes_total: total,
      rows_a_second: seconds > 0 ? Math.round(rows / seconds) : 0,
      seconds_left: known ? Math.ceil((total - bytes) / pace) : null,
    });
  }

  return {
    /** A new phase starts its counts anew; its bytes are counted up to `bytesTotal`. */
    enter(next: ImportProgress['phase'], bytesTotal: number): void {
      phase = next;
      total = bytesTotal;
      if (next === 'checking' || next === 'reading') {
        bytes = 0;
        rows = 0;
        readingSince = now();
      }
      tell(true);
    },
    open(name: string): void {
      file = name;
      tell(false);
    },
    read(count: number): void {
      bytes += count;
      tell(false);
    },
    took(count: number): void {
      rows += count;
      tell(false);
    },
    step(): void {
      tell(false);
    },
    seconds(): number {
      return Math.round(now() - started) / 1000;
    },
  };
}

export type Progress = ReturnType<typeof createProgress>;

import type { ImportPart, ImportProgress } from '../../../../contract/records.ts';

/** At most ten reports a second. */
const leastMs = 100;

/** Of more files than these, progress tells the tables that they fill: a screen holds no more bars. */
const mostParts = 24;

type Phase = ImportProgress['phase'];

/**
 * What a phase takes of an import of new rows, in per cent of all: measured with 200,000 recharges.
 * A phase that has less to do than that passes sooner, so the whole only ever goes forward.
 */
const weights: Readonly<Record<Phase, number>> = {
  checking: 2,
  reading: 47,
  comparing: 24,
  indexing: 23,
  committing: 4,
};

export const planning: readonly Phase[] = ['checking', 'reading', 'comparing'];
export const committing: readonly Phase[] = ['indexing', 'committing'];

/** A file or a table that a phase works on; `total` in bytes or rows. */
export interface WorkPart {
  readonly name: string;
  readonly table: string;
  readonly total: number;
}

/**
 * Counts what an import has done and reports it, now and then. `phases` are those that it will go
 * through, `now` in ms, ever growing.
 */
export function createProgress(
  report: (progress: ImportProgress) => void,
  phases: readonly Phase[],
  now: () => number = performance.now.bind(performance),
) {
  const started = now();
  let reported = Number.NEGATIVE_INFINITY;
  let readingSince = started;
  let phase: Phase = 'checking';
  let file = '';
  let rows = 0;
  let bytes = 0;
  let bytesTotal = 0;
  let share = 0;
  let parts = createParts([]);

  function tell(force: boolean): void {
    const at = now();
    if (!force && at - reported < leastMs) return;
    reported = at;
    share = Math.max(share, shareOf(phases, phase, parts.share()));
    const seconds = (at - readingSince) / 1000;
    report({
      phase,
      share,
      parts: parts.list(),
      file,
      rows,
      bytes,
      bytes_total: bytesTotal,
      rows_a_second: seconds > 0 ? Math.round(rows / seconds) : 0,
      seconds_left: secondsLeft((at - started) / 1000, share),
    });
  }

  return {
    /** A new phase begins, with all that it works on; of bytes and rows it counts anew. */
    enter(next: Phase, work: readonly WorkPart[]): void {
      phase = next;
      file = '';
      parts = createParts(work);
      if (isOfBytes(next)) {
        bytes = 0;
        rows = 0;
        bytesTotal = work.reduce((sum, { total }) => sum + total, 0);
        readingSince = now();
      }
      tell(true);
    },
    /** The next of the files of this phase, in their order; whatever was left of the one before is done. */
    open(name: string): void {
      file = name;
      if (isOfBytes(phase)) parts.next();
      tell(false);
    },
    read(count: number): void {
      if (!isOfBytes(phase)) return;
      bytes += count;
      parts.read(count);
      tell(false);
    },
    took(count: number): void {
      rows += count;
      tell(false);
    },
    /** A part of what there is to be done with a table, 0 to 1, is done. */
    did(table: string, part: number): void {
      parts.did(table, part);
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

function isOfBytes(phase: Phase): boolean {
  return phase === 'checking' || phase === 'reading';
}

/** Those before are done; of those to come nothing. */
function shareOf(phases: readonly Phase[], phase: Phase, done: number): number {
  const sum = (some: readonly Phase[]) => some.reduce((all, each) => all + weights[each], 0);
  const before = phases.slice(0, Math.max(0, phases.indexOf(phase)));
  return (sum(before) + weights[phase] * done) / sum(phases);
}

/** Unknown as long as too little is done to tell. */
function secondsLeft(seconds: number, share: number): number | null {
  return seconds < 1 || share < 0.02 ? null : Math.ceil((seconds * (1 - share)) / share);
}

/** What a phase works on, and how much of each is done. A file may stand there several times. */
function createParts(work: readonly WorkPart[]) {
  const names = new Set(work.map(({ name }) => name));
  const keyOf = (each: WorkPart) => (names.size > mostParts ? each.table : each.name);
  const parts = new Map<string, ImportPart>();
  for (const each of work) {
    const part = parts.get(keyOf(each)) ?? { name: keyOf(each), done: 0, total: 0 };
    parts.set(part.name, { ...part, total: part.total + each.total });
  }
  const total = work.reduce((sum, each) => sum + each.total, 0);
  let at = -1;
  let left = 0;

  function add(name: string, amount: number): void {
    const part = parts.get(name);
    if (part) part.done = Math.min(part.total, part.done + amount);
  }

  function read(count: number): void {
    const file = work[at];
    if (!file) return;
    add(keyOf(file), Math.min(count, left));
    left -= Math.min(count, left);
  }

  return {
    list: (): ImportPart[] => [...parts.values()].map((part) => ({ ...part })),
    share(): number {
      const done = [...parts.values()].reduce((sum, part) => sum + part.done, 0);
      return total === 0 ? 0 : done / total;
    },
    next(): void {
      read(left);
      at += 1;
      left = work[at]?.total ?? 0;
    },
    read,
    did(name: string, part: number): void {
      add(name, part * (parts.get(name)?.total ?? 0));
    },
  };
}

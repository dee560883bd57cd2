import { openDrop } from './archive/archive.ts';
import { type RejectedRow, type RowBatch, wireValue } from './batch.ts';
import { type CheckedDrop, checkDrop } from './check-drop.ts';
import { workOf } from './drop.ts';
import type { Entry, Patch } from './entry.ts';
import type { Judged } from './judge.ts';
import { createTimeSpan, type ReadingContext, readFile, type TimeSpan } from './reading.ts';

/** Takes what is read, in the order of the drop. Reading waits for each of its answers. */
export interface RowSink {
  /** A file begins, by its place in the drop. */
  file(index: number): void;
  rows(batch: RowBatch): Promise<void>;
  /** It is read to its end and has so many rows. */
  fileEnd(index: number, rows: number): void;
}

export interface LookedAt {
  readonly line: number;
  /** The text that the row stood in, cleaned. */
  readonly original: string;
  readonly redacted: boolean;
}

export interface ReadEnd {
  readonly warnings: readonly string[];
  readonly span: TimeSpan;
}

/**
 * Reads one drop: looks it over and hashes it, then reads and judges every row. Knows nothing of
 * the copy. Everything here refuses DROP_REFUSED, by name, where a file cannot be taken.
 */
export interface DropReader {
  check(): Promise<CheckedDrop>;
  read(sink: RowSink): Promise<ReadEnd>;
  /** Reads a file again, for the texts of some of its lines. */
  look(file: number, lines: readonly number[], take: (row: LookedAt) => void): Promise<void>;
  /** Ends it, whatever it is doing. What it unpacked stays in the scratch folder. */
  close(): void;
}

/** The reader itself, in this very process. */
export function createDropReader(drop: string, context: ReadingContext): DropReader {
  let checked: CheckedDrop | null = null;
  const { warnings, progress } = context;
  const inOrder = () => {
    if (!checked) throw new Error('a drop is checked before it is read');
    return checked.drop;
  };
  return {
    async check() {
      const opened = await openDrop(drop, context.scratch, context.assertWanted);
      checked = await checkDrop(opened, context);
      return checked;
    },
    async read(sink) {
      const span = createTimeSpan();
      progress.enter('reading', inOrder().files.map(workOf));
      for (const [index, file] of inOrder().files.entries()) {
        sink.file(index);
        const batch = collecting(index);
        const rows = await readFile(file, context, {
          begin: batch.begin,
          take(entry, judged, present) {
            batch.take(entry, judged, present);
            span.see(file.table, judged, entry.patch?.at ?? null);
          },
          reject: batch.reject,
          flush: () => batch.flush(sink),
        });
        sink.fileEnd(index, rows);
      }
      return { warnings: warnings.list(), span: span.result() };
    },
    async look(index, lines, take) {
      const wanted = new Set(lines);
      const file = inOrder().files[index];
      if (!file) throw new Error('there is no such file');
      await readFile(
        file,
        { ...context, warnings: unheard },
        {
          begin() {},
          take(entry, { redacted }) {
            if (wanted.has(entry.line))
              take({ line: entry.line, original: entry.original(), redacted });
          },
          reject() {},
          async flush() {},
        },
      );
    },
    close() {},
  };
}

const unheard = { add() {}, count() {}, oddValue() {}, list: () => [] };

/** Gathers the rows of one file into batches. */
function collecting(file: number) {
  let rows: (string | number | null)[][] = [];
  let redacted = 0;
  let rejects: RejectedRow[] = [];
  let columns: readonly string[] | null = null;
  let patches: Patch[] = [];
  let head: string | null = null;
  return {
    begin(line: string | null): void {
      head = line;
    },
    take(entry: Entry, judged: Judged, present: ReadonlySet<string> | null): void {
      columns ??= present && [...present];
      if (judged.redacted) redacted += 1;
      if (entry.patch) patches.push(entry.patch);
      const row: (string | number | null)[] = judged.values.map(wireValue);
      row.push(wireValue(judged.extra), entry.line);
      rows.push(row);
    },
    reject(entry: Entry, fault: RejectedRow['fault']): void {
      rejects.push({ line: entry.line, fault, original: entry.original() });
    },
    async flush(sink: RowSink): Promise<void> {
      if (rows.length === 0 && rejects.length === 0) return;
      const batch: RowBatch = {
        file,
        present: columns,
        head,
        taken: rows.length,
        rows: JSON.stringify(rows),
        redacted,
        rejects,
        patches: patches.length > 0 ? patches : null,
      };
      [rows, redacted, rejects, patches, head] = [[], 0, [], [], null];
      await sink.rows(batch);
    },
  };
}

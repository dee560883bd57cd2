import type { TableCounts } from '../../../contract/records.ts';
import type { Db } from '../storage/storage.ts';

/** One import run as the copy's books have it; times in UTC ms. */
export interface Run {
  readonly number: bigint;
  readonly run: string;
  readonly drop: string;
  readonly by: string;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly asOf: number | null;
  readonly asOfGuessed: boolean;
  readonly coversFrom: number | null;
  readonly coversTo: number | null;
  readonly counts: Readonly<Record<string, TableCounts>>;
  /** Tables that the drop had a file for, an empty one included. */
  readonly tables: ReadonlySet<string>;
}

export interface Books {
  /** All runs, oldest first. Read again only when a run was added. */
  runs(): readonly Run[];
}

type RawRun = Readonly<
  Record<'number' | 'started_at' | 'finished_at' | 'as_of_guessed', bigint> &
    Record<'as_of' | 'covers_from' | 'covers_to', bigint | null> &
    Record<'run' | 'drop_name' | 'by' | 'counts', string>
>;

/** The books of one connection to records.db. */
export function createBooks(db: Db): Books {
  const newest = db.prepare('select max(number) from runs').pluck();
  const all = db.prepare<[], RawRun>('select * from runs order by number');
  const files = db.prepare<[], { run: bigint; table_name: string }>(
    'select distinct run, table_name from files',
  );
  let known: readonly Run[] = [];
  let upTo: unknown = null;
  return {
    runs() {
      const last = newest.get();
      if (last !== upTo) {
        const tables = Map.groupBy(files.all(), (file) => file.run);
        known = all.all().map((raw) =>
          toRun(
            raw,
            (tables.get(raw.number) ?? []).map((file) => file.table_name),
          ),
        );
        upTo = last;
      }
      return known;
    },
  };
}

function toRun(raw: RawRun, files: readonly string[]): Run {
  const counts = JSON.parse(raw.counts) as Record<string, TableCounts>;
  const counted = Object.keys(counts).filter((table) => (counts[table]?.read ?? 0) > 0);
  return {
    number: raw.number,
    run: raw.run,
    drop: raw.drop_name,
    by: raw.by,
    startedAt: Number(raw.started_at),
    finishedAt: Number(raw.finished_at),
    asOf: toMs(raw.as_of),
    asOfGuessed: raw.as_of_guessed !== 0n,
    coversFrom: toMs(raw.covers_from),
    coversTo: toMs(raw.covers_to),
    counts,
    tables: new Set([...files, ...counted]),
  };
}

function toMs(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}

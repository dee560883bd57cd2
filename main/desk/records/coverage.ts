import type { CopyAge, CopyCoverage, ImportRun } from '../../../contract/records.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Db } from '../storage/storage.ts';
import type { Books, Run } from './books.ts';
import { type TableName, tableNames } from './tables.ts';

/** The time that says how new a row is, in tables that have one. */
const timeColumns: Partial<Record<TableName, string>> = {
  accounts: 'updated_at',
  packages: 'valid_from',
  recharges: 'created_at',
  recharge_events: 'at',
  store_records: 'purchased_at',
  payments: 'created_at',
  ledger: 'at',
  devices: 'last_seen',
  sessions: 'started_at',
  app_versions: 'released_at',
  incidents: 'started_at',
  offers: 'seen_at',
  tickets: 'opened_at',
};

/** Tables whose time leads an index, so that the newest costs nothing at any size. */
const indexed: ReadonlySet<TableName> = new Set<TableName>(['recharges', 'tickets']);

/** Largest table that is read through for its newest time. */
const smallTable = 250_000n;

/** What the copy holds, how old it is, and what times it speaks for. */
export interface Coverage {
  /** Age and reach over all runs: the newest `as_of`, the earliest start, the latest end. */
  age(): CopyAge;
  /**
   * Does the copy speak for this moment (UTC ms) in this table? True where one run that had the
   * table covers it. A run without a stated end reaches to its `as_of`; without a stated start
   * it is taken to hold everything before. Only then does an absent row mean that there is none.
   */
  covers(at: number, table: TableName): boolean;
  all(): CopyCoverage;
  /** Newest first. */
  runs(): ImportRun[];
}

export function createCoverage(db: Db, books: Books): Coverage {
  const newest = createNewest(db);
  const age = () => ageOf(books.runs());
  return {
    age,
    covers: (at, table) => books.runs().some((run) => run.tables.has(table) && runCovers(run, at)),
    all() {
      const runs = books.runs();
      const tables = tableNames.map((table) => {
        const having = runs.filter((run) => run.tables.has(table));
        const rows = having.reduce((sum, run) => sum + (run.counts[table]?.inserted ?? 0), 0);
        return {
          table,
          rows,
          newest: wireTime(newest(table, BigInt(rows), runs.length)),
          as_of: wireTime(latest(having.map((run) => run.asOf))),
        };
      });
      return { ...age(), tables };
    },
    runs: () => books.runs().map(toWire).reverse(),
  };
}

function ageOf(runs: readonly Run[]): CopyAge {
  const asOf = latest(runs.map((run) => run.asOf));
  const from = runs.map((run) => run.coversFrom);
  return {
    as_of: wireTime(asOf),
    as_of_guessed: runs.some((run) => run.asOf === asOf && run.asOfGuessed),
    // One run that does not say where it begins leaves the whole without a known start.
    covers_from: from.includes(null) ? null : wireTime(earliest(from)),
    covers_to: wireTime(latest(runs.map((run) => run.coversTo ?? run.asOf))),
  };
}

function runCovers(run: Run, at: number): boolean {
  const end = run.coversTo ?? run.asOf;
  return end !== null && at <= end && (run.coversFrom === null || at >= run.coversFrom);
}

function latest(times: readonly (number | null)[]): number | null {
  return times.reduce((a, b) => (a === null || (b !== null && b > a) ? b : a), null);
}

function earliest(times: readonly (number | null)[]): number | null {
  return times.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null);
}

/**
 * The newest time of a table, asked once a run. Where no index leads to it and the table is large
 * it is not known: the `as_of` of the table says enough, and a scan would hold up everybody.
 */
function createNewest(db: Db) {
  const known = new Map<string, number | null>();
  return (table: TableName, rows: bigint, runs: number): number | null => {
    const column = timeColumns[table];
    if (column === undefined || (rows > smallTable && !indexed.has(table))) return null;
    const name = `${table}/${runs}`;
    const seen = known.get(name);
    if (seen !== undefined) return seen;
    const value = db.prepare(`select max(${column}) from ${table}`).pluck().get() as bigint | null;
    const time = value === null ? null : Number(value);
    known.set(name, time);
    return time;
  };
}

function toWire(run: Run): ImportRun {
  return {
    run: run.run,
    drop: run.drop,
    by: run.by,
    started_at: wireTime(run.startedAt),
    seconds: Math.max(0, Math.round(run.finishedAt - run.startedAt) / 1000),
    as_of: wireTime(run.asOf),
    as_of_guessed: run.asOfGuessed,
    tables: { ...run.counts },
  };
}

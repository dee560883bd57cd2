import type { TableCounts } from '../../../../contract/records.ts';
import type { Db } from '../../storage/storage.ts';
import type { TableName } from '../tables.ts';
import type { DropAge } from './merge.ts';

/** What the copy knows of its own imports: runs and the files they read. */
export interface RunEnd {
  readonly asOf: number | null;
  readonly guessed: boolean;
  readonly coversFrom: number | null;
  readonly coversTo: number | null;
  readonly counts: Readonly<Record<string, TableCounts>>;
  readonly finishedAt: number;
}

export interface RunBegin {
  readonly run: string;
  readonly dropName: string;
  readonly source: string | null;
  readonly by: string;
  readonly startedAt: number;
  readonly fingerprint: string;
}

export function createBooks(db: Db) {
  const ages = new Map<bigint, DropAge>();
  const age = db.prepare('select as_of, fingerprint from runs where number = ?');
  const file = db.prepare('insert into files (run, name, table_name, rows) values (?, ?, ?, 0)');
  const fileRows = db.prepare('update files set rows = ? where number = ?');
  return {
    hasRuns(): boolean {
      return db.prepare('select 1 from runs limit 1').get() !== undefined;
    },
    runNames(): Set<string> {
      return new Set(db.prepare('select run from runs').pluck().all() as string[]);
    },
    begin({ run, dropName, source, by, startedAt, fingerprint }: RunBegin): bigint {
      const { lastInsertRowid } = db
        .prepare(
          `insert into runs (run, drop_name, source, by, started_at, finished_at, as_of_guessed, counts, fingerprint)
           values (?, ?, ?, ?, ?, ?, 0, '{}', ?)`,
        )
        .run(run, dropName, source, by, startedAt, startedAt, fingerprint);
      return BigInt(lastInsertRowid);
    },
    end(number: bigint, end: RunEnd): void {
      db.prepare(
        `update runs set finished_at = ?, as_of = ?, as_of_guessed = ?, covers_from = ?, covers_to = ?, counts = ?
         where number = ?`,
      ).run(
        end.finishedAt,
        end.asOf,
        end.guessed ? 1 : 0,
        end.coversFrom,
        end.coversTo,
        JSON.stringify(end.counts),
        number,
      );
    },
    file(run: bigint, name: string, table: TableName): bigint {
      return BigInt(file.run(run, name, table).lastInsertRowid);
    },
    fileRows(number: bigint, rows: number): void {
      fileRows.run(rows, number);
    },
    /** How old the drop of an earlier run was. */
    ageOf(run: bigint): DropAge {
      const known = ages.get(run);
      if (known) return known;
      const row = age.get(run) as { as_of: bigint | null; fingerprint: string | null } | undefined;
      const found = {
        asOf: row?.as_of === null || row?.as_of === undefined ? null : Number(row.as_of),
        fingerprint: row?.fingerprint ?? null,
      };
      ages.set(run, found);
      return found;
    },
  };
}

export type Books = ReturnType<typeof createBooks>;

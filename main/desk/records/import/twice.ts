import { counted } from '../../../../contract/say.ts';
import type { Db } from '../../storage/storage.ts';
import { type TableName, tableOf } from '../tables.ts';
import { listed } from './staging.ts';

/** Rows of one file that have the key of an earlier row of it. */
export interface Twice {
  readonly table: TableName;
  /** The file's number in the books. */
  readonly file: bigint;
  /** How many, without the earlier ones. */
  readonly rows: number;
  /** The first of them, and the row that it repeats. */
  readonly line: number;
  readonly before: number;
}

/**
 * Finds rows that stand twice in a file, among those that are looked at one by one. Rows that
 * complete others do not count: of one purchase their sources give several.
 */
export function findTwice(db: Db, table: TableName): Twice[] {
  const key = listed(tableOf(table).key, 'f.');
  const found = db
    .prepare<[], Readonly<Record<'file' | 'rows' | 'line' | 'before', bigint>>>(
      `select file, count(*) as "rows", min(number), line, before from (
         select f.origin_file as file, f.rowid as number, f.origin_line as line,
           lag(f.origin_line) over (partition by f.origin_file, ${key} order by f.rowid) as before
         from "rest_${table}" r cross join "fresh_${table}" f on f.rowid = r.number
         where not exists (select 1 from "patches_${table}" p where p.number = f.rowid))
       where before is not null group by file order by file`,
    )
    .all();
  return found.map(({ file, rows, line, before }) => ({
    table,
    file,
    rows: Number(rows),
    line: Number(line),
    before: Number(before),
  }));
}

/** The same as a warning of the plan: what stands twice, and what of it counts. */
export function twiceWords(shown: string, { table, rows, line, before }: Twice): string {
  const { key, columns, immutable } = tableOf(table);
  const stands = immutable
    ? 'equal ones count once, others are rejected'
    : 'updated_at' in columns
      ? 'the newer updated_at stands, without one the later line'
      : 'the later line stands';
  const name = key.join(' and ');
  return rows === 1
    ? `${shown}: line ${line} has the ${name} of line ${before} again; ${stands}.`
    : `${shown}: ${counted(rows, 'row')} have the ${name} of an earlier one, the first in line ${line} that of line ${before}; ${stands}.`;
}

import type { Statement } from 'better-sqlite3';
import type { Db } from '../storage/storage.ts';
import { type Origin, type Row, type TableName, tableOf } from './tables.ts';

type Raw = Readonly<Record<string, string | bigint | null>>;
type Parameter = string | number | bigint | null;

/** Reads rows of the copy in their typed form; statements are prepared once a condition. */
export interface RowReader {
  /** Rows of a table that meet a condition in SQL, `where` and `order by` included. */
  all<T extends TableName>(table: T, condition: string, ...values: Parameter[]): Row<T>[];
  get<T extends TableName>(table: T, condition: string, ...values: Parameter[]): Row<T> | null;
}

/**
 * A reader over one connection to records.db (integers as bigint, as storage opens it).
 * File and run names are looked up once and kept: both are written once and never change.
 */
export function createRowReader(db: Db): RowReader {
  const statements = new Map<string, Statement<Parameter[]>>();
  const origins = createOriginNames(db);
  const prepared = (table: TableName, condition: string) => {
    const sql = `select * from "${table}" ${condition}`;
    let statement = statements.get(sql);
    if (!statement) {
      statement = db.prepare<Parameter[]>(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  return {
    all(table, condition, ...values) {
      const rows = prepared(table, condition).all(...values) as Raw[];
      return rows.map((raw) => decode(table, raw, origins));
    },
    get(table, condition, ...values) {
      const raw = prepared(table, condition).get(...values) as Raw | undefined;
      return raw ? decode(table, raw, origins) : null;
    },
  };
}

/** One stored row in its typed form: times and small integers as numbers, booleans real. */
function decode<T extends TableName>(table: T, raw: Raw, origins: OriginNames): Row<T> {
  const row: Record<string, unknown> = {};
  for (const [column, { kind }] of Object.entries(tableOf(table).columns)) {
    const value = raw[column] ?? null;
    if (value === null) row[column] = null;
    else if (kind === 'boolean') row[column] = value !== 0n;
    else if (kind === 'time' || kind === 'integer') row[column] = Number(value);
    else row[column] = value;
  }
  row.extra = raw.extra ?? null;
  row.origin = {
    run: origins.run(raw.origin_run),
    file: origins.file(raw.origin_file),
    line: Number(raw.origin_line),
  } satisfies Origin;
  return row as Row<T>;
}

interface OriginNames {
  run(number: string | bigint | null | undefined): string;
  file(number: string | bigint | null | undefined): string;
}

function createOriginNames(db: Db): OriginNames {
  const runs = db.prepare('select run from runs where number = ?').pluck();
  const files = db.prepare('select name from files where number = ?').pluck();
  const look = (statement: typeof runs) => {
    const known = new Map<string | bigint, string>();
    return (number: string | bigint | null | undefined): string => {
      if (number === null || number === undefined) return '';
      const seen = known.get(number);
      if (seen !== undefined) return seen;
      const name = statement.get(number);
      if (typeof name !== 'string') return '';
      known.set(number, name);
      return name;
    };
  };
  return { run: look(runs), file: look(files) };
}

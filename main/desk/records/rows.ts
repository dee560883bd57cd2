import type { Statement } from 'better-sqlite3';
import type { Db } from '../storage/storage.ts';
import { inPieces } from './in-pieces.ts';
import { type Origin, type Row, type TableName, tableOf } from './tables.ts';

type Stored = string | bigint | null;
/** One stored row as an array: the columns of the table, then extra and the origin. */
type Raw = readonly Stored[];
type Parameter = string | number | bigint | null;

/** Reads rows of the copy in their typed form; statements are prepared once a condition. */
export interface RowReader {
  /** Rows of a table that meet a condition in SQL, `where` and `order by` included. */
  all<T extends TableName>(table: T, condition: string, ...values: Parameter[]): Row<T>[];
  get<T extends TableName>(table: T, condition: string, ...values: Parameter[]): Row<T> | null;
}

/** A reader that can leave out what nobody asks for: a page of hits needs few columns of its rows. */
export interface PartReader extends RowReader {
  /** The rows that have one of the values in a column; as many as there are, in any order. */
  among<T extends TableName, C extends ColumnOf<T>>(
    table: T,
    columns: readonly C[],
    column: string,
    values: readonly string[],
  ): Pick<Row<T>, C>[];
  /** Rows by their numbers, as indices name them; a number says nothing beyond one transaction. */
  numbered<T extends TableName, C extends ColumnOf<T>>(
    table: T,
    columns: readonly C[],
    numbers: readonly number[],
  ): ReadonlyMap<number, Pick<Row<T>, C>>;
}

/** A column of a table, the unknown ones together as `extra`. */
export type ColumnOf<T extends TableName> = Exclude<keyof Row<T>, 'origin' | symbol | number>;

/**
 * A reader over one connection to records.db (integers as bigint, as storage opens it).
 * File and run names are looked up once and kept: both are written once and never change.
 */
export function createRowReader(db: Db): PartReader {
  const statements = new Map<string, Statement<Parameter[]>>();
  const origins = createOriginNames(db);
  const prepared = (table: TableName, condition: string) => {
    const { select } = shapeOf(table);
    const name = `${table} ${condition}`;
    let statement = statements.get(name);
    if (!statement) {
      statement = db.prepare<Parameter[]>(`select ${select} from "${table}" ${condition}`).raw();
      statements.set(name, statement);
    }
    return statement;
  };
  const parts = new Map<string, Part>();
  const partOf = (table: TableName, names: readonly string[], condition: string): Part => {
    const name = `${table} ${names.join()} ${condition}`;
    let part = parts.get(name);
    if (!part) {
      const select = names.map((column) => `"${table}"."${column}"`).join(', ');
      const statement = db.prepare<Parameter[]>(`select ${select} from "${table}" ${condition}`);
      const kinds = names.map((column) => [column, kindOf(table, column)] as const);
      part = { statement, typed: kinds.filter(([, kind]) => kind !== 'plain') };
      parts.set(name, part);
    }
    return part;
  };
  function some(
    table: TableName,
    columns: readonly string[],
    condition: string,
    values: readonly Parameter[],
  ): Record<string, unknown>[] {
    const { statement, typed: kinds } = partOf(table, columns, condition);
    const rows = statement.all(...values) as Record<string, unknown>[];
    for (const row of rows)
      for (const [name, kind] of kinds) row[name] = typed(kind, row[name] as Stored);
    return rows;
  }
  return {
    all(table, condition, ...values) {
      const rows = prepared(table, condition).all(...values) as Raw[];
      return rows.map((raw) => decode(table, raw, origins));
    },
    among(table, columns, column, values) {
      return inPieces(values).flatMap(
        ({ places, piece }) =>
          some(table, columns, `where ${column} in (${places})`, piece) as never,
      );
    },
    numbered(table, columns, numbers) {
      const rows = inPieces(numbers).flatMap(({ places, piece }) =>
        some(table, ['rowid', ...columns], `where rowid in (${places})`, piece),
      );
      return new Map(rows.map((row) => [Number(row.rowid), row as never]));
    },
    get(table, condition, ...values) {
      const raw = prepared(table, condition).get(...values) as Raw | undefined;
      return raw ? decode(table, raw, origins) : null;
    },
  };
}

/** The columns of a table in the order they are read, and how each is decoded. */
interface Shape {
  readonly select: string;
  readonly names: readonly string[];
  readonly kinds: readonly ('plain' | 'number' | 'boolean')[];
}

const shapes = new Map<TableName, Shape>();

function shapeOf(table: TableName): Shape {
  const known = shapes.get(table);
  if (known) return known;
  const columns = Object.entries(tableOf(table).columns);
  const names = columns.map(([name]) => name);
  const shape: Shape = {
    select: [...names, 'extra', 'origin_run', 'origin_file', 'origin_line']
      .map((name) => `"${table}"."${name}"`)
      .join(', '),
    names,
    kinds: columns.map(([name]) => kindOf(table, name)),
  };
  shapes.set(table, shape);
  return shape;
}

type Kind = Shape['kinds'][number];

function kindOf(table: TableName, name: string): Kind {
  const kind = Object.entries(tableOf(table).columns).find(([own]) => own === name)?.[1].kind;
  if (kind === 'boolean') return 'boolean';
  return kind === 'time' || kind === 'integer' ? 'number' : 'plain';
}

function typed(kind: Kind | undefined, value: Stored): unknown {
  if (value === null || kind === 'plain') return value;
  return kind === 'boolean' ? value !== 0n : Number(value);
}

/** Some columns of a table: what reads them, and those that are not as they are stored. */
interface Part {
  readonly statement: Statement<Parameter[]>;
  readonly typed: readonly (readonly [column: string, kind: Kind])[];
}

/** One stored row in its typed form: times and small integers as numbers, booleans real. */
function decode<T extends TableName>(table: T, raw: Raw, origins: OriginNames): Row<T> {
  const { names, kinds } = shapeOf(table);
  const row: Record<string, unknown> = {};
  const count = names.length;
  for (let index = 0; index < count; index += 1)
    row[names[index] as string] = typed(kinds[index], raw[index] ?? null);
  row.extra = raw[count] ?? null;
  row.origin = {
    run: origins.run(raw[count + 1]),
    file: origins.file(raw[count + 2]),
    line: Number(raw[count + 3]),
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

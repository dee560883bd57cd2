import type { Db } from '../../storage/storage.ts';
import { type TableName, tableOf } from '../tables.ts';
import type { Fault } from './fault.ts';
import { contentOf, type History, type RowOrigin } from './history.ts';
import { type DropAge, isOlder, rulesAcrossDrops, rulesWithinDrop } from './merge.ts';
import { columnsOf, listed, originColumns } from './staging.ts';
import type { TermWriter } from './term-writer.ts';
import type { Value } from './values.ts';

export type Outcome = 'inserted' | 'updated' | 'unchanged';

/** What the writers of one run share. */
export interface WriterContext {
  readonly db: Db;
  readonly run: bigint;
  readonly age: DropAge;
  /** How old the drop of an earlier run was. */
  readonly ageOf: (run: bigint) => DropAge;
  readonly history: History;
  readonly terms: TermWriter;
  /** The columns that a file has, by its number in the books; null where that differs by row. */
  readonly presentIn: (file: bigint) => ReadonlySet<string> | null;
}

/** A row as it stands in the copy. */
export interface Stored {
  readonly values: readonly Value[];
  readonly origin: RowOrigin;
}

/**
 * Puts rows into one table of the staging file, each by its key: new ones go in, equal ones stay, of different ones
 * the newer stands and the other becomes history. `present` are the columns that the file has.
 */
export function createTableWriter(table: TableName, context: WriterContext) {
  const { key, columns: described, immutable } = tableOf(table);
  const { run, history } = context;
  const own = Object.keys(described);
  const columns = columnsOf(table);
  const keyPlaces = key.map((column) => own.indexOf(column));
  const updatedPlace = own.indexOf('updated_at');
  const statements = prepare(context.db, table, columns, key);
  const keyOf = (values: readonly Value[]) => keyPlaces.map((place) => values[place] ?? null);
  const updatedAt = (values: readonly Value[]) => {
    const value = updatedPlace < 0 ? null : values[updatedPlace];
    return typeof value === 'bigint' ? value : null;
  };

  function find(values: readonly Value[]): Stored | null {
    const row = statements.find.get(keyOf(values)) as Value[] | undefined;
    return row ? stored(row, columns.length) : null;
  }

  /** The row takes the place of another, under its own key; what that one said is kept. */
  function replace(existing: Stored, values: readonly Value[], from: RowOrigin): void {
    const key = keyOf(values);
    history.replaced(
      table,
      key.join('/'),
      contentOf(columns, existing.values),
      existing.origin,
      run,
    );
    const before = keyOf(existing.values);
    if (before.every((value, index) => value === key[index]))
      statements.update.run([...bound(values, from), ...key]);
    else {
      statements.remove.run(before);
      statements.insert.run(bound(values, from));
    }
    context.terms.replaced(table, columns, existing.values, values);
  }

  /** What is kept beside a row changes; what it says, and where that came from, does not. */
  function remember(existing: Stored, values: readonly Value[]): void {
    statements.update.run([...bound(values, existing.origin), ...keyOf(existing.values)]);
  }

  /** The row comes too late: another one stands, and this one is history. */
  function late(existing: Stored, values: readonly Value[], from: RowOrigin): Outcome {
    const key = keyOf(existing.values).join('/');
    history.late(table, key, contentOf(columns, values), from, existing.origin.run);
    return existing.origin.run === run ? 'updated' : 'unchanged';
  }

  function settle(existing: Stored, values: readonly Value[], from: RowOrigin): Outcome {
    const sameRun = existing.origin.run === run;
    if (equal(existing.values, values)) {
      if (!sameRun) confirm(existing, values, from);
      return 'unchanged';
    }
    if (rule(existing, values, sameRun) === 'loses') return late(existing, values, from);
    replace(existing, values, from);
    return 'updated';
  }

  function rule(existing: Stored, values: readonly Value[], sameRun: boolean) {
    const before = updatedAt(existing.values);
    const now = updatedAt(values);
    if (sameRun) return rulesWithinDrop(before, now);
    return rulesAcrossDrops(
      { updatedAt: before, age: context.ageOf(existing.origin.run) },
      { updatedAt: now, age: context.age },
    );
  }

  /**
   * A newer drop says the same: from now on the row is as new as that drop, so that one exported
   * in between takes nothing back. Rows with their own updated_at need no such memory.
   */
  function confirm(existing: Stored, values: readonly Value[], from: RowOrigin): void {
    if (updatedAt(values) !== null) return;
    if (isOlder(context.ageOf(existing.origin.run), context.age))
      statements.confirm.run([from.run, from.file, from.line, ...keyOf(values)]);
  }

  function put(
    values: readonly Value[],
    from: RowOrigin,
    present: ReadonlySet<string> | null,
  ): Outcome | Fault {
    if (statements.insert.run(bound(values, from)).changes > 0) {
      context.terms.inserted(table, columns, values);
      return 'inserted';
    }
    const existing = find(values);
    if (!existing) throw new Error(`a row of ${table} is neither new nor there`);
    if (!immutable) return settle(existing, values, from);
    const differs = own.find(
      (column, place) =>
        (!present || present.has(column)) && existing.values[place] !== values[place],
    );
    return differs === undefined ? 'unchanged' : contradiction(table, differs, keyOf(values));
  }

  return { columns, keyOf, find, put, replace, remember, late };
}

export type TableWriter = ReturnType<typeof createTableWriter>;

function contradiction(table: string, column: string, key: readonly Value[]): Fault {
  return {
    code: 'CONTRADICTION',
    column,
    sentence: `An entry of the ${table} never changes, but ${key.join('/')} is there with another ${column}.`,
  };
}

function bound(values: readonly Value[], from: RowOrigin): Value[] {
  return [...values, from.run, from.file, from.line];
}

function stored(row: readonly Value[], width: number): Stored {
  const [run, file, line] = row.slice(width) as bigint[];
  return {
    values: row.slice(0, width),
    origin: { run: run ?? 0n, file: file ?? 0n, line: line ?? 0n },
  };
}

function equal(a: readonly Value[], b: readonly Value[]): boolean {
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

function prepare(db: Db, table: TableName, columns: readonly string[], key: readonly string[]) {
  const all = [...columns, ...originColumns];
  const list = listed(all);
  const where = key.map((column) => `"${column}" = ?`).join(' and ');
  const set = (names: readonly string[]) => names.map((name) => `"${name}" = ?`).join(', ');
  return {
    insert: db.prepare(
      `insert into main."${table}" (${list}) values (${all.map(() => '?').join(', ')})
       on conflict (${listed(key)}) do nothing`,
    ),
    find: db.prepare(`select ${list} from main."${table}" where ${where}`).raw(),
    update: db.prepare(`update main."${table}" set ${set(all)} where ${where}`),
    confirm: db.prepare(`update main."${table}" set ${set(originColumns)} where ${where}`),
    remove: db.prepare(`delete from main."${table}" where ${where}`),
  };
}

import type { Db } from '../../storage/storage.ts';
import { type ColumnKind, type TableName, tableOf } from '../tables.ts';
import { type Built, columnBuilder, type Form } from './build-column.ts';
import type { StillWanted } from './wanted.ts';

/** Rows between two looks at whether the answer is still wanted. */
const stride = 20_000;

/**
 * A column beside those of a table: the number under which a row lies in the file, in this state of
 * the copy. By it a row is read with one look, where its key takes two.
 */
export const rowNumber = 'rowid';

/** How a column of a table is kept. */
export function formIn(table: TableName, name: string): Form {
  return name === rowNumber ? 'number' : formOf(tableOf(table).columns[name]?.kind ?? 'text');
}

export function formOf(kind: ColumnKind): Form {
  if (kind === 'coins' || kind === 'minor') return 'exact';
  if (kind === 'decimal') return 'decimal';
  return kind === 'time' || kind === 'integer' || kind === 'boolean' ? 'number' : 'text';
}

/** Told while columns are read for the first time after an import. */
export type OnReading = (progress: { readonly rows: number; readonly total: number }) => void;

export interface TableReading {
  readonly db: Db;
  readonly table: TableName;
  readonly names: readonly string[];
  readonly wanted: StillWanted;
  readonly onReading: OnReading | undefined;
}

/**
 * Reads columns of a table and hands each over once it is whole, its rows in the order of their key.
 * Inside a transaction, so that all of them are of one state. Throws CalledOff through `wanted`.
 */
export function readTable(reading: TableReading, each: (name: string, built: Built) => void): void {
  const { db, table, names, wanted } = reading;
  const { key } = tableOf(table);
  const total = Number(db.prepare(`select count(*) from "${table}"`).pluck().get());
  const read = (own: readonly string[], walk: Walk) => {
    for (const form of ['text', 'number', 'exact', 'decimal'] as const) {
      const alike = own.filter((name) => formIn(table, name) === form);
      if (alike.length === 0) continue;
      const builders = alike.map(() => columnBuilder(form, total));
      const progress = progressOf(reading, total);
      walk(alike, form, (place, row) => {
        for (let at = 0; at < builders.length; at += 1) builders[at]?.add(place, row[at + 1]);
        progress();
      });
      for (const [at, name] of alike.entries()) {
        const built = builders[at]?.finish();
        if (built) each(name, built);
        wanted();
      }
    }
  };
  // These stand in the index of the key.
  const inIndex = (name: string) => key.includes(name) || name === rowNumber;
  read(names.filter(inIndex), inOrder(reading));
  const others = names.filter((name) => !inIndex(name));
  if (others.length > 0) read(others, asItLies(reading));
}

type Row = readonly unknown[];

/** Gives each row, from its second field on what was asked for, and its place in the order of the key. */
type Walk = (names: readonly string[], form: Form, each: (place: number, row: Row) => void) => void;

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

/** Looks from time to time whether the answer is still wanted, and tells how far it is. */
function progressOf({ wanted, onReading }: TableReading, total: number): () => void {
  let rows = 0;
  return () => {
    rows += 1;
    if (rows % stride !== 0) return;
    wanted();
    onReading?.({ rows, total });
  };
}

/** The columns of the key stand in its index in the order that is wanted. */
function inOrder({ db, table }: TableReading): Walk {
  return (names, form, each) => {
    const walk = db
      .prepare<[], Row>(
        `select 0, ${quoted(names)} from "${table}" order by ${quoted(tableOf(table).key)}`,
      )
      .raw()
      .safeIntegers(isExact(form));
    let place = 0;
    for (const row of walk.iterate()) each(place++, row);
  };
}

/** The rest as it lies on the disk: from key to key each row would be a jump. */
function asItLies(reading: TableReading): Walk {
  const { db, table } = reading;
  const places = placesOf(reading);
  return (names, form, each) => {
    const some = db
      .prepare<[number], Row>(
        `select rowid, ${quoted(names)} from "${table}" where rowid > ? order by rowid limit 1000`,
      )
      .raw()
      .safeIntegers(isExact(form));
    for (let last = 0, rows = some.all(last); rows.length > 0; rows = some.all(last))
      for (const row of rows) {
        last = Number(row[0]);
        each(places[last] ?? 0, row);
      }
  };
}

/** The place of each row in the order of the key, by the number under which it lies in this state. */
function placesOf({ db, table, wanted }: TableReading): Uint32Array {
  const last = db.prepare<[], bigint>(`select max(rowid) from "${table}"`).pluck().get() ?? 0n;
  const places = new Uint32Array(Number(last) + 1);
  const walk = db
    .prepare<[], number>(`select rowid from "${table}" order by ${quoted(tableOf(table).key)}`)
    .pluck()
    .safeIntegers(false);
  let place = 0;
  for (const row of walk.iterate()) {
    if (place % stride === 0) wanted();
    places[row] = place++;
  }
  return places;
}

/** Coins and minor units alone need all 64 bits; they never pass through a float. */
function isExact(form: Form): boolean {
  return form === 'exact';
}

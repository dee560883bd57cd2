import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { ExportFormat, ListQuery, ListWindow } from '../../../../contract/record-lists.ts';
import type { Db } from '../../storage/storage.ts';
import type { TableName } from '../tables.ts';
import { type Bits, bitsOf, bytesOf as bytesOfBits, hasFewValues } from './bits.ts';
import type { Column } from './column.ts';
import { createColumns, type Columns } from './columns.ts';
import { facets, type FacetsInput, frequency, type FrequencyInput } from './facets.ts';
import { importedAnew } from './imported-anew.ts';
import { createKept } from './kept.ts';
import { emptyMask, type Mask, wordsFor } from './mask.ts';
import { describedColumn } from './plan.ts';
import { onlyOne, orderOfQuery, type Seen, startOfQuery } from './query.ts';
import { bytesOf, type Ranking, rankingOf } from './ranking.ts';
import { type OnReading, rowNumber } from './read-table.ts';
import { rowsAsText } from './row-text.ts';
import { rowTexts } from './texts.ts';
import type { StillWanted } from './wanted.ts';
import type { WarmInput } from './warming.ts';

/** Orders of queries are kept up to so many rows in all, for the windows that follow the first. */
const mostKeptRows = 64_000_000;

/** Bytes of rankings, of the rows of single values, and of those that met one condition, that are kept. */
const mostRanked = 512 * 2 ** 20;
const mostBits = 192 * 2 ** 20;
const mostMasks = 64 * 2 ** 20;

/** Shapes of rows whose statement is kept: those of a few screens. */
const mostShapes = 32;

export interface WindowInput extends ListQuery {
  readonly columns: readonly string[];
  readonly offset: number;
  readonly limit: number;
}

export interface PieceInput extends WindowInput {
  readonly format: ExportFormat;
  /** The state that the export began with. */
  readonly copy: string;
}

/** Rows that are read before it is asked again whether somebody waits for them. */
const readAtOnce = 500;

/** Up to so many rows from the start are answered without putting all of them in order. */
const mostAtStart = 400;

/** What every question carries. */
export interface Asking {
  readonly wanted: StillWanted;
  readonly onReading?: OnReading;
  /** UTC ms. */
  readonly now: number;
}

/**
 * Answers for the lists over a connection of its own to records.db: windows of rows, counts,
 * pieces of an export. Long, and meant for a thread that may be ended; throws CalledOff where
 * nobody waits any more. Refuses BAD_INPUT as `planFilter` does. `beside` another reader of the same
 * folder it throws nothing away there.
 */
export function createListReader(db: Db, folder: string, beside = false) {
  // Whatever gives rows other numbers between two imports makes their table anew.
  const stateOf = db
    .prepare<[], string>(
      `select coalesce((select run from runs order by number desc limit 1), 'empty') || '-' ||
         (select schema_version from pragma_schema_version)`,
    )
    .pluck();
  let state: { readonly name: string; readonly columns: Columns } | null = null;
  let spare: Mask = emptyMask(0);
  let asked: string | null = null;
  const orders = createKept<Uint32Array>(mostKeptRows, (order) => order.length);
  const rankings = createKept<Ranking>(mostRanked, bytesOf);
  const bits = createKept<Bits>(mostBits, bytesOfBits);
  const masks = createKept<Mask>(mostMasks, (mask) => mask.byteLength);
  const shapes = createKept<ReturnType<typeof rowTexts>>(mostShapes, () => 1);

  /** What was kept of one state of the copy says nothing of the next. */
  function current(): { readonly name: string; readonly columns: Columns } {
    const name = stateOf.get() ?? '';
    if (state?.name === name) return state;
    for (const kept of [orders, rankings, bits, masks]) kept.clear();
    asked = null;
    if (!beside) forgetOthers(folder, name);
    state = { name, columns: createColumns(db, path.join(folder, name)) };
    return state;
  }

  function see(table: TableName, { wanted, onReading, now }: Asking): Seen & { copy: string } {
    const { name, columns } = current();
    const of = (names: readonly string[]) => columns.of(table, names, wanted, onReading);
    const rows = onlyOne(of([rowNumber])).codes.length;
    if (spare.length !== wordsFor(rows)) spare = emptyMask(rows);
    return {
      table,
      copy: name,
      columns: of,
      ranking: (column) =>
        rankings.get(nameOf(table, column)) ??
        rankings.put(nameOf(table, column), rankingOf(onlyOne(of([column])))),
      ranked: (column) => rankings.get(nameOf(table, column)),
      bits: (column) => bits.get(nameOf(table, column)),
      masks,
      spare,
      rows,
      wanted,
      now,
    };
  }

  function keepBits(table: TableName, names: readonly string[], columns: readonly Column[]): void {
    for (const [at, column] of columns.entries())
      if (hasFewValues(column)) bits.put(nameOf(table, names[at] ?? ''), bitsOf(column));
  }

  /** The rows of one window, and how many there are. Who asks twice is about to scroll. */
  function rowsOf(seen: Seen, { offset, limit, ...query }: WindowInput) {
    const { list, filter, sort } = query;
    const hours = Math.floor(seen.now / 3_600_000);
    const name = JSON.stringify([list, filter, sort, hours]);
    const again = asked === name;
    asked = name;
    const order = orders.get(name);
    if (!again && !order && offset + limit <= mostAtStart) {
      const { first, total } = startOfQuery(seen, query, offset + limit);
      return { rows: first.subarray(offset), total };
    }
    const all = order ?? orders.put(name, orderOfQuery(seen, query));
    return { rows: all.subarray(offset, offset + limit), total: all.length };
  }

  function rowText(table: TableName, columns: readonly string[]) {
    const shape = [table, ...columns].join();
    return shapes.get(shape) ?? shapes.put(shape, rowTexts(db, table, columns));
  }

  function window(input: WindowInput, asking: Asking): ListWindow {
    for (const name of input.columns) describedColumn(input.list, name);
    const seen = see(input.list, asking);
    const { rows: inSight, total } = rowsOf(seen, input);
    const numbers = onlyOne(seen.columns([rowNumber]));
    const read = rowText(input.list, input.columns);
    const rows: ListWindow['rows'] = [];
    for (let from = 0; from < inSight.length; from += readAtOnce) {
      asking.wanted();
      const some = inSight.subarray(from, from + readAtOnce);
      rows.push(...read(Array.from(some, (row) => numberAt(numbers, row))));
    }
    return { total, all: seen.rows, copy: seen.copy, rows };
  }

  /** A run of rows as text of its format, between head and end. Refuses BUSY when the copy changed. */
  function piece(input: PieceInput, asking: Asking): { text: string; rows: number } {
    const { copy, rows: found } = window(input, asking);
    if (copy !== input.copy) throw importedAnew();
    const rows = found.flatMap((row) => (row === null ? [] : [row]));
    return { text: rowsAsText(input, rows, input.offset === 0), rows: rows.length };
  }

  /** All that one question reads is of one state of the copy, also where an import ends meanwhile. */
  function inOneState<I, T>(answer: (input: I, asking: Asking) => T) {
    return db.transaction(answer).deferred;
  }

  return {
    window: inOneState(window),
    facets: inOneState((input: FacetsInput, asking) => facets(see(input.list, asking), input)),
    frequency: inOneState((input: FrequencyInput, asking) =>
      frequency(see(input.list, asking), input),
    ),
    piece: inOneState(piece),
    /** Reads columns before they are asked for; their bytes. */
    warm: inOneState(({ list, columns, ranked }: WarmInput, asking): number => {
      const seen = see(list, asking);
      const found = seen.columns(columns);
      for (const name of ranked) seen.ranking(name);
      if (!beside) keepBits(list, columns, found);
      return found.reduce((sum, { bytes }) => sum + bytes, 0);
    }),
  };
}

function numberAt({ codes, values }: Column, row: number): number {
  return Number(values.at((codes[row] ?? 0) - 1));
}

/** What is kept of a column is kept by this. */
function nameOf(table: TableName, column: string): string {
  return `${table}.${column}`;
}

/** Throws away the columns of every state but one. */
function forgetOthers(folder: string, state: string): void {
  if (!existsSync(folder)) return;
  for (const other of readdirSync(folder))
    if (other !== state) rmSync(path.join(folder, other), { recursive: true, force: true });
}

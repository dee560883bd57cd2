import type { ExportFormat, ListQuery, ListWindow } from '../../../../contract/record-lists.ts';
import type { Db } from '../../storage/storage.ts';
import { type TableName, tableOf } from '../tables.ts';
import { createColumns, type Columns, type OnReading } from './columns.ts';
import { facets, type FacetsInput, frequency, type FrequencyInput } from './facets.ts';
import { importedAnew } from './imported-anew.ts';
import { describedColumn } from './plan.ts';
import { orderOfQuery, type Seen, startOfQuery } from './query.ts';
import { rowsAsText } from './row-text.ts';
import { keyAt, rowTexts } from './texts.ts';
import type { StillWanted } from './wanted.ts';

/** Orders of queries are kept up to so many rows in all, for the windows that follow the first. */
const mostKeptRows = 64_000_000;

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
 * nobody waits any more. Refuses BAD_INPUT as `planFilter` does.
 */
export function createListReader(db: Db, folder: string) {
  const stateOf = db.prepare('select run from runs order by number desc limit 1').pluck();
  let state: { readonly name: string; readonly columns: Columns } | null = null;
  const orders = new Map<string, Uint32Array>();
  let asked: string | null = null;

  function current(): { readonly name: string; readonly columns: Columns } {
    const run = stateOf.get();
    const name = typeof run === 'string' ? run : 'empty';
    if (state?.name === name) return state;
    orders.clear();
    asked = null;
    state = { name, columns: createColumns(db, folder, name) };
    return state;
  }

  function see(table: TableName, { wanted, onReading, now }: Asking): Seen & { copy: string } {
    const { name, columns } = current();
    const of = (names: readonly string[]) => columns.of(table, names, wanted, onReading);
    const [first] = of(tableOf(table).key);
    return { table, copy: name, columns: of, rows: first?.codes.length ?? 0, wanted, now };
  }

  /** The rows of one window, and how many there are. Who asks twice is about to scroll. */
  function rowsOf(seen: Seen, { offset, limit, ...query }: WindowInput) {
    const { list, filter, sort } = query;
    const hours = Math.floor(seen.now / 3_600_000);
    const name = JSON.stringify([list, filter, sort, hours]);
    const again = asked === name;
    asked = name;
    if (!again && !orders.has(name) && offset + limit <= mostAtStart) {
      const { first, total } = startOfQuery(seen, query, offset + limit);
      return { rows: first.subarray(offset), total };
    }
    const order = orderOf(seen, query, name);
    return { rows: order.subarray(offset, offset + limit), total: order.length };
  }

  function orderOf(seen: Seen, query: ListQuery, name: string): Uint32Array {
    const order = orders.get(name) ?? orderOfQuery(seen, query);
    orders.delete(name);
    orders.set(name, order);
    let kept = [...orders.values()].reduce((sum, each) => sum + each.length, 0);
    for (const [oldest, each] of orders) {
      if (kept <= mostKeptRows || oldest === name) break;
      orders.delete(oldest);
      kept -= each.length;
    }
    return order;
  }

  function window(input: WindowInput, asking: Asking): ListWindow {
    for (const name of input.columns) describedColumn(input.list, name);
    const seen = see(input.list, asking);
    const { rows: inSight, total } = rowsOf(seen, input);
    const keys = seen.columns(tableOf(input.list).key);
    const read = rowTexts(db, input.list, input.columns);
    const rows: ListWindow['rows'] = [];
    for (const row of inSight) {
      if (rows.length % 500 === 0) asking.wanted();
      rows.push(read(keyAt(keys, row)));
    }
    return { total, all: seen.rows, copy: seen.copy, rows };
  }

  return {
    window,
    facets: (input: FacetsInput, asking: Asking) => facets(see(input.list, asking), input),
    frequency: (input: FrequencyInput, asking: Asking) => frequency(see(input.list, asking), input),
    /** A run of rows as text of its format, between head and end. Refuses BUSY when the copy changed. */
    piece(input: PieceInput, asking: Asking): { text: string; rows: number } {
      const { copy, rows: found } = window(input, asking);
      if (copy !== input.copy) throw importedAnew();
      const rows = found.flatMap((row) => (row === null ? [] : [row]));
      return { text: rowsAsText(input, rows, input.offset === 0), rows: rows.length };
    },
  };
}

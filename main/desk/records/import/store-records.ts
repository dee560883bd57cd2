import type { Db } from '../../storage/storage.ts';
import type { Fault } from './fault.ts';
import type { RowOrigin } from './history.ts';
import type { Outcome, Stored, TableWriter } from './table-writer.ts';
import type { Value } from './values.ts';

/**
 * Store records have a second way to be the same: while a purchase has no order id its token
 * stands in the place of one, and a later row with that token is the same purchase. So a row with
 * an order id replaces the one under the token, and a row under the token never makes a second
 * purchase beside the one with the order id.
 */
export function createStoreRecordWriter(db: Db, writer: TableWriter) {
  const place = (column: string) => writer.columns.indexOf(column);
  const [provider, external, token] = [
    place('provider'),
    place('external_id'),
    place('purchase_token'),
  ];
  const withOrder = db
    .prepare(
      `select external_id from main.store_records
       where +provider = ? and purchase_token = ? and external_id <> purchase_token
       order by external_id limit 1`,
    )
    .pluck();
  /** The row at the place where it would stand with another external_id. */
  const findAt = (values: readonly Value[], id: Value) =>
    writer.find(values.map((value, index) => (index === external ? id : value)));

  /** The row with the order id, where this one has the token only. */
  function ordered(values: readonly Value[], purchase: Value): Stored | null {
    const order = withOrder.get(values[provider], purchase);
    return typeof order === 'string' ? findAt(values, order) : null;
  }

  /** The row that waits under the token, where this one has an order id by now. */
  const waitingFor = (values: readonly Value[]): Stored | null => {
    const purchase = values[token] ?? null;
    return purchase === null || values[external] === purchase ? null : findAt(values, purchase);
  };

  return {
    /** As the table's own `replace`; of a purchase that waited under its token nothing else is left. */
    stand(existing: Stored, values: readonly Value[], from: RowOrigin): void {
      const waiting = waitingFor(values);
      if (waiting && waiting.values[external] !== existing.values[external])
        writer.replace(waiting, existing.values, existing.origin);
      writer.replace(existing, values, from);
    },

    put(
      values: readonly Value[],
      from: RowOrigin,
      present: ReadonlySet<string> | null,
    ): Outcome | Fault {
      const purchase = values[token] ?? null;
      if (purchase === null) return writer.put(values, from, present);
      if (values[external] === purchase) {
        const standing = ordered(values, purchase);
        return standing ? writer.late(standing, values, from) : writer.put(values, from, present);
      }
      const waiting = waitingFor(values);
      if (!waiting) return writer.put(values, from, present);
      const standing = writer.find(values);
      writer.replace(waiting, standing?.values ?? values, standing?.origin ?? from);
      return standing ? writer.put(values, from, present) : 'updated';
    },
  };
}

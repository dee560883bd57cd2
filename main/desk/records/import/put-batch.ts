import type { TableCounts } from '../../../../contract/records.ts';
import { type TableName, tableOf } from '../tables.ts';
import type { RowBatch } from './batch.ts';
import type { Patch } from './entry.ts';
import type { Fault } from './fault.ts';
import type { RowOrigin } from './history.ts';
import type { Outcome } from './table-writer.ts';
import { isWhole, type Value } from './values.ts';

export interface Writer {
  put(
    values: readonly Value[],
    from: RowOrigin,
    present: ReadonlySet<string> | null,
    patch: Patch | null,
  ): Outcome | Fault;
}

export interface PutBatch extends Omit<TableCounts, 'read' | 'rejected'> {
  /** Rows that contradict the copy, by their place in the batch. */
  readonly refused: ReadonlyMap<number, Fault>;
}

/** Puts the rows of a batch into their table, one after the other. */
export function putBatch(
  writer: Writer,
  table: TableName,
  batch: RowBatch,
  all: readonly (string | null)[],
  origin: Omit<RowOrigin, 'line'>,
): PutBatch {
  const kinds = Object.values(tableOf(table).columns).map(({ kind }) => isWhole(kind));
  const width = kinds.length + 1;
  const present = batch.present && new Set(batch.present);
  const counts = { inserted: 0, updated: 0, unchanged: 0, redacted: 0 };
  const refused = new Map<number, Fault>();
  const redacted = new Set(batch.redacted);
  for (const [place, line] of batch.lines.entries()) {
    const texts = all.slice(place * width, (place + 1) * width);
    const values = texts.map(
      (text, column): Value => (text !== null && kinds[column] === true ? BigInt(text) : text),
    );
    const patch = batch.patches?.[place] ?? null;
    const outcome = writer.put(values, { ...origin, line: BigInt(line) }, present, patch);
    if (typeof outcome !== 'string') refused.set(place, outcome);
    else {
      counts[outcome] += 1;
      if (redacted.has(place)) counts.redacted += 1;
    }
  }
  return { ...counts, refused };
}

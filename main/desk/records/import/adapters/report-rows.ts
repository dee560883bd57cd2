import { createHash } from 'node:crypto';
import { type MoneyMarks, toMinor } from '../money.ts';
import { BadRow, type ForeignRow, good, type Item, type Look } from './adapter.ts';
import { jsonText, text } from './json.ts';

/** How Google writes amounts in its reports. */
export const englishMarks: MoneyMarks = { decimal: '.', thousands: ',' };

/** True where the header of a delimited file has all of these names. */
export function hasColumns(look: Look, ...names: readonly string[]): boolean {
  return look.kind === 'delimited' && names.every((name) => look.header.includes(name));
}

/** An amount of a report row in minor units; null where the field is empty. */
export function amountOf(value: unknown, column: string, currency: string | null): bigint | null {
  const amount = text(value, column);
  if (amount === null) return null;
  if (currency === null) throw new BadRow('BAD_CURRENCY', column, 'The amount has no currency.');
  return good(column, toMinor(amount, currency, englishMarks));
}

/** Several rows of a report that tell of one order, gathered until the file is read. */
export interface Gathered {
  readonly line: number;
  /** A row of it was rejected, so its sums would be wrong. */
  broken: boolean;
}

/** Groups of rows by order, in the order they began. The very same row twice counts once. */
export function createGroups<G extends Gathered>(
  begin: (order: string, line: number) => G,
  rowOf: (order: string, group: G) => ForeignRow | null,
) {
  const groups = new Map<string, G>();
  const seen = new Set<string>();
  return {
    /** Adds a row to its group; what throws takes the sums of the group with it. */
    add(order: string, { line, value }: Item, gather: (group: G) => void): void {
      const row = createHash('sha256').update(jsonText(value)).digest('base64');
      if (seen.has(row)) return;
      seen.add(row);
      let group = groups.get(order);
      if (!group) groups.set(order, (group = begin(order, line)));
      try {
        gather(group);
      } catch (error) {
        // A kind of row that is not known leaves what the others say as it is.
        group.broken ||= !(error instanceof BadRow && error.fault.code === 'UNKNOWN_WORD');
        throw error;
      }
    },
    end() {
      return [...groups].flatMap(([order, group]) => {
        const row = rowOf(order, group);
        return row ? [{ line: group.line, row }] : [];
      });
    },
  };
}

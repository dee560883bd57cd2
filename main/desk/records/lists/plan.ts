import { refuse } from '../../../../contract/errors.ts';
import type { Condition, Filter, FilterNode } from '../../../../contract/record-lists.ts';
import { fold } from '../search/fold.ts';
import { type Column as Described, type TableName, tableOf } from '../tables.ts';
import type { Scalar } from './column.ts';
import { formOf } from './read-table.ts';
import { readValue } from './read-value.ts';

const hour = 3_600_000;

/** What is asked of one column. Nothing but `values` with a null is met by an empty field. */
export type Test =
  | { readonly how: 'values'; readonly values: readonly (Scalar | null)[] }
  | { readonly how: 'contains' | 'starts' | 'ends'; readonly folded: string }
  | { readonly how: 'range'; readonly from: Scalar | null; readonly to: Scalar | null };

/** A filter that was read: columns that are there, values of their kind, nothing that is off. */
export type Plan = { readonly not: boolean } & (
  | { readonly kind: 'test'; readonly column: string; readonly test: Test }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Plan[] }
);

/** A column of a table. Refuses BAD_INPUT for one that the table does not have. */
export function describedColumn(table: TableName, name: string): Described {
  const { columns } = tableOf(table);
  const described = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (described) return described;
  throw refuse(
    'BAD_INPUT',
    `The list ${table} has no column “${name.slice(0, 64)}”.`,
    `Its columns are ${Object.keys(columns).join(', ')}.`,
  );
}

/**
 * Reads a filter against the columns of a table: every part of what comes out must be met. `now` is
 * UTC ms. Refuses BAD_INPUT for a column that is not there, a value that the column cannot hold, or
 * a question that does not suit its kind.
 */
export function planFilter(table: TableName, filter: Filter, now: number): Plan[] {
  return filter.flatMap((node) => planNode(table, node, now) ?? []);
}

/** The columns that a plan looks at. */
export function columnsOf(plan: Plan): string[] {
  return plan.kind === 'test' ? [plan.column] : plan.parts.flatMap(columnsOf);
}

function planNode(table: TableName, node: FilterNode, now: number): Plan | null {
  const not = node.not === true;
  if (!('parts' in node)) {
    // One that is off must still be a question that can be asked, else it fails when switched on.
    const plan = planCondition(table, node, now);
    return node.off === true ? null : { ...plan, not };
  }
  const parts = node.parts.flatMap((part) => planNode(table, part, now) ?? []);
  return node.off === true || parts.length === 0 ? null : { kind: node.op, parts, not };
}

function planCondition(table: TableName, node: Condition, now: number): Plan {
  const { column } = node;
  const described = describedColumn(table, column);
  const plan = (test: Test): Plan => ({ kind: 'test', column, test, not: false });
  const value = (text: string | null) =>
    text === null ? null : readValue(column, described, text);
  switch (node.op) {
    case 'in':
      return plan({ how: 'values', values: node.values.map(value) });
    case 'contains':
    case 'starts':
    case 'ends':
      suits(formOf(described.kind) === 'text', node);
      return plan({ how: node.op, folded: fold(node.text) });
    case 'range':
      suits(formOf(described.kind) !== 'text' || described.kind === 'day', node);
      suits(described.kind !== 'boolean', node);
      return plan({ how: 'range', from: value(node.from), to: value(node.to) });
    case 'last':
      suits(described.kind === 'time', node);
      return plan({
        how: 'range',
        from: Math.floor(now / hour) * hour - node.hours * hour,
        to: null,
      });
    case 'money': {
      suits(described.kind === 'minor' && Object.hasOwn(tableOf(table).columns, 'currency'), node);
      const range = plan({ how: 'range', from: value(node.from), to: value(node.to) });
      const currency: Test = { how: 'values', values: [node.currency] };
      const inCurrency: Plan = { kind: 'test', column: 'currency', test: currency, not: false };
      return { kind: 'all', parts: [range, inCurrency], not: false };
    }
  }
}

function suits(does: boolean, { op, column }: Condition): void {
  if (does) return;
  throw refuse(
    'BAD_INPUT',
    `A column like ${column} cannot be asked for “${op}”.`,
    'Choose another operator: text has contains, starts and ends; times and numbers have range.',
  );
}

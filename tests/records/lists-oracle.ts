import type { Condition, Filter, FilterNode, Sorting } from '../../contract/record-lists.ts';
import { fold } from '../../main/desk/records/search/fold.ts';

/** A row as these tests make it: column name to value; coins and minor units bigint. */
export type PlainRow = Readonly<Record<string, string | number | bigint | boolean | null>>;

type Value = PlainRow[string];

/** What a filter means, told row by row: the plain reading that the engine is held to. */
export function meets(row: PlainRow, filter: Filter, now: number): boolean {
  return filter.every((node) => meetsNode(row, node, now) ?? true);
}

/** Null where the node has no effect. */
function meetsNode(row: PlainRow, node: FilterNode, now: number): boolean | null {
  if (node.off === true) return null;
  if (!('parts' in node)) return meetsCondition(row, node, now) !== (node.not === true);
  const told = node.parts.flatMap((part) => meetsNode(row, part, now) ?? []);
  if (told.length === 0) return null;
  const met = node.op === 'all' ? told.every(Boolean) : told.some(Boolean);
  return met !== (node.not === true);
}

function meetsCondition(row: PlainRow, node: Condition, now: number): boolean {
  const value = row[node.column] ?? null;
  if (node.op === 'in')
    return node.values.some((each) => (each === null ? value === null : textOf(value) === each));
  if (value === null) return false;
  switch (node.op) {
    case 'contains':
      return fold(String(value)).includes(fold(node.text));
    case 'starts':
      return fold(String(value)).startsWith(fold(node.text));
    case 'ends':
      return fold(String(value)).endsWith(fold(node.text));
    case 'range':
      return within(value, node.from, node.to);
    case 'money':
      return row.currency === node.currency && within(value, node.from, node.to);
    case 'last':
      return Number(value) >= Math.floor(now / 3_600_000 - node.hours) * 3_600_000;
  }
}

function within(value: NonNullable<Value>, from: string | null, to: string | null): boolean {
  if (typeof value === 'bigint')
    return (from === null || value >= BigInt(from)) && (to === null || value <= BigInt(to));
  const at = (text: string) => (text.includes('T') ? Date.parse(text) : Number(text));
  return (from === null || Number(value) >= at(from)) && (to === null || Number(value) <= at(to));
}

/** A value as the wire says it; times are told from integers by their size in these tests. */
export function textOf(value: Value): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' && Math.abs(value) > 1e11) return new Date(value).toISOString();
  return String(value);
}

/** Sorted as a person would: empty last, equal ones by their key. */
export function inOrder(rows: readonly PlainRow[], sort: Sorting, key: string): PlainRow[] {
  return rows.toSorted((a, b) => {
    for (const { column, desc } of sort) {
      const [one, other] = [a[column] ?? null, b[column] ?? null];
      if (one === other) continue;
      if (one === null) return 1;
      if (other === null) return -1;
      return (one < other ? -1 : 1) * (desc ? -1 : 1);
    }
    return String(a[key]) < String(b[key]) ? -1 : 1;
  });
}

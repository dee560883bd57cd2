import type { Filter, FilterNode, ListDescription } from '../../../../contract/record-lists.ts';
import { refuse } from '../../../../contract/errors.ts';
import type { TableName } from '../tables.ts';

/** Shows so much of a value as a person may see. */
export type Mask = (value: string) => string;

/**
 * What a role may read of the lists; who keeps the roles fills it in. Null: the column as it is.
 */
export type ListMasking = (role: string, table: TableName, column: string) => Mask | null;

/** The columns of a list that this role sees in part only, each with its mask. */
export function masksFor(
  masking: ListMasking,
  role: string,
  { list, columns }: ListDescription,
): ReadonlyMap<string, Mask> {
  return new Map(
    columns.flatMap(({ name }) => {
      const mask = masking(role, list, name);
      return mask ? [[name, mask] as const] : [];
    }),
  );
}

/**
 * Refuses FORBIDDEN for a question that would give a masked column away bit by bit: parts of it,
 * ranges, its order or its counts. A whole value that somebody knows already may be asked for.
 */
export function assertUnmasked(
  masks: ReadonlyMap<string, Mask>,
  { filter = [], bare = [] }: { filter?: Filter; bare?: readonly string[] },
): void {
  for (const node of filter) assertNode(masks, node);
  for (const column of bare) if (masks.has(column)) throw givenAway(column);
}

function assertNode(masks: ReadonlyMap<string, Mask>, node: FilterNode): void {
  if ('parts' in node) for (const part of node.parts) assertNode(masks, part);
  else if (node.op !== 'in' && masks.has(node.column)) throw givenAway(node.column);
}

function givenAway(column: string) {
  return refuse(
    'FORBIDDEN',
    `${column} is masked for this role: it cannot be searched in parts, sorted or counted.`,
    'Ask for a whole value, or somebody whose role shows it.',
  );
}

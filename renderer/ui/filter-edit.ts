import type {
  Condition,
  Filter,
  FilterGroup,
  FilterNode,
  ListColumn,
} from '../../contract/record-lists.ts';

/** A column that can be filtered by, as a list describes it, with the words of its head. */
export interface FilterColumn
  extends Pick<ListColumn, 'name' | 'kind' | 'currency' | 'facet' | 'masked'> {
  readonly header: string;
}

/** Where a node stands: the places of its groups, then its own. */
export type FilterPath = readonly number[];

export function isGroup(node: FilterNode): node is FilterGroup {
  return 'parts' in node;
}

/** The filter with the node at a place made anew; null takes it out, and groups left empty with it. */
export function changedAt(
  filter: Filter,
  path: FilterPath,
  change: (node: FilterNode) => FilterNode | null,
): Filter {
  const [at, ...rest] = path;
  return filter.flatMap((node, index) => {
    if (index !== at) return [node];
    if (rest.length === 0) return change(node) ?? [];
    if (!isGroup(node)) return [node];
    const parts = changedAt(node.parts, rest, change);
    return parts.length === 0 ? [] : [{ ...node, parts }];
  });
}

/** The filter with a node added: into the group at a place, or at the end. */
export function addedAt(filter: Filter, path: FilterPath, node: FilterNode): Filter {
  if (path.length === 0) return [...filter, node];
  return changedAt(filter, path, (group) =>
    isGroup(group) ? { ...group, parts: [...group.parts, node] } : group,
  );
}

/** Takes a group's parts out of their brackets, into what stands around it. */
export function unwrappedAt(filter: Filter, path: FilterPath): Filter {
  const [at, ...rest] = path;
  return filter.flatMap((node, index) => {
    if (index !== at || !isGroup(node)) return [node];
    return rest.length === 0 ? node.parts : [{ ...node, parts: unwrappedAt(node.parts, rest) }];
  });
}

type ValueCondition = Extract<Condition, { op: 'in' }>;

function isOf(node: FilterNode, column: string, exclude: boolean): node is ValueCondition {
  return (
    node.op === 'in' &&
    node.column === column &&
    (node.not === true) === exclude &&
    node.off !== true
  );
}

/** How a value of a column stands in the filter, at its top. */
export function stateOf(
  filter: Filter,
  column: string,
  value: string | null,
): 'only' | 'excluded' | null {
  if (filter.some((node) => isOf(node, column, false) && node.values.includes(value)))
    return 'only';
  return filter.some((node) => isOf(node, column, true) && node.values.includes(value))
    ? 'excluded'
    : null;
}

/**
 * The filter after a click on a value: it joins the values that are wanted (or excluded) of its
 * column; a second click takes it off again.
 */
export function toggled(
  filter: Filter,
  column: string,
  value: string | null,
  exclude: boolean,
): Filter {
  const opposite = without(filter, column, value, !exclude);
  const known = opposite.findIndex((node) => isOf(node, column, exclude));
  const node = opposite[known];
  if (node === undefined || !isOf(node, column, exclude))
    return [...opposite, { op: 'in', column, values: [value], ...(exclude ? { not: true } : {}) }];
  if (node.values.includes(value)) return without(opposite, column, value, exclude);
  return opposite.with(known, { ...node, values: [...node.values, value] });
}

function without(filter: Filter, column: string, value: string | null, exclude: boolean): Filter {
  return filter.flatMap((node): FilterNode[] => {
    if (!isOf(node, column, exclude)) return [node];
    const values = node.values.filter((each) => each !== value);
    return values.length === 0 ? [] : [{ ...node, values }];
  });
}

const opsOfKind: Readonly<Record<FilterColumn['kind'], readonly Condition['op'][]>> = {
  id: ['in', 'starts', 'ends', 'contains'],
  text: ['contains', 'in', 'starts', 'ends'],
  word: ['in', 'contains'],
  country: ['in'],
  currency: ['in'],
  time: ['range', 'last', 'in'],
  day: ['range', 'in'],
  boolean: ['in'],
  integer: ['range', 'in'],
  minor: ['money', 'range', 'in'],
  coins: ['range', 'in'],
  decimal: ['range', 'in'],
  json: ['contains'],
};

/** What can be asked of a column, the usual first. */
export function opsOf({ kind, currency, masked }: FilterColumn): readonly Condition['op'][] {
  if (masked) return ['in'];
  const ops = opsOfKind[kind];
  return currency === null ? ops.filter((op) => op !== 'money') : ops;
}

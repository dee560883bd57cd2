import type {
  Filter,
  FilterNode,
  ListName,
  ListWindow,
} from '../../../../contract/record-lists.ts';
import { refuse } from '../../../../contract/errors.ts';
import type { Role } from '../../../../contract/staff.ts';
import type { Caller } from '../../audit/audit.ts';
import { maskedFields, maskFor } from '../../staff/staff.ts';

type Rows = ListWindow['rows'];

/** What a person may read of one list. */
export interface Masking {
  /** Columns that are shown in part only. */
  hides(column: string): boolean;
  /** Rows as they may be shown. Null where nothing is masked. */
  readonly rows: ((columns: readonly string[], rows: Rows) => Rows) | null;
}

/** The masking of a list for whoever calls, as the staff area rules it. */
export function maskingOf({ role }: Caller, list: ListName): Masking {
  if (role === 'nobody' || role === 'desk') return { hides: () => false, rows: null };
  const fields = maskedFields(role);
  // What sellers advertise is evidence and no customer's data.
  const sellers = list === 'sellers' || list === 'offers';
  return {
    hides: (column) => fields.has(column) && !(sellers && column === 'contact'),
    rows: fields.size === 0 ? null : (columns, rows) => masked(role, list, columns, rows),
  };
}

/** Text that holds an address inside is masked, too, so each row goes as a whole. */
function masked(role: Role, list: ListName, columns: readonly string[], rows: Rows): Rows {
  const mask = maskFor(role);
  return rows.map((row) => {
    if (row === null) return null;
    const cells = Object.fromEntries(columns.map((name, at) => [name, row[at] ?? null]));
    const { fields } = mask({ fields: { ...cells, ...sellerMark(list) } });
    return columns.map((name) => Reflect.get(fields, name) ?? null);
  });
}

function sellerMark(list: ListName): { table?: string } {
  return list === 'sellers' || list === 'offers' ? { table: list } : {};
}

/**
 * Refuses FORBIDDEN for a question that would give a masked column away bit by bit: parts of it,
 * ranges, its order or its counts. A whole value that somebody knows already may be asked for.
 */
export function assertUnmasked(
  masking: Masking,
  { filter, bare }: { readonly filter: Filter; readonly bare: readonly string[] },
): void {
  for (const node of filter) assertNode(masking, node);
  for (const column of bare) if (masking.hides(column)) throw givenAway(column);
}

function assertNode(masking: Masking, node: FilterNode): void {
  if ('parts' in node) for (const part of node.parts) assertNode(masking, part);
  else if (node.op !== 'in' && masking.hides(node.column)) throw givenAway(node.column);
}

function givenAway(column: string) {
  return refuse(
    'FORBIDDEN',
    `${column} is masked for this role: it cannot be searched in parts, sorted or counted.`,
    'Ask for a whole value, or somebody whose role shows it.',
  );
}

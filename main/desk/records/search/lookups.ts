import type { RecordKind } from '../../../../contract/records.ts';
import { type TableName, tableOf } from '../tables.ts';

/**
 * Columns of ids. Their tables have them indexed for other reasons, so the search box looks into
 * those indices rather than into terms of its own: for ten million rows that is gigabytes less.
 */
export interface Lookup {
  readonly kind: RecordKind;
  readonly table: TableName;
  readonly column: string;
  /** The columns that make the record's id, joined with `/`. */
  readonly id: readonly string[];
  /** Found by its last characters, too. */
  readonly tail: boolean;
}

function own(kind: RecordKind, table: TableName, column: string, tail: boolean): Lookup {
  return { kind, table, column, id: [column], tail };
}

const purchase = ['provider', 'external_id'] as const;

/** In the order in which agents look for them. */
export const lookups: readonly Lookup[] = [
  own('recharge', 'recharges', 'recharge_id', true),
  { ...own('recharge', 'recharges', 'external_id', true), id: ['recharge_id'] },
  { ...own('recharge', 'recharges', 'payment_id', false), id: ['recharge_id'] },
  own('account', 'accounts', 'account_id', true),
  { ...own('store_record', 'store_records', 'external_id', true), id: purchase },
  { ...own('store_record', 'store_records', 'purchase_token', false), id: purchase },
  { ...own('payment', 'payments', 'payment_id', true), id: ['provider', 'payment_id'] },
  own('ticket', 'tickets', 'ticket_id', true),
  { ...own('ticket', 'tickets', 'account_id', false), id: ['ticket_id'] },
  { ...own('ticket', 'tickets', 'recharge_id', false), id: ['ticket_id'] },
  own('instrument', 'instruments', 'instrument_id', false),
  own('device', 'devices', 'device_id', false),
];

/** ASCII that can be seen: SQLite folds its case as the search box does. */
const plain = /^[!-~]*$/;

/** True for a value of a column that `lookups` finds: it needs no term of its own. */
export function isLookedUp(table: TableName, column: string, value: string): boolean {
  return (
    plain.test(value) && lookups.some((each) => each.table === table && each.column === column)
  );
}

/** Last characters of an id by which it is found; a longer ending is compared with the id itself. */
export const tailIndexed = 8;

/** The last characters of a column in SQL, last first and in small letters. */
export function tailSql(column: string): string {
  const characters = Array.from(
    { length: tailIndexed },
    (_, at) => `substr(${column}, -${at + 1}, 1)`,
  );
  return `lower(${characters.join(' || ')})`;
}

/**
 * An id in small or capital letters throughout is found in the plain index of its column; only
 * the others stand in an index that folds them.
 */
export function mixedSql(column: string): string {
  return `lower(${column}) <> ${column} and upper(${column}) <> ${column}`;
}

/**
 * The condition of an index that leaves out what is unknown; none for a column that every row has,
 * for which SQLite takes the condition as given and then does not see that the index has it.
 */
export function knownSql({ table, column }: Pick<Lookup, 'table' | 'column'>): string | null {
  const described = Object.entries(tableOf(table).columns).find(([name]) => name === column);
  return described?.[1].need === true ? null : `${column} is not null`;
}

/** What the search box needs besides the plain indices of the columns. */
export function lookupIndices(): string[] {
  return lookups.flatMap((lookup) => {
    const { table, column, tail } = lookup;
    const known = knownSql(lookup);
    return [
      `create index ${table}_folded_${column} on ${table} (lower(${column})) where ${mixedSql(column)};`,
      ...(tail
        ? [
            `create index ${table}_tail_${column} on ${table} (${tailSql(column)})${known ? ` where ${known}` : ''};`,
          ]
        : []),
    ];
  });
}

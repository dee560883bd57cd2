import type { TableName } from '../tables.ts';
import type { Patch } from './entry.ts';
import type { Told } from './told.ts';

/** When a part of a row was last told of: a dispute says nothing of whether the payment went through. */
export type Aspect = 'at' | 'refunded_at' | 'disputed_at';

const apart: Partial<Record<TableName, Readonly<Record<string, Aspect>>>> = {
  payments: {
    refunded_minor: 'refunded_at',
    disputed: 'disputed_at',
    dispute_reason: 'disputed_at',
    dispute_at: 'disputed_at',
  },
};

/** The part of a row that a column belongs to. */
export function aspectOf(table: TableName, column: string): Aspect {
  return apart[table]?.[column] ?? 'at';
}

/**
 * The parts that a record tells of: those of the columns that it fills for good; none where it only
 * links a payment to its recharge.
 */
export function aspectsTold(
  table: TableName,
  fields: Readonly<Record<string, unknown>>,
  { weak, parts }: { readonly weak: readonly string[]; readonly parts: boolean },
): ReadonlySet<Aspect> {
  const linking = new Set<string>(['provider', 'payment_id', ...weak]);
  const told = new Set(
    Object.entries(fields)
      .filter(([column, value]) => !linking.has(column) && (value ?? '') !== '')
      .map(([column]) => aspectOf(table, column)),
  );
  if (parts) told.add('refunded_at');
  return told;
}

export interface Meeting {
  readonly table: TableName;
  readonly patch: Patch;
  readonly before: Told;
  /** What the record itself tells until when. */
  readonly now: Told;
  /** Its drop is older than the one that the row comes from. */
  readonly older: boolean;
}

/**
 * Which columns a record comes late for: what stands there was told at a later time, or, where one of
 * both says none, by a newer drop. `extra` goes with the foremost part that it tells of.
 */
export function latenessOf({ table, patch, before, now, older }: Meeting) {
  const isLate = (aspect: Aspect): boolean => {
    const known = before[aspect];
    return patch.at !== null && known !== null ? patch.at < known : older;
  };
  const late = {
    at: isLate('at'),
    refunded_at: isLate('refunded_at'),
    disputed_at: isLate('disputed_at'),
  };
  const foremost = (['at', 'disputed_at', 'refunded_at'] as const).find(
    (each) => now[each] !== null,
  );
  return (column: string): boolean =>
    late[column === 'extra' ? (foremost ?? 'at') : aspectOf(table, column)];
}

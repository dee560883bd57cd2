import type { Evidence as Cited } from '../../../contract/diagnosis.ts';
import { wireTime } from '../../../contract/values.ts';
import { type Row, type TableName, tableOf } from '../records/records.ts';

export type { Cited };

const mostTimes = 4096;
const times = new Map<number, string | null>();

/** As the wire has it. An attempt cites the same few times again and again. */
function timeText(at: number | null): string | null {
  if (at === null) return null;
  const known = times.get(at);
  if (known !== undefined) return known;
  if (times.size >= mostTimes) times.clear();
  const text = wireTime(at);
  times.set(at, text);
  return text;
}

/** The column that says when a row's facts hold. */
const timeOf: Partial<Record<TableName, readonly string[]>> = {
  recharges: ['created_at'],
  recharge_events: ['at'],
  store_records: ['voided_at', 'purchased_at', 'pending_since'],
  payments: ['captured_at', 'created_at'],
  ledger: ['at'],
  sessions: ['started_at'],
  incidents: ['started_at'],
  packages: ['valid_from'],
  limits: ['valid_from'],
  app_versions: ['released_at'],
  accounts: ['updated_at', 'created_at'],
  devices: ['last_seen'],
  tickets: ['opened_at'],
  sellers: ['first_seen'],
};

/** A value of a record as the wire has it: null stays null, times become RFC 3339. */
function wireValue(kind: string | undefined, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (kind === 'time' && typeof value === 'number') return timeText(value);
  return String(value as string | number | bigint | boolean);
}

/** One fact of one row, with the file, line and run it came from. */
export function cite<T extends TableName>(
  table: T,
  row: Row<T>,
  field: string & keyof Row<T>,
): Cited {
  const { key, columns } = tableOf(table);
  const values = row as Readonly<Record<string, unknown>>;
  return {
    table,
    key: key.map((column) => wireValue(columns[column]?.kind, values[column]) ?? '').join('/'),
    field,
    value: wireValue(columns[field]?.kind, values[field]),
    at: timeText(rowTime(table, values)),
    file: row.origin.file || null,
    line: row.origin.line || null,
    run: row.origin.run || null,
  };
}

function rowTime(table: TableName, values: Readonly<Record<string, unknown>>): number | null {
  for (const column of timeOf[table] ?? []) {
    const value = values[column];
    if (typeof value === 'number') return value;
  }
  return null;
}

/** That a table has no row for a key: a fact too, with nothing to point at. */
export function citeAbsent(table: string, key: string, field: string): Cited {
  return { table, key, field, value: null, at: null, file: null, line: null, run: null };
}

/** The customer's answer, kept by the desk and not by the copy. */
export function citeAnswer(answer: {
  recharge: string;
  question: string;
  value: string;
  at: number;
}): Cited {
  return {
    table: 'answers',
    key: `${answer.recharge}/${answer.question}`,
    field: 'value',
    value: answer.value,
    at: wireTime(answer.at),
    file: null,
    line: null,
    run: null,
  };
}

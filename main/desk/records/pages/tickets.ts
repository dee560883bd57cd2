import type { Fields } from '../../../../contract/records.ts';
import { refuse } from '../../../../contract/errors.ts';
import type { Db } from '../../storage/storage.ts';
import type { RowReader } from '../rows.ts';
import { fieldsOf } from './wire.ts';

export interface TicketsInput {
  readonly status: 'open' | 'waiting' | 'closed' | 'any';
  /** The last ticket of the page before. */
  readonly before?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** Later than any ticket: where the first page begins. */
const never = [Number.MAX_SAFE_INTEGER, ''] as const;

/**
 * Tickets newest first, a page at a time; `total` counts all of the status. Refuses BAD_INPUT for
 * a `before` that is no time.
 */
export function createTickets(db: Db, rows: RowReader) {
  const countAll = db.prepare<[], bigint>('select count(*) from tickets').pluck();
  const count = db
    .prepare<[string], bigint>('select count(*) from tickets where status = ?')
    .pluck();
  const page = `(opened_at, ticket_id) < (?, ?) order by opened_at desc, ticket_id desc limit ?`;
  return ({ status, before, limit }: TicketsInput): { total: number; tickets: Fields[] } => {
    const [at, id] = before ? [parseTime(before.at), before.id] : never;
    const found =
      status === 'any'
        ? rows.all('tickets', `where ${page}`, at, id, limit)
        : rows.all('tickets', `where status = ? and ${page}`, status, at, id, limit);
    return {
      total: Number((status === 'any' ? countAll.get() : count.get(status)) ?? 0n),
      tickets: found.map((row) => fieldsOf('tickets', row)),
    };
  };
}

function parseTime(text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms))
    throw refuse(
      'BAD_INPUT',
      'The time to go on from is no time.',
      'Give opened_at and ticket_id of the last ticket of the page before.',
    );
  return ms;
}

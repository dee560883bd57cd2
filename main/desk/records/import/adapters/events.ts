import { createHash } from 'node:crypto';
import type { ForeignRow } from './adapter.ts';

/** A notice of a store about an order, as an event of its recharge. */
export interface Notice {
  readonly provider: string;
  /** The store's order id or purchase token; the payment's id of a processor. */
  readonly order: string;
  readonly stage: string;
  readonly code: string | null;
  readonly subCode?: string | null;
  readonly message?: string | null;
  readonly amountMinor?: string | null;
  /** Epoch ms. */
  readonly at: string | null;
  /** The same for the same notice, however often it is sent. */
  readonly id: string;
  readonly detail?: string;
}

/**
 * The event of a notice. Its `seq` comes of its time and id, so that the same notice is the same
 * row, whatever else is imported beside it; it sorts after the platform's own events.
 */
export function eventOf(notice: Notice): ForeignRow {
  const { at, id } = notice;
  const mark = createHash('sha256').update(id).digest().readUInt32BE(0) % 1000;
  return {
    table: 'recharge_events',
    order: notice.order,
    fields: {
      // Its place is taken by the recharge of that order when the row is written.
      recharge_id: notice.order,
      seq: at === null ? null : `${at}${String(mark).padStart(3, '0')}`,
      at,
      stage: notice.stage,
      provider: notice.provider,
      code: notice.code,
      sub_code: notice.subCode ?? null,
      message: notice.message ?? null,
      amount_minor: notice.amountMinor ?? null,
      detail: notice.detail ?? null,
    },
  };
}

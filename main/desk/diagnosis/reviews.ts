import type { Row } from '../records/records.ts';

/**
 * True for a store's question that wants an answer in time. Older drops send it as `disputed`
 * with the notice's name as code; a plain dispute has a reason code or none.
 */
export function isReview(event: Row<'recharge_events'>): boolean {
  if (event.stage === 'review_requested') return true;
  return event.stage === 'disputed' && /CONSUMPTION|REVIEW/i.test(event.code ?? '');
}

import type { ClosingReason, Queued, QueueFilter } from '../../../contract/ticket-work.ts';

export const stateNames: Readonly<Record<Queued['state'], string>> = {
  open: 'Free',
  taken: 'Taken',
  replied: 'Reply copied',
  sent: 'Reply sent',
  closed: 'Closed',
};

export const showNames: Readonly<Record<QueueFilter['show'], string>> = {
  work: 'To do',
  free: 'Free',
  mine: 'Mine',
  closed: 'Closed',
  all: 'All',
};

export const closingNames: Readonly<Record<ClosingReason, string>> = {
  solved: 'Solved',
  made_good: 'Made good',
  nothing_owed: 'Nothing owed',
  customer_side: 'On the customer’s side',
  store_side: 'With the store',
  duplicate: 'Duplicate',
  no_answer: 'No answer from the customer',
  spam: 'Spam',
};

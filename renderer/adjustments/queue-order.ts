import type { Adjustment } from '../../contract/adjustments.ts';

function size(one: Adjustment): bigint {
  const coins = BigInt(one.coins);
  return coins < 0n ? -coins : coins;
}

export type QueueOrder = 'age' | 'amount';

/** The queue with the longest waiting, or the largest, first. */
export function ordered(queue: readonly Adjustment[], order: QueueOrder): Adjustment[] {
  const byAge = queue.toSorted((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at));
  if (order === 'age') return byAge;
  return byAge.toSorted((a, b) => (size(a) === size(b) ? 0 : size(a) < size(b) ? 1 : -1));
}

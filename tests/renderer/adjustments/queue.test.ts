import { describe, expect, test } from 'vitest';
import type { Adjustment } from '../../../contract/adjustments.ts';
import { ordered } from '../../../renderer/adjustments/queue-order.ts';

function waiting(id: string, coins: string, minute: number): Adjustment {
  return {
    id,
    key: id,
    account: 'ac_1',
    coins,
    reason: 'INCIDENT_COMPENSATION',
    note: 'n',
    recharge: null,
    ticket: null,
    case: null,
    external_id: null,
    reverses: null,
    state: 'proposed',
    maker: 'agent',
    checker: null,
    created_at: new Date(minute * 60_000).toISOString(),
  };
}

const queue = [
  waiting('large', '9007199254740993', 2),
  waiting('taken', '-9007199254740994', 3),
  waiting('old', '400', 1),
];

describe('the queue of approvals', () => {
  test('has what waits longest first', () => {
    expect(ordered(queue, 'age').map((one) => one.id)).toEqual(['old', 'large', 'taken']);
  });

  test('or the largest first, given or taken, exact beyond what floats tell apart', () => {
    expect(ordered(queue, 'amount').map((one) => one.id)).toEqual(['taken', 'large', 'old']);
  });
});

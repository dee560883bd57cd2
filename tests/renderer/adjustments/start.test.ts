import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../contract/diagnosis.ts';
import { startFrom } from '../../../renderer/adjustments/start.ts';

function verdict(root_cause: Verdict['root_cause'], coins_owed: string | null): Verdict {
  return {
    recharge_id: 'rc_1',
    account_id: 'ac_1',
    ticket_id: null,
    story: ['rc_1'],
    root_cause,
    confidence: 'certain',
    owner: 'platform',
    coins_owed,
    next_step: '',
    deadline: null,
    agent_text: '',
    customer_text: '',
    if_wrong: '',
    checklist_version: '1',
    copy_as_of: null,
    checks: [],
  };
}

describe('what a make-good begins with', () => {
  test('is exactly what the verdict owes, with the reason that its cause speaks for', () => {
    expect(startFrom(verdict('paid_not_granted', '1400'))).toEqual({
      typed: '+1400',
      reason: 'PAID_NOT_DELIVERED',
    });
    expect(startFrom(verdict('wrong_quantity', '79')).reason).toBe('WRONG_QUANTITY');
    expect(startFrom(verdict('refund_reversed', '6607')).reason).toBe('REFUND_REVERSED_RESTORE');
  });

  test('names no amount where nothing is owed, or the verdict cannot say', () => {
    expect(startFrom(verdict('double_grant', '0'))).toEqual({
      typed: '',
      reason: 'DUPLICATE_GRANT_REVERSAL',
    });
    expect(startFrom(verdict('healthy', '0'))).toEqual({ typed: '', reason: null });
    expect(startFrom(verdict('unknown', null))).toEqual({ typed: '', reason: null });
    expect(startFrom(null)).toEqual({ typed: '', reason: null });
  });
});

import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../contract/diagnosis.ts';
import { compare, readSeen } from '../../../renderer/adjustments/seen.ts';

const kept = JSON.stringify({
  root_cause: 'paid_not_granted',
  coins_owed: '1400',
  confidence: 'certain',
  checklist_version: '1',
  copy_as_of: '2026-11-23T11:00:00.000Z',
  balance_computed: '35',
});

const now: Verdict = {
  recharge_id: 'rc_1',
  account_id: 'ac_1',
  ticket_id: null,
  story: ['rc_1'],
  root_cause: 'healthy',
  confidence: 'certain',
  owner: 'none',
  coins_owed: '0',
  next_step: '',
  deadline: null,
  agent_text: '',
  customer_text: '',
  if_wrong: '',
  checklist_version: '1',
  copy_as_of: '2026-11-23T11:00:00.000Z',
  checks: [],
};

describe('what a maker saw', () => {
  test('is held against the verdict of now, line by line', () => {
    const seen = readSeen(kept);
    expect(seen).not.toBeNull();
    const changed = seen ? compare(seen, now).filter((row) => row.changed) : [];
    expect(changed.map((row) => [row.name, row.before, row.now])).toEqual([
      ['cause', 'paid_not_granted', 'healthy'],
      ['coins owed', '1400', '0'],
    ]);
  });

  test('has changed in nothing while there is no verdict of now', () => {
    const seen = readSeen(kept);
    expect(seen && compare(seen, null).some((row) => row.changed)).toBe(false);
  });

  test('is shown as it is where its form is not known', () => {
    for (const text of ['', '{', '{}', '[]', '"x"']) expect(readSeen(text)).toBeNull();
  });
});

import { expect, it } from 'vitest';
import type { AdjustmentDetail } from '../../contract/adjustments.ts';
import { sentenceOf } from '../../main/desk/explain.ts';

const detail: AdjustmentDetail = {
  ...{ id: 'adj_1', key: 'k', account: 'ac_1', coins: '1400', reason: 'PAID_NOT_DELIVERED' },
  ...{ note: 'as owed', recharge: 'rc_1', ticket: null, case: null, external_id: null },
  ...{ reverses: null, state: 'approved', maker: 'ana', checker: 'sue' },
  created_at: '2026-11-20T12:00:00.000Z',
  ...{ balance_before: '35', balance_after: '1435', payload_sha256: '', needs: null },
  evidence: JSON.stringify({
    root_cause: 'paid_not_granted',
    coins_owed: '1400',
    confidence: 'certain',
    copy_as_of: '2026-11-20T06:00:00.000Z',
    balance_computed: '35',
  }),
  decisions: [
    {
      user: 'sue',
      role: 'senior',
      decision: 'approved',
      note: 'yes',
      at: '2026-11-20T12:30:00.000Z',
    },
  ],
  ...{ reopened: [], confirmations: [], sent_with: [], may_decide: false, why_not: null },
  entries: [{ entry: 'e1', book: 'account/ac_1', coins: '1400', at: '2026-11-20T12:30:00.000Z' }],
};

it('says who gave coins, why, who approved and what was seen, in one sentence', () => {
  expect(sentenceOf(detail)).toBe(
    'ana proposed +1,400 coins for account ac_1 on 20 Nov 2026 12:00 UTC (“Paid, not delivered”, recharge rc_1), ' +
      'having seen the verdict “Paid, not granted” with 1,400 coins owed (certain), a balance of 35, in records ' +
      'as of 20 Nov 2026 06:00 UTC; sue (senior) approved it on 20 Nov 2026 12:30 UTC; the balance went from ' +
      '35 to 1,435; it is now approved.',
  );
});

it('does not claim what did not happen', () => {
  const open = { ...detail, state: 'proposed' as const, decisions: [], entries: [], checker: null };
  expect(sentenceOf(open)).toContain(
    'nobody has decided it; the balance would go from 35 to 1,435',
  );
  const alone = { ...detail, decisions: [], checker: null };
  expect(sentenceOf(alone)).toContain('inside the own limit of ana and needed nobody else');
  const unseen = { ...detail, evidence: '{}' };
  expect(sentenceOf(unseen)).toContain('having seen no verdict');
});

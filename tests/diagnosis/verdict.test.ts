import { describe, expect, test } from 'vitest';
import { checkIds, verdict as verdictSchema } from '../../contract/diagnosis.ts';
import {
  asOf,
  bought,
  captured,
  checkOf,
  day,
  delivered,
  failed,
  type Given,
  grant,
  minute,
  noon,
  openDesk,
  paid,
} from './builder.ts';

const desk = openDesk();

describe('a verdict', () => {
  test('answers all 48 checks in the order of the checklist, in the form of the contract', () => {
    const verdict = desk.judge(delivered);
    expect(verdict.checks.map((check) => check.id)).toEqual([...checkIds]);
    expect(verdictSchema.safeParse(verdict).success).toBe(true);
    expect(verdict).toMatchObject({
      owner: 'none',
      root_cause: 'healthy',
      ticket_id: null,
      deadline: null,
    });
    expect(verdict.copy_as_of).toBe(new Date(asOf).toISOString());
  });

  test('names table, key, field, value, time, file, line and run of every fact', () => {
    const verdict = desk.judge({
      payments: [{ provider: 'cardlink', payment_id: 'p/1', status: 'failed', network_code: '51' }],
    });
    const fact = checkOf(verdict, 'funds').evidence.find((one) => one.field === 'network_code');
    expect(fact).toMatchObject({
      table: 'payments',
      key: 'cardlink/p/1',
      value: '51',
      file: 'payments.csv',
      run: 'run_1',
    });
    expect(fact?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(fact?.line).toBeGreaterThan(0);
  });

  test('is the same for the same records', () => {
    const id = desk.give(delivered);
    expect(desk.verdictOf(id)).toEqual(desk.verdictOf(id));
  });

  test('never passes for want of evidence', () => {
    const verdict = desk.judge({
      account: null,
      recharge: {
        storefront: null,
        ip_country: null,
        ip_kind: null,
        sku: null,
        external_id: null,
        coins: null,
      },
    });
    const passed = verdict.checks.filter((check) => check.outcome === 'pass');
    for (const check of passed) expect(check.evidence.length, check.id).toBeGreaterThan(0);
    expect(passed.map((check) => check.id)).not.toContain('funds');
    expect(verdict.root_cause).toBe('unknown');
  });

  test('says of every unknown what would settle it', () => {
    for (const given of [delivered, failed, { recharge: { channel: 'google_play' } }, {}])
      for (const check of desk.judge(given).checks) {
        if (check.outcome === 'unknown') expect(check.settles?.text, check.id).toBeTruthy();
        else expect(check.settles, check.id).toBeNull();
      }
  });

  test.each([
    [
      'a failed one',
      {
        events: [
          ['created'],
          ['client_error', { provider: 'apple', code: '0', sub_code: 'SKErrorDomain' }],
        ],
      },
    ],
    ['a paid one', { stores: [bought], ledger: [grant] }],
  ] satisfies [string, Given][])(
    'says nothing of a card that only the store has seen: %s',
    (_name, given) => {
      const verdict = desk.judge({
        ...given,
        recharge: { channel: 'app_store' },
        instrument: { exp_month: 1, exp_year: 2020, issuer_country: 'DE' },
      });
      for (const id of [
        'funds',
        'card_expired',
        'card_details',
        'cvc_or_address',
        'bank_block',
        'card_reported',
        'card_type',
        'cross_border',
      ] as const)
        expect(checkOf(verdict, id).outcome, id).toBe('unknown');
    },
  );

  test('an unmapped code is told to the agent as it came', () => {
    const verdict = desk.judge({
      events: [['created'], ['declined', { provider: 'adyen', code: '77' }]],
    });
    expect(verdict).toMatchObject({ root_cause: 'unknown', coins_owed: '0' });
    expect(verdict.agent_text).toContain('77');
    expect(verdict.customer_text).not.toContain('77');
  });
});

describe('one story', () => {
  const account = { recharge: { account_id: 'ac_story' } };
  test('runs over attempts within 30 minutes of the one before, up to the first success', () => {
    const at = (minutes: number, name: string, given: Given): string =>
      desk.give({
        ...given,
        account: name === 'rc_s1' ? {} : null,
        recharge: { ...account.recharge, recharge_id: name, created_at: noon + minutes * minute },
      });
    at(0, 'rc_s1', failed);
    at(25, 'rc_s2', { payments: [{ status: 'failed', failure_code: 'expired_card' }] });
    at(50, 'rc_s3', { ...delivered, payments: [{ ...captured, captured_at: noon + 50 * minute }] });
    at(60, 'rc_s4', failed);
    at(100, 'rc_s5', failed);
    const told = (id: string) => desk.verdictOf(id).story;
    for (const id of ['rc_s1', 'rc_s2', 'rc_s3'])
      expect(told(id)).toEqual(['rc_s1', 'rc_s2', 'rc_s3']);
    expect(told('rc_s4')).toEqual(['rc_s4']);
    expect(told('rc_s5')).toEqual(['rc_s5']);
    // Each attempt keeps a cause of its own.
    expect(desk.verdictOf('rc_s1').root_cause).toBe('funds');
    expect(desk.verdictOf('rc_s2').root_cause).toBe('card_expired');
    expect(desk.diagnosis.diagnose({ account: 'ac_story' }).map((one) => one.root_cause)).toEqual([
      'funds',
      'card_expired',
      'healthy',
      'funds',
      'funds',
    ]);
  });

  test('the later of two payments, of which one was meant, is the double charge', () => {
    const pair = (account: string, second: Given) => {
      desk.give({ ...delivered, recharge: { recharge_id: `${account}_1`, account_id: account } });
      desk.give({
        account: null,
        ...second,
        recharge: {
          recharge_id: `${account}_2`,
          account_id: account,
          created_at: noon + 4 * minute,
        },
        payments: [{ ...captured, captured_at: noon + 4 * minute }],
      });
      return [desk.verdictOf(`${account}_1`), desk.verdictOf(`${account}_2`)].map((one) => [
        one.root_cause,
        one.coins_owed,
      ]);
    };
    expect(pair('ac_dc1', paid)).toEqual([
      ['healthy', '0'],
      ['double_charge', null],
    ]);
    expect(pair('ac_dc2', { ...delivered, tickets: ['I was charged twice'] })).toEqual([
      ['healthy', '0'],
      ['double_charge', '0'],
    ]);
    // Two purchases that were both meant and both delivered.
    expect(pair('ac_dc3', delivered)).toEqual([
      ['healthy', '0'],
      ['healthy', '0'],
    ]);
  });
});

describe('a copy without the records of the stores', () => {
  const bare = openDesk({ tables: ['accounts', 'recharges', 'recharge_events', 'ledger'] });
  const order = { recharge: { channel: 'google_play' } };
  test('a receipt that we verified proves no amount: it may be a sandbox order', () => {
    const verdict = bare.judge({ ...order, events: [['store_purchased'], ['verified']] });
    expect(verdict).toMatchObject({ root_cause: 'paid_not_granted', coins_owed: null });
  });
  test('a purchase that was pending, and then was not, is not told as pending', () => {
    const verdict = bare.judge({ ...order, events: [['store_pending'], ['store_purchased']] });
    expect(verdict).toMatchObject({ root_cause: 'unknown', coins_owed: null });
  });
});

test('a copy without events does not know whether a dispute was won', () => {
  const bare = openDesk({ tables: ['accounts', 'recharges', 'payments', 'ledger'] });
  const given: Given = {
    payments: [{ ...captured, disputed: true, dispute_at: noon + day }],
    ledger: [grant, { delta: -1400n, kind: 'chargeback_clawback', at: noon + 2 * day }],
  };
  expect(bare.judge(given).coins_owed).toBeNull();
  expect(openDesk().judge(given).coins_owed).toBe('0');
});

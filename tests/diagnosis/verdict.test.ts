import { describe, expect, test } from 'vitest';
import { checkIds, replyLanguages, verdict as verdictSchema } from '../../contract/diagnosis.ts';
import { Refusal } from '../../contract/errors.ts';
import {
  agent,
  asOf,
  bought,
  captured,
  checkOf,
  day,
  type Fields,
  type Given,
  grant,
  hour,
  minute,
  noon,
  openDesk,
} from './builder.ts';

const desk = openDesk();
const paid: Given = { events: [['created'], ['captured']], payments: [captured] };
const delivered: Given = { ...paid, ledger: [grant] };
const failed: Given = {
  payments: [
    { status: 'failed', failure_code: 'card_declined', decline_code: 'insufficient_funds' },
  ],
};

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

describe('coins owed', () => {
  test("are what was promised minus every entry tied to it, by our id or by the store's", () => {
    const verdict = desk.judge({
      ...paid,
      recharge: { recharge_id: 'rc_tied', bonus_coins: 100n },
      ledger: [
        { delta: 500n },
        { delta: 300n, recharge_id: null, external_id: 'ext_rc_tied', kind: 'migration' },
        { delta: 50n, kind: 'adjustment' },
      ],
    });
    expect(verdict).toMatchObject({ coins_owed: '650', root_cause: 'wrong_quantity' });
  });

  test('come from the price list of that day, times the quantity, where the order does not say', () => {
    expect(
      desk.judge({ ...paid, recharge: { coins: null, bonus_coins: null, quantity: 3 } }).coins_owed,
    ).toBe('4200');
    expect(
      desk.judge({
        ...paid,
        recharge: { coins: null, bonus_coins: null, created_at: noon - 400 * day },
      }).coins_owed,
    ).toBeNull();
  });

  test('are exact beyond what a float holds', () => {
    expect(
      desk.judge({ ...paid, recharge: { coins: 9007199254740993n, sku: null } }).coins_owed,
    ).toBe('9007199254740993');
  });

  test('are nothing for other wallets and for gifts', () => {
    const verdict = desk.judge({
      ...paid,
      ledger: [
        { delta: 1400n, asset: 'diamonds' },
        { delta: -70n, kind: 'gift_sent' },
      ],
    });
    expect(verdict).toMatchObject({ root_cause: 'paid_not_granted', coins_owed: '1400' });
  });

  test('are 0 where the money went back, whatever is missing', () => {
    expect(
      desk.judge({ ...paid, payments: [{ ...captured, refunded_minor: 1999n }] }),
    ).toMatchObject({ root_cause: 'paid_not_granted', coins_owed: '0' });
    expect(
      desk.judge({
        recharge: { channel: 'google_play' },
        events: [['created'], ['store_purchased'], ['verified'], ['grant_failed']],
        stores: [{ ...bought, state: 'refunded', voided_at: noon + hour }],
      }),
    ).toMatchObject({ root_cause: 'paid_not_granted', coins_owed: '0' });
  });

  test('are undecided where records contradict each other', () => {
    const verdict = desk.judge({
      events: [['created'], ['captured']],
      payments: [{ status: 'failed', failure_code: 'expired_card' }],
    });
    expect(verdict).toMatchObject({ root_cause: 'unknown', coins_owed: null });
    expect(verdict.agent_text).toContain('contradict');
  });

  test('are undecided where coins were clawed back and no refund explains it', () => {
    expect(
      desk.judge({
        ...delivered,
        ledger: [grant, { delta: -1400n, kind: 'refund_clawback', at: noon + day }],
      }),
    ).toMatchObject({ root_cause: 'unknown', coins_owed: null });
  });

  test('of a part refund follow the packs that were kept', () => {
    const given = (refunded: number): Given => ({
      recharge: { channel: 'google_play', quantity: 3, coins: 4200n },
      stores: [
        {
          ...bought,
          state: 'refunded',
          quantity: 3,
          refunded_quantity: refunded,
          voided_at: noon + hour,
        },
      ],
    });
    expect(desk.judge(given(1)).coins_owed).toBe('2800');
    expect(desk.judge(given(3)).coins_owed).toBe('0');
  });

  test('shrink by what the desk itself decided, and never below 0', () => {
    const helped = openDesk({
      deskCoins: new Map([
        ['rc_part', 1000n],
        ['rc_more', 9000n],
      ]),
    });
    expect(helped.judge({ ...paid, recharge: { recharge_id: 'rc_part' } }).coins_owed).toBe('400');
    expect(helped.judge({ ...paid, recharge: { recharge_id: 'rc_more' } })).toMatchObject({
      coins_owed: '0',
      root_cause: 'paid_not_granted',
    });
  });
});

describe('paid and not granted needs proof of both', () => {
  test('not without a ledger in the copy', () => {
    const blind = openDesk({ tables: ['recharges', 'recharge_events', 'payments', 'accounts'] });
    expect(blind.judge(paid)).toMatchObject({
      root_cause: 'unknown',
      coins_owed: null,
      owner: 'platform',
    });
    expect(
      checkOf(
        blind.judge({ ...paid, events: [['created'], ['captured'], ['grant_failed']] }),
        'paid_not_granted',
      ),
    ).toMatchObject({ outcome: 'unknown', settles: { kind: 'record' } });
  });
  test('not after the end of the copy', () => {
    const late = {
      ...paid,
      recharge: { created_at: asOf + hour },
      payments: [{ ...captured, captured_at: asOf + hour }],
    };
    expect(desk.judge(late)).toMatchObject({ root_cause: 'unknown', coins_owed: null });
  });
  test('not in the minute before its end, unless the grant is known to have failed', () => {
    const at = {
      recharge: { created_at: asOf - 20_000 },
      payments: [{ ...captured, captured_at: asOf - 10_000 }],
    };
    expect(desk.judge({ ...paid, ...at })).toMatchObject({
      root_cause: 'unknown',
      coins_owed: null,
    });
    expect(
      desk.judge({ ...at, events: [['created'], ['captured'], ['grant_failed']] }),
    ).toMatchObject({ root_cause: 'paid_not_granted', coins_owed: '1400' });
  });
  test('not on the word of the app alone', () => {
    expect(
      desk.judge({
        recharge: { channel: 'google_play' },
        events: [['created'], ['store_purchased']],
      }),
    ).toMatchObject({ root_cause: 'unknown' });
  });
  test('nor against the ledger on the word of an event', () => {
    expect(desk.judge({ ...paid, events: [['created'], ['captured'], ['granted']] })).toMatchObject(
      { root_cause: 'paid_not_granted', confidence: 'likely', coins_owed: '1400' },
    );
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

describe('a purchase on Play that nobody acknowledged', () => {
  const bare = (age: number, state: Fields = {}): Given => ({
    recharge: { channel: 'google_play', created_at: asOf - age },
    stores: [
      { ...bought, purchased_at: asOf - age, acknowledged: false, consumed: false, ...state },
    ],
  });
  test('is owed while the three days run', () => {
    const verdict = desk.judge(bare(2 * day));
    expect([verdict.root_cause, verdict.coins_owed]).toEqual(['paid_not_granted', '1400']);
  });
  test('is undecided after them: Play has refunded it, and the copy is behind', () => {
    const verdict = desk.judge(bare(4 * day));
    expect([verdict.root_cause, verdict.coins_owed]).toEqual(['unknown', null]);
    const check = verdict.checks.find((one) => one.id === 'paid_not_granted');
    expect(check?.outcome).toBe('unknown');
    expect(check?.settles?.kind).toBe('record');
  });
  test('is owed as ever where it was acknowledged', () => {
    const verdict = desk.judge(bare(4 * day, { acknowledged: true }));
    expect([verdict.root_cause, verdict.coins_owed]).toEqual(['paid_not_granted', '1400']);
  });
});

describe('deadlines', () => {
  const google = { channel: 'google_play', created_at: asOf - day };
  test.each([
    [
      'play_acknowledge',
      {
        recharge: google,
        stores: [{ ...bought, acknowledged: false, consumed: false }],
        ledger: [{ ...grant, at: asOf - day + minute }],
      },
      2 * day,
    ],
    [
      'apple_consumption',
      {
        recharge: { channel: 'app_store' },
        stores: [bought],
        ledger: [grant],
        events: [
          ['created'],
          ['review_requested', { provider: 'apple', code: 'CONSUMPTION_REQUEST', at: asOf - hour }],
        ],
      },
      11 * hour,
    ],
    [
      'apple_consumption',
      {
        recharge: { channel: 'app_store' },
        stores: [bought],
        ledger: [grant],
        events: [
          ['created'],
          ['disputed', { provider: 'apple', code: 'CONSUMPTION_REQUEST', at: asOf - hour }],
        ],
      },
      11 * hour,
    ],
    [
      'play_review',
      {
        recharge: { channel: 'google_play' },
        stores: [bought],
        ledger: [grant],
        events: [
          ['created'],
          [
            'review_requested',
            { provider: 'google', code: 'pendingRefundReviewNotification', at: asOf - hour },
          ],
        ],
      },
      23 * hour,
    ],
  ] satisfies [string, Given, number][])(
    '%s: delivered, healthy, and something is due',
    (kind, given, left) => {
      const verdict = desk.judge(given);
      expect(verdict).toMatchObject({ root_cause: 'healthy', deadline: { kind } });
      const due = Date.parse(verdict.deadline?.at ?? '');
      expect(Math.abs(due - asOf - left)).toBeLessThan(minute);
      expect(['pass', 'warn']).toContain(checkOf(verdict, 'deadline').outcome);
    },
  );

  test('one that has passed no longer runs, and the check says so', () => {
    const verdict = desk.judge({
      recharge: { channel: 'app_store' },
      stores: [bought],
      ledger: [grant],
      events: [
        ['created'],
        ['review_requested', { provider: 'apple', code: 'CONSUMPTION_REQUEST', at: asOf - day }],
      ],
    });
    expect(verdict).toMatchObject({ root_cause: 'healthy', deadline: null });
    expect(checkOf(verdict, 'deadline').outcome).toBe('fail');
  });

  test('a hold and a guardian have one, too', () => {
    expect(
      desk.judge({
        recharge: { created_at: asOf - day },
        payments: [{ status: 'requires_capture' }],
      }).deadline?.kind,
    ).toBe('hold_expiry');
    const guardian = desk.judge({
      recharge: { channel: 'app_store', external_id: null, created_at: asOf - hour },
      events: [['created'], ['client_error', { provider: 'apple', code: 'pending' }]],
    });
    expect(guardian).toMatchObject({
      root_cause: 'guardian_approval',
      deadline: { kind: 'ask_to_buy' },
      owner: 'guardian',
    });
    expect(guardian.customer_text).toContain('UTC');
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

describe('what has no order', () => {
  const empty = openDesk();
  test('an unknown id is a verdict that says what the copy covers', () => {
    const [verdict] = empty.diagnosis.diagnose({ recharge: 'rc_nobody' });
    expect(verdict).toMatchObject({
      recharge_id: 'rc_nobody',
      root_cause: 'not_found',
      coins_owed: '0',
    });
    expect(verdict?.agent_text).toContain('covers');
    const [nothing] = openDesk({ asOf: null, tables: [] }).diagnosis.diagnose({ recharge: 'x' });
    expect(nothing).toMatchObject({ root_cause: 'not_found', coins_owed: null, copy_as_of: null });
  });

  describe('an order that the copy does not have is not denied where other records name it', () => {
    const home = openDesk();
    home.put('accounts', { account_id: 'ac_paid' });
    home.put('store_records', {
      provider: 'google',
      external_id: 'GPA.7777-7777-7777-77777',
      recharge_id: 'rc_missing',
      account_token: 'ac_paid',
      sku: 'coins.p4',
      storefront: 'US',
      state: 'purchased',
      purchased_at: noon,
    });
    home.put('payments', {
      provider: 'stripe',
      payment_id: 'pi_1',
      recharge_id: 'rc_refused',
      status: 'failed',
      created_at: noon,
    });
    const entry = { account_id: 'ac_paid', at: noon, asset: 'coins', delta: 70n };
    home.put('ledger', {
      ...entry,
      entry_id: 'le_1',
      kind: 'recharge_grant',
      recharge_id: 'rc_granted',
    });
    const ticket = { account_id: 'ac_paid', opened_at: noon + hour };
    home.put('tickets', { ...ticket, ticket_id: 'tk_row', recharge_id: 'rc_missing' });
    home.put('tickets', {
      ...ticket,
      ticket_id: 'tk_words',
      body: 'Order GPA.7777-7777-7777-77777?',
    });
    home.put('tickets', { ...ticket, ticket_id: 'tk_nothing', recharge_id: 'rc_nobody' });
    const judged = (input: Parameters<typeof home.diagnosis.diagnose>[0]) =>
      home.diagnosis.diagnose(input)[0];

    test('paid at a store', () => {
      const owed = { root_cause: 'paid_not_granted', coins_owed: '1400', account_id: 'ac_paid' };
      expect(judged({ recharge: 'rc_missing' })).toMatchObject({
        ...owed,
        recharge_id: 'rc_missing',
      });
      expect(judged({ ticket: 'tk_row' })).toMatchObject({ ...owed, ticket_id: 'tk_row' });
      expect(judged({ ticket: 'tk_words' })).toMatchObject({ ...owed, ticket_id: 'tk_words' });
    });

    test.each(['rc_refused', 'rc_granted'])('%s is undecided', (recharge) => {
      expect(judged({ recharge })).toMatchObject({ root_cause: 'unknown', coins_owed: null });
    });

    test('a ticket on it stands in the list of all', async () => {
      const tickets = (await home.everything()).filter((one) => one.ticket_id !== null);
      expect(tickets.map((one) => [one.ticket_id, one.root_cause, one.coins_owed])).toEqual([
        ['tk_nothing', 'not_found', '0'],
        ['tk_row', 'not_found', null],
        ['tk_words', 'not_found', null],
      ]);
    });
  });

  test('attempts come first, then money, then tickets', async () => {
    const home = openDesk();
    home.give({ recharge: { recharge_id: 'rc_b' } });
    home.give({ recharge: { recharge_id: 'rc_a' } });
    home.put('payments', {
      provider: 'stripe',
      payment_id: 'pi_lost',
      status: 'succeeded',
      captured_minor: 1999n,
      created_at: noon,
    });
    home.put('payments', {
      provider: 'stripe',
      payment_id: 'pi_failed',
      status: 'failed',
      created_at: noon,
    });
    home.put('accounts', { account_id: 'ac_payer' });
    const order = {
      provider: 'google',
      state: 'purchased',
      sku: 'coins.p4',
      storefront: 'US',
      quantity: 1,
      purchased_at: noon,
      signature: 'verified',
    };
    home.put('store_records', { ...order, external_id: 'GPA.1', account_token: 'ac_payer' });
    home.put('store_records', { ...order, external_id: 'GPA.2', account_token: 'ac_payer' });
    home.put('store_records', { ...order, external_id: 'token-3', purchase_token: 'token-3' });
    home.put('store_records', { ...order, external_id: 'GPA.3', purchase_token: 'token-3' });
    home.put('tickets', {
      ticket_id: 'tk_1',
      account_id: 'ac_claims',
      opened_at: noon,
      body: 'Where are my coins? GPA.1111-2 no: GPA.2',
    });
    home.put('tickets', {
      ticket_id: 'tk_2',
      account_id: 'ac_x',
      opened_at: noon,
      body: 'I bought at cheap.example, nothing came',
    });
    home.put('sellers', { seller_id: 'cheap.example', status: 'flagged' });
    const all = await home.everything();
    expect(
      all.map((one) => [
        one.recharge_id ?? one.payment ?? one.ticket_id,
        one.root_cause,
        one.coins_owed,
      ]),
    ).toEqual([
      ['rc_a', 'unknown', '0'],
      ['rc_b', 'unknown', '0'],
      ['stripe/pi_lost', 'paid_not_granted', null],
      ['google/GPA.1', 'paid_not_granted', '1400'],
      ['google/GPA.2', expect.any(String), '1400'],
      ['google/GPA.3', 'paid_not_granted', '1400'],
      ['tk_1', 'not_found', '0'],
      ['tk_2', 'third_party_purchase', '0'],
    ]);
    for (const one of all) expect(verdictSchema.safeParse(one).success).toBe(true);
  });

  test('a ticket leads to its order, by its column or by its words', () => {
    desk.give({
      ...delivered,
      recharge: { recharge_id: 'rc_ticketed', external_id: 'pi_777ticket' },
      tickets: [{ ticket_id: 'tk_col', body: 'thanks' }],
    });
    expect(desk.diagnosis.diagnose({ ticket: 'tk_col' })[0]).toMatchObject({
      recharge_id: 'rc_ticketed',
      ticket_id: 'tk_col',
    });
    desk.put('tickets', {
      ticket_id: 'tk_words',
      opened_at: noon,
      body: 'My order is (pi_777ticket).',
    });
    expect(desk.diagnosis.diagnose({ ticket: 'tk_words' })[0]).toMatchObject({
      recharge_id: 'rc_ticketed',
      ticket_id: 'tk_words',
    });
    expect(desk.diagnosis.diagnose({ ticket: 'tk_none' })[0]).toMatchObject({
      root_cause: 'not_found',
      ticket_id: 'tk_none',
    });
  });

  test('exactly one thing is asked for', () => {
    expect(() => desk.diagnosis.diagnose({})).toThrow(Refusal);
    expect(() => desk.diagnosis.diagnose({ recharge: 'a', account: 'b' })).toThrow('one recharge');
  });
});

describe('answers', () => {
  test('are evidence with a name and a time, and the verdict follows them', () => {
    const id = desk.give({
      recharge: { channel: 'app_store' },
      events: [
        ['created'],
        ['client_error', { provider: 'apple', code: '0', sub_code: 'SKErrorDomain' }],
      ],
    });
    const asked = checkOf(desk.verdictOf(id), 'store_verification').settles;
    expect(asked).toMatchObject({ kind: 'question', question: 'store_message' });
    expect(asked?.values).toContain('verification_required');
    const after = desk.diagnosis.answer(agent, {
      recharge: id,
      question: 'store_message',
      value: 'Verification_Required',
    });
    expect(after).toMatchObject({ root_cause: 'store_verification', confidence: 'likely' });
    expect(checkOf(after, 'store_verification').evidence[0]).toMatchObject({
      table: 'answers',
      value: 'verification_required',
    });
    const row = desk.desk.prepare('select * from answers where recharge_id = ?').get(id);
    expect(row).toMatchObject({ by: 'ada', value: 'verification_required' });
    expect(
      desk.desk
        .prepare("select object from audit where command = 'diagnosis.answer'")
        .pluck()
        .get(),
    ).toBe(id);
  });

  test('no answer outrules a code', () => {
    const id = desk.give({
      recharge: { channel: 'google_play' },
      events: [['created'], ['client_error', { provider: 'google', code: '7' }]],
    });
    expect(
      desk.diagnosis.answer(agent, {
        recharge: id,
        question: 'store_message',
        value: 'billing_problem',
      }).root_cause,
    ).toBe('already_owned');
  });

  test('are refused where question, value or recharge is not known, and nothing is written', () => {
    const id = desk.give({});
    const count = () =>
      desk.desk
        .prepare('select (select count(*) from answers) + (select count(*) from audit)')
        .pluck()
        .get();
    const before = count();
    for (const input of [
      { recharge: id, question: 'shoe_size', value: '42' },
      { recharge: id, question: 'toString', value: '42' },
      { recharge: id, question: 'vpn', value: 'perhaps' },
      { recharge: 'rc_none', question: 'vpn', value: 'on' },
    ])
      expect(() => desk.diagnosis.answer(agent, input)).toThrow(Refusal);
    expect(count()).toBe(before);
  });
});

test('a reply comes in every language, with the direction of its script', () => {
  const id = desk.give(paid);
  for (const language of replyLanguages) {
    const reply = desk.diagnosis.reply({ recharge: id, language });
    expect(reply.direction).toBe(language === 'ar' ? 'rtl' : 'ltr');
    expect(reply.text.length).toBeGreaterThan(30);
  }
  expect(desk.diagnosis.reply({ recharge: 'rc_none', language: 'en' }).text).toContain(
    'cannot find',
  );
});

test('what was kept stays as it was', () => {
  const verdict = desk.judge(paid);
  desk.diagnosis.keep(verdict);
  const row = desk.desk.prepare('select * from verdicts order by number desc limit 1').get() as {
    verdict: string;
    checklist_version: string;
  };
  expect(JSON.parse(row.verdict)).toEqual(verdict);
  expect(row.checklist_version).toBe(verdict.checklist_version);
  expect(() => desk.desk.exec('update verdicts set at = 0')).toThrow('never change');
  expect(() => desk.desk.exec('delete from verdicts')).toThrow('never deleted');
  expect(() => desk.desk.exec('delete from answers')).toThrow('never deleted');
});

test('a new import brings its small tables with it', () => {
  const shop = openDesk({ packages: false });
  const id = shop.give({ ...paid, recharge: { coins: null } });
  expect(shop.verdictOf(id).coins_owed).toBeNull();
  shop.run();
  shop.put('packages', {
    sku: 'coins.p4',
    channel: 'web',
    storefront: 'US',
    currency: 'USD',
    price_minor: 1n,
    coins: 77n,
    valid_from: 0,
  });
  expect(shop.verdictOf(id).coins_owed).toBe('77');
});

import { describe, expect, test } from 'vitest';
import type { CheckId, RootCause } from '../../contract/diagnosis.ts';
import {
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

/** One shop for all cases; each of them has an account and an order of its own. */
const desk = openDesk();
desk.put('app_versions', {
  platform: 'android',
  version: '40.0.0',
  released_at: noon - 90 * day,
  minimum_for_billing: true,
});
desk.put('app_versions', {
  platform: 'android',
  version: '42.0.0',
  released_at: noon - 9 * day,
  latest: true,
});
for (const [id, service, provider, from] of [
  ['inc_pay', 'payments', 'stripe', noon + 3 * day],
  ['inc_google', 'google', 'google', noon + 4 * day],
  ['inc_grants', 'grants', null, noon + 5 * day],
  ['inc_display', 'display', null, noon + 6 * day],
  ['inc_network', 'network', null, noon + 7 * day],
] as const)
  desk.put('incidents', {
    incident_id: id,
    service,
    provider,
    regions: 'US,CA',
    started_at: from - hour,
    ended_at: from + hour,
    summary: `outage of ${service}`,
  });
desk.put('packages', {
  sku: 'coins.bonus',
  channel: 'web',
  storefront: 'US',
  currency: 'USD',
  price_minor: 9999n,
  coins: 7000n,
  bonus_coins: 350n,
  valid_from: noon - 300 * day,
});
desk.put('limits', {
  limit_id: 'cap',
  age_band: 'unknown',
  period: 'day',
  coins_max: 1000n,
  valid_from: 0,
});

const declined = (code: string, sub?: string, more: Fields = {}): Given => ({
  events: [['created'], ['declined', { provider: 'stripe', code, sub_code: sub ?? null, ...more }]],
  payments: [
    {
      status: 'failed',
      failure_code: code,
      decline_code: sub ?? null,
      outcome_type: 'issuer_declined',
    },
  ],
});
const refusedByUs = (code: string | null): Given => ({
  events: [['created'], ['declined', { provider: 'platform', code }]],
});
const play = (code: string, more: Fields = {}, given: Given = {}): Given => ({
  ...given,
  recharge: { channel: 'google_play', external_id: null, ...given.recharge },
  events: [['created'], ['client_error', { provider: 'google', code, ...more }]],
});
const apple = (code: string, sub: string, more: Fields = {}): Given => ({
  recharge: { channel: 'app_store', external_id: null },
  events: [['created'], ['client_error', { provider: 'apple', code, sub_code: sub, ...more }]],
});
const web = (ledger: readonly Fields[], more: Given = {}): Given => ({
  events: [['created'], ['authorised'], ['captured']],
  payments: [captured],
  ledger,
  ...more,
});
const store = (stores: Fields, more: Given = {}): Given => ({
  recharge: { channel: 'google_play', ...more.recharge },
  events: [['created'], ['store_purchased'], ['verified']],
  stores: [{ ...bought, ...stores }],
  ...Object.fromEntries(Object.entries(more).filter(([name]) => name !== 'recharge')),
});
const gift = (delta: bigint, at: number): Fields => ({ delta, kind: 'gift_sent', at });
const at = (when: number): Given => ({ recharge: { created_at: when } });
const missing = 'My coins are missing, I paid and got nothing.';

type Case = readonly [name: string, cause: RootCause, given: Given, owed?: string | null];

const cases: readonly Case[] = [
  ['funds by Stripe', 'funds', declined('card_declined', 'insufficient_funds')],
  [
    'funds by a network code alone',
    'funds',
    { payments: [{ provider: 'cardlink', status: 'failed', network_code: '51' }] },
  ],
  [
    'funds, the one thing Play says of money',
    'funds',
    play('3', { sub_code: 'PAYMENT_DECLINED_DUE_TO_INSUFFICIENT_FUNDS' }),
  ],
  ['card expired', 'card_expired', declined('expired_card')],
  ['card details', 'card_details', declined('card_declined', 'incorrect_number')],
  ['security code by code', 'cvc_or_address', declined('incorrect_cvc', 'incorrect_cvc')],
  [
    'security code by the check of the processor',
    'cvc_or_address',
    {
      payments: [
        {
          status: 'failed',
          failure_code: 'card_declined',
          decline_code: 'generic_decline',
          cvc_check: 'fail',
        },
      ],
    },
  ],
  [
    '3-D Secure refused',
    'authentication',
    { payments: [{ status: 'failed', failure_code: 'card_declined', three_ds: 'R' }] },
  ],
  [
    '3-D Secure left open',
    'authentication',
    {
      events: [['created'], ['requires_action']],
      payments: [{ status: 'requires_action', three_ds: 'C' }],
    },
  ],
  [
    '3-D Secure left open, then expired',
    'authentication',
    { events: [['created'], ['requires_action'], ['expired']] },
  ],
  ['bank block', 'bank_block', declined('card_declined', 'do_not_honor')],
  ['card reported', 'card_reported', declined('card_declined', 'stolen_card')],
  ['fraudulent by the bank', 'card_reported', declined('card_declined', 'fraudulent')],
  [
    'fraudulent by our own rule',
    'risk_block',
    {
      ...declined('card_declined', 'fraudulent'),
      payments: [
        {
          status: 'failed',
          failure_code: 'card_declined',
          decline_code: 'fraudulent',
          outcome_type: 'blocked',
        },
      ],
    },
  ],
  [
    'card type',
    'card_type',
    { payments: [{ provider: 'adyen', status: 'failed', failure_code: '23' }] },
  ],
  ['cross border', 'cross_border', declined('card_declined', 'currency_not_supported')],
  ['attempt limit', 'attempt_limit', declined('card_declined', 'withdrawal_count_limit_exceeded')],
  ['risk rule of ours', 'risk_block', refusedByUs(null)],
  [
    'open hold',
    'hold_not_captured',
    {
      recharge: { created_at: asOf - day },
      events: [['created'], ['authorised']],
      payments: [{ status: 'requires_capture' }],
    },
  ],
  [
    'hold that ran out',
    'hold_not_captured',
    { events: [['created'], ['authorised'], ['expired']], payments: [{ status: 'canceled' }] },
  ],
  [
    'store billing in the words of the store',
    'store_billing',
    apple('0', 'SKErrorDomain', {
      message: 'There is a billing problem with a previous purchase.',
    }),
  ],
  ['store billing, possible by Play 3', 'store_billing', play('3')],
  [
    'store verification in the words of the customer',
    'store_verification',
    { ...apple('0', 'SKErrorDomain'), tickets: ['The store says verification required'] },
  ],
  [
    'store pending',
    'store_pending',
    {
      recharge: { channel: 'google_play' },
      events: [['created'], ['store_pending']],
      stores: [{ state: 'pending', purchased_at: null, pending_since: noon }],
    },
  ],
  [
    'store pending, never finished',
    'store_pending',
    {
      recharge: { channel: 'google_play' },
      events: [['created'], ['store_pending'], ['cancelled']],
      stores: [{ state: 'cancelled', purchased_at: null, pending_since: noon }],
    },
  ],
  [
    'guardian on Apple',
    'guardian_approval',
    {
      recharge: { channel: 'app_store', external_id: null, created_at: asOf - hour },
      events: [['created'], ['store_pending', { provider: 'apple' }]],
    },
  ],
  ['purchases disabled', 'purchases_disabled', apple('4', 'SKErrorDomain')],
  ['not in storefront', 'not_in_storefront', apple('notAvailableInStorefront', 'StoreKitError')],
  [
    'Play 3 where nothing is sold',
    'not_in_storefront',
    play('3', {}, { recharge: { storefront: 'IS' } }),
  ],
  [
    'Play 3 with an old store app',
    'store_client_outdated',
    play('3', {}, { device: { platform: 'android', store_app_version: '8.3.7' } }),
  ],
  ['already owned', 'already_owned', play('7')],
  [
    'refunded by Play for want of acknowledgement',
    'unacknowledged',
    store(
      {
        state: 'refunded',
        acknowledged: false,
        consumed: false,
        voided_at: noon + 3 * day + hour,
        void_source: 'store',
      },
      { ledger: [grant, { delta: -1400n, kind: 'refund_clawback', at: noon + 4 * day }] },
    ),
  ],
  ['customer cancelled', 'customer_cancelled', play('1')],
  [
    'paid in the test mode of Stripe',
    'test_purchase',
    web([], { payments: [{ ...captured, extra: '{"livemode":"false"}' }] }),
  ],
  [
    'paid in the test environment of Adyen',
    'test_purchase',
    web([grant], { payments: [{ ...captured, extra: '{"live":"false"}' }] }),
  ],
  ['sandbox order', 'test_purchase', store({ test_kind: 'sandbox' }, { ledger: [grant] })],
  ['connectivity by code', 'connectivity', play('12')],
  [
    'stale balance without a ticket',
    'stale_balance',
    web([grant], {
      sessions: [{ started_at: noon + hour, balance_shown: 0n, balance_synced_at: noon - hour }],
    }),
  ],
  ['processor outage', 'incident', { ...declined('processing_error'), ...at(noon + 3 * day) }],
  ['store outage', 'incident', play('6', {}, at(noon + 4 * day))],
  ['connection lost in an outage of the network', 'incident', play('12', {}, at(noon + 7 * day))],
  [
    'receipt failed',
    'receipt_invalid',
    store(
      { signature: 'failed' },
      { events: [['created'], ['store_purchased'], ['verify_failed']] },
    ),
  ],
  ['paid on the web, never granted', 'paid_not_granted', web([]), '1400'],
  [
    'paid at the store, grant failed',
    'paid_not_granted',
    store(
      { acknowledged: true, consumed: false },
      { events: [['created'], ['store_purchased'], ['verified'], ['grant_failed']] },
    ),
    '1400',
  ],
  ['granted twice', 'double_grant', web([grant, { ...grant, balance_after: 2800n }])],
  [
    'two captures on one order',
    'double_charge',
    web([grant], { payments: [captured, { ...captured, captured_at: noon + minute }] }),
  ],
  [
    'coins in the account that paid',
    'wrong_account',
    store({ account_token: 'ac_other' }, { ledger: [{ ...grant, account_id: 'ac_other' }] }),
  ],
  ['too few coins', 'wrong_quantity', web([{ delta: 700n }]), '700'],
  ['too many coins', 'wrong_quantity', web([{ delta: 2000n }])],
  ['bonus left out', 'wrong_quantity', web([grant], { recharge: { bonus_coins: 140n } }), '140'],
  [
    'spent, and missed',
    'already_spent',
    web([grant, gift(-1400n, noon + hour)], { tickets: [missing] }),
  ],
  ['too young by our own word', 'age', refusedByUs('AGE_RESTRICTED')],
  [
    'consent taken back',
    'age',
    store(
      { state: 'refunded', voided_at: noon + day },
      {
        recharge: { channel: 'app_store' },
        events: [
          ['created'],
          ['store_purchased'],
          ['verified'],
          ['refunded', { code: 'RESCIND_CONSENT' }],
        ],
        ledger: [grant],
      },
    ),
  ],
  ['not offered', 'country_not_enabled', refusedByUs('NOT_AVAILABLE')],
  ['cap by our own word', 'recharge_cap', refusedByUs('LIMIT_REACHED')],
  ['cap by the sums', 'recharge_cap', { account: { age_band: 'unknown' }, events: [['created']] }],
  ['restricted account', 'account_restricted', refusedByUs('ACCOUNT_RESTRICTED')],
  [
    'a debt swallowed it',
    'account_restricted',
    web([{ delta: 1400n, balance_after: 200n }], { tickets: [missing] }),
  ],
  [
    'refunded after gifts',
    'refunded_after_use',
    store(
      { state: 'refunded', voided_at: noon + 2 * day },
      { ledger: [grant, gift(-1000n, noon + hour)] },
    ),
  ],
  [
    'refunded, coins still there',
    'refunded_after_use',
    store({ state: 'refunded', voided_at: noon + 2 * day }, { ledger: [grant] }),
  ],
  [
    'chargeback after gifts',
    'refunded_after_use',
    web(
      [
        grant,
        gift(-1400n, noon + hour),
        { delta: -1400n, kind: 'chargeback_clawback', at: noon + 2 * day, balance_after: -1400n },
      ],
      { payments: [{ ...captured, disputed: true, dispute_at: noon + day }] },
    ),
  ],
  [
    'refund reversed',
    'refund_reversed',
    store(
      {},
      {
        events: [
          ['created'],
          ['store_purchased'],
          ['verified'],
          ['refunded', { at: noon + day }],
          ['refund_reversed', { at: noon + 2 * day }],
        ],
        ledger: [grant, { delta: -1400n, kind: 'refund_clawback', at: noon + day }],
      },
    ),
    '1400',
  ],
  [
    'dispute won, coins not restored',
    'refund_reversed',
    web([grant, { delta: -1400n, kind: 'chargeback_clawback', at: noon + day }], {
      payments: [{ ...captured, disputed: true }],
      events: [
        ['created'],
        ['captured'],
        ['disputed', { at: noon + hour }],
        ['dispute_won', { at: noon + 2 * day }],
      ],
    }),
    '1400',
  ],
  [
    'sent by a seller who is not ours',
    'third_party_purchase',
    {
      recharge: { seller_domain: 'coins-cheap.example' },
      seller: { status: 'unlisted' },
      events: [['created']],
    },
  ],
  [
    'slow method',
    'slow_method',
    {
      recharge: { created_at: asOf - hour },
      instrument: { kind: 'bank' },
      payments: [{ status: 'processing' }],
    },
  ],
  [
    'price question',
    'price_question',
    web([grant], { tickets: ['Why is the price in the app higher than on the web?'] }),
  ],
  [
    'grant outage',
    'incident',
    {
      ...web([], { payments: [{ ...captured, captured_at: noon + 5 * day }] }),
      ...at(noon + 5 * day),
    },
    '1400',
  ],
  [
    'display outage',
    'incident',
    {
      ...web([{ ...grant, at: noon + 6 * day }], {
        tickets: [{ body: missing, opened_at: noon + 6 * day + minute }],
        payments: [{ ...captured, captured_at: noon + 6 * day - minute }],
      }),
      ...at(noon + 6 * day - 2 * minute),
    },
  ],
  ['delivered', 'healthy', web([grant])],
  [
    'delivered with bonus as an entry of its own',
    'healthy',
    web([grant, { delta: 140n, kind: 'bonus' }], { recharge: { bonus_coins: 140n } }),
  ],
  [
    'refunded and taken back unspent',
    'healthy',
    store(
      { state: 'refunded', voided_at: noon + day },
      {
        ledger: [
          grant,
          { delta: -1400n, kind: 'refund_clawback', at: noon + day, balance_after: 0n },
        ],
      },
    ),
  ],
  [
    'abandoned',
    'unknown',
    { events: [['created']], payments: [{ status: 'requires_payment_method' }] },
  ],
  ['unmapped code', 'unknown', declined('brand_new_code', 'even_newer')],
  ['temporary error that no outage explains', 'unknown', declined('processing_error')],
  [
    'granted without money',
    'unknown',
    { events: [['created'], ['granted']], payments: [{ status: 'failed' }], ledger: [grant] },
  ],
];

const named = cases.map(([name, cause, given, owed]) => ({
  name,
  cause,
  given,
  owed: owed === undefined ? '0' : owed,
}));

test.each(named)('$name is $cause', ({ cause, given, owed }) => {
  const verdict = desk.judge(given);
  expect(verdict).toMatchObject({ root_cause: cause, coins_owed: owed });
  if (cause === 'healthy' || cause === 'unknown' || cause === 'not_found') return;
  // The check that carries the verdict says so itself, with evidence.
  const check = checkOf(verdict, cause as CheckId);
  expect(['fail', 'warn']).toContain(check.outcome);
  expect(check.evidence.length).toBeGreaterThan(0);
});

describe('circumstance explains only where nothing better does, and the attempt really failed', () => {
  const vpn = { ip_kind: 'vpn', ip_country: 'US' };
  const circumstances: readonly (readonly [RootCause, Given])[] = [
    ['vpn_or_travel', { recharge: vpn }],
    ['region_mismatch', { recharge: { ip_country: 'DE' } }],
    ['app_outdated', { recharge: { app_version: '39.9.9', os: 'Android' } }],
    ['clock_wrong', { recharge: { client_clock_skew_ms: 400_000 } }],
    ['connectivity', { sessions: [{ rtt_ms: 2400, ended_at: noon + hour }] }],
    [
      'vpn_or_travel',
      {
        sessions: [
          { started_at: noon - 30 * minute, ip_country: 'JP', ended_at: noon - 20 * minute },
        ],
      },
    ],
  ];
  const joined = (given: Given, more: Given): Given => ({
    ...given,
    ...more,
    recharge: { ...given.recharge, ...more.recharge },
  });

  test.each(circumstances)('%s behind an error without a reason', (cause, given) => {
    const verdict = desk.judge(joined(play('6'), given));
    expect(verdict).toMatchObject({ root_cause: cause, confidence: 'possible' });
  });
  test.each(circumstances)('%s never against a code', (_cause, given) => {
    expect(desk.judge(joined(play('7'), given)).root_cause).toBe('already_owned');
    expect(
      desk.judge(joined(declined('card_declined', 'insufficient_funds'), given)).root_cause,
    ).toBe('funds');
  });
  test.each(circumstances)('%s never where nothing failed', (_cause, given) => {
    expect(desk.judge(joined(web([grant]), given)).root_cause).toBe('healthy');
    expect(desk.judge(joined({ events: [['created']] }, given)).root_cause).toBe('unknown');
  });
  test.each(circumstances)('%s never for an unmapped code', (_cause, given) => {
    expect(desk.judge(joined(play('99'), given)).root_cause).toBe('unknown');
  });
});

describe('what an outside simulator showed', () => {
  const plain = { payments: [], recharge: {} };
  test.each([
    [
      'a decline code of a passing error beside card_declined',
      declined('card_declined', 'issuer_not_available'),
    ],
    [
      'a decline code that no table has beside card_declined',
      declined('card_declined', 'zz_new_reason'),
    ],
    [
      'a bare card_declined, and the reason only in the payment',
      {
        ...declined('card_declined', 'processing_error'),
        events: [['created'], ['declined', { provider: 'stripe', code: 'card_declined' }]],
      },
    ],
    [
      'an authentication asked for, then a passing error of the network',
      {
        events: [['requires_action']],
        payments: [{ provider: 'cardlink', status: 'failed', network_code: '19' }],
      },
    ],
  ] satisfies [string, Given][])('unknown: %s', (_name, given) => {
    expect(desk.judge({ ...plain, ...given }).root_cause).toBe('unknown');
  });

  test('a refusal that was delivered twice hides no code of the payment', () => {
    const refused = { message: 'Payment refused', at: noon + minute };
    const verdict = desk.judge({
      recharge: { provider: 'cardlink', ip_kind: 'vpn' },
      events: [
        ['created'],
        ['declined', refused],
        ['declined', { ...refused, at: noon + minute + 780 }],
      ],
      payments: [{ provider: 'cardlink', status: 'failed', network_code: '62' }],
    });
    expect(verdict.root_cause).toBe('cross_border');
  });

  test('what a store answers is explained by circumstance, as declined or as an error of the app', () => {
    for (const stage of ['declined', 'client_error'] as const)
      expect(
        desk.judge({
          ...play('6', {}, { recharge: { app_version: '39.9.9', os: 'Android' } }),
          events: [['created'], [stage, { provider: 'google', code: '6' }]],
        }),
      ).toMatchObject({ root_cause: 'app_outdated', confidence: 'possible' });
  });

  test('granted twice with a bonus of its own, by an order that leaves its coins to the price list', () => {
    const bonus = { delta: 350n, kind: 'bonus' };
    const seven = { delta: 7000n };
    const verdict = desk.judge({
      ...web([seven, bonus, seven, bonus]),
      recharge: { sku: 'coins.bonus', coins: null, bonus_coins: null },
    });
    expect(verdict).toMatchObject({ root_cause: 'double_grant', coins_owed: '0' });
  });

  test('charged twice, and one of the orders does not name its package', () => {
    const account = 'ac_twice_without_sku';
    desk.give({ ...web([grant]), recharge: { account_id: account, sku: null } });
    const verdict = desk.judge({
      ...web([]),
      account: null,
      recharge: { account_id: account, created_at: noon + 2 * minute },
      payments: [{ ...captured, captured_at: noon + 2 * minute }],
    });
    expect(verdict).toMatchObject({ root_cause: 'double_charge', coins_owed: null });
  });
});

describe('one id at two providers is two purchases', () => {
  const shared = 'PSP00042';
  const paidAt = (provider: string, id: string): Given => ({
    recharge: { recharge_id: id, provider, external_id: shared },
    payments: [{ ...captured, provider, payment_id: shared }],
  });
  desk.give({
    ...paidAt('adyen', 'rc_shared_adyen'),
    ledger: [{ ...grant, recharge_id: null, external_id: shared }],
  });
  desk.give(paidAt('worldpay', 'rc_shared_worldpay'));

  test('the coins of the one do not answer for the other', () => {
    expect(desk.verdictOf('rc_shared_adyen')).toMatchObject({
      root_cause: 'healthy',
      coins_owed: '0',
    });
    expect(desk.verdictOf('rc_shared_worldpay')).toMatchObject({
      root_cause: 'paid_not_granted',
      coins_owed: '1400',
    });
  });

  test('an order and its copy at one provider share the one grant', () => {
    const payment = { ...captured, payment_id: 'pi_copy' };
    desk.give({
      recharge: { recharge_id: 'rc_first', account_id: 'ac_copy', external_id: 'pi_copy' },
      payments: [{ ...payment, recharge_id: 'rc_first' }],
      ledger: [{ ...grant, external_id: 'pi_copy' }],
    });
    const copy = desk.judge({
      account: null,
      recharge: { account_id: 'ac_copy', external_id: 'pi_copy', created_at: noon + day },
    });
    expect(copy.coins_owed).toBe('0');
  });
});

describe('an outage explains only what it covers', () => {
  test.each([
    [
      'another provider',
      {
        ...declined('processing_error'),
        recharge: { created_at: noon + 3 * day, provider: 'adyen' },
        events: [['created'], ['declined', { provider: 'adyen', code: '4' }]],
        payments: [],
      },
    ],
    [
      'another region',
      {
        ...play('6'),
        recharge: {
          channel: 'google_play',
          external_id: null,
          created_at: noon + 4 * day,
          storefront: 'BR',
          ip_country: 'BR',
        },
        account: { country: 'BR', storefront: 'BR' },
      },
    ],
    ['another time', play('6', {}, at(noon + 4 * day + 3 * hour))],
    ['another service', { ...declined('processing_error'), ...at(noon + 4 * day) }],
  ] satisfies [string, Given][])('not %s', (_name, given) => {
    expect(desk.judge(given).root_cause).toBe('unknown');
  });
  test('nor a refusal with a reason', () => {
    expect(
      desk.judge({ ...declined('card_declined', 'insufficient_funds'), ...at(noon + 3 * day) })
        .root_cause,
    ).toBe('funds');
  });
});

import { describe, expect, it } from 'vitest';
import { noAccounts } from '../../contract/source-accounts.ts';
import { only, readForeignFile } from './foreign.ts';

const json = (value: unknown) => JSON.stringify(value, null, 2);
const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n');
const list = (...data: unknown[]) =>
  json({ object: 'list', data, has_more: false, url: '/v1/charges' });

/** The fields of a Stripe charge, as its API names them. */
const charge = {
  id: 'ch_1',
  object: 'charge',
  amount: 1999,
  amount_captured: 1999,
  amount_refunded: 0,
  balance_transaction: 'txn_1',
  captured: true,
  created: 1767225600,
  currency: 'usd',
  customer: null,
  disputed: false,
  failure_code: null,
  failure_message: null,
  metadata: { recharge_id: 'rc_1' },
  outcome: {
    network_status: 'approved_by_network',
    reason: null,
    risk_level: 'normal',
    seller_message: 'Payment complete.',
    type: 'authorized',
  },
  paid: true,
  payment_intent: 'pi_1',
  payment_method_details: {
    type: 'card',
    card: {
      brand: 'visa',
      checks: { address_line1_check: null, address_postal_code_check: 'pass', cvc_check: 'pass' },
      country: 'BR',
      exp_month: 4,
      exp_year: 2029,
      fingerprint: 'Xt5EWLLDS7FJjR1c',
      funding: 'credit',
      last4: '4242',
      three_d_secure: {
        result: 'authenticated',
        electronic_commerce_indicator: '05',
        version: '2.2.0',
      },
    },
  },
  refunded: false,
  status: 'succeeded',
};

describe('Stripe charges', () => {
  it('are payments of their intent, with the card behind them', async () => {
    const found = await readForeignFile('charges.json', list(charge));
    expect(found).toMatchObject({
      source: 'Stripe API objects',
      because: 'its records are Stripe objects, the first a charge',
    });
    expect(only(found, 'payments')).toEqual({
      provider: 'stripe',
      payment_id: 'pi_1',
      recharge_id: 'rc_1',
      status: 'succeeded',
      currency: 'USD',
      amount_minor: 1999n,
      captured_minor: 1999n,
      refunded_minor: 0n,
      outcome_type: 'authorized',
      cvc_check: 'pass',
      postcode_check: 'pass',
      three_ds: 'Y',
      eci: '05',
      instrument_id: 'Xt5EWLLDS7FJjR1c',
      created_at: 1767225600000n,
      disputed: 0n,
    });
    expect(only(found, 'instruments')).toEqual({
      instrument_id: 'Xt5EWLLDS7FJjR1c',
      kind: 'card',
      brand: 'visa',
      last4: '4242',
      exp_month: 4n,
      exp_year: 2029n,
      issuer_country: 'BR',
      funding: 'credit',
    });
  });

  it('tell the bank from our own risk rule, and a hold from a capture', async () => {
    const declined = {
      ...charge,
      id: 'ch_2',
      payment_intent: null,
      status: 'failed',
      captured: false,
      failure_code: 'card_declined',
      outcome: {
        type: 'issuer_declined',
        reason: 'insufficient_funds',
        network_decline_code: '51',
        seller_message: 'x',
      },
    };
    const blocked = {
      ...declined,
      id: 'ch_3',
      outcome: { type: 'blocked', reason: 'highest_risk_level' },
    };
    const held = {
      ...charge,
      id: 'ch_4',
      payment_intent: 'pi_4',
      captured: false,
      amount_captured: 0,
    };
    const found = await readForeignFile('charges.ndjson', lines(declined, blocked, held));
    expect(found.tables.payments?.map(({ fields }) => fields)).toMatchObject([
      {
        payment_id: 'ch_2',
        status: 'failed',
        failure_code: 'card_declined',
        decline_code: 'insufficient_funds',
        network_code: '51',
        outcome_type: 'issuer_declined',
      },
      { payment_id: 'ch_3', outcome_type: 'blocked' },
      { payment_id: 'pi_4', status: 'requires_capture', captured_minor: 0n },
    ]);
    expect(found.tables.payments?.[1]?.fields).not.toHaveProperty('decline_code');
  });

  it('are exact in currencies without decimals and in those where Stripe counts otherwise', async () => {
    const in_ = (currency: string, amount: number) => ({
      ...charge,
      currency,
      amount,
      amount_captured: amount,
    });
    const found = await readForeignFile(
      'charges.json',
      json([
        in_('jpy', 1200),
        in_('kwd', 3120),
        in_('isk', 120000),
        in_('mga', 500),
        in_('ugx', 150),
      ]),
    );
    expect(
      found.tables.payments?.map(({ fields }) => [fields.currency, fields.amount_minor]),
    ).toEqual([
      ['JPY', 1200n],
      ['KWD', 3120n],
      ['ISK', 1200n],
      ['MGA', 50000n],
    ]);
    expect(found.rejects).toMatchObject([{ code: 'BAD_INTEGER', column: 'amount' }]);
  });

  it('hold amounts beyond 2^53 exactly', async () => {
    const text = list(charge).replaceAll('1999', '9007199254740993');
    expect(only(await readForeignFile('c.json', text), 'payments').amount_minor).toBe(
      9007199254740993n,
    );
  });
});

describe('Stripe payment intents, refunds, disputes and events', () => {
  const intent = {
    id: 'pi_1',
    object: 'payment_intent',
    amount: 1999,
    amount_received: 0,
    currency: 'usd',
    created: 1767225600,
    last_payment_error: {
      code: 'card_declined',
      decline_code: 'expired_card',
      type: 'card_error',
      message: 'x',
    },
    latest_charge: 'ch_1',
    metadata: { order_id: 'rc_7' },
    status: 'requires_payment_method',
  };

  it('of an intent the last error, and its charge where it is expanded', async () => {
    const found = await readForeignFile('pi.json', list(intent));
    expect(only(found, 'payments')).toEqual({
      provider: 'stripe',
      payment_id: 'pi_1',
      recharge_id: 'rc_7',
      status: 'requires_payment_method',
      currency: 'USD',
      amount_minor: 1999n,
      captured_minor: 0n,
      failure_code: 'card_declined',
      decline_code: 'expired_card',
      created_at: 1767225600000n,
    });
    const expanded = await readForeignFile('pi.json', list({ ...intent, latest_charge: charge }));
    expect(expanded.tables.payments).toHaveLength(2);
    expect(expanded.tables.instruments).toHaveLength(1);
  });

  it('of refunds their sum a payment; one that is sent twice counts once, one that failed not at all', async () => {
    const refund = {
      id: 're_1',
      object: 'refund',
      amount: 500,
      charge: 'ch_1',
      payment_intent: 'pi_1',
      currency: 'usd',
      created: 1767312000,
      reason: 'requested_by_customer',
      status: 'succeeded',
    };
    const event = {
      id: 'evt_1',
      object: 'event',
      type: 'refund.created',
      created: 1767312001,
      data: { object: refund },
    };
    const found = await readForeignFile(
      'refunds.ndjson',
      lines(
        refund,
        event,
        { ...refund, id: 're_2', amount: 250 },
        { ...refund, id: 're_3', status: 'failed' },
      ),
    );
    expect(only(found, 'payments')).toMatchObject({ payment_id: 'pi_1', refunded_minor: 750n });
    expect(found.tables.payments?.[0]?.patch?.parts).toBe('stripe');
  });

  it('of a dispute its reason; one that was won is an event, too', async () => {
    const dispute = {
      id: 'dp_1',
      object: 'dispute',
      amount: 1999,
      charge: 'ch_1',
      payment_intent: 'pi_1',
      created: 1767312000,
      currency: 'usd',
      reason: 'fraudulent',
      status: 'needs_response',
      network_reason_code: '10.4',
    };
    const open = await readForeignFile('d.json', list(dispute));
    expect(only(open, 'payments')).toEqual({
      provider: 'stripe',
      payment_id: 'pi_1',
      disputed: 1n,
      dispute_reason: 'fraudulent',
      dispute_at: 1767312000000n,
    });
    expect(open.tables.recharge_events).toBeUndefined();
    // An inquiry that was closed never became a dispute: the money stayed.
    for (const status of ['won', 'warning_closed']) {
      const won = await readForeignFile('d.json', list({ ...dispute, status }));
      expect(only(won, 'recharge_events')).toMatchObject({
        stage: 'dispute_won',
        provider: 'stripe',
      });
    }
  });

  it('events carry them; of other objects nothing is kept', async () => {
    const event = (type: string, object: object) => ({
      id: `evt_${type}`,
      object: 'event',
      type,
      created: 1767400000,
      data: { object },
    });
    const found = await readForeignFile(
      'events.ndjson',
      lines(
        event('charge.succeeded', charge),
        event('customer.created', { id: 'cus_1', object: 'customer' }),
      ),
    );
    expect(only(found, 'payments').payment_id).toBe('pi_1');
    expect(found.tables.payments?.[0]?.patch?.at).toBe(1767400000000n);
    expect(found.rejects).toEqual([]);
    expect(found.warnings).toEqual([
      'events.ndjson: 1 record says nothing of a recharge and was passed over: customer (1).',
    ]);
  });
});

describe('the balance report of Stripe', () => {
  const header =
    'balance_transaction_id,created_utc,created,currency,gross,fee,net,reporting_category,source_id,description,customer_facing_amount,customer_facing_currency,charge_id,payment_intent_id';
  const row = (category: string, gross: string, paid: string, currency: string, intent = 'pi_1') =>
    `txn_1,2026-01-01 00:00:00,2025-12-31 16:00:00,usd,${gross},0.88,1,${category},src_1,d,${paid},${currency},ch_1,${intent}`;

  it('is summed a payment, in what the customer paid and in UTC', async () => {
    const found = await readForeignFile(
      'balance.csv',
      [
        header,
        row('charge', '19.99', '2998.00', 'jpy'),
        row('refund', '-10.00', '-1500.00', 'jpy'),
        row('refund_failure', '2.00', '300.00', 'jpy'),
        row('dispute', '-5.00', '', ''),
        row('payout', '-100.00', '', '', ''),
        row('fee', '-1.00', '', '', ''),
      ].join('\n'),
    );
    expect(found.source).toBe('Stripe balance report');
    expect(only(found, 'payments')).toEqual({
      provider: 'stripe',
      payment_id: 'pi_1',
      status: 'succeeded',
      currency: 'JPY',
      amount_minor: 2998n,
      captured_minor: 2998n,
      refunded_minor: 1200n,
      created_at: 1767225600000n,
      captured_at: 1767225600000n,
      disputed: 1n,
      dispute_at: 1767225600000n,
    });
  });

  it('says of a dispute whose money came back that it was won', async () => {
    const found = await readForeignFile(
      'balance.csv',
      [header, row('dispute_reversal', '19.99', '19.99', 'usd')].join('\n'),
    );
    expect(found.tables.payments).toBeUndefined();
    expect(only(found, 'recharge_events')).toMatchObject({
      stage: 'dispute_won',
      code: 'dispute_reversal',
      at: 1767225600000n,
    });
    expect(found.tables.recharge_events?.[0]?.patch?.order).toBe('pi_1');
  });

  it('rejects what is no money or no time', async () => {
    const found = await readForeignFile(
      'balance.csv',
      [
        header,
        row('charge', '1e3', '', ''),
        row('charge', '1.00', '', '').replace('2026-01-01 00', '01/01/2026 00'),
      ].join('\n'),
    );
    expect(found.rejects.map(({ line, code }) => [line, code])).toEqual([
      [2, 'BAD_INTEGER'],
      [3, 'BAD_TIME'],
    ]);
  });
});

describe('Adyen notifications', () => {
  const notice = (more: object = {}, data: object = {}) => ({
    NotificationRequestItem: {
      additionalData: {
        alias: 'H167852639363479',
        cardBin: '411111',
        cardSummary: '1111',
        expiryDate: '8/2029',
        cardIssuingCountry: 'BR',
        fundingSource: 'CREDIT',
        cvcResult: '1 Matches',
        avsResult: '4 AVS not supported for this card type',
        ...data,
      },
      amount: { currency: 'EUR', value: 1999 },
      eventCode: 'AUTHORISATION',
      eventDate: '2026-01-01T01:00:00+01:00',
      merchantAccountCode: 'ExampleLive',
      merchantReference: 'rc_1',
      operations: ['CANCEL', 'CAPTURE', 'REFUND'],
      paymentMethod: 'visa',
      pspReference: 'NC6HT9CRT65ZGN82',
      reason: '033899:1111:03/2030',
      success: 'true',
      ...more,
    },
  });
  const webhook = (...items: object[]) => ({ live: 'true', notificationItems: items });

  it('of an authorisation are a payment and its instrument', async () => {
    const found = await readForeignFile('adyen.json', json(webhook(notice())));
    expect(found.source).toBe('Adyen notifications');
    expect(only(found, 'payments')).toEqual({
      provider: 'adyen',
      payment_id: 'NC6HT9CRT65ZGN82',
      recharge_id: 'rc_1',
      status: 'succeeded',
      currency: 'EUR',
      amount_minor: 1999n,
      avs_result: '4',
      cvv_result: '1',
      instrument_id: 'H167852639363479',
      created_at: 1767225600000n,
    });
    expect(only(found, 'instruments')).toMatchObject({
      bin: '411111',
      last4: '1111',
      exp_month: 8n,
      exp_year: 2029n,
      funding: 'credit',
    });
  });

  it('of an authorisation only hold the money where an owner said that we capture ourselves', async () => {
    const accounts = { ...noAccounts, adyen_manual: ['ExampleManual'] };
    const statuses = async (...notices: object[]) => {
      const text = json(webhook(...notices));
      const found = await readForeignFile('adyen.json', text, undefined, accounts);
      return found.tables.payments?.map(({ fields }) => fields.status);
    };
    const manual = { merchantAccountCode: 'ExampleManual' };
    const capture = { ...manual, eventCode: 'CAPTURE', originalReference: 'P', pspReference: 'C' };
    expect(await statuses(notice(), notice(manual))).toEqual(['succeeded', 'requires_capture']);
    expect(await statuses(notice(capture))).toEqual(['succeeded']);
    expect(await statuses(notice({ ...manual, success: 'false' }))).toEqual(['failed']);
  });

  it('of a refusal give its code, from the words where it comes in words', async () => {
    const refused = notice(
      { success: 'false', reason: 'Not enough balance' },
      { refusalReasonRaw: '51 : Insufficient funds' },
    );
    const odd = notice(
      { success: 'false', reason: 'Something new', pspReference: 'B' },
      { alias: '' },
    );
    const found = await readForeignFile('adyen.ndjson', lines(webhook(refused), webhook(odd)));
    expect(found.tables.payments?.map(({ fields }) => fields)).toMatchObject([
      { status: 'failed', failure_code: '12', network_code: '51' },
      { status: 'failed', failure_code: 'Something new' },
    ]);
  });

  it('of what follows name the payment they follow: capture, refunds, chargeback, reversal', async () => {
    const after = (eventCode: string, pspReference: string, more: object = {}) =>
      notice(
        {
          eventCode,
          pspReference,
          originalReference: 'P1',
          eventDate: '2026-01-02T00:00:00Z',
          ...more,
        },
        { alias: '' },
      );
    const found = await readForeignFile(
      'adyen.json',
      json(
        webhook(
          after('CAPTURE', 'C1'),
          after('REFUND', 'R1', { amount: { currency: 'EUR', value: 500 } }),
          after('REFUND', 'R2', { amount: { currency: 'EUR', value: 300 } }),
          after('REFUND', 'R2', { amount: { currency: 'EUR', value: 300 } }),
          after('REFUND', 'R3', { success: 'false' }),
          after('CHARGEBACK', 'D1', { reason: 'Fraudulent' }),
          after('CHARGEBACK_REVERSED', 'D1'),
          after('REPORT_AVAILABLE', 'X'),
        ),
      ),
    );
    expect(found.warnings.join()).toContain('passed over: REPORT_AVAILABLE (1)');
    const payments = found.tables.payments?.map(({ fields }) => fields) ?? [];
    expect(payments.every(({ payment_id }) => payment_id === 'P1')).toBe(true);
    expect(payments).toContainEqual(
      expect.objectContaining({ status: 'succeeded', captured_minor: 1999n }),
    );
    expect(payments).toContainEqual(
      expect.objectContaining({ disputed: 1n, dispute_reason: 'Fraudulent' }),
    );
    expect(payments.filter(({ refunded_minor }) => refunded_minor !== undefined)).toEqual([
      expect.objectContaining({ refunded_minor: 800n }),
    ]);
    expect(only(found, 'recharge_events')).toMatchObject({
      stage: 'dispute_won',
      code: 'CHARGEBACK_REVERSED',
    });
  });

  it('are disputed again by what takes back a dispute that was won', async () => {
    const at = (eventCode: string, day: string) => ({
      NotificationRequestItem: {
        amount: { currency: 'EUR', value: 1999 },
        eventCode,
        eventDate: `2026-01-${day}T10:00:00+01:00`,
        merchantReference: 'rc_1',
        originalReference: 'P1',
        pspReference: 'D1',
        success: 'true',
      },
    });
    const lost = await readForeignFile(
      'adyen.json',
      json(webhook(at('SECOND_CHARGEBACK', '09'), at('PREARBITRATION_LOST', '11'))),
    );
    expect(lost.warnings).toEqual([]);
    expect(lost.tables.payments?.map(({ fields }) => fields)).toMatchObject([
      { disputed: 1n, dispute_at: BigInt(Date.UTC(2026, 0, 9, 9)) },
      { disputed: 1n, dispute_at: BigInt(Date.UTC(2026, 0, 11, 9)) },
    ]);
    const won = await readForeignFile('adyen.json', json(webhook(at('PREARBITRATION_WON', '11'))));
    expect(only(won, 'recharge_events')).toMatchObject({
      stage: 'dispute_won',
      code: 'PREARBITRATION_WON',
    });
  });

  it('are exact where Adyen counts decimals otherwise', async () => {
    const money = (currency: string, value: number, pspReference: string) =>
      notice({ amount: { currency, value }, pspReference }, { alias: '' });
    const found = await readForeignFile(
      'adyen.json',
      json(
        webhook(
          money('CLP', 120000, 'A'),
          money('IDR', 50000, 'B'),
          money('JPY', 700, 'C'),
          money('ISK', 150, 'D'),
        ),
      ),
    );
    expect(found.tables.payments?.map(({ fields }) => fields.amount_minor)).toEqual([
      1200n,
      5000000n,
      700n,
    ]);
    expect(found.rejects).toMatchObject([{ code: 'BAD_INTEGER', column: 'amount' }]);
  });

  it('land no card number and no security code, in rows or rejects', async () => {
    const card = '4111111111111111';
    const found = await readForeignFile(
      'adyen.ndjson',
      lines(
        webhook(notice({ reason: `paid with ${card}` })),
        webhook(notice({ eventCode: null, reason: card }, { cvc: '123', note: card })),
        webhook(notice({ pspReference: 'Z' }, { alias: card })),
      ),
    );
    expect(
      JSON.stringify(found, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain(card);
    expect(found.rejects.map(({ code }) => code)).toContain('CARD_NUMBER');
    expect(found.rejects.some(({ original }) => /"cvc"/.test(original))).toBe(false);
  });
});

describe('a file of another source', () => {
  it('is told by what is in it, whatever it is called; what is not known is passed over', async () => {
    const known = await readForeignFile('README.txt', list(charge));
    expect(known.source).toBe('Stripe API objects');
    for (const content of [
      '{"hello":1}',
      '[]',
      'a,b\n1,2\n',
      '',
      '{',
      'plain text',
      '\u0000\u0001',
      '[[1],[2]]',
    ])
      expect((await readForeignFile('stripe-charges.json', content)).source).toBeNull();
  });
});

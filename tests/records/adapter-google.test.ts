import { describe, expect, it } from 'vitest';
import { only, readForeignFile } from './foreign.ts';

const json = (value: unknown) => JSON.stringify(value, null, 2);
const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n');

/** The fields of ProductPurchase, as the Developer API names them. */
const purchase = {
  kind: 'androidpublisher#productPurchase',
  purchaseTimeMillis: '1767225600000',
  purchaseState: 0,
  consumptionState: 0,
  developerPayload: '',
  orderId: 'GPA.3312-4456-7788-12345',
  acknowledgementState: 1,
  purchaseToken: 'opaque-token-1.AO-J1Ox',
  productId: 'coins.p4',
  quantity: 1,
  obfuscatedExternalAccountId: 'ac_1',
  obfuscatedExternalProfileId: 'p_1',
  regionCode: 'BR',
  refundableQuantity: 1,
};

describe('Google Play purchases (v1)', () => {
  it('are known by their kind or their fields, times in text, states in numbers of the server', async () => {
    const found = await readForeignFile('purchase.json', json(purchase));
    expect(found).toMatchObject({
      source: 'Google Play purchases (v1)',
      because: 'its kind is androidpublisher#productPurchase',
    });
    const { raw, ...fields } = only(found, 'store_records');
    expect(fields).toEqual({
      provider: 'google',
      external_id: 'GPA.3312-4456-7788-12345',
      purchase_token: 'opaque-token-1.AO-J1Ox',
      account_token: 'ac_1',
      sku: 'coins.p4',
      state: 'purchased',
      acknowledged: 1n,
      consumed: 0n,
      test_kind: 'none',
      region: 'BR',
      quantity: 1n,
      purchased_at: 1767225600000n,
    });
    expect(JSON.parse(String(raw))).toEqual(purchase);
  });

  it('that are pending have no purchase time, and until there is an order the token is the id', async () => {
    const { orderId: _, ...waiting } = { ...purchase, purchaseState: 2, acknowledgementState: 0 };
    expect(only(await readForeignFile('p.ndjson', lines(waiting)), 'store_records')).toMatchObject({
      external_id: 'opaque-token-1.AO-J1Ox',
      state: 'pending',
      pending_since: 1767225600000n,
      acknowledged: 0n,
    });
  });

  it('of a test, a promotion or a part refund say so; a kind that is not known is kept', async () => {
    const kinds = [0, 1, 2].map((purchaseType, index) => ({
      ...purchase,
      orderId: `GPA.1-${index}`,
      purchaseType,
      quantity: 3,
      refundableQuantity: 1,
    }));
    const found = await readForeignFile('p.json', json(kinds));
    expect(
      found.tables.store_records?.map(({ fields }) => [fields.test_kind, fields.refunded_quantity]),
    ).toEqual([
      ['test', 2n],
      ['promo', 2n],
      ['rewarded', 2n],
    ]);
    expect(found.warnings).toEqual(['test_kind unknown word rewarded']);
  });

  it('without order and token are rejected alone', async () => {
    const { orderId: _o, purchaseToken: _t, ...nameless } = purchase;
    const found = await readForeignFile('p.ndjson', lines(purchase, nameless, 'x', purchase));
    expect(found.tables.store_records).toHaveLength(2);
    expect(found.rejects.map(({ line, code }) => [line, code])).toEqual([
      [2, 'MISSING_VALUE'],
      [3, 'MISSING_VALUE'],
    ]);
  });
});

describe('Google Play purchases (v2)', () => {
  const v2 = {
    kind: 'androidpublisher#productPurchaseV2',
    productLineItem: [
      {
        productId: 'coins.p4',
        productOfferDetails: {
          offerTags: [],
          purchaseOptionId: 'base',
          quantity: 1,
          refundableQuantity: 1,
          consumptionState: 'CONSUMPTION_STATE_YET_TO_BE_CONSUMED',
        },
      },
    ],
    purchaseStateContext: { purchaseState: 'PURCHASED' },
    orderId: 'GPA.3312-4456-7788-12345',
    obfuscatedExternalAccountId: 'ac_1',
    regionCode: 'BR',
    purchaseCompletionTime: '2026-01-01T00:00:00.123Z',
    acknowledgementState: 'ACKNOWLEDGEMENT_STATE_PENDING',
  };

  it('say in words what v1 says in numbers', async () => {
    const found = await readForeignFile('v2.json', json(v2));
    expect(found.source).toBe('Google Play purchases (v2)');
    const { raw: _, ...fields } = only(found, 'store_records');
    expect(fields).toEqual({
      provider: 'google',
      external_id: 'GPA.3312-4456-7788-12345',
      account_token: 'ac_1',
      sku: 'coins.p4',
      state: 'purchased',
      acknowledged: 0n,
      consumed: 0n,
      test_kind: 'none',
      region: 'BR',
      quantity: 1n,
      purchased_at: 1767225600123n,
    });
  });

  it('of a test, or pending without an order', async () => {
    const { orderId: _, purchaseCompletionTime: _c, ...open } = v2;
    const pending = {
      ...open,
      purchaseToken: 't_9',
      purchaseStateContext: { purchaseState: 'PENDING' },
    };
    const test = { ...v2, testPurchaseContext: { fopType: 'TEST' } };
    const found = await readForeignFile('v2.ndjson', lines(pending, test));
    expect(found.tables.store_records?.map(({ fields }) => fields)).toMatchObject([
      { external_id: 't_9', purchase_token: 't_9', state: 'pending' },
      { test_kind: 'test' },
    ]);
  });

  it('of several lines are one purchase: of one product their sum, of several none of them', async () => {
    const line = (productId: string, consumed: boolean, refundableQuantity: number) => ({
      productId,
      productOfferDetails: {
        quantity: 2,
        refundableQuantity,
        consumptionState: `CONSUMPTION_STATE_${consumed ? 'CONSUMED' : 'YET_TO_BE_CONSUMED'}`,
      },
    });
    const same = { ...v2, productLineItem: [line('a', true, 2), line('a', true, 1)] };
    const two = { ...v2, productLineItem: [line('a', true, 1), line('b', false, 2)] };
    const found = await readForeignFile('v2.ndjson', lines(same, two));
    const [one, several] = found.tables.store_records ?? [];
    expect(one).toMatchObject({
      fields: { sku: 'a', quantity: 4n, refunded_quantity: 1n, consumed: 1n },
      extra: null,
    });
    expect(several).toMatchObject({
      fields: { state: 'purchased', consumed: 0n },
      extra: { several_products: 'a × 2, b × 2' },
    });
    for (const column of ['sku', 'quantity', 'refunded_quantity'])
      expect(several?.fields).not.toHaveProperty(column);
  });
});

describe('Google Play orders', () => {
  const money = (units: string, nanos = 0, currencyCode = 'USD') => ({
    currencyCode,
    units,
    nanos,
  });
  const order = {
    orderId: 'GPA.3312-4456-7788-12345',
    purchaseToken: 'opaque-token-1',
    state: 'PROCESSED',
    createTime: '2026-01-01T00:00:00Z',
    lastEventTime: '2026-01-01T00:05:00Z',
    buyerAddress: { buyerState: 'SP', buyerCountry: 'BR', buyerPostcode: '01000' },
    total: money('10', 990000000),
    tax: money('1'),
    lineItems: [
      {
        productTitle: '700 coins',
        productId: 'coins.p4',
        listingPrice: money('10', 990000000),
        total: money('10', 990000000),
        tax: money('1'),
        oneTimePurchaseDetails: { quantity: 1 },
      },
    ],
    orderDetails: { taxInclusive: true },
    orderHistory: { processedEvent: { eventTime: '2026-01-01T00:00:05Z' } },
    developerRevenueInBuyerCurrency: money('8'),
  };

  it('say what was paid, exact from units and nanos', async () => {
    const found = await readForeignFile('orders.json', json({ orders: [order] }));
    expect(found.source).toBe('Google Play orders');
    const { raw: _, ...fields } = only(found, 'store_records');
    expect(fields).toEqual({
      provider: 'google',
      external_id: 'GPA.3312-4456-7788-12345',
      purchase_token: 'opaque-token-1',
      sku: 'coins.p4',
      state: 'purchased',
      region: 'BR',
      currency: 'USD',
      price_minor: 1099n,
      quantity: 1n,
      purchased_at: 1767225605000n,
    });
    expect(found.tables.store_records?.[0]?.line).toBe(3);
  });

  it('in every state, with whole and part refunds, in currencies of 0 and 3 decimals', async () => {
    const refund = {
      refundDetails: { total: money('10', 990000000) },
      eventTime: '2026-01-03T00:00:00Z',
      refundReason: 'OTHER',
    };
    const parts = [1, 2].map((units) => ({
      createTime: '2026-01-02T00:00:00Z',
      state: 'PROCESSED',
      refundDetails: { total: money(String(units), 500000000) },
    }));
    const all = [
      { ...order, orderId: '1', state: 'PENDING', orderHistory: {} },
      { ...order, orderId: '2', state: 'CANCELED', total: money('1200', 0, 'JPY') },
      {
        ...order,
        orderId: '3',
        state: 'REFUNDED',
        orderHistory: { ...order.orderHistory, refundEvent: refund },
      },
      {
        ...order,
        orderId: '4',
        state: 'PARTIALLY_REFUNDED',
        orderHistory: { partialRefundEvents: parts },
      },
      { ...order, orderId: '5', total: money('3', 125000000, 'KWD') },
      { ...order, orderId: '6', total: money('1200', 500000000, 'JPY') },
    ];
    const found = await readForeignFile('orders.ndjson', lines(...all));
    expect(found.tables.store_records?.map(({ fields }) => fields)).toMatchObject([
      { state: 'pending', pending_since: 1767225600000n },
      { state: 'cancelled', currency: 'JPY', price_minor: 1200n },
      { state: 'refunded', refunded_minor: 1099n, voided_at: 1767398400000n, void_reason: 'OTHER' },
      { state: 'purchased', refunded_minor: 400n },
      { currency: 'KWD', price_minor: 3125n },
    ]);
    expect(found.rejects).toMatchObject([{ line: 6, code: 'BAD_INTEGER', column: 'total' }]);
  });

  it('of several products are one record: the money of all, the sku of none', async () => {
    const [line] = order.lineItems;
    const more = { ...line, productId: 'coins.p9', oneTimePurchaseDetails: { quantity: 3 } };
    const part = { state: 'PROCESSED', refundDetails: { total: money('0', 990000000) } };
    const two = {
      ...order,
      state: 'PARTIALLY_REFUNDED',
      total: money('43', 960000000),
      lineItems: [line, more],
      orderHistory: { partialRefundEvents: [part] },
    };
    const same = { ...order, lineItems: [line, { ...more, productId: 'coins.p4' }] };
    const found = await readForeignFile('orders.json', json({ orders: [two, same] }));
    expect(found.rejects).toEqual([]);
    const [several, one] = found.tables.store_records ?? [];
    expect(several).toMatchObject({
      fields: { state: 'purchased', price_minor: 4396n, refunded_minor: 99n },
      extra: { several_products: 'coins.p4 × 1, coins.p9 × 3' },
    });
    expect(several?.fields).not.toHaveProperty('sku');
    expect(several?.fields).not.toHaveProperty('quantity');
    expect(one?.fields).toMatchObject({ sku: 'coins.p4', quantity: 4n });
    expect(one?.extra).not.toHaveProperty('several_products');
  });

  it('of subscriptions are passed over, and named', async () => {
    const subscription = {
      ...order,
      lineItems: [{ productId: 'vip', subscriptionDetails: { basePlanId: 'monthly' } }],
    };
    const found = await readForeignFile('orders.json', json({ orders: [subscription, order] }));
    expect(found.tables.store_records).toHaveLength(1);
    expect(found.warnings.join()).toContain('passed over: an order of a subscription (1)');
  });
});

describe('Google Play voided purchases', () => {
  it('say when, by whom and why; a quantity only where a part was refunded', async () => {
    const voided = {
      kind: 'androidpublisher#voidedPurchase',
      purchaseToken: 't_1',
      purchaseTimeMillis: '1767225600000',
      voidedTimeMillis: '1767312000000',
      orderId: 'GPA.1',
      voidedSource: 2,
      voidedReason: 7,
    };
    const document = {
      pageInfo: { totalResults: 2 },
      voidedPurchases: [
        voided,
        { ...voided, orderId: 'GPA.2', voidedSource: 0, voidedReason: 1, voidedQuantity: 2 },
      ],
    };
    const found = await readForeignFile('voided.json', json(document));
    expect(found.source).toBe('Google Play voided purchases');
    expect(found.tables.store_records?.map(({ fields }) => fields)).toMatchObject([
      {
        external_id: 'GPA.1',
        state: 'refunded',
        voided_at: 1767312000000n,
        void_source: 'store',
        void_reason: '7',
      },
      { external_id: 'GPA.2', void_source: 'user', void_reason: '1', refunded_quantity: 2n },
    ]);
    expect(found.tables.store_records?.[1]?.fields).not.toHaveProperty('state');
    expect(found.tables.store_records?.[0]?.patch).toMatchObject({ at: 1767312000000n });
  });
});

describe('Google Play notifications', () => {
  const envelope = (notice: object) => ({
    message: {
      attributes: { key: 'value' },
      data: Buffer.from(
        JSON.stringify({
          version: '1.0',
          packageName: 'com.example.live',
          eventTimeMillis: '1767225600000',
          ...notice,
        }),
      ).toString('base64'),
      messageId: '136969346945',
    },
    subscription: 'projects/p/subscriptions/s',
  });

  it('are opened out of their envelopes; what says nothing of coins leaves nothing', async () => {
    const found = await readForeignFile(
      'rtdn.ndjson',
      lines(
        envelope({
          oneTimeProductNotification: {
            version: '1.0',
            notificationType: 1,
            purchaseToken: 't_1',
            sku: 'coins.p4',
          },
        }),
        envelope({
          oneTimeProductNotification: {
            version: '1.0',
            notificationType: 2,
            purchaseToken: 't_2',
            sku: 'coins.p4',
          },
        }),
        envelope({
          voidedPurchaseNotification: {
            purchaseToken: 't_3',
            orderId: 'GPA.3',
            productType: 2,
            refundType: 1,
          },
        }),
        envelope({
          voidedPurchaseNotification: {
            purchaseToken: 't_4',
            orderId: 'GPA.4',
            productType: 1,
            refundType: 1,
          },
        }),
        envelope({ testNotification: { version: '1.0' } }),
        envelope({
          subscriptionNotification: {
            notificationType: 4,
            purchaseToken: 's',
            subscriptionId: 'x',
          },
        }),
      ),
    );
    expect(found.source).toBe('Google Play notifications (RTDN)');
    expect(found.tables.store_records?.map(({ fields }) => fields)).toEqual([
      {
        provider: 'google',
        external_id: 't_1',
        purchase_token: 't_1',
        sku: 'coins.p4',
        state: 'purchased',
        purchased_at: 1767225600000n,
      },
      {
        provider: 'google',
        external_id: 't_2',
        purchase_token: 't_2',
        sku: 'coins.p4',
        state: 'cancelled',
      },
      {
        provider: 'google',
        external_id: 'GPA.3',
        purchase_token: 't_3',
        state: 'refunded',
        voided_at: 1767225600000n,
      },
    ]);
    expect(found.rejects).toEqual([]);
  });

  it('of a refund to be reviewed open a question with a deadline', async () => {
    const review = {
      pendingRefundReviewNotification: {
        purchaseToken: 't_1',
        orderId: 'GPA.1',
        pendingRefundToken: 'abc',
      },
    };
    const pulled = { receivedMessages: [{ ackId: 'a', ...envelope(review) }] };
    const found = await readForeignFile('pulled.json', json(pulled));
    expect(only(found, 'recharge_events')).toMatchObject({
      stage: 'review_requested',
      provider: 'google',
      code: 'PENDING_REFUND_REVIEW',
      at: 1767225600000n,
    });
    expect(found.tables.recharge_events?.[0]?.patch?.order).toBe('GPA.1');
  });

  it('that are broken are rejected alone', async () => {
    const broken = { message: { data: '!!!', messageId: '1' }, subscription: 's' };
    const noJson = { message: { data: Buffer.from('hello').toString('base64'), messageId: '1' } };
    const found = await readForeignFile('rtdn.ndjson', lines(broken, noJson));
    expect(found.rejects.map(({ code }) => code)).toEqual(['NOT_JSON', 'NOT_JSON']);
  });
});

const earningsHeader =
  'Description,Transaction Date,Transaction Time,Tax Type,Transaction Type,Refund Type,Product Title,Product id,Product Type,Sku Id,Hardware,Buyer Country,Buyer State,Buyer Postal Code,Buyer Currency,Amount (Buyer Currency),Currency Conversion Rate,Merchant Currency,Amount (Merchant Currency)';

describe('the earnings report of Google Play', () => {
  const row = (
    order: string,
    type: string,
    amount: string,
    more: Partial<Record<'date' | 'time' | 'currency', string>> = {},
  ) =>
    `${order},"${more.date ?? 'Jun 1, 2021'}",${more.time ?? '12:15:21 PM PDT'},,${type},,700 coins,com.example.live,1,coins.p4,walleye,BR,SP,01000,${more.currency ?? 'USD'},${amount},1.000000,USD,${amount}`;

  for (const [generation, header, tail] of [
    ['before 2021-09', earningsHeader, ''],
    ['since 2021-09', `${earningsHeader},Base Plan ID,Offer ID`, ',,'],
  ] as const)
    it(`of the generation ${generation} gives one record an order, in Pacific time`, async () => {
      const found = await readForeignFile(
        'PlayApps_202106.csv',
        [
          header,
          row('GPA.1', 'Charge', '10.99') + tail,
          row('GPA.2', 'Charge', '4.99', { date: 'Dec 31, 2021', time: '11:59:59 PM PST' }) + tail,
          row('GPA.1', 'Google fee', '-1.65') + tail,
          row('GPA.1', 'Tax', '1.00') + tail,
          '',
        ].join('\r\n'),
      );
      expect(found).toMatchObject({ source: 'Google Play earnings report', rejects: [] });
      expect(found.tables.store_records?.map(({ line, fields }) => ({ line, ...fields }))).toEqual([
        {
          line: 2,
          provider: 'google',
          external_id: 'GPA.1',
          sku: 'coins.p4',
          state: 'purchased',
          test_kind: 'none',
          region: 'BR',
          currency: 'USD',
          price_minor: 1199n,
          purchased_at: BigInt(Date.UTC(2021, 5, 1, 19, 15, 21)),
        },
        expect.objectContaining({
          line: 3,
          external_id: 'GPA.2',
          purchased_at: BigInt(Date.UTC(2022, 0, 1, 7, 59, 59)),
        }),
      ]);
      expect(found.tables.store_records?.[0]?.patch?.weak).toContain('price_minor');
    });

  it('counts refunds by their sign, whole and in part', async () => {
    const found = await readForeignFile(
      'e.csv',
      [
        earningsHeader,
        row('GPA.1', 'Charge', '"1,099.00"'),
        row('GPA.1', 'Charge refund', '"-1,099.00"', {
          date: 'Jun 3, 2021',
          time: '12:00:00 AM PDT',
        }),
        row('GPA.1', 'Google fee refund', '164.85'),
        row('GPA.2', 'Charge', '10.00'),
        row('GPA.2', 'Charge refund', '-2.50'),
        row('GPA.3', 'Charge', '"120,000"', { currency: 'KRW' }),
      ].join('\n'),
    );
    expect(found.tables.store_records?.map(({ fields }) => fields)).toMatchObject([
      {
        state: 'refunded',
        price_minor: 109900n,
        refunded_minor: 109900n,
        voided_at: BigInt(Date.UTC(2021, 5, 3, 7)),
      },
      { state: 'purchased', price_minor: 1000n, refunded_minor: 250n },
      { currency: 'KRW', price_minor: 120000n },
    ]);
  });

  it('rejects a row alone, and then believes no sum of its order', async () => {
    const found = await readForeignFile(
      'e.csv',
      [
        earningsHeader,
        row('GPA.1', 'Charge', '10.99'),
        row('GPA.1', 'Tax', '1.0.0'),
        row('GPA.2', 'Charge', '10.99', { time: '12:15:21 PM CET' }),
        row('GPA.3', 'Gift', '1.00'),
        row('', 'Charge', '1.00'),
        'too,few',
        row('GPA.4', 'Charge', '0.001'),
        row('GPA.5', 'Charge', '5.00'),
      ].join('\n'),
    );
    expect(found.rejects.map(({ line, code }) => [line, code])).toEqual([
      [3, 'BAD_INTEGER'],
      [4, 'BAD_TIME'],
      [5, 'UNKNOWN_WORD'],
      [6, 'MISSING_VALUE'],
      [7, 'TOO_FEW_FIELDS'],
      [8, 'BAD_INTEGER'],
    ]);
    const [first, second] = found.tables.store_records ?? [];
    expect(first?.fields).not.toHaveProperty('price_minor');
    expect(second?.fields).toMatchObject({ external_id: 'GPA.5', price_minor: 500n });
  });
});

const salesHeader =
  'Order Number,Order Charged Date,Order Charged Timestamp,Financial Status,Device Model,Product Title,Product ID,Product Type,SKU ID,Currency of Sale,Item Price,Taxes Collected,Charged Amount,City of Buyer,State of Buyer,Postal Code of Buyer,Country of Buyer';

describe('the sales report of Google Play', () => {
  const at = Date.UTC(2026, 0, 1, 2) / 1000;
  const row = (
    order: string,
    status: string,
    price: string,
    tax: string,
    charged: string,
    currency = 'USD',
  ) =>
    `${order},2026-01-01,${at},${status},walleye,700 coins,com.example.live,inapp,coins.p4,${currency},${price},${tax},${charged},Sao Paulo,SP,01000,BR`;

  for (const [generation, header, tail] of [
    ['without base plans', salesHeader, ''],
    ['with base plans', `${salesHeader},Base Plan ID,Offer ID`, ',,'],
    ['with a fee tier', `${salesHeader},Base Plan ID,Offer ID,First 1M USD Eligible`, ',,,Y'],
  ] as const)
    it(`of the generation ${generation} takes the charged amount and UTC`, async () => {
      const found = await readForeignFile(
        'salesreport.csv',
        [
          header,
          row('GPA.1', 'Charged', '"17,500.00"', '0', '"17,500.00"', 'VND') + tail,
          row('GPA.2', 'Charged', '9.99', '1.00', '10.99') + tail,
        ].join('\n'),
      );
      expect(found.source).toBe('Google Play sales report');
      expect(found.tables.store_records?.map(({ fields }) => fields)).toEqual([
        {
          provider: 'google',
          external_id: 'GPA.1',
          sku: 'coins.p4',
          state: 'purchased',
          test_kind: 'none',
          region: 'BR',
          currency: 'VND',
          price_minor: 17500n,
          purchased_at: BigInt(at) * 1000n,
        },
        expect.objectContaining({ price_minor: 1099n }),
      ]);
    });

  it('believes of a refund the charged amount, not the item price that stays positive', async () => {
    const found = await readForeignFile(
      's.csv',
      [
        salesHeader,
        row('GPA.1', 'Charged', '9.99', '1.00', '10.99'),
        row('GPA.1', 'Refund', '9.99', '-1.00', '-10.99'),
      ].join('\n'),
    );
    expect(only(found, 'store_records')).toMatchObject({
      state: 'refunded',
      price_minor: 1099n,
      refunded_minor: 1099n,
      voided_at: BigInt(at) * 1000n,
    });
  });

  it('rejects a row whose date is not the day of its timestamp in UTC', async () => {
    const pacific = row('GPA.1', 'Charged', '1.00', '0', '1.00').replace(
      '2026-01-01',
      '2025-12-31',
    );
    const found = await readForeignFile('s.csv', [salesHeader, pacific].join('\n'));
    expect(found.rejects).toMatchObject([
      { line: 2, code: 'BAD_TIME', column: 'Order Charged Date' },
    ]);
  });
});

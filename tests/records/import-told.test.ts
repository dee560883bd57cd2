import { describe, expect, it } from 'vitest';
import { combine } from '../../main/desk/records/import/patch.ts';
import { closedExtra, nothingTold, openExtra } from '../../main/desk/records/import/told.ts';
import { dumpRecords, makeWorkspace, refusalOf, type TestWorkspace } from './import-workspace.ts';

/** What processors and stores tell of one purchase in several files, out of order and in parts. */

const seconds = Date.UTC(2026, 8, 21, 12) / 1000;
const charge = {
  id: 'ch_1',
  object: 'charge',
  amount: 1090,
  amount_captured: 1090,
  amount_refunded: 0,
  captured: true,
  created: seconds,
  currency: 'eur',
  disputed: false,
  payment_intent: 'pi_1',
  status: 'succeeded',
};
const refund = (id: string, amount: number, more: object = {}) => ({
  id,
  object: 'refund',
  amount,
  charge: 'ch_1',
  payment_intent: 'pi_1',
  currency: 'eur',
  created: seconds + 1000,
  status: 'succeeded',
  ...more,
});
const event = (at: number, object: { object: string; [name: string]: unknown }) => ({
  id: `evt_${at}`,
  object: 'event',
  type: `${object.object}.updated`,
  created: seconds + at,
  data: { object },
});
const notice = (eventCode: string, pspReference: string, value: number, more: object = {}) => ({
  live: 'true',
  notificationItems: [
    {
      NotificationRequestItem: {
        amount: { currency: 'EUR', value },
        eventCode,
        eventDate: '2026-09-21T14:13:20+02:00',
        merchantAccountCode: 'Shop',
        merchantReference: 'rc_1',
        pspReference,
        success: 'true',
        ...more,
      },
    },
  ],
});
const of = { originalReference: 'P1' };

const sales = (status: string, at: number, charged: string) =>
  `Order Number,Order Charged Timestamp,Financial Status,SKU ID,Currency of Sale,Item Price,Charged Amount\nGPA.1,${at},${status},coins,KRW,"17,500.00","${charged}"\n`;

const refunded = (w: TestWorkspace, table = 'payments') =>
  w.value(`select refunded_minor from ${table}`);

/** Imports each of these as a drop of its own. */
async function importEach(w: TestWorkspace, ...files: object[]): Promise<void> {
  for (const file of files) await w.run(w.drop({ 'f.json': JSON.stringify(file) }));
}

describe('refunds in parts', () => {
  const parts: readonly (readonly [string, bigint, object[]])[] = [
    ['of two days', 500n, [charge, refund('re_1', 300), refund('re_2', 200)]],
    ['that come before the payment', 500n, [refund('re_1', 300), refund('re_2', 200), charge]],
    ['that are told twice', 500n, [refund('re_1', 300), refund('re_2', 200), refund('re_1', 300)]],
    ['that the charge sums up', 500n, [refund('re_1', 300), { ...charge, amount_refunded: 500 }]],
    [
      'of which the charge knows more',
      700n,
      [{ ...charge, amount_refunded: 700 }, refund('re_1', 300)],
    ],
    [
      'of which one failed later',
      200n,
      [charge, refund('re_1', 300), refund('re_2', 200), refund('re_1', 300, { status: 'failed' })],
    ],
    [
      'of which the charge counted one that failed later',
      200n,
      [{ ...charge, amount_refunded: 500 }, refund('re_1', 300, { status: 'failed' })],
    ],
    [
      'that are still pending',
      300n,
      [refund('re_1', 300), refund('re_2', 90, { status: 'pending' })],
    ],
    [
      'that Adyen notifies of, one by one',
      500n,
      [
        notice('AUTHORISATION', 'P1', 1090),
        notice('REFUND', 'R1', 300, of),
        notice('REFUND', 'R2', 200, of),
      ],
    ],
    [
      'of which Adyen takes one back',
      200n,
      [
        notice('REFUND', 'R1', 300, of),
        notice('REFUND', 'R2', 200, of),
        notice('REFUND_FAILED', 'R1', 300, of),
      ],
    ],
  ];
  it.each(parts)('%s are added, each once', async (_, sum, files) => {
    const w = makeWorkspace();
    await importEach(w, ...files);
    expect(refunded(w)).toBe(sum);
    const before = dumpRecords(w.db);
    await importEach(
      w,
      ...files.filter((file) => 'object' in file && file.object === 'refund').slice(-1),
    );
    expect(dumpRecords(w.db)).toBe(before);
  });

  it('are no sum where Adyen cancelled what was not captured yet', async () => {
    const w = makeWorkspace();
    const cancel = { ...of, additionalData: { 'modification.action': 'cancel' } };
    await importEach(
      w,
      notice('AUTHORISATION', 'P1', 1090),
      notice('CANCEL_OR_REFUND', 'C1', 1090, cancel),
    );
    expect(w.rows('select status, refunded_minor from payments')).toEqual([
      { status: 'canceled', refunded_minor: null },
    ]);
  });

  const bought = { 'june.csv': sales('Charged', seconds, '17,500.00') };
  const back = { 'july.csv': sales('Refund', seconds + 9_000_000, '-17,500.00') };
  it.each([
    ['after', [bought, back]],
    ['before', [back, bought]],
  ])(
    'of a report of another month, imported %s it, make the purchase a refunded one',
    async (_, drops) => {
      const w = makeWorkspace();
      for (const drop of drops) await w.run(w.drop(drop));
      expect(
        w.rows('select state, price_minor, refunded_minor, voided_at from store_records'),
      ).toEqual([
        {
          state: 'refunded',
          price_minor: 17500n,
          refunded_minor: 17500n,
          voided_at: BigInt(seconds + 9_000_000) * 1000n,
        },
      ]);
    },
  );

  it('of a report count a row that stands in it twice once', async () => {
    const w = makeWorkspace();
    const row = bought['june.csv'].split('\n')[1];
    await w.run(w.drop({ 'june.csv': `${bought['june.csv']}${row}\n` }));
    expect(w.value('select price_minor from store_records')).toBe(17500n);
  });
});

describe('a record that is older than what is there', () => {
  it('takes nothing back, however new the rest of its drop is', async () => {
    const w = makeWorkspace();
    await importEach(w, event(500, { ...charge, amount_refunded: 300, disputed: true }));
    const lines = [event(1, charge), event(9000, { ...charge, payment_intent: 'pi_2' })];
    await w.run(w.drop({ 'f.ndjson': lines.map((line) => JSON.stringify(line)).join('\n') }));
    expect(
      w.rows("select refunded_minor, disputed from payments where payment_id = 'pi_1'"),
    ).toEqual([{ refunded_minor: 300n, disputed: 1n }]);
  });

  it('and one that says the same later leaves the row where it came from, and is remembered', async () => {
    const w = makeWorkspace();
    await importEach(w, event(1, charge));
    const later = await w.run(w.drop({ 'f.json': JSON.stringify(event(500, charge)) }));
    expect(later.tables.payments).toMatchObject({ read: 1, updated: 0, unchanged: 1 });
    expect(w.value('select run from runs join payments on number = origin_run')).not.toBe(
      later.run,
    );
    await importEach(w, event(9, { ...charge, disputed: true }));
    expect(w.value('select disputed from payments')).toBe(0n);
  });

  it('is told by its own time, not by that of its drop', async () => {
    const w = makeWorkspace();
    // The drop of the first is as new as the other payment in it.
    const other = { ...charge, payment_intent: 'pi_2', created: seconds + 9000 };
    const lines = [event(1, charge), event(9000, other)];
    await w.run(w.drop({ 'f.ndjson': lines.map((line) => JSON.stringify(line)).join('\n') }));
    const run = w.value("select origin_run from payments where payment_id = 'pi_1'");
    const later = await w.run(
      w.drop({ 'f.json': JSON.stringify(event(500, { ...charge, disputed: true })) }),
    );
    expect(later.tables.payments).toMatchObject({ updated: 1, unchanged: 0 });
    const standing = () =>
      w.rows("select disputed, status, origin_run from payments where payment_id = 'pi_1'");
    // It stays as new as the newest drop that told of it: one in between takes nothing back.
    expect(standing()).toEqual([{ disputed: 1n, status: 'succeeded', origin_run: run }]);
    const between = `payment_id,provider,status,created_at\npi_1,stripe,failed,2026-09-21T13:00:00Z\n`;
    await w.run(w.drop({ 'payments.csv': between }));
    expect(standing()).toMatchObject([{ disputed: 1n, status: 'succeeded' }]);
  });

  it('and has an order id by now leaves no second purchase under its token', async () => {
    const w = makeWorkspace();
    const bought = (more: object) => ({
      kind: 'androidpublisher#productPurchase',
      purchaseTimeMillis: String(seconds * 1000),
      purchaseState: 0,
      purchaseToken: 'token',
      productId: 'coins',
      ...more,
    });
    await importEach(w, bought({ purchaseState: 2 }));
    await w.run(w.drop({ 'june.csv': sales('Charged', seconds + 9000, '17,500.00') }));
    await importEach(w, bought({ orderId: 'GPA.1' }));
    expect(
      w.rows('select external_id, purchase_token, state, price_minor from store_records'),
    ).toEqual([
      { external_id: 'GPA.1', purchase_token: 'token', state: 'purchased', price_minor: 17500n },
    ]);
  });

  it('but is of a drop that does not say how old it is leaves the row as new as it was', async () => {
    const w = makeWorkspace();
    await importEach(w, { ...charge, disputed: true, created: seconds + 9000 });
    const undated = refund('re_1', 300, { created: null });
    await importEach(w, undated);
    const older = `payment_id,provider,status,created_at\npi_1,stripe,failed,2026-09-21T13:00:00Z\n`;
    await w.run(w.drop({ 'payments.csv': older }));
    expect(w.rows('select status, refunded_minor, disputed from payments')).toEqual([
      { status: 'succeeded', refunded_minor: 300n, disputed: 1n },
    ]);
  });

  it('fills nothing of a refund that was taken back since', async () => {
    const w = makeWorkspace();
    const bought = (at: number, more: object) => ({
      transactionId: '2000000123456789',
      bundleId: 'app',
      productId: 'coins',
      purchaseDate: seconds * 1000,
      signedDate: (seconds + at) * 1000,
      currency: 'EUR',
      price: 10900,
      ...more,
    });
    const back = { revocationDate: (seconds + 50) * 1000, revocationReason: 1 };
    await importEach(w, bought(900, {}), bought(60, back));
    const row = { state: 'purchased', refunded_minor: null, voided_at: null };
    const rows = () => w.rows('select state, refunded_minor, voided_at from store_records');
    expect(rows()).toEqual([row]);
    await importEach(
      w,
      bought(1000, { revocationDate: (seconds + 950) * 1000 }),
      bought(999, back),
    );
    expect(rows()).toMatchObject([{ state: 'refunded', refunded_minor: 1090n }]);
    expect(w.value('select void_reason from store_records')).toBe('1');
  });

  it('of a purchase that stood twice is all that was known of it', async () => {
    const w = makeWorkspace();
    const bought = { purchaseTimeMillis: String(seconds * 1000), purchaseToken: 'token' };
    await w.run(w.drop({ 'june.csv': sales('Charged', seconds, '17,500.00') }));
    await importEach(
      w,
      {
        ...bought,
        kind: 'androidpublisher#productPurchase',
        purchaseState: 0,
        acknowledgementState: 0,
      },
      {
        voidedPurchases: [
          { ...bought, orderId: 'GPA.1', voidedTimeMillis: '1790000000000', voidedSource: 0 },
        ],
      },
    );
    expect(
      w.rows(
        'select external_id, state, acknowledged, price_minor, void_source from store_records',
      ),
    ).toEqual([
      {
        external_id: 'GPA.1',
        state: 'refunded',
        acknowledged: 0n,
        price_minor: 17500n,
        void_source: 'user',
      },
    ]);
  });

  it('what is remembered is neither searched nor a value of its own', () => {
    const told = { ...nothingTold, at: BigInt(seconds) * 1000n, refunds: { stripe: { a: 5n } } };
    const extra = closedExtra({ b: '1', a: '2' }, told);
    expect(extra).toBe(
      '{"a":"2","b":"1","told":{"at":"2026-09-21T12:00:00.000Z","refunds":{"stripe":{"a":"5"}}}}',
    );
    expect(openExtra(extra).told).toEqual(told);
    const columns = ['refunded_minor', 'extra'];
    const patch = {
      at: null,
      clears: [],
      weak: [],
      grows: [],
      parts: 'stripe',
      order: null,
      sure: false,
    };
    const standing = [700n, extra];
    const incoming = [9n, closedExtra({}, { ...nothingTold, refunds: { stripe: { b: 9n } } })];
    // Somebody said 700: the parts that are known are not all of it.
    expect(combine({ columns, standing, incoming, patch, late: () => false })[0]).toBe(700n);
    expect(combine({ columns, standing: [5n, extra], incoming, patch, late: () => false })[0]).toBe(
      14n,
    );
  });
});

describe('several attempts at one payment', () => {
  const failed = {
    ...charge,
    id: 'ch_0',
    amount_captured: 0,
    captured: false,
    created: seconds - 300,
    failure_code: 'card_declined',
    outcome: { type: 'issuer_declined', reason: 'insufficient_funds', network_decline_code: '51' },
    status: 'failed',
  };
  const paid = { ...charge, failure_code: null, outcome: { type: 'authorized' } };
  const intent = (status: string, error: object | null) => ({
    id: 'pi_1',
    object: 'payment_intent',
    amount: 1090,
    created: seconds - 400,
    currency: 'eur',
    last_payment_error: error,
    status,
  });
  const declined = intent('requires_payment_method', {
    code: 'card_declined',
    decline_code: 'insufficient_funds',
  });
  const list = (...data: object[]) => ({ object: 'list', data });
  const orders: readonly (readonly [string, object[]])[] = [
    ['one list, newest first as Stripe gives it', [list(paid, failed)]],
    ['one list, oldest first', [list(failed, paid)]],
    ['two pages', [list(paid), list(failed)]],
    ['two pages, the older first', [list(failed), list(paid)]],
    ['events', [event(-300, failed), event(0, paid)]],
    ['events, the older last', [event(0, paid), event(-300, failed)]],
    ['events of the intent', [event(0, intent('succeeded', null)), event(-300, declined)]],
    ['the intent before and after', [declined, intent('succeeded', null)]],
  ];
  it.each(orders)('leave what the last one came to: %s', async (_, files) => {
    const w = makeWorkspace();
    await importEach(w, ...files);
    const row = { status: 'succeeded', failure_code: null, decline_code: null, network_code: null };
    const rows = () => w.rows(`select ${Object.keys(row).join(', ')} from payments`);
    expect(rows()).toEqual([row]);
    await importEach(w, ...files);
    expect(rows()).toEqual([row]);
  });

  it('of which the last one failed, too, leave why that one did', async () => {
    const w = makeWorkspace();
    const last = { ...failed, id: 'ch_1', created: seconds, failure_code: 'expired_card' };
    await importEach(w, list(last, failed));
    expect(w.rows('select status, failure_code, captured_minor from payments')).toEqual([
      { status: 'failed', failure_code: 'expired_card', captured_minor: 0n },
    ]);
  });

  it('are told by their own times where a charge says less than its intent did', async () => {
    const w = makeWorkspace();
    // A blocked one: the charge has no code of the network, and its intent names the decline.
    await importEach(w, declined, { ...failed, outcome: { type: 'blocked' } });
    expect(w.rows('select failure_code, decline_code, outcome_type from payments')).toEqual([
      {
        failure_code: 'card_declined',
        decline_code: 'insufficient_funds',
        outcome_type: 'blocked',
      },
    ]);
  });
});

describe('what is told of a payment, in whatever order', () => {
  const intent = (status: string) => ({ id: 'pi_1', object: 'payment_intent', status });
  const dispute = { id: 'dp_1', object: 'dispute', payment_intent: 'pi_1', reason: 'fraudulent' };
  const stripe = [
    event(0, intent('requires_payment_method')),
    event(2, charge),
    event(3, intent('succeeded')),
    event(60, refund('re_1', 300)),
    event(61, { ...charge, amount_refunded: 300 }),
    event(90, { ...dispute, status: 'needs_response', created: seconds + 90 }),
  ];
  const day = (at: number) => ({ ...of, eventDate: `2026-09-${at}T14:13:20+02:00` });
  const adyen = [
    notice('AUTHORISATION', 'P1', 1090),
    notice('REFUND', 'R1', 300, day(22)),
    notice('REFUND', 'R2', 200, day(23)),
    notice('REFUND', 'R3', 100, { ...day(23), success: 'false' }),
    notice('REFUND_FAILED', 'R2', 200, day(24)),
    notice('CHARGEBACK', 'D1', 1090, day(25)),
  ];
  const row = { status: 'succeeded', refunded_minor: 300n, disputed: 1n };
  /** The last first, and from each place on in turn. */
  const orders = (files: readonly object[]) => [
    files.toReversed(),
    ...files.map((_, from) => [...files.slice(from), ...files.slice(0, from)]),
  ];
  const sources: readonly (readonly [string, readonly object[]])[] = [
    ['Stripe', stripe],
    ['Adyen', adyen],
  ];
  it.each(sources)('a dispute or a refund of %s hides nothing of how it went', async (_, files) => {
    for (const order of orders(files)) {
      const w = makeWorkspace();
      await importEach(w, ...order);
      expect([
        order.map((file) => files.indexOf(file)),
        w.rows('select status, refunded_minor, disputed from payments'),
      ]).toEqual([expect.anything(), [row]]);
    }
  });
});

describe('a purchase of several products', () => {
  const order = {
    orderId: 'GPA.1',
    purchaseToken: 'token',
    state: 'PROCESSED',
    createTime: '2026-09-21T12:00:00Z',
    lastEventTime: '2026-09-21T12:00:05Z',
    total: { currencyCode: 'KRW', units: '17500' },
    lineItems: [{ productId: 'coins' }, { productId: 'more' }],
  };
  const notice = {
    packageName: 'app',
    eventTimeMillis: String((seconds + 60) * 1000),
    oneTimeProductNotification: { notificationType: 1, purchaseToken: 'token', sku: 'coins' },
  };
  it.each([
    ['before', [notice, order]],
    ['after', [order, notice]],
  ])('has no one sku, though a notice %s it names one', async (_, files) => {
    const w = makeWorkspace();
    await importEach(w, ...files);
    const row = { external_id: 'GPA.1', sku: null, price_minor: 17500n };
    const rows = () => w.rows('select external_id, sku, price_minor from store_records');
    expect(rows()).toEqual([row]);
    // Nor where a report of another month knows of one of them alone.
    await w.run(w.drop({ 'july.csv': sales('Refund', seconds + 9_000_000, '-7,500.00') }));
    expect(rows()).toEqual([row]);
    expect(refunded(w, 'store_records')).toBe(7500n);
  });

  it('has none in a report, which gives the money of all its rows', async () => {
    const w = makeWorkspace();
    const [, first = ''] = sales('Charged', seconds, '17,500.00').split('\n');
    const second = first.replace('coins', 'more').replaceAll('17,500', '2,500');
    await w.run(w.drop({ 'june.csv': `${sales('Charged', seconds, '17,500.00')}${second}\n` }));
    expect(w.rows('select sku, price_minor, extra from store_records')).toEqual([
      {
        sku: null,
        price_minor: 20000n,
        extra: '{"report":"Google Play sales","several_products":"coins, more"}',
      },
    ]);
  });
});

describe('money that Adyen took and gave up again', () => {
  const captured = notice('CAPTURE', 'C1', 1090, of);
  const failed = notice('CAPTURE_FAILED', 'C1', 1090, {
    ...of,
    eventDate: '2026-09-23T14:13:20+02:00',
  });
  it.each([
    ['in their order', [captured, failed]],
    ['out of it', [failed, captured]],
  ])('by a capture that failed is not taken: notices %s', async (_, files) => {
    const w = makeWorkspace();
    await importEach(w, notice('AUTHORISATION', 'P1', 1090), ...files);
    expect(w.rows('select status, captured_minor from payments')).toEqual([
      { status: 'failed', captured_minor: 0n },
    ]);
  });
});

describe('a drop without a manifest', () => {
  it('that has one time years ahead is of today: it does not outlive what comes later', async () => {
    const w = makeWorkspace();
    const devices = (model: string, seen: string) => ({
      'devices.csv': `device_id,model,last_seen\nd,${model},${seen}\n`,
    });
    const at = (day: number) => ({ hooks: { clock: () => Date.UTC(2026, 8, day) } });
    const first = await w.run(w.drop(devices('X', '2126-01-01T00:00:00Z')), at(1));
    expect(first.as_of).toBe('2026-09-01T00:00:00.000Z');
    await w.run(w.drop(devices('Y', '2026-09-02T00:00:00Z')), at(2));
    expect(w.value('select model from devices')).toBe('Y');
  });
});

describe('a file of another program', () => {
  it('that is nested without end is refused by name', async () => {
    const w = makeWorkspace();
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const drop = w.drop({
      'x.json': `{"object":"list","data":[{"object":"charge","id":"ch_1","metadata":${deep}}]}`,
      'y.json': JSON.stringify(charge),
    });
    const plan = await w.run(drop, { commit: false });
    expect(plan.ignored).toEqual(['x.json']);
    const later = w.drop({
      'x.json': `[${JSON.stringify(charge)},{"object":"charge","x":${deep}}]`,
    });
    expect((await refusalOf(w.run(later))).message).toContain('x.json cannot be read');
  });

  it('of an order look-up rejects what is no transaction', async () => {
    const w = makeWorkspace();
    const result = await w.run(
      w.drop({ 'l.json': '{"status":0,"signedTransactions":[null,42,"x"]}' }),
    );
    expect(result.tables.store_records).toMatchObject({ read: 3, rejected: 3 });
  });

  it('of the earnings keeps the price of an order that has a row of a new kind', async () => {
    const w = makeWorkspace();
    const row = (kind: string, amount: string) =>
      `GPA.1,"Jun 1, 2026",12:00:00 PM PDT,${kind},USD,${amount},USD`;
    const result = await w.run(
      w.drop({
        'e.csv': [
          'Description,Transaction Date,Transaction Time,Transaction Type,Buyer Currency,Amount (Buyer Currency),Merchant Currency',
          row('Charge', '9.99'),
          row('Direct WHT', '-0.10'),
        ].join('\n'),
      }),
    );
    expect(result.tables.store_records).toMatchObject({ inserted: 1, rejected: 1 });
    expect(w.value('select price_minor from store_records')).toBe(999n);
  });

  it('of the balance takes the recharge from the metadata, and no payment from a bad row', async () => {
    const w = makeWorkspace();
    const header =
      'balance_transaction_id,created_utc,currency,gross,reporting_category,source_id,charge_id,payment_metadata[recharge_id]';
    await w.run(
      w.drop({
        'b.csv': `${header}\nt1,2026-09-01 00:00:00,eur,1.00,charge,ch_1,ch_1,rc_1\nt2,2026-09-01 00:00:00,eur,1.005,charge,ch_2,ch_2,rc_2\n`,
      }),
    );
    expect(w.rows('select payment_id, recharge_id from payments')).toEqual([
      { payment_id: 'ch_1', recharge_id: 'rc_1' },
    ]);
  });

  it('that is UTF-16 is refused by name, not passed over', async () => {
    const w = makeWorkspace();
    const text = sales('Charged', seconds, '1.00');
    for (const mark of ['\ufeff', '']) {
      const drop = w.drop({ 'sales.csv': Buffer.from(mark + text, 'utf16le') });
      expect((await refusalOf(w.run(drop))).message).toMatch(/sales\.csv cannot be read: .*UTF-16/);
    }
  });

  it('says which payments are of the test mode of a processor', async () => {
    const w = makeWorkspace();
    await importEach(
      w,
      { ...charge, livemode: false },
      { ...notice('AUTHORISATION', 'P1', 5), live: 'false' },
    );
    expect(
      w.rows('select payment_id from payments where extra like \'%"live%":"false"%\''),
    ).toHaveLength(2);
  });
});

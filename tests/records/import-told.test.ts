import { describe, expect, it } from 'vitest';
import { combine } from '../../main/desk/records/import/patch.ts';
import { closedExtra, nothingTold, openExtra } from '../../main/desk/records/import/told.ts';
import { dumpRecords, makeWorkspace } from './import-workspace.ts';
import { charge, event, importEach, notice, refund, refunded, sales, seconds } from './told.ts';

/** What processors and stores tell of one purchase in several files, out of order and in parts. */

const of = { originalReference: 'P1' };

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

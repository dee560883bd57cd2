import { describe, expect, it } from 'vitest';
import { zipOf } from './archives.ts';
import { dumpRecords, makeWorkspace, refusalOf } from './import-workspace.ts';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n');

const purchase = {
  kind: 'androidpublisher#productPurchase',
  purchaseTimeMillis: '1767225600000',
  purchaseState: 0,
  consumptionState: 0,
  orderId: 'GPA.1',
  acknowledgementState: 0,
  purchaseToken: 't_1',
  productId: 'coins.p4',
  regionCode: 'BR',
};
const voided = {
  kind: 'androidpublisher#voidedPurchase',
  purchaseToken: 't_1',
  purchaseTimeMillis: '1767225600000',
  voidedTimeMillis: '1767312000000',
  orderId: 'GPA.1',
  voidedSource: 0,
  voidedReason: 1,
};
const notice = (more: object, at = '1767225600000') => ({
  message: {
    data: Buffer.from(
      JSON.stringify({ version: '1.0', packageName: 'p', eventTimeMillis: at, ...more }),
    ).toString('base64'),
    messageId: '1',
  },
});
const review = notice(
  { pendingRefundReviewNotification: { orderId: 'GPA.1', purchaseToken: 't_1' } },
  '1767400000000',
);
const recharges =
  'recharge_id,account_id,channel,provider,external_id,created_at\nrc_1,ac_1,google_play,google,GPA.1,2026-01-01T00:00:00Z\n';
const stored = (w: ReturnType<typeof makeWorkspace>) =>
  w.rows('select * from store_records') as Record<string, unknown>[];

describe('a file of a store beside our own tables', () => {
  const other = { ...purchase, orderId: 'GPA.2', purchaseToken: 't_2' };
  const twice = JSON.stringify(purchase).replace('"orderId"', '"kind":"x","orderId"');
  it.each([
    ['blank lines', `${lines(purchase)}\n\n\n${lines(other)}\n`, 2, 0],
    ['a first record in which a name stands twice', `${twice}\n${lines(purchase)}\n`, 1, 1],
    ['a broken first record', `{"kind":,}\n${lines(purchase)}\n`, 1, 1],
    ['a line that is none after the first', `${lines(purchase)}\noops\n`, 1, 1],
  ])('is known and read line by line, with %s', async (_, text, inserted, rejected) => {
    const w = makeWorkspace();
    const result = await w.run(w.drop({ 'purchases.ndjson': text }));
    expect(result.tables.store_records).toMatchObject({ inserted, rejected });
    expect(result.ignored).toEqual([]);
  });

  it('is refused where it is one document that was cut off, however its lines look', async () => {
    const w = makeWorkspace();
    const cut = `{"voidedPurchases":[\n${JSON.stringify(voided)}\n`;
    const refusal = await refusalOf(w.run(w.drop({ 'voided.json': cut })));
    expect(refusal.message).toContain('voided.json cannot be read: it is not JSON to its end');
  });

  it('is named in the plan with what it was known by, file by file', async () => {
    const w = makeWorkspace();
    const result = await w.run(
      w.drop({
        'recharges.csv': recharges,
        'purchases.json': JSON.stringify(purchase),
        'notes.txt': 'hello',
        'photo.png': 'x',
      }),
      { commit: false },
    );
    expect(result.ignored.sort()).toEqual(['notes.txt', 'photo.png']);
    expect(result.tables).toEqual({
      recharges: { read: 1, inserted: 1, updated: 0, unchanged: 0, rejected: 0, redacted: 0 },
      store_records: { read: 1, inserted: 1, updated: 0, unchanged: 0, rejected: 0, redacted: 0 },
    });
    expect(result.files).toMatchObject([
      { file: 'recharges.csv', source: null, tables: { recharges: { read: 1 } } },
      {
        file: 'purchases.json',
        source: 'Google Play purchases (v1)',
        because: 'its kind is androidpublisher#productPurchase',
        tables: { store_records: { read: 1 } },
      },
    ]);
  });

  it('completes what is known in place of replacing it, also when it comes late', async () => {
    const w = makeWorkspace();
    const drop = w.drop({
      'store_records.csv':
        'provider,external_id,currency,price_minor,state,acknowledged\ngoogle,GPA.1,USD,1099,purchased,true\n',
      'manifest.json': JSON.stringify({
        format: 'recharge-desk/1',
        as_of: '2026-06-01T00:00:00Z',
        files: [{ name: 'store_records.csv' }],
      }),
    });
    await w.run(drop);
    const late = await w.run(
      w.drop({ 'p.json': JSON.stringify([purchase]), 'v.json': JSON.stringify([voided]) }),
    );
    expect(late.tables.store_records).toMatchObject({ read: 2, updated: 2 });
    expect(stored(w)).toMatchObject([
      {
        currency: 'USD',
        price_minor: 1099n,
        // The newer copy knew better than the older purchase.
        acknowledged: 1n,
        state: 'purchased',
        purchase_token: 't_1',
        region: 'BR',
        voided_at: 1767312000000n,
        void_source: 'user',
      },
    ]);
    expect(w.value("select count(*) from history where table_name = 'store_records'")).toBe(2n);
  });

  it('of a newer time takes over what it knows, and the same file twice changes nothing', async () => {
    const w = makeWorkspace();
    await w.run(w.drop({ 'p.json': JSON.stringify([purchase]) }));
    const drop = w.drop({ 'v.json': JSON.stringify([voided]) });
    expect((await w.run(drop)).tables.store_records).toMatchObject({ updated: 1 });
    expect(stored(w)).toMatchObject([{ state: 'refunded', region: 'BR', acknowledged: 0n }]);
    const before = dumpRecords(w.db);
    expect((await w.run(drop)).tables.store_records).toMatchObject({ read: 1, unchanged: 1 });
    expect(dumpRecords(w.db)).toBe(before);
  });

  it('finds the purchase by its token before there is an order, and after', async () => {
    const w = makeWorkspace();
    const { orderId: _, ...pending } = { ...purchase, purchaseState: 2 };
    const bought = notice({
      oneTimeProductNotification: { notificationType: 1, purchaseToken: 't_1', sku: 'coins.p4' },
    });
    await w.run(w.drop({ 'a.json': JSON.stringify([pending]) }));
    expect(stored(w)).toMatchObject([{ external_id: 't_1', state: 'pending' }]);
    await w.run(w.drop({ 'b.json': JSON.stringify([purchase]) }));
    expect(stored(w)).toMatchObject([
      { external_id: 'GPA.1', state: 'purchased', purchase_token: 't_1' },
    ]);
    await w.run(w.drop({ 'c.ndjson': lines(bought, bought) }));
    expect(stored(w)).toMatchObject([
      { external_id: 'GPA.1', state: 'purchased', sku: 'coins.p4', region: 'BR' },
    ]);
  });

  it('in one file lets the newer of two notices stand, whatever their order', async () => {
    const w = makeWorkspace();
    const kind = (notificationType: number) => ({
      oneTimeProductNotification: { notificationType, purchaseToken: 't_1', sku: 'coins.p4' },
    });
    await w.run(
      w.drop({
        'n.ndjson': lines(notice(kind(2), '1767225700000'), notice(kind(1), '1767225600000')),
      }),
    );
    expect(stored(w)).toMatchObject([{ state: 'cancelled', purchased_at: 1767225600000n }]);
  });

  it('hangs a question of the store on the recharge of its order, once', async () => {
    const w = makeWorkspace();
    const drop = w.drop({ 'recharges.csv': recharges, 'n.ndjson': lines(review, review) });
    const result = await w.run(drop);
    expect(result.tables.recharge_events).toMatchObject({ read: 2, inserted: 1, unchanged: 1 });
    expect(w.rows('select recharge_id, stage, at from recharge_events')).toEqual([
      { recharge_id: 'rc_1', stage: 'review_requested', at: 1767400000000n },
    ]);
    expect((await w.run(drop)).tables.recharge_events).toMatchObject({ unchanged: 2 });
  });

  it('finds the recharge by the token, too, where the purchase is in the same drop', async () => {
    const w = makeWorkspace();
    const byToken = notice({ pendingRefundReviewNotification: { purchaseToken: 't_1' } });
    const result = await w.run(
      w.drop({
        'recharges.csv': recharges,
        'a.ndjson': lines(byToken),
        'z.json': JSON.stringify([purchase]),
      }),
    );
    expect(result.tables.recharge_events).toMatchObject({ read: 1, inserted: 1 });
  });

  it('rejects a question whose order no recharge has, and says what to do', async () => {
    const w = makeWorkspace();
    const result = await w.run(w.drop({ 'n.ndjson': lines(review) }));
    expect(result.tables.recharge_events).toMatchObject({ read: 1, rejected: 1 });
    expect(result.first_rejects).toMatchObject([
      { code: 'NO_RECHARGE', line: 1, file: 'n.ndjson' },
    ]);
    expect(result.first_rejects[0]?.sentence).toContain('import the recharges first');
  });

  it('whose signature failed changes nothing that was verified', async () => {
    const w = makeWorkspace();
    await w.run(
      w.drop({
        'store_records.csv':
          'provider,external_id,state,signature,purchased_at\napple,200,purchased,verified,1\n',
      }),
    );
    const forged = {
      transactionId: '200',
      bundleId: 'b',
      productId: 'coins.p9',
      purchaseDate: 9,
      signedDate: 9,
    };
    const result = await w.run(w.drop({ 't.json': JSON.stringify([forged]) }));
    expect(result.tables.store_records).toMatchObject({ read: 1, unchanged: 1 });
    expect(stored(w)).toMatchObject([{ signature: 'verified', sku: null }]);
  });

  it('is read out of an archive and packed; a manifest must name it', async () => {
    const w = makeWorkspace();
    const file = path.join(w.folder, 'd.zip');
    writeFileSync(file, zipOf([{ name: 'x/purchases.json', content: JSON.stringify(purchase) }]));
    expect((await w.run(file)).tables.store_records).toMatchObject({ inserted: 1 });
    const manifest = { format: 'recharge-desk/1', files: [] };
    const refusal = await refusalOf(
      w.run(
        w.drop({
          'purchases.json': JSON.stringify(purchase),
          'manifest.json': JSON.stringify(manifest),
        }),
      ),
    );
    expect(refusal.message).toContain('purchases.json is not named');
  });

  it('that is cut off refuses the run by name', async () => {
    const w = makeWorkspace();
    const refusal = await refusalOf(
      w.run(w.drop({ 'p.json': JSON.stringify([purchase, purchase], null, 1).slice(0, -40) })),
    );
    expect(refusal.code).toBe('DROP_REFUSED');
    expect(refusal.message).toContain('p.json cannot be read: it is not JSON to its end');
  });
});

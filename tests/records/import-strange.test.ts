import { describe, expect, it } from 'vitest';
import { makeWorkspace, refusalOf } from './import-workspace.ts';
import { charge, importEach, notice, sales, seconds } from './told.ts';

/** Files of other programs that are not quite what they seem. */

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

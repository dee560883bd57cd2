import { readdirSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapping as shape } from '../../contract/mapping.ts';
import { createBooks } from '../../main/desk/records/books.ts';
import { noGuides } from '../../main/desk/records/import/recognise.ts';
import { createRejects } from '../../main/desk/records/rejects.ts';
import { makeWorkspace, recharges, type TestWorkspace } from './import-workspace.ts';

/** A plan of files, and its rejected rows as files to be mended. */
async function planned(w: TestWorkspace, files: Readonly<Record<string, string>>) {
  const plan = await w.run(w.drop(files), { commit: false });
  const list = plan.reject_list ?? '';
  const rejects = createRejects(w.layout.rejects, createBooks(w.db));
  return { plan, list, rejects, toMend: (file: string) => rejects.toMend({ list, file }) };
}

const good = 'rc_good,a,web,2026-01-01T00:00:00Z,70,';
const bad = 'rc_bad,a,web,2026-01-01T00:00:00Z,7O,';

describe('the rejected rows of a plan', () => {
  it('come as a file of their own with the reasons in front; mended, they are imported and the reasons stay out', async () => {
    const w = makeWorkspace();
    const files = { 'recharges-0007.csv': recharges(good, bad) };
    const { rejects, list, toMend } = await planned(w, files);
    expect((await rejects.first({ list })).mendable).toEqual(['recharges-0007.csv']);
    const { name, text, left_out: leftOut } = await toMend('recharges-0007.csv');
    expect(leftOut).toBe(0);
    const [head = [], row = [], ...more] = parse(text) as string[][];
    expect(head.join()).toBe(`rejected_because,${recharges().trim()}`);
    expect(row[0]).toContain('is not a whole number');
    expect(row.slice(1).join()).toBe(bad);
    expect(more).toEqual([]);
    // The rows as they were come back as they were, and once only.
    const again = await planned(w, { [name]: text });
    expect((await again.toMend(name)).text).toBe(text);
    const done = await w.run(w.drop({ [name]: text.replace(',7O,', ',70,') }));
    expect(done.tables.recharges).toMatchObject({ read: 1, inserted: 1 });
    expect(w.rows('select recharge_id, coins, extra from recharges')).toEqual([
      { recharge_id: 'rc_bad', coins: 70n, extra: null },
    ]);
  });

  it('of each format of ours can be mended, and of a contradiction that is found late', async () => {
    const w = makeWorkspace();
    const ledger = 'entry_id\taccount_id\tat\tdelta\tkind\n';
    await w.run(w.drop({ 'ledger.tsv': `${ledger}e_1\ta\t2026-01-01T00:00:00Z\t5\tbonus\n` }));
    const { toMend } = await planned(w, {
      'ledger.tsv': `${ledger}e_1\ta\t2026-01-01T00:00:00Z\t-6\tbonus\n`,
      'devices.ndjson': '{"device_id":"d_1"}\n{"device_id":"d_2",\n',
      'notices.json': JSON.stringify([
        { transactionId: 1, bundleId: 'b', productId: 'p', purchaseDate: 'x' },
      ]),
    });
    const entry = await toMend('ledger.tsv');
    expect(entry.name).toMatch(/^ledger-\d{8}\.tsv$/);
    expect(entry.text).toContain("\te_1\ta\t2026-01-01T00:00:00Z\t'-6\tbonus\n");
    const device = await toMend('devices.ndjson');
    expect(device).toMatchObject({ text: '{"device_id":"d_2",\n', left_out: 0 });
    const done = await w.run(
      w.drop({
        [entry.name]: entry.text.replace('\te_1', '\te_2'),
        [device.name]: device.text.replace(',\n', '}\n'),
      }),
    );
    expect(done.tables).toMatchObject({ ledger: { inserted: 1 }, devices: { inserted: 1 } });
    expect(w.value("select delta from ledger where entry_id = 'e_2'")).toBe(-6n);
    await expect(toMend('../secret')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('of other sources can be mended, too: a JSON record as a line, a row of a report under its header', async () => {
    const w = makeWorkspace();
    const charge = {
      id: 'ch_1',
      object: 'charge',
      amount: 1090,
      currency: 'EURO',
      status: 'succeeded',
    };
    const sales =
      'Order Number;Order Charged Timestamp;Financial Status;SKU ID;Currency of Sale;Charged Amount;CVV\n';
    const { toMend } = await planned(w, {
      'charges.json': JSON.stringify({ object: 'list', data: [charge] }, null, 2),
      'sales.csv': `${sales}GPA.1;soon;Charged;=s 4111.1111.1111.1111;EUR;1,00;123\n`,
    });
    const one = await toMend('charges.json');
    expect(one).toMatchObject({
      name: expect.stringMatching(/^mended-\d{8}\.ndjson$/),
      left_out: 0,
    });
    const two = await toMend('sales.csv');
    expect(two.text).toMatch(
      /^rejected_because,Order Number,.*\n.*,GPA\.1,soon,Charged,'=s 4111\.11\*\*\.\*\*\*\*\.1111,EUR,"1,00",\n$/,
    );
    const done = await w.run(
      w.drop({
        [one.name]: one.text.replace('EURO', 'EUR'),
        [two.name]: two.text.replace('soon', '1790000000').replace('"1,00"', '1.00'),
      }),
    );
    expect(done.tables).toMatchObject({
      payments: { inserted: 1 },
      store_records: { inserted: 1 },
    });
    expect(w.rows('select price_minor, sku from store_records')).toEqual([
      { price_minor: 100n, sku: '=s 4111.11**.****.1111' },
    ]);
  });

  it('of a mapped file are read by the same mapping again', async () => {
    const w = makeWorkspace();
    const mapping = {
      format: 'recharge-desk-mapping/1',
      name: 'Shop',
      table: 'devices',
      columns: {
        device_id: { from: 'Gerät' },
        first_seen: {
          from: 'Datum',
          as: { kind: 'time', pattern: 'DD.MM.YYYY', zone: 'Europe/Berlin' },
        },
      },
    };
    const guides = { ...noGuides, saved: [shape.parse(mapping)] };
    const plan = await w.run(w.drop({ 'shop.csv': 'Gerät;Datum;Was\nd_1;31.02.2026;x\n' }), {
      commit: false,
      guides,
    });
    const rejects = createRejects(w.layout.rejects, createBooks(w.db));
    const list = plan.reject_list ?? '';
    const { name, text } = await rejects.toMend({ list, file: 'shop.csv' });
    await w.run(w.drop({ [name]: text.replaceAll('31.02', '28.02') }), { guides });
    expect(w.rows('select device_id, extra from devices')).toEqual([
      { device_id: 'd_1', extra: '{"was":"x"}' },
    ]);
  });

  it('whose fields cannot be told apart, or are withheld, are counted and stay in the list', async () => {
    const w = makeWorkspace();
    const { toMend } = await planned(w, {
      'devices.csv': 'device_id,model\n,ok\nd_1,a"b\nd_2\nd_3,x,y\n',
      'instruments.csv': 'instrument_id,last4,cvv\ni_1,42,123\ni_2\n',
    });
    const devices = await toMend('devices.csv');
    expect(devices.left_out).toBe(1);
    const rows = parse(devices.text, { relax_column_count: true }) as string[][];
    expect(rows.slice(1).map(([, ...fields]) => fields)).toEqual([
      ['', 'ok'],
      ['d_2'],
      ['d_3', 'x', 'y'],
    ]);
    const instruments = await toMend('instruments.csv');
    expect(instruments.left_out).toBe(1);
    expect(instruments.text).not.toContain('123');
  });

  it('hold no cell that a spreadsheet takes for a formula, and mended they are what they would have been', async () => {
    const w = makeWorkspace();
    const name = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({
        unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ',', '\n', '\t', '＝', 'a'),
      }),
    );
    const head = ['account_id', 'display_name', 'country'];
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 5 }), async (names) => {
        round += 1;
        const rows = (country: string, id: string) =>
          names.map((each, at) => [`${id}${round}_${at}`, each, country]);
        const csv = (country: string, id: string) => stringify([head, ...rows(country, id)]);
        const { toMend } = await planned(w, { 'accounts.csv': csv('nowhere', 'm') });
        const { name: file, text, left_out: leftOut } = await toMend('accounts.csv');
        expect(leftOut).toBe(0);
        const cells = (parse(text) as string[][]).flat();
        for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
        await w.run(w.drop({ [file]: text.replaceAll('nowhere', 'DE') }));
        await w.run(w.drop({ 'accounts.csv': csv('DE', 's') }));
        const stored = (id: string) =>
          w.rows(
            `select display_name, country, extra from accounts where account_id glob ? order by account_id`,
            `${id}${round}_*`,
          );
        expect(stored('m')).toHaveLength(names.length);
        expect(stored('m')).toEqual(stored('s'));
      }),
      { numRuns: 40 },
    );
  });

  it('leave nothing behind when their plan is old or their drop was answered', async () => {
    const w = makeWorkspace();
    const { rejects, list } = await planned(w, { 'recharges.csv': recharges(bad) });
    const drop = 'wd_0123456789abcdef0123';
    rejects.keep(list, drop);
    expect((await rejects.first({ list: drop })).mendable).toEqual(['recharges.csv']);
    rejects.forget(drop);
    expect(readdirSync(w.layout.rejects)).toEqual([]);
    await planned(w, { 'recharges.csv': recharges(bad) });
    const later = Date.now() + 2 * 86_400_000;
    const done = await w.run(w.drop({ 'recharges.csv': recharges(bad) }), {
      hooks: { clock: () => later },
    });
    expect(readdirSync(w.layout.rejects).sort()).toEqual([
      `${done.run}.csv`,
      `${done.run}.heads.json`,
    ]);
  });
});

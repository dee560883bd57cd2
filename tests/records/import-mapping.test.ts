import { noGuides } from '../../main/desk/records/import/recognise.ts';
import { describe, expect, it } from 'vitest';
import { type Mapping, mapping as shape, type Transform } from '../../contract/mapping.ts';
import { assertMapping } from '../../main/desk/records/import/adapters/mapped.ts';
import { compilePattern } from '../../main/desk/records/import/adapters/time-pattern.ts';
import { makeWorkspace, recharges, refusalOf } from './import-workspace.ts';

/** The export of some payment page that we know nothing of. */
const mapping: Mapping = shape.parse({
  format: 'recharge-desk-mapping/1',
  name: 'Partner shop',
  table: 'recharges',
  columns: {
    recharge_id: { from: 'Order No' },
    account_id: { from: 'User' },
    channel: { value: 'partner' },
    provider: { value: 'examplepay' },
    amount_minor: {
      from: 'Total',
      as: { kind: 'money', currency: { from: 'Cur' }, decimal: ',', thousands: '.' },
    },
    currency: { from: 'Cur' },
    coins: { from: 'Coins', as: { kind: 'integer', thousands: '.' } },
    created_at: {
      from: 'Date',
      as: { kind: 'time', pattern: 'DD.MM.YYYY HH:mm', zone: 'Europe/Berlin' },
    },
    network: {
      from: 'Net',
      as: { kind: 'words', words: { WLAN: 'wifi', '': '' }, others: 'drop' },
    },
  },
});

const header = 'Order No;User;Total;Cur;Coins;Date;Net;Remark;CVV';
const rows = [
  'p_1;a_1;1.234,50;EUR;1.400;01.07.2026 12:00;WLAN;hello;123',
  'p_2;a_1;500;JPY;700;01.01.2026 12:00;LTE;paid 4111 1111 1111 1111;',
  'p_3;a_1;1,234.50;EUR;70;01.01.2026 12:00;;;',
  'p_4;a_1;1,5;KWD;70;31.02.2026 12:00;;;',
  'p_5;a_1;0,005;KWD;1.40;01.01.2026 12:00;;;',
  'p_6;a_1;0,005;KWD;70;29.03.2026 02:30;;;',
  'p_7;a_1;0,005;KWD;70;01.01.2026 00:00;;;',
];
const csv = [header, ...rows, ''].join('\r\n');

describe('the CSV of another program, by a mapping', () => {
  it('is planned alone, so that a mapping can be made of it, and is not imported before', async () => {
    const w = makeWorkspace();
    const drop = w.drop({ 'export.csv': csv });
    const plan = await w.run(drop, { commit: false });
    expect(plan.tables).toEqual({});
    expect(plan.unmapped).toMatchObject([{ file: 'export.csv' }]);
    expect(plan.warnings.join()).toContain('--mapping');
    const refusal = await refusalOf(w.run(drop));
    expect(refusal).toMatchObject({ code: 'DROP_REFUSED' });
    expect(refusal.message).toContain('export.csv has columns of its own');
    expect(w.rows('select count(*) as runs from runs')).toEqual([{ runs: 0n }]);
  });

  it('is judged row by row like our own: money, coins and wall clocks exact, the rest kept beside', async () => {
    const w = makeWorkspace();
    const result = await w.run(w.drop({ 'export.csv': csv }), {
      guides: { ...noGuides, named: mapping },
    });
    expect(result.tables.recharges).toMatchObject({ read: 7, inserted: 3, rejected: 4 });
    expect(
      w.rows(
        'select recharge_id, channel, amount_minor, currency, coins, created_at, network from recharges order by 1',
      ),
    ).toEqual([
      {
        recharge_id: 'p_1',
        channel: 'partner',
        amount_minor: 123450n,
        currency: 'EUR',
        coins: 1400n,
        created_at: BigInt(Date.UTC(2026, 6, 1, 10)),
        network: 'wifi',
      },
      {
        recharge_id: 'p_2',
        channel: 'partner',
        amount_minor: 500n,
        currency: 'JPY',
        coins: 700n,
        created_at: BigInt(Date.UTC(2026, 0, 1, 11)),
        network: null,
      },
      {
        recharge_id: 'p_7',
        channel: 'partner',
        amount_minor: 5n,
        currency: 'KWD',
        coins: 70n,
        created_at: BigInt(Date.UTC(2025, 11, 31, 23)),
        network: null,
      },
    ]);
    expect(result.first_rejects.map(({ line, column, code }) => [line, column, code])).toEqual([
      [4, 'amount_minor', 'BAD_INTEGER'],
      [5, 'created_at', 'BAD_TIME'],
      [6, 'coins', 'BAD_INTEGER'],
      [7, 'created_at', 'BAD_TIME'],
    ]);
    expect(result.files[0]).toMatchObject({ file: 'export.csv', source: 'Mapping “Partner shop”' });
    const all = JSON.stringify(w.rows('select extra from recharges').map((row) => row));
    expect(all).toContain('hello');
    expect(all).not.toMatch(/4111 1111|123/);
    expect(result.warnings.join()).toContain('security codes');
  });

  it('says of a time or number that cannot be read how the mapping takes it, or may take it', async () => {
    const w = makeWorkspace();
    const said = async (as: Transform) => {
      const columns = { ...mapping.columns, created_at: { from: 'Date', as } };
      const named = { ...mapping, columns };
      const { first_rejects: rejects } = await w.run(w.drop({ 'export.csv': csv }), {
        commit: false,
        guides: { ...noGuides, named },
      });
      return rejects.find(({ code }) => code === 'BAD_TIME')?.sentence;
    };
    expect(await said({ kind: 'text' })).toMatch(
      /read created_at as a date and time in the mapping, by its pattern \(such as DD\.MM\.YYYY HH:mm\)/,
    );
    expect(await said({ kind: 'time', pattern: 'MM/DD/YYYY', zone: 'UTC' })).toContain(
      'is no time as in MM/DD/YYYY (UTC)',
    );
    const { coins: _, ...others } = mapping.columns;
    const plain = {
      ...mapping,
      columns: { ...others, coins: { from: 'Coins', as: { kind: 'text' } } },
    };
    const { first_rejects: marked } = await w.run(w.drop({ 'export.csv': csv }), {
      commit: false,
      guides: { ...noGuides, named: shape.parse(plain) },
    });
    expect(marked.map(({ sentence }) => sentence)).toContain(
      '“1.400” is not a whole number in plain digits, as in 1400 or -70; read coins as a whole number with marks in the mapping.',
    );
    // A file of our own format is read by no mapping.
    const own = w.drop({ 'recharges.csv': recharges('r,a,web,01.07.2026 12:00,1,') });
    const { first_rejects: rejects } = await w.run(own, { commit: false });
    expect(rejects[0]?.sentence).toMatch(/whole epoch milliseconds\.$/);
  });

  it('is read by a saved mapping without being asked, and is the same row the second time', async () => {
    const w = makeWorkspace();
    const guides = { ...noGuides, saved: [mapping] };
    await w.run(w.drop({ 'july.csv': csv }), { guides });
    const again = await w.run(w.drop({ 'again.csv': csv }), { guides });
    expect(again.tables.recharges).toMatchObject({ inserted: 0, unchanged: 3 });
  });

  it('that nothing is known of is shown with header and first rows, cleaned, to be mapped', async () => {
    const w = makeWorkspace();
    const plan = await w.run(
      w.drop({ 'export.csv': csv, 'accounts.csv': 'account_id\na_1\n', 'list.txt': 'one\ntwo\n' }),
      { commit: false },
    );
    expect(plan.ignored.sort()).toEqual(['export.csv', 'list.txt']);
    expect(plan.unmapped).toHaveLength(1);
    expect(plan.unmapped[0]).toMatchObject({
      file: 'export.csv',
      delimiter: ';',
      header: header.split(';'),
    });
    expect(plan.unmapped[0]?.rows).toHaveLength(7);
    expect(plan.unmapped[0]?.rows[0]).toEqual([
      'p_1',
      'a_1',
      '1.234,50',
      'EUR',
      '1.400',
      '01.07.2026 12:00',
      'WLAN',
      'hello',
      '',
    ]);
    expect(JSON.stringify(plan)).not.toContain('4111 1111 1111');
  });

  it('refuses a run for which a mapping was named and no file has its columns', async () => {
    const w = makeWorkspace();
    const refusal = await refusalOf(
      w.run(w.drop({ 'accounts.csv': 'account_id\na_1\n' }), {
        guides: { ...noGuides, named: mapping },
      }),
    );
    expect(refusal.code).toBe('DROP_REFUSED');
    expect(refusal.message).toContain('Partner shop');
  });

  const wrong: [string, object, string][] = [
    ['a table that is none', { table: 'rumours' }, 'no table rumours'],
    [
      'a column that is none',
      { columns: { ...mapping.columns, colour: { value: 'x' } } },
      'no column colour',
    ],
    ['without a needed column', { columns: { recharge_id: { from: 'a' } } }, 'needs account_id'],
    [
      'a zone that is none',
      {
        columns: {
          ...mapping.columns,
          updated_at: { from: 'x', as: { kind: 'time', pattern: 'YYYY-MM-DD', zone: 'Mars/Base' } },
        },
      },
      'no zone',
    ],
    [
      'a pattern without a day',
      {
        columns: {
          ...mapping.columns,
          updated_at: { from: 'x', as: { kind: 'time', pattern: 'YYYY-MM', zone: 'UTC' } },
        },
      },
      'lacks',
    ],
  ];
  for (const [what, change, why] of wrong)
    it(`cannot work with ${what}`, () => {
      expect(() => assertMapping(shape.parse({ ...mapping, ...change }))).toThrow(why);
    });

  it('holds no formulas and nothing that is not in the short list', () => {
    for (const as of [
      { kind: 'regex', pattern: '.*' },
      { kind: 'script' },
      { kind: 'text', code: '1' },
    ])
      expect(
        shape.safeParse({ ...mapping, columns: { recharge_id: { from: 'a', as } } }).success,
      ).toBe(false);
  });

  it('reads times by patterns, strictly', () => {
    const parse = (pattern: string, text: string) => compilePattern(pattern)?.(text) ?? null;
    expect(parse('MM/DD/YYYY hh:mm:ss A', '1/2/2026 12:00:01 AM')).toBe(
      Date.UTC(2026, 0, 2, 0, 0, 1),
    );
    expect(parse('MM/DD/YYYY hh:mm A', '1/2/2026 12:00 PM')).toBe(Date.UTC(2026, 0, 2, 12));
    expect(parse('YYYY-MM-DD', '2026-02-29')).toBeNull();
    expect(parse('YYYY-MM-DD', '2028-02-29')).toBe(Date.UTC(2028, 1, 29));
    expect(parse('DD.MM.YYYY', '01x02x2026')).toBeNull();
    expect(parse('YYYY-MM-DD HH:mm', '2026-01-01 24:00')).toBeNull();
    for (const pattern of ['YYYY', 'HH:mm', 'YYYY-MM-DD hh:mm', 'YYYY-YYYY-MM-DD'])
      expect(compilePattern(pattern)).toBeNull();
  });
});

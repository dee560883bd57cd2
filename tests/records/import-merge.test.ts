import { describe, expect, it } from 'vitest';
import { dumpRecords, makeWorkspace, recharges, type TestWorkspace } from './import-workspace.ts';

const manifest = (as_of: string, ...names: string[]) =>
  JSON.stringify({ format: 'recharge-desk/1', as_of, files: names.map((name) => ({ name })) });

/** A drop of one day with one file of a table. */
const dayDrop = (w: TestWorkspace, day: string, name: string, content: string) =>
  w.drop({ [name]: content, 'manifest.json': manifest(`${day}T00:00:00Z`, name) });

const devices = (...rows: string[]) => ['device_id,model', ...rows, ''].join('\n');
const model = (w: TestWorkspace) => w.value('select model from devices');
const history = (w: TestWorkspace) =>
  (w.rows('select content from history order by number') as { content: string }[]).map(
    ({ content }) => JSON.parse(content) as Record<string, unknown>,
  );

describe('the same key twice in one drop', () => {
  it('counts identical rows once and the others as unchanged', async () => {
    const w = makeWorkspace();
    const result = await w.run(w.drop({ 'devices.csv': devices('d,X', 'd,X', 'd,X') }));
    expect(result.tables.devices).toMatchObject({ read: 3, inserted: 1, unchanged: 2 });
    expect(history(w)).toEqual([]);
  });

  it('takes the newer updated_at, wherever it stands, and keeps the loser as history', async () => {
    const w = makeWorkspace();
    const rows = [
      'rc,a,web,2026-01-01T00:00:00Z,1,2026-01-02T00:00:00Z',
      'rc,a,web,2026-01-01T00:00:00Z,3,2026-01-04T00:00:00Z',
      'rc,a,web,2026-01-01T00:00:00Z,2,2026-01-03T00:00:00Z',
    ];
    const drop = w.drop({ 'recharges.csv': recharges(...rows) });
    const result = await w.run(drop);
    expect(result.tables.recharges).toMatchObject({ read: 3, inserted: 1, updated: 2 });
    expect(w.rows('select coins, origin_line from recharges')).toEqual([
      { coins: 3n, origin_line: 3n },
    ]);
    expect(history(w).map(({ coins }) => coins)).toEqual(['1', '2']);
    const before = dumpRecords(w.db);
    expect((await w.run(drop)).tables.recharges).toMatchObject({ read: 3, unchanged: 3 });
    expect(dumpRecords(w.db)).toBe(before);
  });

  it('takes the later line without the column, and the same drop again changes nothing', async () => {
    const w = makeWorkspace();
    const drop = w.drop({ 'devices.csv': devices('d,X', 'd,Y', 'd,Z', 'd,Y') });
    expect((await w.run(drop)).tables.devices).toMatchObject({ inserted: 1, updated: 3 });
    expect(model(w)).toBe('Y');
    const before = dumpRecords(w.db);
    for (let again = 0; again < 2; again++)
      expect((await w.run(drop)).tables.devices).toMatchObject({
        read: 4,
        unchanged: 4,
        updated: 0,
      });
    expect(dumpRecords(w.db)).toBe(before);
  });

  it('is said before anything is written: where it stands and which row counts', async () => {
    const w = makeWorkspace();
    const time = '2026-01-01T00:00:00Z';
    const entries = [
      'entry_id,account_id,at,delta,kind',
      `e,a,${time},5,bonus`,
      `e,a,${time},6,bonus`,
    ];
    const files = {
      'devices.csv': devices('d,X', 'e,X', 'd,Y', 'e,X', 'd,Z'),
      'recharges.csv': recharges(`r,a,web,${time},1,${time}`, `r,a,web,${time},2,`),
      'ledger.csv': `${entries.join('\n')}\n`,
      // No row of these stands twice in its own file, and none of the next.
      'accounts-0001.csv': 'account_id,country\na,DE\n',
      'accounts-0002.csv': 'account_id,country\na,BR\nb,BR\n',
    };
    const { warnings } = await w.run(w.drop(files), { commit: false });
    expect(warnings.filter((line) => / line \d/.test(line))).toEqual([
      'recharges.csv: line 3 has the recharge_id of line 2 again; the newer updated_at stands, without one the later line.',
      'ledger.csv: line 3 has the entry_id of line 2 again; equal ones count once, others are rejected.',
      'devices.csv: 3 rows have the device_id of an earlier one, the first in line 4 that of line 2; the later line stands.',
    ]);
  });

  it('takes the later file as the later line', async () => {
    const w = makeWorkspace();
    await w.run(w.drop({ 'devices-0002.csv': devices('d,Y'), 'devices-0001.csv': devices('d,X') }));
    expect(model(w)).toBe('Y');
  });
});

describe('across drops', () => {
  it("Monday's drop imported after Tuesday's takes nothing back", async () => {
    const w = makeWorkspace();
    await w.run(dayDrop(w, '2026-01-06', 'devices.csv', devices('d,tuesday', 'e,same')));
    const before = w.rows('select * from devices');
    const monday = dayDrop(w, '2026-01-05', 'devices.csv', devices('d,monday', 'e,same'));
    expect((await w.run(monday)).tables.devices).toMatchObject({
      read: 2,
      updated: 0,
      unchanged: 2,
    });
    expect(w.rows('select * from devices')).toEqual(before);
    expect(history(w)).toEqual([
      {
        device_id: 'd',
        account_id: null,
        platform: null,
        model: 'monday',
        os_version: null,
        app_version: null,
        store_app_version: null,
        first_seen: null,
        last_seen: null,
        rooted: null,
        extra: null,
      },
    ]);
    await w.run(monday);
    expect(history(w)).toHaveLength(1);
  });

  it('a row that a newer drop repeated is as new as that drop', async () => {
    const w = makeWorkspace();
    await w.run(dayDrop(w, '2026-01-04', 'devices.csv', devices('d,X')));
    await w.run(dayDrop(w, '2026-01-06', 'devices.csv', devices('d,X')));
    await w.run(dayDrop(w, '2026-01-05', 'devices.csv', devices('d,Y')));
    expect(model(w)).toBe('X');
  });

  it('the newer updated_at wins, whatever the drops say', async () => {
    const w = makeWorkspace();
    const at = (coins: number, updated: string) =>
      recharges(`rc,a,web,2026-01-01T00:00:00Z,${coins},${updated}`);
    await w.run(dayDrop(w, '2026-01-05', 'recharges.csv', at(2, '2026-01-03T00:00:00Z')));
    await w.run(dayDrop(w, '2026-01-06', 'recharges.csv', at(1, '2026-01-02T00:00:00Z')));
    expect(w.value('select coins from recharges')).toBe(2n);
    await w.run(dayDrop(w, '2026-01-04', 'recharges.csv', at(3, '2026-01-04T00:00:00Z')));
    expect(w.value('select coins from recharges')).toBe(3n);
    expect(history(w).map(({ coins }) => coins)).toEqual(['1', '2']);
  });

  it('at equal ones the later import wins, back and forth too', async () => {
    const w = makeWorkspace();
    const a = dayDrop(w, '2026-01-05', 'devices.csv', devices('d,A'));
    const b = dayDrop(w, '2026-01-05', 'devices.csv', devices('d,B'));
    for (const [drop, expected] of [
      [a, 'A'],
      [b, 'B'],
      [a, 'A'],
    ] as const) {
      await w.run(drop);
      expect(model(w)).toBe(expected);
    }
  });

  it('guesses the age of a drop without a manifest before it takes anything back', async () => {
    const w = makeWorkspace();
    const seen = (name: string, day: string) =>
      w.drop({ 'devices.csv': `device_id,model,last_seen\nd,${name},${day}T00:00:00Z\n` });
    await w.run(seen('tuesday', '2026-01-06'));
    expect((await w.run(seen('monday', '2026-01-05'))).tables.devices).toMatchObject({
      unchanged: 1,
    });
    expect(model(w)).toBe('tuesday');
    expect((await w.run(seen('wednesday', '2026-01-07'))).tables.devices).toMatchObject({
      updated: 1,
    });
  });

  it('keeps what a row said before, with where it came from', async () => {
    const w = makeWorkspace();
    await w.run(dayDrop(w, '2026-01-05', 'devices.csv', devices('c,C', 'd,X')));
    await w.run(dayDrop(w, '2026-01-06', 'devices.csv', devices('d,Y')));
    expect(
      w.rows('select table_name, key, origin_run, origin_line, replaced_by_run from history'),
    ).toEqual([
      { table_name: 'devices', key: 'd', origin_run: 1n, origin_line: 3n, replaced_by_run: 2n },
    ]);
  });
});

describe('the ledger', () => {
  const head = 'entry_id,account_id,at,asset,delta,kind,note\n';
  const entry = (delta: number, note = '') =>
    `e_1,a,2026-01-01T00:00:00Z,,${delta},bonus,${note}\n`;

  it('never changes: other content under the same entry is a contradiction', async () => {
    const w = makeWorkspace();
    await w.run(w.drop({ 'ledger.csv': head + entry(70) }));
    const before = dumpRecords(w.db);
    const result = await w.run(
      w.drop({ 'ledger.csv': head + entry(700) + entry(70, 'why') + entry(70) }),
    );
    expect(result.tables.ledger).toMatchObject({ read: 3, unchanged: 1, rejected: 2, updated: 0 });
    expect(result.first_rejects).toMatchObject([
      { line: 2, column: 'delta', code: 'CONTRADICTION' },
      { line: 3, column: 'note', code: 'CONTRADICTION' },
    ]);
    expect(dumpRecords(w.db)).toBe(before);
  });

  it('not within one drop either, and coins are the asset where none is named', async () => {
    const w = makeWorkspace();
    const result = await w.run(w.drop({ 'ledger.csv': head + entry(70) + entry(71) }));
    expect(result.tables.ledger).toMatchObject({ inserted: 1, rejected: 1 });
    expect(w.rows('select asset, delta from ledger')).toEqual([{ asset: 'coins', delta: 70n }]);
  });

  it('takes an export that leaves a column out as saying nothing of it', async () => {
    const w = makeWorkspace();
    await w.run(w.drop({ 'ledger.csv': head + entry(70, 'thanks') }));
    const short = 'entry_id,account_id,at,delta,kind\ne_1,a,2026-01-01T00:00:00Z,70,bonus\n';
    expect((await w.run(w.drop({ 'ledger.csv': short }))).tables.ledger).toMatchObject({
      unchanged: 1,
    });
    expect(w.value('select note from ledger')).toBe('thanks');
  });
});

describe('store records', () => {
  const head = 'provider,external_id,purchase_token,state\n';
  const pending = 'google,tok_1,tok_1,pending\n';
  const bought = 'google,GPA.1111-2222-3333-44444,tok_1,purchased\n';
  const keys = (w: TestWorkspace) => w.rows('select external_id, state from store_records');
  const one = [{ external_id: 'GPA.1111-2222-3333-44444', state: 'purchased' }];

  it.each([
    ['in one drop', [pending + bought]],
    ['in one drop, the other way round', [bought + pending]],
    ['in two drops', [pending, bought]],
    ['in two drops, the other way round', [bought, pending]],
  ])('the token stands for the purchase until there is an order id: %s', async (_name, files) => {
    const w = makeWorkspace();
    const counts = { read: 0, inserted: 0, updated: 0, unchanged: 0 };
    for (const file of files) {
      const { store_records } = (await w.run(w.drop({ 'store_records.csv': head + file }))).tables;
      if (!store_records) throw new Error('nothing was read');
      for (const key of ['read', 'inserted', 'updated', 'unchanged'] as const)
        counts[key] += store_records[key];
    }
    expect(keys(w)).toEqual(one);
    expect(counts).toMatchObject({ read: 2, inserted: 1 });
    expect(history(w).map(({ state }) => state)).toEqual(['pending']);
    expect(w.rows('select distinct key from history')).toEqual([
      { key: 'google/GPA.1111-2222-3333-44444' },
    ]);
    const before = dumpRecords(w.db);
    for (const file of files) await w.run(w.drop({ 'store_records.csv': head + file }));
    expect(dumpRecords(w.db)).toBe(before);
  });

  it('another provider or another token is another purchase', async () => {
    const w = makeWorkspace();
    const rows = `${pending}apple,order,tok_1,purchased\ngoogle,order,tok_2,purchased\n`;
    await w.run(w.drop({ 'store_records.csv': head + rows }));
    expect(w.value('select count(*) from store_records')).toBe(3n);
  });
});

describe('what can be searched for', () => {
  const accounts = (...rows: string[]) => ['account_id,email,username', ...rows, ''].join('\n');
  const terms = (w: TestWorkspace, id: string) =>
    (w.rows('select term from terms where id = ? order by term', id) as { term: string }[]).map(
      ({ term }) => term,
    );

  it('follows the row: old words go, new ones come, within a run too', async () => {
    const w = makeWorkspace();
    await w.run(
      dayDrop(w, '2026-01-05', 'accounts.csv', accounts('a_1,one@example.org,mia', 'a_2,,noa')),
    );
    expect(terms(w, 'a_1')).toEqual(['example.org', 'mia', 'one@example.org']);
    await w.run(
      dayDrop(
        w,
        '2026-01-06',
        'accounts.csv',
        accounts('a_1,two@example.org,mia', 'a_1,three@example.org,lia', 'a_1,one@example.org,mia'),
      ),
    );
    expect(terms(w, 'a_1')).toEqual(['example.org', 'mia', 'one@example.org']);
    await w.run(dayDrop(w, '2026-01-07', 'accounts.csv', accounts('a_1,,mia')));
    expect(terms(w, 'a_1')).toEqual(['mia']);
    expect(terms(w, 'a_2')).toEqual(['noa']);
  });

  it('is the same whether rows came at once or one after the other', async () => {
    const [at, after] = [makeWorkspace(), makeWorkspace()];
    const days = ['a_1,x@example.org,mia', 'a_1,y@example.org,mia', 'a_1,,lia'];
    await at.run(at.drop({ 'accounts.csv': accounts(...days) }));
    for (const [index, day] of days.entries())
      await after.run(dayDrop(after, `2026-01-0${index + 1}`, 'accounts.csv', accounts(day)));
    for (const table of ['terms', 'tails'])
      expect(after.rows(`select * from ${table}`)).toEqual(at.rows(`select * from ${table}`));
  });
});

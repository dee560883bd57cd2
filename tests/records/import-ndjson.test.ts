import { describe, expect, it } from 'vitest';
import { makeWorkspace, rejectsOf } from './import-workspace.ts';

const entry = (id: string, more = '') =>
  `{"entry_id":"${id}","account_id":"a","at":"2026-01-01T00:00:00Z","delta":70,"kind":"bonus"${more}}`;

describe('a line of more than 16 MiB', () => {
  it('is rejected alone', async () => {
    const w = makeWorkspace();
    const long = `{"device_id":"d_1","model":"${'a'.repeat(17 * 2 ** 20)}"}`;
    const result = await w.run(w.drop({ 'devices.ndjson': `${long}\n{"device_id":"d_2"}\n` }));
    expect(result.tables.devices).toMatchObject({ read: 2, inserted: 1, rejected: 1 });
    expect(result.first_rejects).toMatchObject([{ line: 1, code: 'ROW_TOO_LONG' }]);
  });
});

describe('NDJSON', () => {
  it('keeps integers exact beyond what a float holds, as numbers or strings', async () => {
    const w = makeWorkspace();
    const lines = [
      entry('e_1', ',"balance_after":9007199254740993'),
      entry('e_2', ',"balance_after":"-9223372036854775808"'),
      entry('e_3', ',"balance_after":9223372036854775807'),
    ];
    await w.run(w.drop({ 'ledger.ndjson': lines.join('\n') }));
    expect(w.rows('select balance_after from ledger order by entry_id')).toEqual([
      { balance_after: 9007199254740993n },
      { balance_after: -9223372036854775808n },
      { balance_after: 9223372036854775807n },
    ]);
  });

  it('takes a missing field, null and the empty string as the same', async () => {
    const w = makeWorkspace();
    const lines = [entry('e_1'), entry('e_1', ',"note":null'), entry('e_1', ',"note":""')];
    const result = await w.run(w.drop({ 'ledger.ndjson': lines.join('\n') }));
    expect(result.tables.ledger).toMatchObject({ read: 3, inserted: 1, unchanged: 2 });
  });

  it('rejects by itself what is no object, and names the line', async () => {
    const w = makeWorkspace();
    const lines = [
      entry('e_1'),
      '',
      '{"entry_id":',
      '[1]',
      '7',
      entry('e_2', ',"note":"a","note":"a"'),
      entry('e_3', ',"note":"a","note":"b"'),
      entry('e_4', ',"Note":"a","note":"b"'),
      entry('e_5', ',"memo":{"x":1,"x":1}'),
      entry('e_6', ',"balance_after":4.00'),
      entry('e_7', ',"balance_after":1e3'),
      entry('e_8', ',"note":"\\u0000"'),
      entry('e_9', ',"note":"a:b{\\"c\\":1}","memo":{"x":{"x":1}}'),
      `{"a":${'['.repeat(100_000)}`,
    ];
    const result = await w.run(w.drop({ 'ledger.ndjson': lines.join('\r\n') }));
    expect(result.first_rejects.map(({ line, code }) => `${line} ${code}`)).toEqual([
      '3 NOT_JSON',
      '4 NOT_AN_OBJECT',
      '5 NOT_AN_OBJECT',
      '6 NAME_TWICE',
      '7 NAME_TWICE',
      '8 NAME_TWICE',
      '9 NAME_TWICE',
      '10 BAD_INTEGER',
      '11 BAD_INTEGER',
      '12 NUL_BYTE',
      '14 NOT_JSON',
    ]);
    expect(result.tables.ledger).toMatchObject({ read: 13, inserted: 2, rejected: 11 });
    expect(rejectsOf(result)).toContain('"balance_after"');
  });

  it('says the same as CSV of the same rows, unknown columns included', async () => {
    const w = makeWorkspace();
    await w.run(w.drop({ 'devices.csv': 'device_id,rooted,zeta,alpha,Über\nd_1,TRUE,5,x,true\n' }));
    const lines = '{"alpha":"x","device_id":"d_1","ROOTED":true,"zeta":5,"Über":true,"none":null}';
    const result = await w.run(w.drop({ 'devices.ndjson': lines }));
    expect(result.tables.devices).toMatchObject({ read: 1, unchanged: 1 });
    expect(w.value('select extra from devices')).toBe('{"alpha":"x","zeta":"5","Über":"true"}');
  });

  it('takes objects where JSON text is meant, and stores whole characters only', async () => {
    const w = makeWorkspace();
    const line =
      '{"provider":"apple","external_id":"x","raw":{"a":[1.50,{"b":null}]},"state":"half \\ud83d"}';
    const drop = w.drop({ 'store_records.ndjson': line });
    await w.run(drop);
    expect(w.rows('select raw, state from store_records')).toEqual([
      { raw: '{"a":[1.50,{"b":null}]}', state: 'half \ufffd' },
    ]);
    expect((await w.run(drop)).tables.store_records).toMatchObject({ unchanged: 1 });
  });

  it('takes names of prototypes as names', async () => {
    const w = makeWorkspace();
    const line =
      '{"device_id":"d","__proto__":{"rooted":true},"constructor":"x","hasOwnProperty":"y"}';
    await w.run(w.drop({ 'devices.ndjson': line }));
    expect(w.rows('select rooted, extra from devices')).toEqual([
      {
        rooted: null,
        extra: '{"__proto__":{"rooted":true},"constructor":"x","hasOwnProperty":"y"}',
      },
    ]);
    expect({}).not.toHaveProperty('rooted');
  });
});

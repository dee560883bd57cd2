import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { makeWorkspace, refusalOf, rejectsOf, type TestWorkspace } from './import-workspace.ts';

type Written = Parameters<typeof parquetWriteBuffer>[0];

function parquet(options: Written): Uint8Array {
  // Where a schema says it, the columns do not.
  const columnData = options.schema
    ? options.columnData.map(({ name, data }) => ({ name, data }))
    : options.columnData;
  return new Uint8Array(parquetWriteBuffer({ ...options, columnData }));
}

const big = 9007199254740993n;

/** A ledger as a data team would write it: typed columns, exact integers, times in UTC. */
function ledger(rows: number): Written {
  const each = <T>(value: (index: number) => T) => Array.from({ length: rows }, (_, i) => value(i));
  return {
    columnData: [
      { name: 'entry_id', data: each((i) => `e_${i}`), type: 'STRING' },
      { name: ' Account_ID ', data: each(() => 'a_1'), type: 'STRING' },
      {
        name: 'at',
        data: each((i) => new Date(Date.UTC(2026, 0, 1) + i * 1001)),
        type: 'TIMESTAMP',
      },
      { name: 'delta', data: each((i) => big + BigInt(i)), type: 'INT64' },
      { name: 'balance_after', data: each((i) => (i % 2 === 0 ? null : -big)), type: 'INT64' },
      { name: 'kind', data: each(() => 'adjustment'), type: 'STRING' },
      { name: 'quantity', data: each((i) => i % 1000), type: 'INT32' },
    ],
  };
}

async function importOne(w: TestWorkspace, name: string, options: Written) {
  return w.run(w.drop({ [name]: parquet(options) }));
}

describe('a Parquet file', () => {
  it('gives integers beyond 2^53, times and unknown values exactly, each row by its number', async () => {
    const w = makeWorkspace();
    const result = await importOne(w, 'ledger.parquet', ledger(3));
    expect(result.tables.ledger).toMatchObject({ read: 3, inserted: 3 });
    expect(
      w.rows(
        'select entry_id, account_id, at, delta, balance_after, quantity, origin_line from ledger order by entry_id',
      ),
    ).toEqual(
      [0n, 1n, 2n].map((i) => ({
        entry_id: `e_${i}`,
        account_id: 'a_1',
        at: BigInt(Date.UTC(2026, 0, 1)) + i * 1001n,
        delta: big + i,
        balance_after: i % 2n === 0n ? null : -big,
        quantity: i,
        origin_line: i + 1n,
      })),
    );
  });

  const codecs = {
    UNCOMPRESSED: undefined,
    SNAPPY: undefined,
    GZIP: (bytes: Uint8Array) => gzipSync(bytes),
    ZSTD: (bytes: Uint8Array) => zstdCompressSync(bytes),
    BROTLI: (bytes: Uint8Array) => brotliCompressSync(bytes),
  };
  for (const [codec, compress] of Object.entries(codecs))
    it(`is read with pages packed as ${codec}, over several row groups`, async () => {
      const w = makeWorkspace();
      const result = await importOne(w, 'ledger.parquet', {
        ...ledger(2500),
        rowGroupSize: 1000,
        codec: codec as NonNullable<Written['codec']>,
        ...(compress ? { compressors: { [codec]: compress } } : {}),
      });
      expect(result.tables.ledger).toMatchObject({ read: 2500, inserted: 2500 });
      const sum = Array.from({ length: 2500 }, (_, i) => big + BigInt(i)).reduce((a, b) => a + b);
      const deltas = w.rows('select delta from ledger') as { delta: bigint }[];
      expect(deltas.reduce((all, { delta }) => all + delta, 0n)).toBe(sum);
      expect(w.value("select origin_line from ledger where entry_id = 'e_2499'")).toBe(2500n);
    });

  it('comes in parts, and packed as a whole in gzip or zstd, with nothing left behind', async () => {
    const w = makeWorkspace();
    const part = (id: string) =>
      parquet({ columnData: [{ name: 'account_id', data: [id], type: 'STRING' }] });
    const result = await w.run(
      w.drop({
        'accounts-0001.parquet': part('a_1'),
        'accounts-0002.parquet.gz': gzipSync(part('a_2')),
        'accounts-0003.parquet.zst': zstdCompressSync(part('a_3')),
      }),
    );
    expect(result.tables.accounts).toMatchObject({ read: 3, inserted: 3 });
  });

  it('is judged as a CSV would be: floats are no integers, a time without a zone has no offset', async () => {
    const w = makeWorkspace();
    const drop = w.drop({
      'recharges.parquet': parquet({
        columnData: [
          { name: 'recharge_id', data: ['r_1', 'r_2', 'r_3'], type: 'STRING' },
          { name: 'account_id', data: ['a_1', 'a_1', 'a_1'], type: 'STRING' },
          { name: 'channel', data: ['web', 'web', 'web'], type: 'STRING' },
          { name: 'created_at', data: [0n, 1_767_225_600_123_456n, 2n] },
          { name: 'amount_minor', data: [700, null, 1.5], type: 'DOUBLE' },
        ],
        schema: [
          { name: 'root', num_children: 5 },
          { name: 'recharge_id', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
          { name: 'account_id', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
          { name: 'channel', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
          {
            name: 'created_at',
            type: 'INT64',
            logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' },
          },
          { name: 'amount_minor', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
        ],
      }),
    });
    const strict = await w.run(drop);
    expect(strict.tables.recharges).toMatchObject({ read: 3, rejected: 3 });
    expect(strict.first_rejects.map(({ line, column, code }) => [line, column, code])).toEqual([
      [1, 'amount_minor', 'BAD_INTEGER'],
      [2, 'created_at', 'NO_OFFSET'],
      [3, 'amount_minor', 'BAD_INTEGER'],
    ]);
    const zoned = await w.run(drop, { zone: 'Europe/Berlin' });
    expect(zoned.tables.recharges).toMatchObject({ read: 3, inserted: 1, rejected: 2 });
    expect(w.value('select created_at from recharges')).toBe(1_767_225_600_123n - 3_600_000n);
  });

  it('gives decimals, unsigned integers, days and ids of other types as they are', async () => {
    const w = makeWorkspace();
    const result = await importOne(w, 'fx_rates.parquet', {
      columnData: [
        { name: 'from', data: ['usd', 'usd', 'usd'], type: 'STRING' },
        { name: 'to', data: ['EUR', 'EUR', 'EUR'], type: 'STRING' },
        { name: 'day', data: [20_000, 20_001, 20_002] },
        { name: 'rate', data: [108_340_000_001n, -1n, 5n] },
        { name: 'source', data: ['a', 'b', 'c'], type: 'STRING' },
        { name: 'wide', data: [255n, -256n, 1n] },
        { name: 'count', data: [2n ** 64n - 1n, 0n, 1n] },
        {
          name: 'uuid',
          data: [
            '0a0b0c0d-0a0b-0c0d-0a0b-0c0d0a0b0c0d',
            '1a1a1a1a-1a1a-1a1a-1a1a-1a1a1a1a1a1a',
            'ffffffff-ffff-ffff-ffff-ffffffffffff',
          ],
        },
        { name: 'small', data: [1, 2, 3], type: 'INT32' },
      ],
      schema: [
        { name: 'root', num_children: 9 },
        { name: 'from', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
        { name: 'to', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
        { name: 'day', type: 'INT32', converted_type: 'DATE' },
        { name: 'rate', type: 'INT64', converted_type: 'DECIMAL', scale: 11, precision: 18 },
        { name: 'source', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
        {
          name: 'wide',
          type: 'FIXED_LEN_BYTE_ARRAY',
          type_length: 2,
          converted_type: 'DECIMAL',
          scale: 2,
          precision: 4,
        },
        { name: 'count', type: 'INT64', converted_type: 'UINT_64' },
        {
          name: 'uuid',
          type: 'FIXED_LEN_BYTE_ARRAY',
          type_length: 16,
          logical_type: { type: 'UUID' },
        },
        { name: 'small', type: 'INT32' },
      ],
    });
    expect(rejectsOf(result)).toBe('');
    expect(w.rows('select day, rate, extra from fx_rates order by day')).toEqual([
      {
        day: '2024-10-04',
        rate: '1.08340000001',
        extra:
          '{"count":"18446744073709551615","small":"1","uuid":"0a0b0c0d-0a0b-0c0d-0a0b-0c0d0a0b0c0d","wide":"2.55"}',
      },
      {
        day: '2024-10-05',
        rate: '-0.00000000001',
        extra:
          '{"count":"0","small":"2","uuid":"1a1a1a1a-1a1a-1a1a-1a1a-1a1a1a1a1a1a","wide":"-2.56"}',
      },
      {
        day: '2024-10-06',
        rate: '0.00000000005',
        extra:
          '{"count":"1","small":"3","uuid":"ffffffff-ffff-ffff-ffff-ffffffffffff","wide":"0.01"}',
      },
    ]);
  });

  it('lands no card number and no security code', async () => {
    const w = makeWorkspace();
    const card = '4111111111111111';
    const result = await importOne(w, 'accounts.parquet', {
      columnData: [
        { name: 'account_id', data: ['a_1', card], type: 'STRING' },
        { name: 'display_name', data: [`Jo ${card}`, 'x'], type: 'STRING' },
        { name: 'paid_with', data: [BigInt(card), null], type: 'INT64' },
        { name: 'cvv', data: [123, 456], type: 'INT32' },
      ],
    });
    expect(result.tables.accounts).toMatchObject({ read: 2, inserted: 2, redacted: 2 });
    const all = JSON.stringify(w.rows('select account_id, display_name, extra from accounts'));
    expect(all).toContain('411111******1111');
    expect(all.split(card)).toHaveLength(2); // the account_id is a typed id
    expect(all).not.toMatch(/123|456/);
  });

  it('rejects alone a row whose text is no text', async () => {
    const w = makeWorkspace();
    const text = (bytes: number[]) => new Uint8Array(bytes);
    const result = await importOne(w, 'accounts.parquet', {
      columnData: [
        { name: 'account_id', data: ['a_1', 'a_2', 'a_3'], type: 'STRING' },
        {
          name: 'username',
          data: [text([0xff, 0xfe]), text([0x41]), text([0x41, 0])],
          type: 'BYTE_ARRAY',
        },
      ],
    });
    expect(result.tables.accounts).toMatchObject({ read: 3, inserted: 1, rejected: 2 });
    expect(result.first_rejects.map(({ line, code, column }) => [line, code, column])).toEqual([
      [1, 'NOT_UTF8', 'username'],
      [3, 'NUL_BYTE', 'username'],
    ]);
  });

  it('keeps bytes that nobody calls text beside their row, in hexadecimal digits', async () => {
    const w = makeWorkspace();
    const result = await importOne(w, 'accounts.parquet', {
      columnData: [
        { name: 'account_id', data: ['a_1'], type: 'STRING' },
        { name: 'digest', data: [new Uint8Array([0xff, 0xfe, 0x00])], type: 'BYTE_ARRAY' },
      ],
    });
    expect(result.tables.accounts).toMatchObject({ inserted: 1, rejected: 0 });
    expect(w.value('select extra from accounts')).toBe('{"digest":"fffe00"}');
  });

  it('is refused by name where it is damaged, cut off, empty, or no Parquet at all', async () => {
    const whole = parquet(ledger(200));
    const flipped = Uint8Array.from(whole, (byte, at) => (at > 40 && at < 90 ? byte ^ 0xff : byte));
    const hostile: Record<string, Uint8Array> = {
      cut: whole.subarray(0, whole.length - 100),
      head: whole.subarray(50),
      flipped,
      text: Buffer.from('entry_id,account_id\n'),
      empty: new Uint8Array(),
      magic: Buffer.from('PAR1PAR1'),
      footer: Buffer.concat([whole.subarray(0, -8), Buffer.from('\xff\xff\xff\x7fPAR1', 'latin1')]),
    };
    for (const [name, bytes] of Object.entries(hostile)) {
      const w = makeWorkspace();
      const refusal = await refusalOf(w.run(w.drop({ 'ledger.parquet': bytes })));
      expect([name, refusal.code]).toEqual([name, 'DROP_REFUSED']);
      expect(refusal.message).toContain('ledger.parquet');
      expect(w.value('select count(*) from runs')).toBe(0n);
    }
  });

  it('is refused where a needed column is missing or one stands twice', async () => {
    const w = makeWorkspace();
    const missing = parquet({ columnData: [{ name: 'username', data: ['x'], type: 'STRING' }] });
    expect((await refusalOf(w.run(w.drop({ 'accounts.parquet': missing })))).message).toContain(
      'needs account_id',
    );
    const twice = parquet({
      columnData: [
        { name: 'account_id', data: ['x'], type: 'STRING' },
        { name: 'Account_Id', data: ['y'], type: 'STRING' },
      ],
    });
    expect((await refusalOf(w.run(w.drop({ 'accounts.parquet': twice })))).message).toContain(
      'twice',
    );
  });
});

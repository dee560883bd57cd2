import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { stringify } from 'csv-stringify/sync';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { zipOf } from './archives.ts';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeWorkspace } from './import-workspace.ts';

/** One entry of the ledger as a data team would write it, every number at its full width. */
interface Written {
  readonly account_id: string;
  readonly at: bigint;
  readonly delta: bigint;
  readonly balance_after: bigint | null;
  readonly note: string | null;
}

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
/** Any text that is kept as it is: no card number, no digits in a row, nothing trimmed away. */
const note = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((text) => text.replace(/[\p{Nd}\p{Cc}]/gu, '').toWellFormed())
  .filter((text) => text.trim() === text && text !== '');
const written: fc.Arbitrary<Written> = fc.record({
  account_id: fc.stringMatching(/^[a-z]{1,6}_[0-9]{1,4}$/),
  at: fc.bigInt({ min: 0n, max: 4_102_444_800_000n }),
  delta: int64,
  balance_after: fc.option(int64),
  note: fc.option(note),
});

const names = ['entry_id', 'account_id', 'at', 'delta', 'balance_after', 'kind', 'note'] as const;

function cells(rows: readonly Written[]): (string | bigint | null)[][] {
  return rows.map((row, index) => [
    `e_${index}`,
    row.account_id,
    row.at,
    row.delta,
    row.balance_after,
    'adjustment',
    row.note,
  ]);
}

function csvOf(rows: readonly Written[], delimiter = ','): string {
  const texts = cells(rows).map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
  return stringify([[...names], ...texts], { delimiter, record_delimiter: '\r\n' });
}

function ndjsonOf(rows: readonly Written[]): string {
  return cells(rows)
    .map((row) => {
      const pairs = row.map((cell, place) => {
        const value = typeof cell === 'bigint' ? String(cell) : JSON.stringify(cell);
        return `${JSON.stringify(names[place])}:${value}`;
      });
      return `{${pairs.join(',')}}\n`;
    })
    .join('');
}

function parquetOf(rows: readonly Written[]): Uint8Array {
  const all = cells(rows);
  const wide = new Set(['at', 'delta', 'balance_after']);
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: names.map((name, place) => ({
        name,
        data: all.map((row) => row[place] ?? null),
        type: wide.has(name) ? ('INT64' as const) : ('STRING' as const),
      })),
    }),
  );
}

const formats: Readonly<Record<string, (rows: readonly Written[]) => string | Uint8Array>> = {
  'ledger.csv': (rows) => csvOf(rows),
  'ledger.tsv': (rows) => csvOf(rows, '\t'),
  'ledger.ndjson': ndjsonOf,
  'ledger.parquet': parquetOf,
  'ledger.csv.gz': (rows) => gzipSync(csvOf(rows)),
  'ledger.ndjson.zst': (rows) => zstdCompressSync(Buffer.from(ndjsonOf(rows))),
};

describe('what was written is what is stored, to the last coin and millisecond', () => {
  for (const [file, write] of Object.entries(formats))
    it(`in ${file}, in a folder and in an archive`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 40 }), async (rows) => {
          const w = makeWorkspace();
          const bytes = write(rows);
          const result = await w.run(w.drop({ [file]: bytes }));
          expect(result.first_rejects).toEqual([]);
          expect(
            w.rows(
              'select account_id, at, delta, balance_after, note from ledger order by origin_line',
            ),
          ).toEqual(rows);
          const zip = path.join(w.folder, 'again.zip');
          writeFileSync(zip, zipOf([{ name: file, content: bytes }]));
          const again = await w.run(zip);
          expect(again.tables.ledger).toMatchObject({ read: rows.length, unchanged: rows.length });
        }),
        { numRuns: 4, seed: 20261127 },
      );
    });
});

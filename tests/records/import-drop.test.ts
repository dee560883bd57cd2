import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  dump,
  makeWorkspace,
  recharges,
  refusalOf,
  rejectsOf,
  type TestWorkspace,
} from './import-workspace.ts';

const row = (id: string) => `${id},a_1,web,2026-01-01T00:00:00Z,700,`;
const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

/** A refused drop is named, says what to do next, and leaves no trace. */
async function expectRefused(w: TestWorkspace, drop: string, ...words: string[]): Promise<void> {
  const before = dump(w.db);
  const refusal = await refusalOf(w.run(drop));
  expect(refusal.code).toBe('DROP_REFUSED');
  for (const word of words) expect(refusal.message).toContain(word);
  expect(refusal.next).not.toBe('');
  expect(dump(w.db)).toBe(before);
}

describe('the files of a drop', () => {
  it('come as CSV, TSV, NDJSON or JSONL, packed or not, and in parts with a header each', async () => {
    const w = makeWorkspace();
    const drop = w.drop({
      'recharges-0001.csv': recharges(row('rc_1')),
      'recharges-0002.csv.gz': gzipSync(recharges(row('rc_2'))),
      'recharges-0010.csv.zst': zstdCompressSync(Buffer.from(recharges(row('rc_3')))),
      'recharges.tsv': recharges(row('rc_4')).replaceAll(',', '\t'),
      'accounts.ndjson': '{"account_id":"a_1"}\n',
      'accounts-0002.jsonl.gz': gzipSync('{"account_id":"a_2"}\n'),
      'Devices.CSV': 'device_id\nd_1\n',
    });
    const result = await w.run(drop);
    expect(result.tables.recharges).toMatchObject({ read: 4, inserted: 4 });
    expect(result.tables.accounts).toMatchObject({ read: 2, inserted: 2 });
    expect(result.tables.devices).toMatchObject({ read: 1, inserted: 1 });
    expect(result.ignored).toEqual([]);
    expect(w.rows('select name, table_name, rows from files order by number')).toEqual([
      { name: 'accounts.ndjson', table_name: 'accounts', rows: 1n },
      { name: 'accounts-0002.jsonl.gz', table_name: 'accounts', rows: 1n },
      { name: 'recharges.tsv', table_name: 'recharges', rows: 1n },
      { name: 'recharges-0001.csv', table_name: 'recharges', rows: 1n },
      { name: 'recharges-0002.csv.gz', table_name: 'recharges', rows: 1n },
      { name: 'recharges-0010.csv.zst', table_name: 'recharges', rows: 1n },
      { name: 'Devices.CSV', table_name: 'devices', rows: 1n },
    ]);
  });

  it('may be packed in several members or frames, none of which is lost', async () => {
    const w = makeWorkspace();
    const text = recharges(...Array.from({ length: 5000 }, (_, index) => row(`rc_${index}`)));
    const [head, tail] = [Buffer.from(text.slice(0, 70_001)), Buffer.from(text.slice(70_001))];
    const gz = await w.run(
      w.drop({ 'recharges.csv.gz': Buffer.concat([gzipSync(head), gzipSync(tail)]) }),
    );
    expect(gz.tables.recharges).toMatchObject({ read: 5000, inserted: 5000 });
    const zst = Buffer.concat([
      zstdCompressSync(head),
      zstdCompressSync(''),
      zstdCompressSync(tail),
    ]);
    const again = await w.run(w.drop({ 'recharges.csv.zst': zst }));
    expect(again.tables.recharges).toMatchObject({ read: 5000, unchanged: 5000 });
  });

  it('are named where they are unknown, and passed over where they are litter', async () => {
    const w = makeWorkspace();
    const drop = w.drop({
      'recharges.csv': recharges(row('rc_1')),
      'readme.txt': 'hello',
      'unknown_table.csv': 'a\n1\n',
      '.DS_Store': 'x',
      'Thumbs.db': 'x',
      '__MACOSX/recharges.csv': 'x',
      'more/recharges.csv': recharges(row('rc_2')),
      'attachments/photo.jpg': 'picture',
      'attachments/.DS_Store': 'x',
    });
    const result = await w.run(drop);
    expect(result.ignored).toEqual(['more/', 'readme.txt', 'unknown_table.csv']);
    expect(result.tables.recharges).toMatchObject({ read: 1, inserted: 1 });
  });

  it.each(['confirmations.ndjson', 'confirmations-0001.ndjson', 'confirmations.csv'])(
    'with %s is refused where nobody judges its signature',
    async (name) => {
      const w = makeWorkspace();
      const drop = w.drop({ 'devices.csv': 'device_id\nd\n', [name]: '{}' });
      await expect(w.run(drop)).rejects.toMatchObject({ code: 'DROP_REFUSED' });
    },
  );

  it('may hold a header alone', async () => {
    const w = makeWorkspace();
    const result = await w.run(w.drop({ 'recharges.csv': recharges() }));
    expect(result.tables.recharges).toMatchObject({ read: 0 });
    expect(result.as_of).toBeNull();
  });
});

describe('a drop is refused as a whole', () => {
  const good = { 'accounts.csv': 'account_id\na_1\n' };
  const cases: readonly (readonly [string, Record<string, string | Uint8Array>, string[]])[] = [
    ['nothing in it', {}, ['no table']],
    [
      'a cut-off gzip',
      { 'recharges.csv.gz': gzipSync(recharges(row('rc_1'))).subarray(0, -12) },
      ['recharges.csv.gz', 'cut off'],
    ],
    [
      'something else than gzip',
      { 'recharges.csv.gz': recharges(row('rc_1')) },
      ['recharges.csv.gz', 'damaged'],
    ],
    [
      'a cut-off zst',
      {
        'recharges.csv.zst': zstdCompressSync(Buffer.from(recharges(row('rc_1')))).subarray(0, -5),
      },
      ['recharges.csv.zst', 'cut off'],
    ],
    [
      'rubbish behind the zst',
      {
        'recharges.csv.zst': Buffer.concat([
          zstdCompressSync(Buffer.from(recharges())),
          Buffer.from('rubbish'),
        ]),
      },
      ['recharges.csv.zst', 'damaged'],
    ],
    ['no header', { 'recharges.csv': '' }, ['recharges.csv', 'no header']],
    [
      'a needed column missing',
      { 'recharges.csv': 'recharge_id,account_id,channel\n1,2,web\n' },
      ['recharges.csv', 'created_at'],
    ],
    [
      'a name twice',
      { 'recharges.csv': 'recharge_id,account_id,channel,created_at,Coins, coins\n' },
      ['recharges.csv', 'twice'],
    ],
    [
      'UTF-16',
      { 'recharges.csv': Buffer.from(`\ufeff${recharges(row('rc_1'))}`, 'utf16le') },
      ['recharges.csv', 'UTF-16'],
    ],
    [
      'UTF-16 in NDJSON',
      { 'recharges.ndjson': Buffer.from('{"recharge_id":"x"}\n', 'utf16le') },
      ['recharges.ndjson', 'UTF-16'],
    ],
    [
      'Latin-1 throughout',
      { 'accounts.csv': Buffer.from('account_id,username\na_1,Jörg\na_2,Jürgen\n', 'latin1') },
      ['accounts.csv', 'UTF-8'],
    ],
    ['a Parquet file', { 'recharges.parquet': 'PAR1' }, ['recharges.parquet', 'Parquet']],
  ];
  it.each(cases)('with %s', async (_name, files, words) => {
    const w = makeWorkspace();
    // Put a good file first, so that something would have gone in.
    await expectRefused(
      w,
      w.drop(Object.keys(files).length > 0 ? { ...good, ...files } : {}),
      ...words,
    );
    expect(w.value('select count(*) from accounts')).toBe(0n);
  });

  it('where it is not there, a single file, or no archive behind the name of one', async () => {
    const w = makeWorkspace();
    await expectRefused(w, path.join(w.folder, 'nowhere'), 'nowhere');
    const drop = w.drop({ 'recharges.csv': recharges(), 'drop.zip': 'PK' });
    await expectRefused(w, path.join(drop, 'recharges.csv'), 'single file');
    await expectRefused(w, path.join(drop, 'drop.zip'), 'cannot be read as a .zip');
  });

  it('where a name in it is a link', async () => {
    const w = makeWorkspace();
    const secret = path.join(w.folder, 'secret.csv');
    writeFileSync(secret, 'account_id\nstolen\n');
    for (const name of ['accounts.csv', 'attachments/photo.jpg', 'manifest.json']) {
      const drop = w.drop({ 'devices.csv': 'device_id\nd_1\n' });
      mkdirSync(path.dirname(path.join(drop, name)), { recursive: true });
      symlinkSync(secret, path.join(drop, name));
      await expectRefused(w, drop, name, 'is a link');
    }
    const drop = w.drop({});
    linkSync(secret, path.join(drop, 'accounts.csv'));
    expect((await w.run(drop)).tables.accounts).toMatchObject({ inserted: 1 });
  });
});

describe('a manifest', () => {
  const text = recharges(row('rc_1'), row('rc_2'), 'broken', '');
  const files = [{ name: 'recharges.csv', rows: 3, sha256: sha256(text) }];
  const honest = {
    format: 'recharge-desk/1',
    source: 'nightly export',
    as_of: '2026-02-01T00:00:00+01:00',
    covers_from: '2025-01-01T00:00:00Z',
    covers_to: '2026-02-01T00:00:00Z',
    files,
  };
  const withManifest = (w: TestWorkspace, manifest: unknown, more: Record<string, string> = {}) =>
    w.drop({
      'recharges.csv': text,
      'manifest.json': typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
      ...more,
    });

  it('is believed where all it says is so', async () => {
    const w = makeWorkspace();
    const result = await w.run(withManifest(w, honest, { 'attachments/unnamed.txt': 'x' }));
    expect(result).toMatchObject({
      as_of: '2026-01-31T23:00:00.000Z',
      as_of_guessed: false,
      covers_from: '2025-01-01T00:00:00.000Z',
      covers_to: '2026-02-01T00:00:00.000Z',
    });
    expect(result.tables.recharges).toMatchObject({ read: 3, inserted: 2, rejected: 1 });
    expect(w.value('select source from runs')).toBe('nightly export');
    expect(rejectsOf(result)).toContain('TOO_FEW_FIELDS');
  });

  it.each([
    [
      'a wrong hash',
      { files: [{ ...files[0], sha256: sha256('x') }] },
      ['recharges.csv', 'sha256'],
    ],
    ['a wrong size', { files: [{ ...files[0], bytes: 9 }] }, ['recharges.csv', 'bytes', '9']],
    ['a wrong count', { files: [{ ...files[0], rows: 4 }] }, ['recharges.csv', '3 rows', '4']],
    [
      'a file that is absent',
      { files: [...files, { name: 'ledger.csv', rows: 1 }] },
      ['ledger.csv', 'not in the drop'],
    ],
    ['a path out of the drop', { files: [...files, { name: '../secret.csv' }] }, ['../secret.csv']],
    ['another version', { format: 'recharge-desk/2' }, ['recharge-desk/2']],
    ['no version', { format: undefined }, ['manifest.json']],
    ['a time without offset', { as_of: '2026-02-01T00:00:00' }, ['manifest.json', 'as_of']],
    ['nonsense in it', { files: 'all of them' }, ['manifest.json', 'files']],
    ['no files', { files: undefined }, ['recharges.csv', 'not named']],
  ])('with %s refuses the run', async (_name, change, words) => {
    const w = makeWorkspace();
    await expectRefused(w, withManifest(w, { ...honest, ...change }), ...words);
  });

  it('is not needed to say that a file has semicolons where commas should be', async () => {
    const w = makeWorkspace();
    const drop = w.drop({ 'recharges.csv': text.replaceAll(',', ';') });
    await expectRefused(w, drop, 'recharges.csv', 'not separated by commas');
  });

  it('that cannot be read refuses the run', async () => {
    const w = makeWorkspace();
    const other = w.drop({ 'recharges.csv': text, 'MANIFEST.json': '{' });
    await expectRefused(w, other, 'manifest.json');
    await expectRefused(w, withManifest(w, '{'), 'manifest.json');
    await expectRefused(w, withManifest(w, '[]'), 'manifest.json');
  });

  it('must name every data file', async () => {
    const w = makeWorkspace();
    await expectRefused(
      w,
      withManifest(w, honest, { 'ledger.csv': 'x\n' }),
      'ledger.csv',
      'not named',
    );
  });

  it('may be absent: then the age is guessed from the data, without plans for the future', async () => {
    const w = makeWorkspace();
    const drop = w.drop({
      'recharges.csv': recharges(
        'rc_1,a,web,2026-01-01T00:00:00Z,1,2026-01-05T00:00:00Z',
        'rc_2,a,web,2026-01-03T00:00:00Z,1,',
      ),
      'limits.csv': 'limit_id,valid_to\nl_1,2099-01-01T00:00:00Z\n',
    });
    expect(await w.run(drop)).toMatchObject({
      as_of: '2026-01-05T00:00:00.000Z',
      as_of_guessed: true,
      covers_from: '2026-01-01T00:00:00.000Z',
      covers_to: '2026-01-03T00:00:00.000Z',
      warnings: [
        'No manifest says how old the drop is; its age is guessed from the newest time in it.',
      ],
    });
  });
});

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { tarGzOf, tarOf, zipOf } from './archives.ts';
import { makeWorkspace, recharges, refusalOf, type TestWorkspace } from './import-workspace.ts';

const csv = (...ids: string[]) =>
  recharges(...ids.map((id) => `${id},a_1,web,2026-01-01T00:00:00Z,700,`));
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

function fileOf(w: TestWorkspace, name: string, bytes: Uint8Array): string {
  const folder = path.join(w.folder, 'archives');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, name), bytes);
  return path.join(folder, name);
}

/** A refused archive says why and leaves nothing behind, in the copy or in the staging folder. */
async function expectRefused(name: string, bytes: Uint8Array, ...words: string[]): Promise<void> {
  const w = makeWorkspace();
  const refusal = await refusalOf(w.run(fileOf(w, name, bytes)));
  expect(refusal.code).toBe('DROP_REFUSED');
  for (const word of [name, ...words]) expect(refusal.message).toContain(word);
  expect(refusal.next).not.toBe('');
  expect(readdirSync(w.layout.staging)).toEqual([]);
  expect(w.value('select count(*) from runs')).toBe(0n);
  expect(readdirSync(w.folder).sort()).toEqual(['archives', 'workspace']);
}

describe('a drop in one file', () => {
  const entries = [
    { name: 'recharges.csv', content: csv('rc_1', 'rc_2') },
    { name: 'accounts.ndjson', content: '{"account_id":"a_1"}\n' },
    { name: 'attachments/receipt.png', content: 'png' },
    { name: 'readme.txt', content: 'hello' },
    { name: 'deeper/recharges.csv', content: csv('rc_9') },
    { name: '.DS_Store', content: 'x' },
  ];
  const rooted = [
    { name: 'export-2026/' },
    ...entries.map((each) => ({ ...each, name: `export-2026/${each.name}` })),
    { name: '__MACOSX/export-2026/._recharges.csv', content: 'x' },
  ];

  const kinds: [string, () => Promise<Buffer> | Buffer][] = [
    ['drop.zip', () => zipOf(entries)],
    ['rooted.ZIP', () => zipOf(rooted)],
    ['drop.tar', () => tarOf(entries)],
    ['rooted.tar', () => tarOf(rooted)],
    ['drop.tar.gz', () => tarGzOf(entries)],
    ['drop.tgz', () => tarGzOf(entries)],
    ['drop.tar.zst', async () => zstdCompressSync(await tarOf(entries))],
  ];
  for (const [name, make] of kinds)
    it(`is read from ${name} as from a folder, and nothing of it stays unpacked`, async () => {
      const w = makeWorkspace();
      const result = await w.run(fileOf(w, name, await make()));
      expect(result.tables).toMatchObject({
        recharges: { read: 2, inserted: 2 },
        accounts: { read: 1, inserted: 1 },
      });
      expect(result.ignored.sort()).toEqual(['deeper/', 'readme.txt']);
      expect(w.value('select drop_name from runs')).toBe(name);
      expect(readdirSync(w.layout.staging)).toEqual([]);
      expect(readdirSync(path.join(w.layout.attachments, String(result.run)))).toEqual([
        'receipt.png',
      ]);
    });

  it('is the same drop as the folder it was packed from: the second changes nothing', async () => {
    const w = makeWorkspace();
    await w.run(w.drop({ 'recharges.csv': csv('rc_1') }));
    const again = await w.run(
      fileOf(w, 'd.zip', zipOf([{ name: 'recharges.csv', content: csv('rc_1') }])),
    );
    expect(again.tables.recharges).toMatchObject({ read: 1, unchanged: 1 });
  });

  it('holds files that are packed themselves, and a manifest that is checked', async () => {
    const w = makeWorkspace();
    const text = csv('rc_1');
    const manifest = (hash: string) =>
      JSON.stringify({
        format: 'recharge-desk/1',
        as_of: '2026-01-02T00:00:00Z',
        files: [{ name: 'recharges.csv', rows: 1, sha256: hash }],
      });
    const packed = (hash: string) =>
      zipOf([
        { name: 'x/recharges.csv', content: text },
        { name: 'x/manifest.json', content: manifest(hash) },
      ]);
    const good = await w.run(fileOf(w, 'good.zip', packed(sha256(text))));
    expect(good).toMatchObject({ as_of: '2026-01-02T00:00:00.000Z', as_of_guessed: false });
    const refusal = await refusalOf(w.run(fileOf(w, 'bad.zip', packed(sha256('other')))));
    expect(refusal.message).toContain('recharges.csv is not the file that manifest.json names');
    const gz = await w.run(
      fileOf(w, 'gz.zip', zipOf([{ name: 'recharges.csv.gz', content: gzipSync(csv('rc_2')) }])),
    );
    expect(gz.tables.recharges).toMatchObject({ inserted: 1 });
  });

  it('shows no card number of its name or of the names in it', async () => {
    const w = makeWorkspace();
    const card = '4111111111111111';
    const result = await w.run(
      fileOf(
        w,
        `drop-${card}.zip`,
        zipOf([
          { name: 'recharges.csv', content: csv('rc_1') },
          { name: `notes ${card}.txt` },
          { name: `folder ${card}/x.txt` },
        ]),
      ),
    );
    expect(JSON.stringify(result)).not.toContain(card);
    expect(String(w.value('select drop_name from runs'))).not.toContain(card);
  });
});

describe('an archive is refused before anything is unpacked', () => {
  const good = { name: 'recharges.csv', content: csv('rc_1') };
  const names = [
    '../evil.csv',
    'a/../../evil.csv',
    '/etc/evil.csv',
    '\\\\host\\evil.csv',
    'a\\..\\evil.csv',
    'C:/evil.csv',
    'a//b.csv',
    'a/./b.csv',
    'evil\u0000.csv',
    'evil\n.csv',
    '..',
  ];
  for (const name of names)
    it(`for the name ${JSON.stringify(name)}`, async () => {
      await expectRefused('drop.zip', zipOf([good, { name, content: 'x' }]), 'leave the folder');
      if (!name.includes('\u0000'))
        await expectRefused(
          'drop.tar',
          await tarOf([good, { name, content: 'x' }]),
          'leave the folder',
        );
    });

  it('for links and other things that are no files', async () => {
    await expectRefused(
      'link.zip',
      zipOf([good, { name: 'accounts.csv', content: '/etc/passwd', mode: 0o120777 }]),
      'accounts.csv',
      'link',
    );
    for (const type of ['symlink', 'link', 'fifo', 'character-device', 'block-device'] as const)
      await expectRefused(
        `${type}.tar`,
        await tarOf([good, { name: 'accounts.csv', type, linkname: '/etc/passwd' }]),
        'accounts.csv',
      );
  });

  it('for the same name twice, also where only a file system takes them for the same', async () => {
    await expectRefused('twice.zip', zipOf([good, good]), 'twice');
    await expectRefused('twice.tar.gz', await tarGzOf([good, good]), 'twice');
    await expectRefused('case.zip', zipOf([good, { name: 'Recharges.CSV' }]), 'twice');
    await expectRefused('nfc.zip', zipOf([{ name: 'é.csv' }, { name: 'e\u0301.csv' }]), 'twice');
    await expectRefused('both.zip', zipOf([{ name: 'a' }, { name: 'a/b.csv' }]), 'twice');
  });

  it('for more than 10,000 entries', async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => ({ name: `f${index}`, method: 0 }));
    await expectRefused('many.zip', zipOf(many), '10000 entries');
    await expectRefused(
      'many.tar',
      await tarOf(many.map(({ name }) => ({ name }))),
      '10000 entries',
    );
  });

  it('for what it claims to unpack to, or does unpack to', async () => {
    await expectRefused('claims.zip', zipOf([{ ...good, claims: 2 ** 30 + 1 }]), '200 times');
    const zeros = Buffer.alloc(1024);
    const liar = zipOf([{ name: 'recharges.csv', content: zeros, claims: 10 }]);
    await expectRefused('lies.zip', liar, 'cannot be read');
  });

  it('where it is damaged, cut off, encrypted or no archive at all', async () => {
    const zip = zipOf([good]);
    await expectRefused('cut.zip', zip.subarray(0, zip.length - 30), 'cannot be read');
    const flipped = Buffer.from(zip);
    flipped[60] = (flipped[60] ?? 0) ^ 0xff;
    await expectRefused('flipped.zip', flipped, 'cannot be read');
    await expectRefused('text.zip', Buffer.from('not a zip'), 'cannot be read');
    await expectRefused('empty.zip', Buffer.alloc(0), 'cannot be read');
    await expectRefused('secret.zip', zipOf([{ ...good, encrypted: true }]), 'encrypted');
    await expectRefused('lzma.zip', zipOf([{ ...good, method: 14 }]), 'packed in a way');
    const tar = await tarOf([{ ...good, content: csv(...Array.from({ length: 500 }, String)) }]);
    await expectRefused('cut.tar', tar.subarray(0, 1100), 'cannot be read');
    await expectRefused('text.tar', Buffer.from('x'.repeat(2000)), 'cannot be read');
    await expectRefused('empty.tar', Buffer.alloc(0), 'nothing is in it');
    await expectRefused('plain.tar.gz', tar, 'damaged');
    const gz = gzipSync(tar);
    await expectRefused('cut.tar.gz', gz.subarray(0, gz.length - 20), 'cut off');
  });

  it('where no table is in it', async () => {
    const w = makeWorkspace();
    const refusal = await refusalOf(w.run(fileOf(w, 'd.zip', zipOf([{ name: 'readme.txt' }]))));
    expect(refusal.code).toBe('DROP_REFUSED');
    expect(refusal.message).toContain('no table in d.zip');
    expect(readdirSync(w.layout.staging)).toEqual([]);
  });
});

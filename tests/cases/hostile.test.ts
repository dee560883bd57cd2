import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import type { EntryBody } from '../../contract/cases.ts';
import { fold } from '../../main/desk/cases/fold.ts';
import { toLine } from '../../main/desk/cases/bundle/wire.ts';
import { bytesOf, forgedBundle, forgedCase, forgedEntry, forger, sealed, zipped } from './forge.ts';
import { openDesk, png, start, type TestDesk } from './desks.ts';

/** What a colleague with a key of their own sends by hand. */
const key = forger();
const theirCase = `cs_${'7'.repeat(20)}`;
const opening: EntryBody = { kind: 'opened', case_kind: 'other', title: 'From a stranger' };
const note = (text: string): EntryBody => ({ kind: 'note', text });

let desk: TestDesk;
let recipient: string;
beforeEach(async () => {
  desk = openDesk('receiver');
  ({ recipient } = await desk.cases.bundles.recipient());
});
afterEach(() => desk.close());

const send = async (plain: Buffer) => ({
  upload: desk.upload('bundle', await sealed(recipient, plain)),
});

/** `joined`, or the code of the refusal; where it is refused nothing may be left or changed. */
async function comesTo(plain: Buffer): Promise<string> {
  const before = desk.cases.list({ status: 'any', archived: false, limit: 1000 });
  try {
    await desk.cases.bundles.import(desk.me, await send(plain));
    return 'joined';
  } catch (error) {
    expect(desk.cases.list({ status: 'any', archived: false, limit: 1000 })).toEqual(before);
    const left = readdirSync(desk.layout.staging).filter((name) => name.startsWith('bd_'));
    expect(left).toEqual([]);
    return (error as { code?: string }).code ?? String(error);
  }
}

const good = async () => await zipped(forgedCase(key, theirCase, [opening, note('hello')]));

it('joins what a stranger made by hand where all is in order: the control of all below', async () => {
  expect(await comesTo(await good())).toBe('joined');
  expect(desk.cases.show({ id: theirCase }).notes[0]?.text).toBe('hello');
});

describe('a zip that is more than its files is refused', () => {
  const endOf = (bytes: Buffer) => bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));

  /** Moves everything behind `at` back by some bytes, and mends every place that is named. */
  function widened(bytes: Buffer, at: number, gap: Buffer): Buffer {
    const mended = Buffer.from(bytes);
    const end = endOf(bytes);
    const directory = bytes.readUInt32LE(end + 16);
    for (let entry = directory; entry < end; ) {
      const offset = bytes.readUInt32LE(entry + 42);
      if (offset >= at) mended.writeUInt32LE(offset + gap.length, entry + 42);
      const lengths = [28, 30, 32].map((field) => bytes.readUInt16LE(entry + field));
      entry += 46 + lengths.reduce((sum, length) => sum + length, 0);
    }
    if (directory >= at) mended.writeUInt32LE(directory + gap.length, end + 16);
    return Buffer.concat([mended.subarray(0, at), gap, mended.subarray(at)]);
  }

  it.each([
    ['a PDF before it', (bytes: Buffer) => widened(bytes, 0, Buffer.from('%PDF-1.7\n'))],
    ['a page before it', (bytes: Buffer) => widened(bytes, 0, Buffer.from('<script>1</script>'))],
    [
      'bytes before its directory',
      (bytes: Buffer) => widened(bytes, bytes.readUInt32LE(endOf(bytes) + 16), Buffer.alloc(9, 1)),
    ],
    [
      'a comment behind it',
      (bytes: Buffer) => {
        const said = Buffer.concat([bytes, Buffer.from('see also')]);
        said.writeUInt16LE(8, endOf(bytes) + 20);
        return said;
      },
    ],
    [
      'another name at the file than in the directory',
      (bytes: Buffer) => {
        const other = Buffer.from(bytes);
        other.write('index.HTML', other.indexOf('index.html'));
        return other;
      },
    ],
    [
      'a size that is said to stand elsewhere and does not',
      (bytes: Buffer) => {
        const lied = Buffer.from(bytes);
        lied.writeUInt32LE(0xffffffff, bytes.readUInt32LE(endOf(bytes) + 16) + 24);
        return lied;
      },
    ],
    [
      'a directory that is said to have four thousand million entries',
      (bytes: Buffer) => {
        const end = endOf(bytes);
        const big = Buffer.alloc(76);
        big.writeUInt32LE(0x06064b50, 0);
        big.writeBigUInt64LE(44n, 4);
        big.writeBigUInt64LE(4_000_000_000n, 24);
        big.writeBigUInt64LE(4_000_000_000n, 32);
        big.writeBigUInt64LE(BigInt(end - bytes.readUInt32LE(end + 16)), 40);
        big.writeBigUInt64LE(BigInt(bytes.readUInt32LE(end + 16)), 48);
        big.writeUInt32LE(0x07064b50, 56);
        big.writeBigUInt64LE(BigInt(end), 64);
        big.writeUInt32LE(1, 72);
        return Buffer.concat([bytes.subarray(0, end), big, bytes.subarray(end)]);
      },
    ],
  ])('with %s', async (_, change) => {
    expect(await comesTo(change(await good()))).toBe('BUNDLE_REFUSED');
  });

  it.each([
    ['a file twice', 'index.html', 0o100600],
    ['a link', `attachments/${'a'.repeat(64)}`, 0o120777],
    ['a device', `attachments/${'a'.repeat(64)}`, 0o060600],
    ['a name that differs by case alone', 'Index.html', 0o100600],
    ['a name that turns itself round', 'index\u202e.html', 0o100600],
    ['a name as Windows reserves it', 'aux', 0o100600],
  ])('with %s', async (_, name, mode) => {
    const zip = new ZipFile();
    for (const [each, bytes] of forgedCase(key, theirCase, [opening])) zip.addBuffer(bytes, each);
    zip.addBuffer(Buffer.from('/etc/passwd'), name, { mode });
    zip.end();
    expect(await comesTo(await bytesOf(zip))).toBe('BUNDLE_REFUSED');
  });
});

describe('texts that are signed, and not what they should be, are refused', () => {
  const deep = (levels: number) => Buffer.from('['.repeat(levels) + ']'.repeat(levels));
  const replaced = (name: string, bytes: Buffer) =>
    new Map([...forgedCase(key, theirCase, [opening]), [name, bytes]]);

  it.each([
    ['a manifest of three MiB', replaced('manifest.json', Buffer.alloc(3 << 20, ' '))],
    ['a manifest a million levels deep', replaced('manifest.json', deep(1_000_000))],
    ['a signature that is a list', replaced('signature.json', deep(500))],
    [
      'an entry half a million levels deep',
      forgedBundle(key, theirCase, [`{"a":${deep(500_000)}}\n`]),
    ],
    [
      'an entry whose words are two thousand levels deep',
      forgedBundle(key, theirCase, [
        toLine(forgedEntry(key, theirCase, JSON.parse(String(deep(2000))) as EntryBody)),
      ]),
    ],
    ['an entry that never ends', forgedBundle(key, theirCase, ['x'.repeat(7_000_000)])],
    ['more entries than it says', forgedBundle(key, theirCase, ['{}\n{}\n'])],
  ])('%s', async (_, files) => {
    expect(await comesTo(await zipped(files))).toBe('BUNDLE_REFUSED');
  });

  it.each(['__proto__', 'constructor', 'prototype'])('a column named %s', async (name) => {
    const fields = JSON.parse(`{"${name}":"x","coins":"70"}`) as Record<string, string>;
    const link: EntryBody = {
      kind: 'link',
      record: { kind: 'recharge', id: 'rc_1' },
      copied: { as_of: null, fields, timeline: [], provenance: [], verdict: null },
    };
    expect(await comesTo(await zipped(forgedCase(key, theirCase, [opening, link])))).toBe(
      'BUNDLE_REFUSED',
    );
    expect(({} as { x?: string }).x).toBeUndefined();
  });
});

describe('an attachment is by its bytes what its entry says, or the bundle is refused', () => {
  const carried = async (bytes: Buffer, type: 'text/plain' | 'image/png' | 'image/gif') => {
    const { createHash } = await import('node:crypto');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const said: EntryBody = {
      kind: 'attachment',
      name: 'shot.png',
      type,
      bytes: bytes.length,
      sha256,
      warning: null,
    };
    const beside = new Map([[`attachments/${sha256}`, bytes]]);
    return comesTo(await zipped(forgedCase(key, theirCase, [opening, said], beside)));
  };
  it('a picture that is one is taken: the control', async () => {
    expect(await carried(png, 'image/png')).toBe('joined');
  });
  it.each([
    ['a drawing that can run as text', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    [
      'a drawing behind a long remark',
      Buffer.from(`<!--${' '.repeat(10_000)}--><svg onload="x()"/>`),
    ],
    ['a page as text', Buffer.from('\ufeff <HTML><body>')],
    ['a program as text', Buffer.from('\x7fELF\x02\x01\x01\0\0\0')],
    ['a picture as text', png],
  ])('%s', async (_, bytes) => {
    expect(await carried(bytes, 'text/plain')).toBe('BUNDLE_REFUSED');
  });
  it('a text as a picture', async () => {
    expect(await carried(Buffer.from('hello'), 'image/png')).toBe('BUNDLE_REFUSED');
  });
});

describe('a bundle reaches no further than the case it names', () => {
  it('is refused with entries of a case that has nothing to do with it', async () => {
    const { id } = desk.cases.create(desk.me, { title: 'Ours', kind: 'other' });
    const lines = [
      toLine(forgedEntry(key, theirCase, opening)),
      toLine(forgedEntry(key, id, note('slipped in'))),
    ];
    expect(await comesTo(await zipped(forgedBundle(key, theirCase, lines)))).toBe('BUNDLE_REFUSED');
    expect(desk.cases.show({ id }).notes).toEqual([]);
  });

  it('says which further cases it reaches where it says that it took them up', async () => {
    const { id } = desk.cases.create(desk.me, { title: 'Ours', kind: 'other' });
    const took: EntryBody = {
      kind: 'set',
      field: `absorbs:${id}`,
      value: 'on',
      reason: null,
      replaces: [],
    };
    const lines = [
      toLine(forgedEntry(key, theirCase, opening)),
      toLine(forgedEntry(key, theirCase, took)),
      toLine(forgedEntry(key, id, note('slipped in'))),
    ];
    const plain = await zipped(forgedBundle(key, theirCase, lines));
    const { verdict, would } = await desk.cases.bundles.verify(await send(plain));
    expect(would.also).toEqual([id]);
    expect(verdict.warnings.join(' ')).toContain(id);
  });

  it('is refused where it opens a case once more that is here', async () => {
    const { id } = desk.cases.create(desk.me, { title: 'Ours', kind: 'chargeback' });
    expect(await comesTo(await zipped(forgedCase(key, id, [opening])))).toBe('BUNDLE_REFUSED');
    expect(desk.cases.show({ id })).toMatchObject({ title: 'Ours', kind: 'chargeback' });
    const twice = await zipped(forgedCase(key, theirCase, [opening, opening]));
    expect(await comesTo(twice)).toBe('BUNDLE_REFUSED');
  });

  it('says where it was sealed for somebody else and passed on', async () => {
    const other = openDesk('other');
    const { id } = other.cases.create(other.me, { title: 'For us alone', kind: 'other' });
    const third = (await other.cases.bundles.recipient()).recipient;
    const plainFor = async (recipients: string[]) =>
      other.exported({ case: id, level: 'full', recipients });
    // Sealed for a third desk and for us it was meant for us; what was resealed was not.
    const meant = { upload: desk.upload('bundle', await plainFor([third, recipient])) };
    const first = await desk.cases.bundles.verify(meant);
    expect(first.verdict.warnings.join(' ')).not.toContain('passed it on');
    const { opened } = await import('./forge.ts');
    const { readFileSync } = await import('node:fs');
    const identity = readFileSync(`${other.folder}/desk.age`, 'utf8').trim();
    const resealed = await send(await opened(await plainFor([third]), identity));
    const second = await desk.cases.bundles.verify(resealed);
    expect(second.verdict.warnings.join(' ')).toContain('passed it on');
    other.close();
  });
});

describe('a bundle takes nothing away', () => {
  const set = (field: string, value: string, replaces: string[]): EntryBody => ({
    kind: 'set',
    field,
    value,
    reason: 'from elsewhere',
    replaces,
  });
  const entryOf = (id: string, field: string): string => {
    const rows = desk.desk.prepare('select id from case_entries where case_id = ?').pluck().all(id);
    const found = rows
      .map(String)
      .find((one) =>
        String(
          desk.desk.prepare('select body from case_words where entry_id = ?').pluck().get(one),
        ).includes(`"field":"${field}"`),
      );
    return found ?? '';
  };

  it('ends no legal hold of this desk, and one that it brings is ended there', async () => {
    const { id } = desk.cases.create(desk.me, { title: 'Held', kind: 'other' });
    desk.cases.set(desk.me, { case: id, field: 'hold', value: 'yes', reason: 'court order' });
    const ends = forgedCase(key, id, [set('hold', 'no', [entryOf(id, 'hold')])]);
    expect(await comesTo(await zipped(ends))).toBe('joined');
    expect(desk.cases.show({ id })).toMatchObject({ hold: true, hold_reason: 'court order' });
    // Here it is ended by who may.
    desk.cases.set(desk.me, { case: id, field: 'hold', value: 'no', reason: 'lifted' });
    expect(desk.cases.show({ id }).hold).toBe(false);
    const theirs = forgedCase(key, id, [set('hold', 'yes', [])]);
    expect(await comesTo(await zipped(theirs))).toBe('joined');
    expect(() =>
      desk.cases.set(desk.me, { case: id, field: 'hold', value: 'no', reason: 'not ours' }),
    ).toThrow(/alone ends it/);
  });

  it('dates no closing back, so that nothing is let go before its time', async () => {
    const { id } = desk.cases.create(desk.me, { title: 'Kept', kind: 'other' });
    desk.cases.add(desk.me, { case: id, what: { kind: 'note', text: 'kept a year' } });
    const long = forgedEntry(key, id, set('status', 'closed', []), start - 4000 * 86_400_000);
    expect(await comesTo(await zipped(forgedBundle(key, id, [toLine(long)])))).toBe('joined');
    expect(desk.cases.show({ id }).status).toBe('closed');
    expect(desk.cases.retain(desk.as('owner', 'owner'), { commit: true }).due).toEqual([]);
    desk.time.now += 366 * 86_400_000;
    expect(desk.cases.retain(desk.as('owner', 'owner'), { commit: true }).due).toEqual([id]);
  });

  it('costs no more than its size where one name is set again and again', () => {
    const sets = Array.from({ length: 20_000 }, (_, n) =>
      forgedEntry(key, theirCase, set('title', `title ${n}`, []), start + n),
    );
    const folded = fold(theirCase, sets);
    expect(folded.value('title')).toBe('title 19999');
    expect(folded.heads('title')).toHaveLength(20_000);
  });
});

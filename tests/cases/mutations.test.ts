import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { ZipFile } from 'yazl';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBundle } from '../../main/desk/cases/bundle/open.ts';
import { bytesOf, opened, resigned, sealed, unzipped, zipped } from './forge.ts';
import { openDesk, png, start, type TestDesk } from './desks.ts';

/** How many bundles are mutated at random: a few hundred here, 5,000 by BUNDLE_MUTATIONS=5000. */
const mutations = Number(process.env.BUNDLE_MUTATIONS ?? 300);

let desk: TestDesk;
let folder: string;
let identity: string;
let recipient: string;
let good: Buffer;
let files: Map<string, Buffer>;
const secret = 'a secret that must never lie about';

beforeAll(async () => {
  desk = openDesk('sender');
  folder = mkdtempSync(path.join(tmpdir(), 'desk-mutations-'));
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
  const { id } = desk.cases.create(desk.me, { title: secret, kind: 'other' });
  for (let n = 0; n < 20; n++)
    desk.cases.add(desk.me, { case: id, what: { kind: 'note', text: `${secret} ${n}` } });
  await desk.cases.attach(desk.me, { case: id, upload: desk.upload('f', png), name: 'shot.png' });
  good = await desk.exported({ case: id, level: 'full', recipients: [recipient] });
  files = await unzipped(await opened(good, identity));
});
afterAll(() => {
  desk.close();
  rmSync(folder, { recursive: true, force: true });
});

let tries = 0;
/** Opens it as the product does: `whole` or the code, and nothing may be left where it is refused. */
async function verdictOf(bytes: Buffer): Promise<string> {
  const name = `try-${++tries}`;
  const file = path.join(folder, `${name}.age`);
  const staging = path.join(folder, 'staging', name);
  writeFileSync(file, bytes);
  try {
    await openBundle({
      file,
      staging,
      keys: { identities: [identity], passphrase: null },
      now: start + 86_400_000,
    });
    return 'whole';
  } catch (error) {
    const left = readdirSync(folder, { recursive: true })
      .map(String)
      .filter((one) => one.includes(name) && one !== `${name}.age`);
    if (left.length > 0) return `left ${left.join(', ')}`;
    return (error as { code?: string }).code ?? String(error);
  } finally {
    rmSync(file, { force: true });
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Numbers that look like chance and are the same in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const again = (name: string, change: (text: string) => string): Map<string, Buffer> =>
  new Map([...files, [name, Buffer.from(change(String(files.get(name))))]]);

describe('a bundle', () => {
  it('is whole as it was sent', async () => {
    expect(await verdictOf(good)).toBe('whole');
    // The control: what is packed by this test anew, unchanged, is whole as well.
    expect(await verdictOf(await sealed(recipient, await zipped(files)))).toBe('whole');
    expect(await verdictOf(await sealed(recipient, await zipped(resigned(files, () => {}))))).toBe(
      'whole',
    );
  });

  it(`is refused after any of ${mutations} changes to its bytes, and leaves nothing behind`, async () => {
    const roll = dice(53);
    for (let n = 0; n < mutations; n++) {
      const bytes = Buffer.from(good);
      const at = Math.floor(roll() * bytes.length);
      const kind = n % 5;
      const length = 1 + Math.floor(roll() * 64);
      const mutated =
        kind === 0
          ? (bytes.writeUInt8((bytes.readUInt8(at) ^ (1 << Math.floor(roll() * 8))) & 255, at),
            bytes)
          : kind === 1
            ? bytes.subarray(0, at)
            : kind === 2
              ? Buffer.concat([
                  bytes.subarray(0, at),
                  bytes.subarray(Math.min(bytes.length, at + length)),
                ])
              : kind === 3
                ? Buffer.concat([
                    bytes.subarray(0, at),
                    bytes.subarray(at, at + length),
                    bytes.subarray(at),
                  ])
                : Buffer.concat([bytes, Buffer.alloc(length, n)]);
      if (mutated.equals(good)) continue;
      expect(await verdictOf(mutated), `mutation ${n} at ${at}`).toMatch(
        /^(BUNDLE_REFUSED|BAD_INPUT)$/,
      );
    }
  }, 600_000);

  it('is refused after any change inside it by somebody who can seal, but not sign', async () => {
    const roll = dice(99);
    const plain = await opened(good, identity);
    for (let n = 0; n < mutations / 3; n++) {
      const bytes = Buffer.from(plain);
      const at = Math.floor(roll() * bytes.length);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
      const said = await verdictOf(await sealed(recipient, bytes));
      // Times and marks that a zip keeps beside its files say nothing and change nothing.
      if (said === 'whole') expect(await unzipped(bytes)).toEqual(files);
      else expect(said, `byte ${at}`).toBe('BUNDLE_REFUSED');
    }
  }, 600_000);

  const forged: [string, () => Promise<Buffer> | Buffer][] = [
    [
      'without a signature',
      async () =>
        sealed(recipient, await zipped([...files].filter(([name]) => name !== 'signature.json'))),
    ],
    [
      'with an empty signature',
      async () =>
        sealed(recipient, await zipped(again('signature.json', () => '{"signature":""}'))),
    ],
    [
      'signed by a key that is not the one it names',
      async () =>
        sealed(
          recipient,
          await zipped(
            resigned(files, (m) => {
              m.key_id = desk.key.id;
            }),
          ),
        ),
    ],
    [
      'with words changed and signed anew',
      async () =>
        sealed(
          recipient,
          await zipped(
            resigned(
              again('entries.ndjson', (text) => text.replace(secret, 'other')),
              () => {},
            ),
          ),
        ),
    ],
    [
      'with a name changed and signed anew',
      async () =>
        sealed(
          recipient,
          await zipped(
            resigned(
              again('entries.ndjson', (text) => text.replace('sender-person', 'somebody-else')),
              () => {},
            ),
          ),
        ),
    ],
    [
      'with an entry twice',
      async () =>
        sealed(
          recipient,
          await zipped(
            resigned(
              again('entries.ndjson', (text) => text + text),
              (m) => {
                m.entries *= 2;
              },
            ),
          ),
        ),
    ],
    [
      'with an entry left out',
      async () =>
        sealed(
          recipient,
          await zipped(
            resigned(
              again('entries.ndjson', (text) => text.slice(text.indexOf('\n') + 1)),
              () => {},
            ),
          ),
        ),
    ],
    [
      'of a future version',
      async () =>
        sealed(
          recipient,
          await zipped(
            resigned(files, (m) => {
              m.format = 'recharge-desk-bundle/2';
            }),
          ),
        ),
    ],
    [
      'with fields nobody knows',
      async () =>
        sealed(
          recipient,
          await zipped(
            resigned(files, (m) => {
              m.grant = 'owner';
            }),
          ),
        ),
    ],
    [
      'with __proto__ in its manifest',
      async () =>
        sealed(
          recipient,
          await zipped(
            resigned(files, (m) => {
              Object.defineProperty(m, '__proto__', { value: { a: 1 }, enumerable: true });
            }),
          ),
        ),
    ],
    [
      'with a file more than it names',
      async () =>
        sealed(
          recipient,
          await zipped([...files, ['attachments/' + 'a'.repeat(64), Buffer.from('x')]]),
        ),
    ],
    [
      'with an attachment that is a page',
      async () => {
        const page = Buffer.from('<!doctype html><script>1</script>');
        const name = [...files.keys()].find((one) => one.startsWith('attachments/')) ?? '';
        return sealed(
          recipient,
          await zipped(resigned(new Map([...files, [name, page]]), () => {})),
        );
      },
    ],
    [
      'with its audit changed',
      async () =>
        sealed(
          recipient,
          await zipped(
            resigned(
              again('audit.ndjson', (text) => text.replace('sender-person', 'other')),
              () => {},
            ),
          ),
        ),
    ],
    [
      'that is a zip of something else',
      async () => sealed(recipient, await zipped([['hello.txt', Buffer.from('hi')]])),
    ],
    ['that is no zip', () => sealed(recipient, Buffer.from('hello'))],
    ['that is empty', () => Buffer.alloc(0)],
    ['that is no age file', async () => opened(good, identity)],
    [
      'whose passphrase costs too much',
      () =>
        Buffer.from(`age-encryption.org/v1\n-> scrypt bBjlhJVYZeE4aqUdmtRHfw 22\nZZZ\n--- AAAA\nx`),
    ],
    [
      'whose passphrase costs nothing that is a number',
      () =>
        Buffer.from(
          `age-encryption.org/v1\n-> scrypt bBjlhJVYZeE4aqUdmtRHfw 1e3\nZZZ\n--- AAAA\nx`,
        ),
    ],
  ];
  it.each(forged)('is refused %s', async (_, make) => {
    expect(await verdictOf(await make())).toBe('BUNDLE_REFUSED');
  });

  it.each([
    '../out',
    '/etc/out',
    'C:\\out',
    'attachments/../../out',
    'con',
    'INDEX.HTML',
    'index.html\0',
  ])('is refused with a file named %s', async (name) => {
    const plain = await zipped([...files, ['x'.repeat(Buffer.byteLength(name)), Buffer.from('x')]]);
    // Written over in place, since no honest tool makes such names.
    const placed = Buffer.from(
      plain.toString('latin1').replaceAll('x'.repeat(Buffer.byteLength(name)), name),
      'latin1',
    );
    expect(await verdictOf(await sealed(recipient, placed))).toBe('BUNDLE_REFUSED');
  });

  it('is refused with a million files before one of them is read', async () => {
    const plain = Buffer.from(await zipped(files));
    // The end of the directory says how many there are; the claim alone is enough.
    const end = plain.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
    plain.writeUInt16LE(0xfffe, end + 8);
    plain.writeUInt16LE(0xfffe, end + 10);
    expect(await verdictOf(await sealed(recipient, plain))).toBe('BUNDLE_REFUSED');
    const zip = new ZipFile();
    for (let n = 0; n < 5000; n++)
      zip.addBuffer(Buffer.alloc(0), `attachments/${String(n).padStart(64, '0')}`);
    zip.end();
    expect(await verdictOf(await sealed(recipient, await bytesOf(zip)))).toBe('BUNDLE_REFUSED');
  });

  it('is refused where it unpacks to far more than it may', async () => {
    const bomb = await zipped(
      [...files, ['index.html', Buffer.alloc(8)]].slice(1) as [string, Buffer][],
    );
    expect(await verdictOf(await sealed(recipient, bomb))).toBe('BUNDLE_REFUSED');
    const zeros = await zipped([
      ...[...files].filter(([name]) => name !== 'index.html'),
      ['index.html', Buffer.alloc(80 * 1024 * 1024)],
    ]);
    expect(await verdictOf(await sealed(recipient, zeros))).toBe('BUNDLE_REFUSED');
  });

  it('is refused from a desk whose key is another than the one it had', async () => {
    const receiver = openDesk('receiver');
    try {
      const own = await receiver.cases.bundles.recipient();
      const resealed = async (contents: Map<string, Buffer>) =>
        receiver.upload('bundle', await sealed(own.recipient, await zipped(contents)));
      await receiver.cases.bundles.import(receiver.me, {
        upload: await resealed(files),
      });
      const before = receiver.cases.list({ status: 'any', archived: false, limit: 10 });
      await expect(
        receiver.cases.bundles.import(receiver.me, {
          upload: await resealed(
            resigned(files, (m) => {
              m.bundle = `bd_${'1'.repeat(20)}`;
            }),
          ),
        }),
      ).rejects.toMatchObject({ code: 'BUNDLE_REFUSED' });
      expect(receiver.cases.list({ status: 'any', archived: false, limit: 10 })).toEqual(before);
      expect(readdirSync(receiver.layout.staging).filter((one) => one.startsWith('bd_'))).toEqual(
        [],
      );
    } finally {
      receiver.close();
    }
  });
});

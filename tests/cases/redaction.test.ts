import { afterAll, beforeAll, expect, it } from 'vitest';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { openDesk, type TestDesk } from './desks.ts';

/** Two hundred secrets, each in a place of its own, as people and drops would leave them there. */
const count = 200;
const secrets = Array.from({ length: count }, (_, n) => `zq${String(n).padStart(3, '0')}canary`);
let next = 0;
const secret = () => secrets[next++ % count] ?? '';

let desk: TestDesk;
let id: string;
beforeAll(async () => {
  desk = openDesk('redact');
  id = desk.cases.create(desk.me, {
    title: `Ring of ${secret()}`,
    kind: 'seller_ring',
    owner: secret(),
    tags: [secret(), secret()],
  }).id;
  const personal = [
    'username',
    'display_name',
    'email',
    'phone',
    'birth_year',
    'ip',
    'device_id',
    'instrument_id',
    'purchase_token',
    'account_token',
    'contact',
    'subject',
    'body',
    'note',
    'message',
    'detail',
    'raw',
    'extra',
    'url',
    'text',
    'name',
    'notes',
    'last4',
    'bin',
    'model',
  ];
  for (let n = 0; n < 5; n++) {
    const email = `${secret()}@example.org`;
    desk.record(
      'account',
      `ac_${n}`,
      {
        ...Object.fromEntries(personal.map((name) => [name, secret()])),
        account_id: `ac_${n}`,
        email,
        coins: '70',
        status: `${secret()} with spaces and a mail ${secret()}@example.org`,
      },
      `wrote ${secret()}`,
    );
  }
  desk.record('ip', '203.0.113.77', { ip: '203.0.113.77', ip_country: 'BR' });
  desk.cases.link(desk.me, {
    case: id,
    records: [
      ...Array.from({ length: 5 }, (_, n) => ({ kind: 'account' as const, id: `ac_${n}` })),
      { kind: 'ip', id: '203.0.113.77' },
    ],
  });
  const say = (what: Parameters<typeof desk.cases.add>[1]['what']) =>
    desk.cases.add(desk.me, { case: id, what });
  while (next < count - 4) {
    say({ kind: 'note', text: `customer ${secret()} said ${secret()}` });
    say({ kind: 'task', text: `call ${secret()}`, assignee: secret() });
    say({ kind: 'decision', text: secret(), because: secret() });
    say({ kind: 'event', at: '2026-11-20T10:00:00Z', text: secret() });
  }
  const text = Buffer.from(`plain text of ${secret()}`);
  await desk.cases.attach(desk.me, {
    case: id,
    upload: desk.upload('f', text),
    name: `${secret()}.txt`,
  });
  desk.cases.set(desk.me, { case: id, field: 'check:members', value: 'waived', reason: secret() });
  desk.searches.hits = [{ kind: 'account', id: secret() }];
  await desk.cases.step(desk.me, { case: id, what: 'search', input: { text: secret() } });
});
afterAll(() => desk.close());

async function plainOf(level: 'full' | 'masked' | 'statistics') {
  const identity = await generateX25519Identity();
  const bytes = await desk.exported({
    case: id,
    level,
    recipients: [await identityToRecipient(identity)],
  });
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const { fromBufferPromise } = await import('yauzl');
  const zip = await fromBufferPromise(Buffer.from(await decrypter.decrypt(bytes)), {
    lazyEntries: true,
  });
  let all = '';
  for await (const entry of zip.eachEntry()) {
    all += `${entry.fileName} ${entry.comment}\n`;
    for await (const piece of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>)
      all += piece.toString('utf8');
  }
  return all;
}

const foundIn = (text: string) =>
  [...secrets, '203.0.113.77'].filter((one) => text.toLowerCase().includes(one));

it('carries every secret in full: the control', async () => {
  expect(next).toBeGreaterThanOrEqual(count);
  expect(foundIn(await plainOf('full')).length).toBeGreaterThan(count * 0.95);
});

it.each(['masked', 'statistics'] as const)(
  'carries none of 200 secrets at level %s: not in words, page, names or metadata',
  async (level) => {
    expect(foundIn(await plainOf(level))).toEqual([]);
  },
);

it('says in the preview exactly what leaves: no line that leaves holds a secret, and what leaves is in the bundle', async () => {
  const preview = desk.cases.bundles.preview({ case: id, level: 'masked' });
  const lines = preview.leaving.flatMap((one) => one.lines);
  expect(
    lines.filter(({ leaves, value }) => leaves === 'yes' && foundIn(value).length > 0),
  ).toEqual([]);
  expect(lines.some(({ leaves, value }) => leaves === 'masked' && foundIn(value).length > 0)).toBe(
    true,
  );
  expect(
    lines.some(
      ({ leaves, name, value }) => leaves === 'yes' && name.endsWith('coins') && value === '70',
    ),
  ).toBe(true);
});

it('lets words go that a person cleared one by one, and no others', async () => {
  const identity = await generateX25519Identity();
  const [note, other] = desk.cases.show({ id }).notes;
  const bytes = await desk.exported({
    case: id,
    level: 'masked',
    clear: [note?.entry ?? ''],
    recipients: [await identityToRecipient(identity)],
  });
  const there = openDesk('there');
  const upload = there.upload('bundle', bytes);
  const { joined } = await there.cases.bundles.import(there.me, { upload, identity });
  const notes = there.cases.show({ id: joined.case }).notes;
  expect(notes.find(({ entry }) => entry === note?.entry)?.text).toBe(note?.text);
  expect(notes.find(({ entry }) => entry === other?.entry)?.text).toMatch(/^\[masked/);
  there.close();
});

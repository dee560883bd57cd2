import { createPublicKey, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proposal } from '../../contract/adjustments.ts';
import { type Bench, code, openBench } from './bench.ts';
import { createPlatform, decisionsIn } from './platform.ts';

let bench: Bench;
const platform = createPlatform();
beforeEach(() => {
  bench = openBench();
  bench.account('ac_1');
});
afterEach(() => bench.close());

const dayMs = 24 * 60 * 60_000;

function give(coins: string, extra: object = {}): string {
  const input = { account: 'ac_1', coins, reason: 'PROMO_MISSING', note: 'n', ...extra };
  return bench.adjustments.propose(bench.as('ana'), proposal.parse(input)).id;
}
const outbox = () => bench.adjustments.outbox;
const send = () => outbox().export(bench.as('oli'), {}).body;
const trust = () =>
  outbox().registerKey(bench.as('oli'), { name: 'platform', public_key: platform.publicKey });
const confirm = (text: string) => outbox().confirm(bench.as('oli'), { text });
const state = (id: string) => bench.adjustments.show(bench.as('oli'), { id }).state;

describe('an outbox file', () => {
  it('holds every decision once, under a header, signed by the desk over all bytes before', () => {
    const id = give('70');
    const made = outbox().export(bench.as('oli'), {});
    const lines = made.body.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      format: 'recharge-desk-outbox/1',
      desk: bench.audit.install,
      sequence: 1,
      created_at: '2026-11-20T12:00:00.000Z',
      expires_at: '2026-11-27T12:00:00.000Z',
      key_id: outbox().state().key_id,
    });
    expect(JSON.parse(lines[1] ?? '')).toEqual({
      kind: 'adjustment',
      adjustment_id: id,
      account_id: 'ac_1',
      coins: '70',
      reason: 'PROMO_MISSING',
      recharge_id: null,
      reverses: null,
      decided_at: '2026-11-20T12:00:00.000Z',
    });
    const { signature } = JSON.parse(lines[2] ?? '') as { signature: string };
    const key = createPublicKey({
      key: Buffer.from(outbox().state().public_key, 'base64'),
      type: 'spki',
      format: 'der',
    });
    const before = made.body.slice(0, made.body.lastIndexOf('{"signature"'));
    expect(verify(null, Buffer.from(before), key, Buffer.from(signature, 'base64'))).toBe(true);
    expect(verify(null, Buffer.from(`${before} `), key, Buffer.from(signature, 'base64'))).toBe(
      false,
    );
    expect(state(id)).toBe('sent');
  });

  it('leaves out what is not decided, and what left already, and counts on without gaps', () => {
    give('70');
    give('1400');
    expect(outbox().state().waiting).toBe(1);
    expect(decisionsIn(send())).toHaveLength(1);
    expect(decisionsIn(send())).toHaveLength(0);
    give('5');
    const third = outbox().export(bench.as('oli'), {});
    expect(third).toMatchObject({ sequence: 3, decisions: 1, adjustments: 1, remaining: 0 });
  });

  it('can be written again, byte for byte, and changes nothing then', () => {
    give('70');
    const first = send();
    give('5');
    expect(outbox().export(bench.as('oli'), { again: 1 }).body).toBe(first);
    expect(outbox().state().waiting).toBe(1);
    expect(code(() => outbox().export(bench.as('oli'), { again: 9 }))).toBe('NOT_FOUND');
  });

  it('sends again, word for word, what nobody answered before it expired', () => {
    give('70');
    const [before] = decisionsIn(send());
    bench.time.now += 6 * dayMs;
    expect(decisionsIn(send())).toEqual([]);
    bench.time.now += 2 * dayMs;
    expect(decisionsIn(send())).toEqual([before]);
  });

  it('carries the decisions of later areas, each once', () => {
    bench.further.push({
      kind: 'seller_flagged',
      id: 'flag_1',
      decidedAt: bench.time.now,
      fields: { seller_id: 'cheap.example', status: 'flagged' },
    });
    expect(decisionsIn(send()).map(({ decision }) => decision)).toEqual([
      {
        kind: 'seller_flagged',
        seller_id: 'cheap.example',
        status: 'flagged',
        decided_at: '2026-11-20T12:00:00.000Z',
      },
    ]);
    expect(decisionsIn(send())).toEqual([]);
  });

  it.each([
    "update outbox_files set body = 'x'",
    'delete from outbox_files',
    'delete from outbox_items',
    "update outbox_items set line_sha256 = 'x'",
    "insert into outbox_files values (7, 1, 2, 'k', 'oli', 'x')",
    "insert or replace into outbox_files values (1, 1, 2, 'k', 'oli', 'x')",
  ])('is kept by the database itself: %s', (sql) => {
    give('70');
    send();
    expect(() => bench.sql(sql)).toThrow(/never|follow/);
  });
});

describe('confirmations', () => {
  it('make sent decisions confirmed or refused, with the entry and the reason', () => {
    const [one, two] = [give('70'), give('5')];
    trust();
    const file = platform.answers(send(), (_decision, index) =>
      index === 0
        ? { state: 'applied', entry_id: 'le_9' }
        : { state: 'refused', reason: 'account closed' },
    );
    expect(confirm(file)).toEqual({
      read: 2,
      confirmed: 1,
      refused: 1,
      contradicted: 0,
      unchanged: 0,
    });
    expect([state(one), state(two)]).toEqual(['confirmed', 'refused']);
    expect(bench.adjustments.show(bench.as('oli'), { id: two }).confirmations).toMatchObject([
      { state: 'refused', reason: 'account closed', entry_id: null },
    ]);
    expect(bench.adjustments.unconfirmed('ac_1')).toBe(0n);
  });

  it('give what was refused back to the book it came from, so that all books still sum to zero', () => {
    const id = give('70');
    trust();
    confirm(platform.answers(send(), () => ({ state: 'refused', reason: 'no' })));
    const { entries } = bench.adjustments.show(bench.as('oli'), { id });
    expect(entries.map((entry) => [entry.book, entry.coins])).toEqual([
      ['desk/PROMO_MISSING', '-70'],
      ['account/ac_1', '70'],
      ['account/ac_1', '-70'],
      ['desk/PROMO_MISSING', '70'],
    ]);
  });

  it('change nothing the second time', () => {
    give('70');
    trust();
    const file = platform.answers(send());
    confirm(file);
    expect(confirm(file)).toMatchObject({ read: 1, unchanged: 1, confirmed: 0 });
  });

  it('that say otherwise later contradict', () => {
    const id = give('70');
    trust();
    const sent = send();
    confirm(platform.answers(sent, () => ({ state: 'applied', entry_id: 'le_1' })));
    confirm(platform.answers(sent, () => ({ state: 'refused', reason: 'after all not' })));
    expect(state(id)).toBe('contradicted');
  });

  it('of an entry that the copy knows with other coins contradict', () => {
    const id = give('70');
    bench.entry({ id: 'le_1', account: 'ac_1', delta: 700n, kind: 'adjustment' });
    trust();
    confirm(platform.answers(send(), () => ({ state: 'applied', entry_id: 'le_1' })));
    expect(state(id)).toBe('contradicted');
  });

  it('are contradicted by a later copy whose ledger says something else', () => {
    const id = give('70');
    trust();
    confirm(platform.answers(send(), () => ({ state: 'applied', entry_id: 'le_1' })));
    expect(bench.adjustments.afterImport('run-1').contradicted).toEqual([]);
    bench.entry({ id: 'le_1', account: 'ac_1', delta: 7n, kind: 'adjustment' });
    expect(bench.adjustments.afterImport('run-2').contradicted).toEqual([id]);
    expect(state(id)).toBe('contradicted');
  });

  it('may name what they answer by the payload that was approved, too', () => {
    const id = give('70');
    trust();
    const { payload_sha256 } = bench.adjustments.show(bench.as('oli'), { id });
    expect(
      confirm(platform.answers(send(), () => ({ state: 'applied', payload_sha256 }))),
    ).toMatchObject({ confirmed: 1 });
  });

  describe('are refused as a whole, and nothing of them is taken,', () => {
    let id: string;
    let sent: string;
    beforeEach(() => {
      id = give('70');
      give('5');
      trust();
      sent = send();
    });
    const good = () => platform.answers(sent);
    const cases: readonly (readonly [string, () => string])[] = [
      ['where nobody signed them', () => good().split('\n').slice(0, -2).join('\n')],
      ['where a key signed that nobody registered', () => createPlatform().answers(sent)],
      ['where a byte of them changed', () => good().replace('applied', 'refused')],
      ['where a line was taken out', () => good().split('\n').slice(1).join('\n')],
      ['where a line was added', () => `\n{"x":1}\n${good()}`],
      [
        'where they answer other coins than were sent',
        () => platform.answers(sent, () => ({ state: 'applied', payload_sha256: 'a'.repeat(64) })),
      ],
      [
        'where one of them answers what was never sent',
        () =>
          platform.answers(sent, (_one, index) =>
            index === 0 ? { state: 'applied' } : { state: 'applied', adjustment_id: 'adj_none' },
          ),
      ],
      [
        'where one answers what was decided and not sent',
        () => {
          const later = give('7');
          return platform.answers(sent, () => ({ state: 'applied', adjustment_id: later }));
        },
      ],
      ['where a state is no state', () => platform.answers(sent, () => ({ state: 'perhaps' }))],
      [
        'where a time is none',
        () => platform.answers(sent, () => ({ state: 'applied', at: '5pm' })),
      ],
      ['where it is no text of this kind', () => 'adjustment_id,state\nadj_1,applied\n'],
      ['where it is empty', () => ''],
      ['where the desk signed them itself', () => sent],
    ];
    it.each(cases)('%s', (_what, file) => {
      expect(code(() => confirm(file()))).toBe('DROP_REFUSED');
      expect(state(id)).toBe('sent');
    });

    it('once the key was withdrawn', () => {
      outbox().withdrawKey(bench.as('oli'), { key_id: outbox().state().keys[0]?.key_id ?? '' });
      expect(code(() => confirm(good()))).toBe('DROP_REFUSED');
    });
  });

  it.each([
    ['nonsense', 'no key'],
    ['the desk key', ''],
  ])('come from an Ed25519 key of the platform alone: %s is refused', (_what, key) => {
    const public_key = key === '' ? outbox().state().public_key : key;
    expect(code(() => outbox().registerKey(bench.as('oli'), { name: 'x', public_key }))).toBe(
      'BAD_INPUT',
    );
  });
});

describe('coins owed', () => {
  it('count what was confirmed until the copy shows it, and not twice after', () => {
    bench.recharge('rc_1', 'ac_1');
    give('70', { recharge: 'rc_1' });
    expect(bench.adjustments.coinsFor('rc_1')).toBe(70n);
    trust();
    confirm(platform.answers(send(), () => ({ state: 'applied', entry_id: 'le_1' })));
    expect(bench.adjustments.coinsFor('rc_1')).toBe(70n);
    bench.entry({ id: 'le_1', account: 'ac_1', delta: 70n, kind: 'adjustment' });
    expect(bench.adjustments.coinsFor('rc_1')).toBe(0n);
  });
});

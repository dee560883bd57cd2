import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WatchKind } from '../../contract/seller-watch.ts';
import { maskFor } from '../../main/desk/staff/staff.ts';
import { code, openBench } from './bench.ts';
import { day, makeWorld } from './world/world.ts';

let bench: Awaited<ReturnType<typeof openBench>>;

beforeAll(async () => {
  const world = makeWorld(1);
  const at = world.end - 3 * day;
  world.emit('accounts', {
    account_id: 'ac_buyer',
    username: 'buyer',
    email: 'Bo.Buyer+coins@gmail.com',
    phone: '+90 (555) 123 45 67',
    country: 'TR',
    created_at: world.end - 90 * day,
  });
  world.emit('accounts', { account_id: 'ac_other', username: 'other', created_at: at });
  const recharge = { account_id: 'ac_buyer', channel: 'web', coins: 700, currency: 'USD' };
  world.emit('recharges', {
    ...recharge,
    recharge_id: 'rc_bought',
    amount_minor: 499,
    device_id: 'dv_shop',
    ip: '2001:DB8::7',
    seller_domain: 'WWW.Coin-Barn.example',
    created_at: at,
  });
  world.emit('recharges', {
    ...recharge,
    recharge_id: 'rc_plain',
    amount_minor: 999,
    created_at: at,
  });
  // The order does not know the card; the processor does.
  world.emit('payments', {
    provider: 'stripe',
    payment_id: 'ch_1',
    recharge_id: 'rc_bought',
    instrument_id: 'pi_farm',
    status: 'succeeded',
    created_at: at,
  });
  world.emit('ledger', {
    entry_id: 'le_gift',
    account_id: 'ac_buyer',
    at,
    delta: -100,
    kind: 'gift_sent',
    counterparty_id: 'ac_sink',
  });
  world.emit('tickets', {
    ticket_id: 'ti_text',
    account_id: 'ac_other',
    opened_at: at,
    body: 'They told me to write to @gold_pasha and pay by card.',
  });
  world.emit('tickets', {
    ticket_id: 'ti_order',
    account_id: 'ac_buyer',
    recharge_id: 'rc_bought',
    opened_at: at,
    body: 'No coins.',
  });
  world.emit('sellers', { seller_id: 'coin-barn.example', contact: 'chat @gold_pasha' });
  bench = await openBench(world);
  await bench.sellers.list();
});
afterAll(() => bench.close());

const entries = (): string[] => bench.sellers.watch.list().map(({ entry }) => entry);
function watch(kind: WatchKind, value: string, days = 10) {
  return bench.sellers.watch.add(bench.as('rita'), {
    kind,
    value,
    reason: 'seen in two rings',
    expires_at: new Date(bench.time.now + days * day).toISOString(),
  });
}
/** The ways by which a record touches what is watched, after one thing was put on the list and before it was ended. */
function waysOf(kind: WatchKind, value: string) {
  const { entry } = watch(kind, value);
  const of = (record: Parameters<typeof bench.sellers.watch.touching>[0]) =>
    bench.sellers.watch.touching(record).map(({ way }) => way);
  const found = {
    bought: of({ recharge: 'rc_bought' }),
    plain: of({ recharge: 'rc_plain' }),
    buyer: of({ account: 'ac_buyer' }),
    other: of({ account: 'ac_other' }),
    order: of({ ticket: 'ti_order' }),
    text: of({ ticket: 'ti_text' }),
    seller: of({ seller: 'coin-barn.example' }),
  };
  bench.sellers.watch.end(bench.as('rita'), { entry, reason: 'a trial' });
  return found;
}
const nothing = {
  bought: [],
  plain: [],
  buyer: [],
  other: [],
  order: [],
  text: [],
  seller: [],
};

describe('what is watched is seen on every record that touches it', () => {
  it('a device, a card that only the processor knows, an address in another spelling', () => {
    const touched = (way: string) => ({ ...nothing, bought: [way], buyer: [way], order: [way] });
    expect(waysOf('device', 'dv_shop')).toEqual(touched('device'));
    expect(waysOf('instrument', 'pi_farm')).toEqual(touched('instrument'));
    expect(waysOf('ip', '2001:db8::7')).toEqual(touched('ip'));
    expect(waysOf('device', 'dv_nobody')).toEqual(nothing);
  });

  it('an account: itself, its recharges and tickets, and whoever gave to it', () => {
    expect(waysOf('account', 'ac_buyer')).toEqual({
      ...nothing,
      bought: ['account'],
      plain: ['account'],
      buyer: ['itself'],
      order: ['account'],
    });
    expect(waysOf('account', 'ac_sink')).toEqual({ ...nothing, buyer: ['gift'], order: ['gift'] });
  });

  it('a mailbox and a number, however they are written', () => {
    const touched = (way: string) => ({
      ...nothing,
      bought: [way],
      plain: [way],
      buyer: [way],
      order: [way],
    });
    expect(waysOf('email', 'bobuyer@gmail.com')).toEqual(touched('email'));
    expect(waysOf('phone', '0090 555 1234567')).toEqual(touched('phone'));
  });

  it('a seller by its site, and a contact in its record and in what customers write', () => {
    expect(waysOf('seller', 'https://coin-barn.example/pay')).toEqual({
      ...nothing,
      bought: ['seller'],
      buyer: ['seller'],
      order: ['seller'],
      seller: ['itself'],
    });
    expect(waysOf('contact', 'Gold_Pasha')).toEqual({
      ...nothing,
      text: ['contact'],
      seller: ['contact'],
    });
  });

  it('with its origin, reason and end, and only until then', () => {
    const { entry } = watch('device', 'dv_shop', 2);
    const [match] = bench.sellers.watch.touching({ recharge: 'rc_bought' });
    expect(match).toMatchObject({
      entry,
      reason: 'seen in two rings',
      origin: 'this desk',
      by: 'rita',
      expires_at: new Date(bench.time.now + 2 * day).toISOString(),
    });
    expect(bench.sellers.watch.touching({ device: 'dv_shop' })).toHaveLength(1);
    bench.time.now += 3 * day;
    expect(bench.sellers.watch.touching({ recharge: 'rc_bought' })).toEqual([]);
    expect(bench.sellers.watch.touching({ device: 'dv_shop' })).toEqual([]);
  });

  it('and does nothing else: the same score, no flag, a mark among the candidates', async () => {
    const line = async () =>
      (await bench.sellers.list()).find(({ seller_id }) => seller_id === 'coin-barn.example');
    const before = await line();
    const { entry } = watch('seller', 'coin-barn.example');
    expect(await line()).toEqual({ ...before, watched: true });
    expect(before).toMatchObject({ watched: false, flag: 'none' });
    const marked = [{ op: 'in' as const, column: 'watched', values: ['true'] }];
    expect((await bench.sellers.list(marked)).map(({ seller_id }) => seller_id)).toEqual([
      'coin-barn.example',
    ]);
    bench.sellers.watch.end(bench.as('rita'), { entry, reason: 'a trial' });
    expect(await line()).toEqual(before);
  });
});

describe('an entry', () => {
  it.each([
    ['email', 'no address'],
    ['email', 'bo@nowhere'],
    ['phone', '12'],
    ['phone', 'call me on 555 123 4567'],
    ['phone', '1234567890123456'],
    ['ip', 'example.com'],
    ['contact', '  '],
    ['account', 'two words'],
    ['account', 'bo@mail.example'],
    ['account', 'rc_bought'],
    ['device', '203.0.113.7'],
    ['device', 'dv_shop\u200b'],
    ['instrument', '=HYPERLINK("x")'],
    ['instrument', '---'],
    ['seller', 'they sell coins cheaply'],
    ['seller', 'bo@mail.example'],
  ] as const)('cannot be a %s of %j', async (kind, value) => {
    const before = entries().length;
    expect(await code(() => watch(kind, value))).toBe('BAD_INPUT');
    expect(entries()).toHaveLength(before);
  });

  it('can be what this copy does not have yet', () => {
    for (const [kind, value] of [
      ['account', '8841-7723'],
      ['device', 'dv_nobody'],
      ['instrument', 'card/4f:9+A='],
      ['seller', '@gold_pasha'],
      ['seller', 'https://cheap-coins.example/top-up'],
      ['seller', 't.me/gold_pasha'],
      ['phone', '(0090) 555-123.45.67'],
      ['contact', 'bo@mail.example'],
    ] as const)
      bench.sellers.watch.end(bench.as('rita'), {
        entry: watch(kind, value).entry,
        reason: 'a trial',
      });
  });

  it.each([
    ['email', 'bobuyer@gmail.com', 'email', 'Bo.Buyer@googlemail.com'],
    ['email', 'bobuyer@gmail.com', 'contact', 'bobuyer+shop@gmail.com'],
    ['seller', 'coin-barn.example', 'seller', 'https://www.Coin-Barn.example/pay'],
    ['phone', '+90 555 123 45 67', 'phone', '0090 (555) 1234567'],
    ['ip', '2001:db8::7', 'ip', '2001:0DB8:0:0:0:0:0:7'],
    ['device', 'dv_shop', 'device', ' dv_shop '],
  ] as const)('%s %s is told to be there already for %s %s', async (kind, value, again, other) => {
    const { entry } = watch(kind, value);
    const before = entries().length;
    let said = '';
    try {
      watch(again, other);
    } catch (error) {
      said = String(error);
    }
    expect(said).toMatch(/on the watch list already, put there by rita on \d+ \w+ \d{4}, until/);
    expect(entries()).toHaveLength(before);
    bench.sellers.watch.end(bench.as('rita'), { entry, reason: 'a trial' });
    // Once it has ended it can be watched anew.
    bench.sellers.watch.end(bench.as('rita'), {
      entry: watch(again, other).entry,
      reason: 'a trial',
    });
  });

  it('ends within two years', async () => {
    expect(await code(() => watch('device', 'dv_x', 0))).toBe('BAD_INPUT');
    expect(await code(() => watch('device', 'dv_x', 800))).toBe('BAD_INPUT');
  });

  it('shows of its value what a role may see of such data', () => {
    const made = [
      watch('email', 'bobuyer@gmail.com'),
      watch('phone', '0090 555 1234567'),
      watch('ip', '203.0.113.9'),
      watch('device', 'dv_masked'),
      watch('contact', '@gold_pasha'),
    ];
    const seen = (role: 'agent' | 'investigator' | 'owner') =>
      made.map((one) => maskFor(role)(one).value);
    expect(seen('agent')).toEqual([
      'b•••@g•••.com',
      '•••67',
      '203.0.•••',
      'dv_masked',
      '@gold_pasha',
    ]);
    expect(seen('investigator')[2]).toBe('203.0.113.9');
    expect(seen('owner')).toEqual(made.map(({ value }) => value));
    const touching = maskFor('agent')(bench.sellers.watch.touching({ account: 'ac_buyer' }));
    expect(JSON.stringify(touching)).not.toMatch(/bobuyer|1234567/);
    expect(touching.map(({ way }) => way).sort()).toEqual(['email', 'phone']);
    for (const { entry } of made)
      bench.sellers.watch.end(bench.as('rita'), { entry, reason: 'a trial' });
  });

  it('ends for a reason, and nothing is deleted', async () => {
    const before = entries().length;
    const { entry } = watch('device', 'dv_once');
    bench.sellers.watch.end(bench.as('rob'), { entry, reason: 'a mistake' });
    expect(entries()).toHaveLength(before + 1);
    expect(await code(() => bench.sellers.watch.end(bench.as('rob'), { entry, reason: 'x' }))).toBe(
      'BAD_INPUT',
    );
    expect(
      await code(() => bench.sellers.watch.end(bench.as('rob'), { entry: 'none', reason: 'x' })),
    ).toBe('NOT_FOUND');
    for (const sql of ['delete from watch_entries', `update watch_ends set reason = ''`])
      expect(() => bench.sql(sql)).toThrow(/never/);
  });
});

describe('lists that travel', () => {
  it('leave guarded against formulas, without what has expired', () => {
    watch('device', '=1+dv_2', 1);
    watch('device', 'dv_kept');
    const { text } = bench.sellers.watch.export(bench.as('rita'), 'csv');
    expect(text).toContain(`"'=1+dv_2"`);
    bench.time.now += 2 * day;
    const later = bench.sellers.watch.export(bench.as('rita'), 'csv').text.trim().split('\n');
    expect(later).toHaveLength(2);
    expect(later[1]).toContain('dv_kept');
  });

  it('leave out, and count, what the person who takes them sees only in part', () => {
    const made = [watch('email', 'bobuyer@gmail.com'), watch('ip', '203.0.113.9')];
    const left = (user: string) => {
      const { text, left_out } = bench.sellers.watch.export(bench.as(user), 'signed');
      return [left_out, text.includes('bobuyer'), text.includes('203.0.113.9')];
    };
    expect(left('rita')).toEqual([2, false, false]);
    expect(left('oli')).toEqual([0, true, true]);
    for (const { entry } of made)
      bench.sellers.watch.end(bench.as('rita'), { entry, reason: 'a trial' });
  });

  it('are signed, keep their origin, mark what they name, and are refused where a byte was changed', async () => {
    watch('seller', 'coin-barn.example');
    const { text } = bench.sellers.watch.export(bench.as('oli'), 'signed');
    const world = makeWorld(2);
    world.emit('sellers', { seller_id: 'coin-barn.example' });
    const other = await openBench(world);
    try {
      await other.sellers.list();
      const took = other.sellers.watch.import(other.as('rob'), text);
      expect(took).toMatchObject({ added: 2, known: 0, expired: 0 });
      expect(other.sellers.watch.touching({ seller: 'coin-barn.example' })).toMatchObject([
        { value: 'coin-barn.example', origin: took.origin, by: 'rob', way: 'itself' },
      ]);
      expect(other.sellers.watch.import(other.as('rob'), text)).toMatchObject({
        added: 0,
        known: 2,
      });
      for (const forged of [
        text.replace('coin-barn.example', 'good.example'),
        text.slice(1),
        '{}',
        text.replace('"key_id": "', '"key_id": "0'),
      ])
        expect(await code(() => other.sellers.watch.import(other.as('rob'), forged))).toBe(
          'BAD_INPUT',
        );
    } finally {
      other.close();
    }
  });
});

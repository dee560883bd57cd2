import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountPage } from '../../contract/records.ts';
import { thinned } from '../../main/desk/records/pages/balance.ts';
import { inOrder } from '../../main/desk/records/pages/ledger-order.ts';
import { day, minute, noon, openCopy, openSmallCopy } from './copy.ts';

const most = 9223372036854775807n;

describe('the page of an account', () => {
  it('gathers what the copy has of it', () => {
    const { records } = openSmallCopy();
    const page = accountPage.parse(records.account({ id: 'ac_maria7' }));
    expect(page.balances).toEqual([{ asset: 'coins', computed: '70', stated: '70' }]);
    expect(page.recharges.map((row) => [row.recharge_id, row.last_stage])).toEqual([
      ['rc_9k2q41f', 'grant_failed'],
      ['rc_web1', null],
    ]);
    expect(page.instruments).toMatchObject([{ instrument_id: 'fp_visa', last4: '4242' }]);
    expect(page.devices).toMatchObject([{ device_id: 'dv_pixel', shared_accounts: '0' }]);
    expect(page.places.map((place) => [place.ip, place.sessions, place.recharges])).toEqual([
      ['192.0.2.7', '1', '1'],
      ['2001:db8::7', '0', '1'],
    ]);
    expect(page.tickets.map((ticket) => ticket.ticket_id)).toEqual(['8812']);
    expect(page.timeline.map(({ table }) => table)).toEqual([
      'accounts',
      'recharges',
      'ledger',
      'sessions',
      'recharges',
      'recharge_events',
      'recharge_events',
      'recharge_events',
      'tickets',
    ]);
    expect(page.provenance).toMatchObject([{ file: 'accounts.csv', run: 'run_1' }]);
  });

  it('sums every asset exactly, beyond 64 bits, beside what the newest entry states', () => {
    const { records, put } = openCopy();
    put('ledger', { entry_id: 'a', account_id: 'x', at: noon, delta: most, kind: 'migration' });
    put('ledger', {
      entry_id: 'b',
      account_id: 'x',
      at: noon + 1,
      delta: most,
      kind: 'migration',
      balance_after: 5n,
    });
    put('ledger', {
      entry_id: 'c',
      account_id: 'x',
      at: noon + 2,
      delta: -3n,
      kind: 'payout',
      asset: 'diamonds',
    });
    expect(records.account({ id: 'x' }).balances).toEqual([
      { asset: 'coins', computed: String(2n * most), stated: '5' },
      { asset: 'diamonds', computed: '-3', stated: null },
    ]);
    expect(records.computedBalance('x')).toBe(2n * most);
    expect(records.computedBalance('nobody')).toBe(0n);
  });

  it('orders entries of one moment by their chain of balances', () => {
    const { records, put } = openCopy();
    const entry = (entry_id: string, at: number, delta: bigint, balance_after: bigint) =>
      put('ledger', { entry_id, account_id: 'x', at, delta, balance_after, kind: 'bonus' });
    entry('third', noon, -30n, 40n);
    entry('second', noon, 20n, 70n);
    entry('first', noon, 50n, 50n);
    const page = records.account({ id: 'x' });
    expect(page.ledger.map((row) => row.entry_id)).toEqual(['third', 'second', 'first']);
    expect(page.balance_series.map(({ balance }) => balance)).toEqual(['50', '70', '40']);
    expect(page.balances[0]?.stated).toBe('40');
  });

  it('finds the chain again, in whatever order its entries come', () => {
    const deltas = fc.array(fc.bigInt({ min: 1n, max: 50n }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(deltas, fc.infiniteStream(fc.nat()), (steps, luck) => {
        let balance = 0n;
        const chain = steps.map((delta, index) => {
          balance += delta;
          return { at: Math.floor(index / 7), delta, balanceAfter: balance };
        });
        const mixed = chain
          .map((entry) => ({ entry, place: luck.next().value ?? 0 }))
          .sort((a, b) => a.entry.at - b.entry.at || a.place - b.place)
          .map(({ entry }) => entry);
        const ordered = inOrder(mixed);
        expect(ordered).toEqual(chain);
      }),
    );
  });

  it('thins a chart without losing its ends or its peaks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt(), { maxLength: 300 }),
        fc.integer({ min: 4, max: 60 }),
        (balances, size) => {
          const points = balances.map((balance, at) => ({ at, balance }));
          const kept = thinned(points, size);
          expect(kept.length).toBeLessThanOrEqual(Math.max(size, 0));
          expect(kept.map(({ at }) => at)).toEqual(
            kept.map(({ at }) => at).toSorted((a, b) => a - b),
          );
          expect(new Set(kept).size).toBe(kept.length);
          expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)]);
          const highest = (list: typeof points) =>
            list.reduce((top, { balance }) => (balance > top ? balance : top), -(2n ** 200n));
          expect(highest(kept)).toBe(highest(points));
        },
      ),
    );
  });

  it('sums gifts by what was sent and received', () => {
    const { records, put } = openCopy();
    put('gifts', { gift_id: 'g1', name: 'Old Rose', coins: 1n, valid_from: noon - 9 * day });
    put('gifts', { gift_id: 'g1', name: 'Rose', coins: 1n, valid_from: noon });
    const gift = (entry_id: string, kind: string, delta: bigint, more = {}) =>
      put('ledger', { entry_id, account_id: 'x', at: noon, delta, kind, gift_id: 'g1', ...more });
    gift('1', 'gift_sent', -5n, { quantity: 5 });
    gift('2', 'gift_sent', -1n);
    gift('3', 'gift_received', 3n, { asset: 'diamonds', at: noon + minute });
    expect(records.account({ id: 'x' }).gifts).toMatchObject([
      { name: 'Rose', direction: 'received', asset: 'diamonds', quantity: '1', amount: '3' },
      { name: 'Rose', direction: 'sent', asset: 'coins', quantity: '6', amount: '-6' },
    ]);
  });

  it('marks what is shared with other accounts', () => {
    const { records, put } = openSmallCopy();
    put('recharges', {
      recharge_id: 'rc_other',
      account_id: 'ac_other',
      channel: 'web',
      instrument_id: 'fp_visa',
      device_id: 'dv_pixel',
      ip: '192.0.2.7',
      created_at: noon,
    });
    const page = records.account({ id: 'ac_maria7' });
    expect(page.devices[0]?.shared_accounts).toBe('1');
    expect(page.instruments[0]?.shared_accounts).toBe('1');
    expect(page.places[0]).toMatchObject({ ip: '192.0.2.7', shared_accounts: '1' });
    const other = accountPage.parse(records.account({ id: 'ac_other' }));
    expect(other.fields).toEqual({ account_id: 'ac_other' });
    expect(other.devices).toMatchObject([{ device_id: 'dv_pixel', shared_accounts: '1' }]);
  });

  it('refuses an account that nothing names', () => {
    const { records } = openSmallCopy();
    expect(() => records.account({ id: 'ac_nope' })).toThrow(
      'No account ac_nope is in this copy, which reaches to 4 Nov 2026 12:00 UTC.',
    );
  });
});

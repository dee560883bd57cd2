import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { code, openBench } from './bench.ts';
import { simulate } from './world/simulate.ts';

const day = '2026-11-20';
const at = Date.parse(`${day}T10:00:00Z`);
let bench: Awaited<ReturnType<typeof openBench>>;

beforeAll(async () => {
  const world = simulate(3, { everyday: 20, scams: 1 });
  const offered = { seller_id: 'won.example', seen_at: at, storefront: 'US', coins: 1400 };
  // In a currency that no rate of this copy leads from, and in one that a rate leads from.
  world.emit('offers', { offer_id: 'of_won', currency: 'KRW', price_minor: 13_905, ...offered });
  world.emit('offers', { offer_id: 'of_euro', currency: 'EUR', price_minor: 920, ...offered });
  bench = await openBench(world);
});
afterAll(() => bench.close());

const won = { from: 'USD', to: 'KRW', day, rate: '1390.5', source: 'the bank' };
const set = (more: object = {}) =>
  code(() => bench.sellers.setRate(bench.as('rita'), { ...won, ...more }));
const typed = () =>
  bench.sellers.rates({ currency: 'KRW' }).map(({ rate, state, by }) => `${rate} ${state} ${by}`);
async function offer(id: string) {
  const { priced_offers } = await bench.sellers.show(bench.as('rita'), 'won.example');
  return priced_offers.find(({ offer_id }) => offer_id === id)?.floor ?? null;
}

describe('rates that are typed in', () => {
  it('are asked for where offers compare with nothing for want of one, and then count with their source', async () => {
    expect(await offer('of_won')).toBeNull();
    expect(bench.sellers.lackingRates()).toEqual([
      { from: 'KRW', to: 'USD', offers: 1, sellers: 1, first: day, last: day },
    ]);
    expect(await set()).toBe('done');
    expect(await offer('of_won')).toMatchObject({
      offer_minor: '1000',
      rates: [{ rate: '1390.5', source: 'the bank' }],
    });
    expect(bench.sellers.lackingRates()).toEqual([]);
  });

  it('are refused where they are none', async () => {
    const before = typed();
    for (const wrong of [
      { rate: '0' },
      { rate: '0.000' },
      { to: 'USD' },
      { to: 'XQZ' },
      { from: 'ABC' },
      { day: '2026-02-30' },
      { day: '2026-13-01' },
      // The clock of this desk stands at the 23rd.
      { day: '2026-11-25' },
    ])
      expect([wrong, await set(wrong)]).toEqual([wrong, 'BAD_INPUT']);
    expect(typed()).toEqual(before);
  });

  it('are refused more than ten times off the nearest known one, typed in or of the copy, either way', async () => {
    const before = typed();
    const euro = { from: 'EUR', to: 'USD' };
    for (const wrong of [
      { rate: '13905.1' },
      { rate: '139.04' },
      { from: 'KRW', to: 'USD', rate: '1390.5' },
      { day: '2026-10-01', rate: '1.3905' },
      { ...euro, rate: '1090000' },
      { ...euro, rate: '0.0109' },
      { from: 'USD', to: 'EUR', rate: '1090000' },
    ])
      expect([wrong, await set(wrong)]).toEqual([wrong, 'BAD_INPUT']);
    expect(() => bench.sellers.setRate(bench.as('rita'), { ...won, rate: '1390500' })).toThrow(
      /1 USD is 1390\.5 KRW on 2026-11-20/,
    );
    expect(typed()).toEqual(before);
    // What is withdrawn is known no more; ten times exactly is let through.
    const franc = { to: 'CHF', day: '2026-11-19' };
    const withdraw = () =>
      bench.sellers.withdrawRate(bench.as('rita'), { from: 'USD', ...franc, reason: 'a slip' });
    expect(await set({ ...franc, rate: '1.5' })).toBe('done');
    expect(await set({ ...franc, rate: '155' })).toBe('BAD_INPUT');
    expect(await set({ ...franc, rate: '15' })).toBe('done');
    withdraw();
    expect(await set({ ...franc, rate: '155' })).toBe('done');
    withdraw();
  });

  it('give way to what is typed in later for that day, which stays in sight', async () => {
    expect(await set({ rate: '1290.5', source: 'another bank' })).toBe('done');
    expect(typed()).toEqual(['1290.5 counts rita', '1390.5 replaced rita']);
    expect((await offer('of_won'))?.offer_minor).toBe('1077');
  });

  it('count no more once withdrawn for a reason, and nothing is deleted', async () => {
    const withdraw = () =>
      code(() =>
        bench.sellers.withdrawRate(bench.as('rob'), { ...won, reason: 'the wrong direction' }),
      );
    expect(await withdraw()).toBe('done');
    expect(typed()).toEqual(['1290.5 withdrawn rita', '1390.5 replaced rita']);
    expect(bench.sellers.rates({ currency: 'KRW' })[0]?.withdrawn).toMatchObject({
      by: 'rob',
      reason: 'the wrong direction',
    });
    expect(await offer('of_won')).toBeNull();
    expect(await withdraw()).toBe('NOT_FOUND');
    for (const sql of [
      'delete from typed_rates',
      `update typed_rates set rate = '1'`,
      'delete from typed_rate_ends',
      `update typed_rate_ends set reason = ''`,
    ])
      expect(() => bench.sql(sql)).toThrow(/never/);
    expect(await set()).toBe('done');
    expect((await offer('of_won'))?.offer_minor).toBe('1000');
  });

  it('count before the copy’s of that day, in either direction, and give it back when withdrawn', async () => {
    const copied = (await offer('of_euro'))?.offer_minor;
    const euro = { from: 'EUR', to: 'USD', day };
    expect(await set({ ...euro, rate: '2' })).toBe('done');
    expect((await offer('of_euro'))?.offer_minor).toBe('1840');
    expect(await set({ from: 'USD', to: 'EUR', rate: '0.46' })).toBe('done');
    const list = bench.sellers.rates({ currency: 'EUR', day }).filter(({ from }) => from === 'USD');
    expect(list.map(({ by, state }) => `${by} ${state}`)).toEqual(['rita counts', 'null replaced']);
    for (const pair of [euro, { from: 'USD', to: 'EUR', day }])
      bench.sellers.withdrawRate(bench.as('rita'), { ...pair, reason: 'a trial' });
    expect((await offer('of_euro'))?.offer_minor).toBe(copied);
  });

  it('leave an audit row with every act', () => {
    const rows = bench.audit
      .list({ limit: 1000 })
      .rows.filter(({ object }) => object.startsWith('rate/'));
    expect(rows.filter(({ command }) => command === 'sellers.setRate')).toHaveLength(
      bench.count('select count(*) from typed_rates'),
    );
    expect(rows.filter(({ command }) => command === 'sellers.withdrawRate')).toHaveLength(
      bench.count('select count(*) from typed_rate_ends'),
    );
  });
});

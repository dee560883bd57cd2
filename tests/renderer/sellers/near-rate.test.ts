import { describe, expect, it } from 'vitest';
import type { RateEntry } from '../../../contract/sellers.ts';
import { nearRate } from '../../../renderer/sellers/rates/near-rate.ts';

function known(more: Partial<RateEntry>): RateEntry {
  return {
    from: 'EUR',
    to: 'USD',
    day: '2026-11-20',
    rate: '1.1',
    source: 'bank',
    by: null,
    at: null,
    state: 'counts',
    withdrawn: null,
    ...more,
  };
}

const typed = { from: 'EUR', to: 'USD', day: '2026-11-20', rate: '1.1' };

describe('what a typed rate is held against', () => {
  it('is the nearest day, whether before or after', () => {
    const rates = [known({ day: '2026-11-01', rate: '9' }), known({ day: '2026-11-22' })];
    expect(nearRate(rates, typed)?.entry.day).toBe('2026-11-22');
    expect(nearRate([], typed)).toBeNull();
    expect(nearRate([known({ state: 'withdrawn' })], typed)).toBeNull();
    expect(nearRate([known({ to: 'JPY' })], typed)).toBeNull();
  });

  it('tells a point in the wrong place, and a direction turned round', () => {
    expect(nearRate([known({})], typed)?.percent).toBe(0);
    expect(nearRate([known({})], { ...typed, rate: '11' })?.percent).toBe(900);
    expect(nearRate([known({})], { ...typed, rate: '0.11' })?.percent).toBe(-90);
    const turned = [known({ from: 'USD', to: 'EUR', rate: '0.909090' })];
    expect(nearRate(turned, typed)).toMatchObject({ turned: true, percent: 0 });
    expect(nearRate(turned, { ...typed, rate: '0.909090' })?.percent).toBe(-17);
  });

  it('says nothing of what is no number yet, and never passes through a float', () => {
    expect(nearRate([known({})], { ...typed, rate: '1,' })?.percent).toBeNull();
    expect(nearRate([known({})], { ...typed, rate: '0' })?.percent).toBeNull();
    expect(
      nearRate([known({ rate: '0.000000000001' })], { ...typed, rate: '999999999999' })?.percent,
    ).toBe(100_000);
  });
});

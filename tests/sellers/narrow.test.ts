import { describe, expect, it } from 'vitest';
import type { Filter } from '../../contract/record-lists.ts';
import { candidateColumns, type SellerLine } from '../../contract/sellers.ts';
import { narrowed } from '../../main/desk/sellers/queue/narrow.ts';

const now = Date.UTC(2026, 10, 28, 12, 30);

function line(seller_id: string, more: Partial<SellerLine> = {}): SellerLine {
  return {
    seller_id,
    name: null,
    status: 'unlisted',
    kind: null,
    imitates: null,
    score: 60,
    suggested: true,
    signals: [],
    ring: null,
    buyers: 3,
    coins: '700',
    tickets: 0,
    offers: 1,
    last_seen: '2026-11-28T11:00:00.000Z',
    flag: 'none',
    watched: false,
    ...more,
  };
}

const signal = {
  name: 'price_below_floor' as const,
  points: 50,
  text: 'Four of five offers cost less.',
  innocent_cause: 'A promotion.',
  evidence: [],
};
const lines = [
  line('a.example', {
    name: 'Coin Barn',
    score: 100,
    coins: '9007199254740993',
    signals: [signal],
  }),
  line('b.example', { kind: 'site', flag: 'confirmed', ring: 'ring_1', tickets: 2 }),
  line('c.example', { score: 10, suggested: false, last_seen: '2026-11-01T00:00:00.000Z' }),
  line('d.example', { last_seen: null }),
];
const left = (...filter: Filter) =>
  narrowed(lines, filter, now)
    .map(({ seller_id }) => seller_id[0])
    .join('');

describe('a filter of candidates', () => {
  it('leaves all where it is empty, in their order', () => {
    expect(left()).toBe('abcd');
    expect(left({ op: 'any', parts: [] })).toBe('abcd');
    expect(left({ op: 'in', column: 'flag', values: ['none'], off: true })).toBe('abcd');
  });

  it('looks at words, text, figures, times and signals', () => {
    expect(left({ op: 'in', column: 'suggested', values: ['true'] })).toBe('abd');
    expect(left({ op: 'in', column: 'signal', values: ['price below floor'] })).toBe('a');
    expect(left({ op: 'contains', column: 'any', text: 'OFFERS cost' })).toBe('a');
    expect(left({ op: 'contains', column: 'any', text: 'barn' })).toBe('a');
    expect(left({ op: 'range', column: 'score', from: '60', to: '99' })).toBe('bd');
    // Beyond what a float can tell apart.
    expect(left({ op: 'range', column: 'coins', from: '9007199254740993', to: null })).toBe('a');
    expect(left({ op: 'range', column: 'coins', from: '9007199254740994', to: null })).toBe('');
    expect(left({ op: 'last', column: 'seen', hours: 24 })).toBe('ab');
    expect(left({ op: 'range', column: 'seen', from: '2026-11-02T00:00:00Z', to: null })).toBe(
      'ab',
    );
    expect(left({ op: 'in', column: 'ring', values: ['true'] })).toBe('b');
  });

  it('meets an empty field by nothing but its being empty, and turns it round without exception', () => {
    expect(left({ op: 'in', column: 'kind', values: [null] })).toBe('acd');
    expect(left({ op: 'contains', column: 'kind', text: 'site' })).toBe('b');
    expect(left({ op: 'contains', column: 'kind', text: 'site', not: true })).toBe('acd');
    expect(left({ op: 'last', column: 'seen', hours: 24, not: true })).toBe('cd');
  });

  it('knows brackets', () => {
    const flagged: Filter[number] = { op: 'in', column: 'flag', values: ['confirmed'] };
    const low: Filter[number] = { op: 'range', column: 'score', from: null, to: '20' };
    expect(left({ op: 'any', parts: [flagged, low] })).toBe('bc');
    expect(left({ op: 'any', parts: [flagged, low], not: true })).toBe('ad');
    expect(left({ op: 'all', parts: [flagged, { ...low, off: true }] })).toBe('b');
  });

  it('refuses what candidates do not have, and ends that suit no column', () => {
    const wrong: Filter[number][] = [
      { op: 'in', column: 'password', values: ['x'] },
      { op: 'in', column: '__proto__', values: ['x'] },
      { op: 'range', column: 'seller', from: 'a', to: null },
      { op: 'range', column: 'coins', from: '1.5', to: null },
      { op: 'range', column: 'seen', from: 'yesterday', to: null },
      { op: 'last', column: 'score', hours: 3 },
      { op: 'money', column: 'coins', currency: 'USD', from: '1', to: null },
    ];
    for (const one of wrong)
      expect(() => left(one), JSON.stringify(one)).toThrow(
        expect.objectContaining({ code: 'BAD_INPUT' }),
      );
  });

  it('has an answer for every column', () => {
    for (const column of Object.keys(candidateColumns))
      expect(() => left({ op: 'in', column, values: ['x', null] })).not.toThrow();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chosenRows,
  emptyMask,
  firstChosen,
  holds,
  inverted,
  mark,
  type Mask,
  overlap,
  sizeOf,
  unite,
} from '../../main/desk/records/lists/mask.ts';
import { sortRows } from '../../main/desk/records/lists/order.ts';
import { rankingOf, walked } from '../../main/desk/records/lists/ranking.ts';

const chosen = fc.array(fc.boolean(), { maxLength: 200 });

function maskOf(rows: readonly boolean[]): Mask {
  const mask = emptyMask(rows.length);
  for (const [row, is] of rows.entries()) if (is) mark(mask, row);
  return mask;
}

const placesOf = (rows: readonly boolean[]) => rows.flatMap((is, row) => (is ? [row] : []));

describe('rows chosen by bits', () => {
  it('are counted, listed and turned round as one by one', () => {
    fc.assert(
      fc.property(chosen, fc.nat(210), (rows, count) => {
        const mask = maskOf(rows);
        const others = inverted(mask, rows.length);
        expect(rows.map((_, row) => holds(mask, row))).toEqual(rows);
        expect(sizeOf(mask) + sizeOf(others)).toBe(rows.length);
        expect([...chosenRows(mask, rows.length)]).toEqual(placesOf(rows));
        expect([...chosenRows(others, rows.length)]).toEqual(placesOf(rows.map((is) => !is)));
        expect([...firstChosen(mask, rows.length, count)]).toEqual(placesOf(rows).slice(0, count));
      }),
    );
  });

  it('are put together as one by one', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.boolean()), { maxLength: 200 }), (pairs) => {
        const [one, other] = [0, 1].map((at) => maskOf(pairs.map((pair) => pair[at] === true)));
        if (!one || !other) throw new Error('two are made of each pair');
        const both = one.slice();
        const either = one.slice();
        const alike = pairs.filter(([a, b]) => a && b).length;
        expect([overlap(one, other), overlap(both, other, both)]).toEqual([alike, alike]);
        unite(either, other);
        expect([...chosenRows(both, pairs.length)]).toEqual(
          placesOf(pairs.map(([a, b]) => a && b)),
        );
        expect([...chosenRows(either, pairs.length)]).toEqual(
          placesOf(pairs.map(([a, b]) => a || b)),
        );
      }),
    );
  });
});

describe('a ranking', () => {
  const codes = fc.array(fc.nat(9), { maxLength: 150 });

  it('gives the rows that sorting gives, as many as are asked for', () => {
    fc.assert(
      fc.property(
        codes,
        fc.array(fc.boolean(), { minLength: 150, maxLength: 150 }),
        fc.boolean(),
        fc.nat(160),
        fc.boolean(),
        (list, picks, desc, enough, whole) => {
          const column = { codes: Uint8Array.from(list), values: { size: 9 } };
          const mask = maskOf(picks.slice(0, list.length));
          const all = sortRows(chosenRows(mask, list.length), [{ column, desc }], () => undefined);
          const found = walked(rankingOf(column), { mask, desc, span: null, enough, whole });
          expect([...found]).toEqual([...all.subarray(0, found.length)]);
          if (!whole) expect(found.length).toBe(Math.min(enough, all.length));
          // No row is left behind that has the same value as the last one.
          else if (found.length < all.length && found.length > 0)
            expect(list[all[found.length] ?? 0]).not.toBe(list[found.at(-1) ?? 0]);
        },
      ),
    );
  });

  it('looks at nothing outside of a range, and at nothing at all of an empty one', () => {
    const column = { codes: Uint8Array.of(3, 0, 1, 2, 3), values: { size: 3 } };
    const rows = (first: number, last: number) => [
      ...walked(rankingOf(column), {
        mask: null,
        desc: true,
        span: { first, last },
        enough: 9,
        whole: false,
      }),
    ];
    expect(rows(2, 3)).toEqual([0, 4, 3]);
    expect(rows(3, 2)).toEqual([]);
  });
});

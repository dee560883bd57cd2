import fc from 'fast-check';
import { expect, it } from 'vitest';
import { moved, place, ticks, whole, zoomed } from '../../../renderer/cases/axis.ts';

const time = fc.integer({ min: 0, max: 4_000_000_000_000 });

it('holds all of its times, however few or far apart they are', () => {
  fc.assert(
    fc.property(fc.array(time, { minLength: 1, maxLength: 50 }), (times) => {
      const span = whole(times);
      for (const one of times) {
        expect(place(one, span)).toBeGreaterThanOrEqual(0);
        expect(place(one, span)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

it('never leaves the whole by zooming and moving, and never draws many marks', () => {
  fc.assert(
    fc.property(
      fc.array(time, { minLength: 2, maxLength: 10 }),
      fc.array(
        fc.tuple(
          fc.double({ min: 0.1, max: 4, noNaN: true }),
          fc.double({ min: 0, max: 1, noNaN: true }),
        ),
        { maxLength: 20 },
      ),
      (times, turns) => {
        const all = whole(times);
        let span = all;
        for (const [factor, about] of turns) {
          span = moved(zoomed(span, factor, about, all), about - 0.5, all);
          expect(span.from).toBeGreaterThanOrEqual(all.from - 1);
          expect(span.to).toBeLessThanOrEqual(all.to + 1);
          expect(span.to - span.from).toBeGreaterThan(0);
        }
        expect(ticks(span).length).toBeLessThanOrEqual(24);
      },
    ),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordKinds } from '../../../contract/records.ts';
import { href, parseRoute, recordHref, routeOf } from '../../../renderer/app/route.ts';

const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });

describe('addresses of the page', () => {
  test('every record has an address that leads back to it, whatever its id', () => {
    fc.assert(
      fc.property(fc.constantFrom(...recordKinds), id, (kind, each) => {
        expect(parseRoute(recordHref(kind, each))).toEqual(routeOf(kind, each));
      }),
    );
  });

  test('a search keeps its text', () => {
    fc.assert(
      fc.property(id, (text) => {
        const route = { screen: 'search', text } as const;
        expect(parseRoute(href(route))).toEqual(route);
      }),
    );
  });

  test('a search keeps its kind', () => {
    const route = { screen: 'search', text: 'a/b', kind: 'device' } as const;
    expect(parseRoute(href(route))).toEqual(route);
  });

  test('no address breaks the page', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (hash) => {
        expect(() => parseRoute(hash)).not.toThrow();
      }),
    );
  });

  test('what it does not know is nowhere, never a guess', () => {
    for (const hash of ['#/show/nothing/x', '#/show/device', '#/recharge', '#/rubbish', '#/show'])
      expect(parseRoute(hash)).toEqual({ screen: 'unknown' });
    expect(parseRoute('')).toEqual({ screen: 'home' });
    expect(parseRoute('#/')).toEqual({ screen: 'home' });
  });
});

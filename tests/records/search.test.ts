import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordKinds, searchResult } from '../../contract/records.ts';
import { fold } from '../../main/desk/records/search/fold.ts';
import { noon, openCopy, openSmallCopy } from './copy.ts';

const hostile = [
  'secret:x',
  "O'Neil",
  "'; drop table terms; --",
  'a-b',
  'a AND b OR NOT c',
  'NEAR(a b)',
  'col:term*',
  '"quoted"',
  '"unclosed',
  '%',
  '_',
  '\\',
  '*',
  '[a-z]',
  '(((',
  '^$',
  '?',
  '@',
  '#',
  '/',
  'google/',
  '🙂🏽👩‍👩‍👧',
  '\u202eevil\u2066',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800x',
  '\u{10ffff}',
  'a\u0301'.repeat(200),
  ' '.repeat(500),
  'x'.repeat(500),
  '9'.repeat(500),
  '-'.repeat(500),
  'ﷺ'.repeat(500),
  '1e309',
  'NaN',
  'null',
  '-9223372036854775809',
];

function openSearch() {
  const { records } = openSmallCopy();
  return (text: string, more: { kind?: (typeof recordKinds)[number]; limit?: number } = {}) =>
    searchResult.parse(records.search({ text, limit: 50, ...more }));
}

/** A word without the marks that people put around it. */
const bareOf = (word: string) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');

describe('the search box', () => {
  it('opens a record by its whole id, in any case', () => {
    const search = openSearch();
    const ids = [
      ['ac_maria7', 'account'],
      ['RC_9K2Q41F', 'recharge'],
      ['fp_visa', 'instrument'],
      ['dv_pixel', 'device'],
      ['192.0.2.7', 'ip'],
      ['2001:DB8::7', 'ip'],
      ['cheap-coins.example', 'seller'],
      ['#8812', 'ticket'],
    ] as const;
    for (const [typed, kind] of ids) {
      const { hits } = search(typed);
      expect(hits[0], typed).toMatchObject({ kind, exact: true });
      expect(
        hits.filter((hit) => hit.exact),
        typed,
      ).toHaveLength(1);
    }
  });

  it('answers an order number with the attempt and with what the store says', () => {
    const search = openSearch();
    for (const typed of [
      'GPA.3312-1111-2222-33333',
      '3312-1111-2222-33333',
      'google/GPA.3312-1111-2222-33333',
    ]) {
      const { hits, total } = search(typed);
      expect(total).toBe(2);
      expect(hits.map(({ kind, id, exact }) => [kind, id, exact])).toEqual([
        ['recharge', 'rc_9k2q41f', true],
        ['store_record', 'google/GPA.3312-1111-2222-33333', true],
      ]);
    }
    expect(search('tokenabc.123').hits[0]).toMatchObject({ kind: 'store_record' });
  });

  it('names a record once, whichever of its columns led to it', () => {
    const { records, put } = openSmallCopy();
    put('accounts', { account_id: 'twoways_1', username: 'twoways', display_name: 'Two Ways' });
    const { hits, total, groups } = records.search({ text: 'twoways', limit: 50 });
    expect(hits.map(({ kind, id }) => [kind, id])).toEqual([['account', 'twoways_1']]);
    expect([total, groups]).toEqual([1, [{ kind: 'account', total: 1 }]]);
    expect(hits[0]?.why.map(({ field }) => field).toSorted()).toEqual(['account_id', 'username']);
  });

  it('opens nothing by itself where two attempts carry the same order number', () => {
    const { records, put } = openSmallCopy();
    put('recharges', {
      recharge_id: 'rc_twin',
      account_id: 'ac_maria7',
      channel: 'google_play',
      external_id: 'GPA.3312-1111-2222-33333',
      created_at: noon,
    });
    const { hits } = records.search({ text: 'GPA.3312-1111-2222-33333', limit: 50 });
    const attempts = hits.filter((hit) => hit.kind === 'recharge');
    expect(attempts.map((hit) => hit.exact)).toEqual([false, false]);
  });

  it('says why each hit is there, in the words of the record', () => {
    const search = openSearch();
    expect(search('silva').hits[0]).toMatchObject({
      kind: 'account',
      title: 'María da Silva',
      detail: '@maria_silva88 · BR',
      why: [
        { field: 'display_name', value: 'María da Silva' },
        { field: 'username', value: 'maria_silva88' },
      ],
    });
    expect(search('2222-33333').hits[0]?.why).toEqual([
      { field: 'external_id', value: 'GPA.3312-1111-2222-33333' },
    ]);
    expect(search('coins after').hits[0]?.why).toEqual([
      { field: 'subject', value: 'No coins after payment' },
    ]);
    expect(search('coins').hits.map((hit) => hit.kind)).toEqual(['seller', 'ticket', 'recharge']);
    expect(search('payment').hits[0]).toMatchObject({
      kind: 'ticket',
      title: 'No coins after payment',
    });
  });

  it('finds the attempts of a site that buyers were sent to', () => {
    const search = openSearch();
    const { hits } = search('https://cheap-coins.example/1400');
    expect(hits.map(({ kind, exact }) => [kind, exact])).toEqual([
      ['seller', true],
      ['recharge', false],
    ]);
  });

  it('finds a card by its first and last digits, and by the whole number without keeping it', () => {
    const search = openSearch();
    for (const typed of ['424242 4242', '4242', '4242 4242 4242 4242', 'visa 4242', '42424242'])
      expect(search(typed).hits[0], typed).toMatchObject({
        kind: 'instrument',
        id: 'fp_visa',
        title: 'visa 42424242…4242',
      });
  });

  it('puts whole values before starts, and starts before endings', () => {
    const { records, put } = openCopy();
    for (const id of ['77', '7755', '5577'])
      put('tickets', { ticket_id: `${id}x`, opened_at: noon });
    put('tickets', { ticket_id: '55', opened_at: noon });
    put('accounts', { account_id: 'a9955', username: '55' });
    put('accounts', { account_id: '99155' });
    const ids = (text: string) => records.search({ text, limit: 50 }).hits.map((hit) => hit.id);
    expect(ids('55')).toEqual(['55', 'a9955', '5577x']);
    expect(ids('155')).toEqual(['99155']);
  });

  it('keeps to one kind where it is asked to, and counts by kind', () => {
    const search = openSearch();
    const all = search('maria');
    expect(all.groups).toEqual([
      { kind: 'account', total: 1 },
      { kind: 'ticket', total: 1 },
    ]);
    expect(all).toMatchObject({ total: 2, total_exact: true });
    const tickets = search('maria', { kind: 'ticket' });
    expect(tickets.hits.map((hit) => hit.kind)).toEqual(['ticket']);
    expect(search('GPA.3312', { kind: 'account' }).total).toBe(0);
  });

  it('gives every kind its share of a short list, and says when there is more than it counted', () => {
    const { records, put } = openCopy();
    for (let index = 0; index < 1100; index++)
      put('accounts', { account_id: `x${index}`, username: 'robin' });
    put('tickets', { ticket_id: 't1', opened_at: noon, subject: 'robin' });
    const found = records.search({ text: 'robin', limit: 10 });
    expect(found.hits).toHaveLength(10);
    expect(found.hits.map((hit) => hit.kind)).toContain('ticket');
    expect(found.total).toBeGreaterThan(10);
    expect(found.total_exact).toBe(false);
    expect(records.search({ text: 'x10', limit: 1 }).hits[0]).toMatchObject({
      id: 'x10',
      exact: true,
    });
  });

  it('leaves out what the copy no longer has', () => {
    const { records, db } = openSmallCopy();
    db.exec("delete from sessions; delete from recharges where ip = '192.0.2.7'");
    expect(records.search({ text: '192.0.2.7', limit: 50 })).toMatchObject({ total: 0, hits: [] });
  });

  it('compares long ids whole, though it keeps only their start', () => {
    const { records, put } = openCopy();
    const token = `${'t'.repeat(150)}-end`;
    put('store_records', { provider: 'google', external_id: 'GPA.1', purchase_token: token });
    const found = (text: string) => records.search({ text, limit: 50 }).total;
    expect(found(token)).toBe(1);
    expect(found(token.slice(0, 120))).toBe(1);
    expect(found(`${'t'.repeat(150)}-other`)).toBe(0);
  });

  it('joins in what later areas find', () => {
    const asked: string[] = [];
    const { records } = openSmallCopy({
      furtherHits(folded, limit) {
        asked.push(`${folded} ${limit}`);
        return [
          { kind: 'adjustment', id: 'adj_1', title: '+70', detail: '', why: [], exact: true },
        ];
      },
    });
    const { hits, groups } = records.search({ text: ' MARÍA ', limit: 5 });
    expect(asked).toEqual(['maria 5']);
    expect(hits.map((hit) => hit.kind)).toEqual(['adjustment', 'account', 'ticket']);
    expect(groups).toContainEqual({ kind: 'adjustment', total: 1 });
    expect(records.search({ text: 'maria', kind: 'account', limit: 5 }).hits).toHaveLength(1);
    expect(records.search({ text: '  ', limit: 5 }).hits).toEqual([]);
  });

  it('takes hostile text for what it is: text', () => {
    const search = openSearch();
    for (const text of hostile) {
      const typed = text.slice(0, 500);
      expect(() => search(typed), JSON.stringify(typed.slice(0, 20))).not.toThrow();
      for (const kind of recordKinds) search(typed, { kind });
    }
    expect(search("O'Neil").hits).toEqual([]);
  });

  it('finds names made of anything that is in them', () => {
    const { records, put } = openCopy();
    for (const [index, name] of hostile.entries())
      put('accounts', { account_id: `h${index}`, display_name: name.slice(0, 500) });
    for (const name of [
      'secret:x',
      "O'Neil",
      'a-b',
      '"quoted"',
      '%',
      '🙂🏽👩‍👩‍👧',
      '[a-z]',
      '1e309',
    ])
      expect(records.search({ text: name, limit: 200 }).hits[0], name).toMatchObject({
        why: [{ field: 'display_name', value: name }],
      });
  });

  it('reads no operator into a text: what is typed finds what holds it, and nothing else', () => {
    const { records, put } = openCopy();
    const names = [
      'maria silva',
      'NEAR(maria silva)',
      'maria* OR silva',
      'display_name:maria',
      '"maria" AND NOT silva',
      '^maria + silva',
      'a-b',
      "O'Neil",
      'secret:x',
      '\u202eairam',
    ];
    for (const [index, display_name] of names.entries())
      put('accounts', { account_id: `n${index}`, display_name });
    for (const name of names)
      expect(records.search({ text: name, limit: 50 }).hits[0]?.why[0]?.value, name).toBe(name);
    const salad = fc
      .array(
        fc.constantFrom(
          ...[
            'maria',
            'silva',
            'neil',
            'NEAR',
            'OR',
            'AND',
            'NOT',
            '*',
            '"',
            '(',
            ')',
            ':',
            '^',
            '-',
          ],
          ...["'", '+', '%', '_', '{', '}', 'display_name', 'secret', '🙂', '\u202e', ' '],
        ),
        { minLength: 1, maxLength: 6 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(salad, (text) => {
        const typed = fold(text);
        for (const { why } of records.search({ text, limit: 50 }).hits)
          for (const { value, part } of why) {
            const said = fold(value);
            // All of it, each of its words, or what it was taken for where there was a slip.
            const holds = typed.split(' ').every((word) => said.includes(bareOf(word)));
            expect(holds || (part !== undefined && said.includes(part)), text).toBe(true);
          }
      }),
      { numRuns: 300 },
    );
  });

  it('never fails, whatever is typed', () => {
    const search = openSearch();
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 500 }),
      fc.string({ maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(...'0123456789 -.*+()/…#@"\'%:gpa'), maxLength: 40 }),
    );
    fc.assert(
      fc.property(typed, fc.option(fc.constantFrom(...recordKinds)), (text, kind) => {
        search(text.slice(0, 500), kind === null ? {} : { kind });
      }),
      { numRuns: 5000 },
    );
  });
});

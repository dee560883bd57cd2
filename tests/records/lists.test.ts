import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Filter, FilterNode, Sorting } from '../../contract/record-lists.ts';
import { firstRows, sortRows } from '../../main/desk/records/lists/order.ts';
import { createListReader } from '../../main/desk/records/lists/reader.ts';
import { day, noon, openCopy } from './copy.ts';
import { inOrder, meets, type PlainRow, textOf } from './lists-oracle.ts';

const asking = { wanted: () => {}, now: noon + 3 * day + 1234 };

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 4 });
const words = ['web', 'Ünïcode', "O'Neil", '=1+1', 'a\tb', '𝒳', '\u202eevil', '"q",\n', 'WEB', ''];

const rowShape = fc.record({
  channel: fc.constantFrom('web', 'app_store', 'google_play', 'partner'),
  provider: maybe(fc.constantFrom(...words)),
  quantity: maybe(fc.integer({ min: -3, max: 3 })),
  coins: maybe(
    fc.oneof(
      fc.bigInt({ min: -3n, max: 3n }),
      fc.constantFrom(2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n),
    ),
  ),
  currency: maybe(fc.constantFrom('USD', 'EUR', 'JPY')),
  amount_minor: maybe(fc.bigInt({ min: -2n, max: 5n })),
  storefront: maybe(fc.constantFrom('BR', 'DE', 'JP')),
  created_at: fc.integer({ min: 0, max: 6 }).map((days) => noon + days * day),
  updated_at: maybe(fc.integer({ min: 0, max: 3 }).map((days) => noon + days * day + 7)),
});

const accountsOf = fc.constantFrom('ac_1', 'ac_2', 'ac_3');

const rowsShape = fc
  .array(fc.tuple(rowShape, accountsOf), { minLength: 0, maxLength: 40 })
  .map((rows): PlainRow[] =>
    rows.map(([row, account], at) => ({
      ...row,
      // Their order as text is not the order they are put in.
      recharge_id: `rc_${(at * 7919) % 1000}`,
      account_id: account,
    })),
  );

const flags = { not: fc.boolean(), off: fc.boolean() };
const moment = fc
  .integer({ min: -1, max: 8 })
  .map((days) => new Date(noon + days * day).toISOString());
const small = fc.integer({ min: -4, max: 4 }).map(String);

const conditionShape: fc.Arbitrary<FilterNode> = fc.oneof(
  fc.record({
    op: fc.constant('in' as const),
    column: fc.constantFrom('provider', 'storefront'),
    values: fc.array(maybe(fc.constantFrom(...words, 'BR', 'DE')), { minLength: 1, maxLength: 4 }),
    ...flags,
  }),
  fc.record({
    op: fc.constant('in' as const),
    column: fc.constantFrom('coins', 'quantity', 'amount_minor'),
    values: fc.array(maybe(small), { minLength: 1, maxLength: 4 }),
    ...flags,
  }),
  fc.record({
    op: fc.constantFrom('contains' as const, 'starts' as const, 'ends' as const),
    column: fc.constantFrom('provider', 'recharge_id', 'channel'),
    text: fc.constantFrom('e', 'web', 'é', 'UNI', '=', '%', '_', "'", '7', 'rc_'),
    ...flags,
  }),
  fc
    .record({
      op: fc.constant('range' as const),
      column: fc.constantFrom('coins', 'quantity', 'amount_minor'),
      from: maybe(small),
      to: maybe(fc.oneof(small, fc.constant('9007199254740992'))),
      ...flags,
    })
    .filter(({ column, to }) => column === 'coins' || to === null || to.length < 4),
  fc.record({
    op: fc.constant('range' as const),
    column: fc.constantFrom('created_at', 'updated_at'),
    from: maybe(moment),
    to: maybe(moment),
    ...flags,
  }),
  fc.record({
    op: fc.constant('money' as const),
    column: fc.constant('amount_minor'),
    currency: fc.constantFrom('USD', 'EUR'),
    from: maybe(small),
    to: maybe(small),
    ...flags,
  }),
  fc.record({
    op: fc.constant('last' as const),
    column: fc.constantFrom('created_at', 'updated_at'),
    hours: fc.integer({ min: 1, max: 120 }),
    ...flags,
  }),
);

const { node: nodeShape } = fc.letrec<{ node: FilterNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'filter' },
    { arbitrary: conditionShape, weight: 3 },
    {
      arbitrary: fc.record({
        op: fc.constantFrom('all' as const, 'any' as const),
        parts: fc.array(tie('node'), { maxLength: 3, depthIdentifier: 'filter' }),
        ...flags,
      }),
      weight: 1,
    },
  ),
}));

const filterShape: fc.Arbitrary<Filter> = fc.array(nodeShape, { maxLength: 4 });
const sortShape: fc.Arbitrary<Sorting> = fc.array(
  fc.record({
    column: fc.constantFrom(
      'coins',
      'provider',
      'created_at',
      'updated_at',
      'amount_minor',
      'account_id',
    ),
    desc: fc.boolean(),
  }),
  { maxLength: 3 },
);

/** Columns that are asked for below: those of few values, and those that have an order. */
const ranked = ['coins', 'quantity', 'amount_minor', 'created_at', 'updated_at'];
const asked = [...ranked, 'channel', 'provider', 'storefront', 'currency'];

/** A copy whose rows are replaced, each time as a new import would leave them. */
function refillable() {
  const copy = openCopy();
  const reader = createListReader(copy.db, path.join(copy.folder, 'columns'));
  return {
    copy,
    reader,
    /** With `ahead` what the desk reads of a big list before anybody asks is read, too. */
    fill(rows: readonly PlainRow[], ahead = false) {
      copy.db.exec('delete from recharges');
      copy.run();
      copy.db.transaction(() => {
        for (const row of rows) copy.put('recharges', row);
      })();
      if (ahead) reader.warm({ list: 'recharges', columns: asked, ranked }, asking);
    },
  };
}

describe('a list', () => {
  it('chooses the rows that a plain reading of the filter chooses, in their order', () => {
    const { reader, fill } = refillable();
    fc.assert(
      fc.property(rowsShape, filterShape, sortShape, fc.boolean(), (rows, filter, sort, ahead) => {
        fill(rows, ahead);
        const expected = inOrder(
          rows.filter((row) => meets(row, filter, asking.now)),
          sort,
          'recharge_id',
        );
        const columns = ['recharge_id', 'coins', 'provider', 'created_at'];
        const query = { list: 'recharges' as const, filter, sort, columns, offset: 0 };
        const start = reader.window({ ...query, limit: 5 }, asking);
        const { rows: found, total, all } = reader.window({ ...query, limit: 1000 }, asking);
        expect(found).toEqual(
          expected.map((row) => columns.map((name) => textOf(row[name] ?? null))),
        );
        expect([total, all]).toEqual([expected.length, rows.length]);
        expect([start.rows, start.total]).toEqual([found.slice(0, 5), total]);
      }),
      { numRuns: 150 },
    );
  });

  it('gives every row exactly once, page after page, whatever the order and the empty fields', () => {
    const { reader, fill } = refillable();
    fc.assert(
      fc.property(rowsShape, sortShape, fc.integer({ min: 1, max: 7 }), (rows, sort, limit) => {
        fill(rows);
        const seen: (string | null)[] = [];
        for (let offset = 0; offset < rows.length; offset += limit) {
          const query = { list: 'recharges' as const, filter: [], sort, columns: ['recharge_id'] };
          const page = reader.window({ ...query, offset, limit }, asking);
          seen.push(...page.rows.map((row) => row?.[0] ?? null));
        }
        expect(new Set(seen).size).toBe(rows.length);
        expect(seen).toEqual(inOrder(rows, sort, 'recharge_id').map((row) => row.recharge_id));
      }),
      { numRuns: 80 },
    );
  });

  it('begins with the same rows where only its first are put in order', () => {
    const column = fc.record({
      codes: fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 300, maxLength: 300 }),
      desc: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(column, { maxLength: 3 }),
        fc.integer({ min: 0, max: 200_000 }),
        fc.integer({ min: 1, max: 60 }),
        (columns, few, count) => {
          // Few values as well as many, and rows that are left out.
          const keys = columns.map(({ codes, desc }) => ({
            column: {
              codes: Uint32Array.from(codes, (code) => code % (few + 1)),
              values: { size: few },
            },
            desc,
          }));
          const rows = Uint32Array.from({ length: 300 }, (_, row) => row).filter(
            (row) => row % 3 > 0,
          );
          const all = sortRows(rows, keys, () => undefined);
          expect(firstRows(rows, keys, count, () => undefined)).toEqual(all.subarray(0, count));
        },
      ),
    );
  });

  it('counts for each facet what a click on its value would find', () => {
    const { reader, fill } = refillable();
    const about = ({ ...node }: FilterNode, column: string): boolean =>
      'parts' in node
        ? node.off !== true &&
          node.parts.length > 0 &&
          node.parts.every((part) => about(part, column))
        : node.op !== 'money' && node.column === column;
    const some = fc.array(conditionShape, { maxLength: 4 });
    fc.assert(
      fc.property(rowsShape, some, fc.boolean(), (rows, filter, ahead) => {
        fill(rows, ahead);
        const columns = ['channel', 'provider', 'storefront', 'coins'];
        const { facets, total } = reader.facets(
          { list: 'recharges', filter, columns, limit: 200 },
          asking,
        );
        expect(total).toBe(rows.filter((row) => meets(row, filter, asking.now)).length);
        for (const { column, values, distinct } of facets) {
          const others = filter.filter((node) => !about(node, column));
          const counts = new Map<string | null, number>();
          for (const row of rows.filter((each) => meets(each, others, asking.now))) {
            const value = textOf(row[column] ?? null);
            counts.set(value, (counts.get(value) ?? 0) + 1);
          }
          expect(new Map(values.map(({ value, count }) => [value, count]))).toEqual(counts);
          expect(distinct).toBe(counts.size);
        }
      }),
      { numRuns: 80 },
    );
  });
});

describe('a filter', () => {
  const reading = (filter: Filter) => () => {
    const { reader } = refillable();
    return reader.window(
      { list: 'recharges', filter, sort: [], columns: ['recharge_id'], offset: 0, limit: 1 },
      asking,
    );
  };

  it.each<[string, FilterNode]>([
    ['an unknown column', { op: 'in', column: 'password', values: ['x'] }],
    ['a column of every object', { op: 'in', column: 'constructor', values: ['x'] }],
    ['SQL for a column', { op: 'in', column: 'channel" or 1=1 --', values: ['x'] }],
    ['coins that are no whole number', { op: 'range', column: 'coins', from: '1.5', to: null }],
    ['coins beyond 64 bits', { op: 'in', column: 'coins', values: ['9223372036854775808'] }],
    ['a time that is none', { op: 'range', column: 'created_at', from: 'yesterday', to: null }],
    ['a range of names', { op: 'range', column: 'provider', from: 'a', to: 'b' }],
    ['a part of a number', { op: 'contains', column: 'coins', text: '1' }],
    [
      'money of a column of coins',
      { op: 'money', column: 'coins', currency: 'USD', from: '1', to: null },
    ],
    ['hours of a name', { op: 'last', column: 'provider', hours: 1 }],
    ['a wrong one that is off', { op: 'in', column: 'nothing', values: ['x'], off: true }],
  ])('with %s is refused', (_, node) => {
    expect(reading([node])).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });

  it('is data: quotes, wildcards and formulas find themselves and nothing else', () => {
    const { reader, fill } = refillable();
    const providers = ["x' or '1'='1", '%', '_', '*', 'a"b', '\\', 'secret:x'];
    fill(
      providers.map((provider, at) => ({
        recharge_id: `rc_${at}`,
        account_id: 'ac',
        channel: 'web',
        provider,
        created_at: noon,
      })),
    );
    for (const [at, text] of providers.entries()) {
      const query = { list: 'recharges' as const, sort: [], columns: ['recharge_id'] };
      for (const node of [
        { op: 'in' as const, column: 'provider', values: [text] },
        { op: 'starts' as const, column: 'provider', text },
      ])
        expect(
          reader.window({ ...query, filter: [node], offset: 0, limit: 10 }, asking).rows,
        ).toEqual([[`rc_${at}`]]);
    }
  });
});

describe('the columns', () => {
  it('of rates are put in order, asked and counted by what they are worth, not as text', () => {
    const copy = openCopy();
    const reader = createListReader(copy.db, path.join(copy.folder, 'columns'));
    const rates = ['10.5', '9.1', '1.090', '-0.5', '1.09', '0.000000000001'];
    copy.run({ tables: ['fx_rates'] });
    for (const [at, rate] of rates.entries())
      copy.put('fx_rates', {
        from: 'EUR',
        to: 'USD',
        day: `2026-10-0${at + 1}`,
        rate,
        source: 'x',
      });
    const list = 'fx_rates' as const;
    const page = { list, columns: ['rate'], offset: 0, limit: 9 };
    const sorted = reader.window(
      { ...page, filter: [], sort: [{ column: 'rate', desc: false }] },
      asking,
    );
    expect(sorted.rows.flat()).toEqual(['-0.5', '0.000000000001', '1.090', '1.09', '9.1', '10.5']);
    const within = reader.window(
      {
        ...page,
        filter: [{ op: 'range', column: 'rate', from: '1.09', to: '9.10' }],
        sort: [],
      },
      asking,
    );
    expect(within.rows.flat()).toEqual(['9.1', '1.090', '1.09']);
    const counted = reader.frequency(
      { list, filter: [], column: 'rate', by: null, limit: 1 },
      asking,
    );
    expect(counted.values).toEqual([{ value: '1.09', count: 2 }]);
  });

  it('are read anew after an import, and from their files after a start', () => {
    const { copy, reader, fill } = refillable();
    const row = { account_id: 'ac', channel: 'web', created_at: noon };
    const query = { list: 'recharges' as const, filter: [], sort: [], columns: ['recharge_id'] };
    fill([{ ...row, recharge_id: 'rc_1' }]);
    const first = reader.window({ ...query, offset: 0, limit: 9 }, asking);
    fill([
      { ...row, recharge_id: 'rc_1' },
      { ...row, recharge_id: 'rc_2' },
    ]);
    const second = reader.window({ ...query, offset: 0, limit: 9 }, asking);
    expect([first.rows.length, second.rows.length]).toEqual([1, 2]);
    expect(second.copy).not.toBe(first.copy);
    const started = createListReader(copy.db, path.join(copy.folder, 'columns'));
    expect(started.window({ ...query, offset: 0, limit: 9 }, asking)).toEqual(second);
  });

  it('are made again where a table was made anew, and its rows lie elsewhere', () => {
    const { copy, reader, fill } = refillable();
    const row = { account_id: 'ac', channel: 'web', created_at: noon };
    fill(['rc_9', 'rc_1', 'rc_2'].map((recharge_id) => ({ recharge_id, ...row })));
    copy.db.exec("delete from recharges where recharge_id = 'rc_9'");
    const query = { list: 'recharges' as const, filter: [], sort: [], columns: ['recharge_id'] };
    const ids = () => reader.window({ ...query, offset: 0, limit: 9 }, asking).rows.flat();
    expect(ids()).toEqual(['rc_1', 'rc_2']);
    copy.db.exec(`
      create table anew as select * from recharges;
      drop table recharges;
      alter table anew rename to recharges;`);
    expect(ids()).toEqual(['rc_1', 'rc_2']);
  });

  it('are made again where a file of theirs is cut off', async () => {
    const { copy, reader, fill } = refillable();
    const { readdirSync, truncateSync } = await import('node:fs');
    fill([{ recharge_id: 'rc_1', account_id: 'ac', channel: 'web', created_at: noon }]);
    const query = { list: 'recharges' as const, filter: [], sort: [], columns: ['recharge_id'] };
    const before = reader.window({ ...query, offset: 0, limit: 9 }, asking);
    const home = path.join(copy.folder, 'columns', before.copy);
    for (const file of readdirSync(home)) truncateSync(path.join(home, file), 70);
    const started = createListReader(copy.db, path.join(copy.folder, 'columns'));
    expect(started.window({ ...query, offset: 0, limit: 9 }, asking)).toEqual(before);
  });
});

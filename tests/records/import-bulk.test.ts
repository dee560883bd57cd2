import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { makeWorkspace, type TestWorkspace } from './import-workspace.ts';

/** Enough rows of ledger and store records that both are filled in one go. */
const many = Array.from({ length: 2_800 }, (_, n) => n);

/** Makes the files large with few rows. */
const long = 'x'.repeat(400);

const ledgerHead = 'entry_id,account_id,at,delta,kind,note';
const entry = (id: string, delta: number, note = long) =>
  `${id},ac_1,1767225600000,${delta},bonus,${note}`;

const storeHead = 'provider,external_id,purchase_token,recharge_id,state,quantity,raw';
const bought = (id: string, token: string, quantity: number) =>
  `google,${id},${token},rc_1,purchased,${quantity},"{""k"":""${long}""}"`;

const rechargesHead = 'recharge_id,account_id,channel,created_at,coins,updated_at,external_id,sku';
const recharge = (id: string, coins: number, updated = '') =>
  `${id},ac_${coins},web,2026-01-01T00:00:00Z,${coins},${updated},GPA.3312-1111-2222-${String(coins).padStart(5, '0')},${long}`;

const drop = {
  'ledger.csv': [
    ledgerHead,
    ...many.map((n) => entry(`le_${n}`, n)),
    entry('le_7', 7),
    entry('le_8', 9, '4242424242424242'),
    '',
  ].join('\n'),
  'store_records.csv': [
    storeHead,
    ...many.map((n) => bought(`GPA.${n}`, `tok_${n}`, 1)),
    // A purchase that was pending under its token, in either order; and one that came twice.
    bought('tok_p', 'tok_p', 1),
    bought('GPA.p', 'tok_p', 2),
    bought('GPA.q', 'tok_q', 1),
    bought('tok_q', 'tok_q', 2),
    bought('GPA.5', 'tok_5b', 3),
    bought('tok_5b', 'tok_5b', 4),
    '',
  ].join('\n'),
  'recharges.csv': [
    rechargesHead,
    ...many.map((n) => recharge(`rc_${n}`, n)),
    recharge('rc_3', 3),
    recharge('rc_4', 44),
    recharge('rc_5', 55, '2026-01-02T00:00:00Z'),
    recharge('rc_5', 56, '2026-01-01T00:00:00Z'),
    '',
  ].join('\n'),
};

/** One row a table, so that the tables are not empty and every row is looked at as it comes. */
const begun = {
  'ledger.csv': `${ledgerHead}\n${entry('first', 1)}\n`,
  'store_records.csv': `${storeHead}\n${bought('first', 'first_t', 1)}\n`,
  'recharges.csv': `${rechargesHead}\n${recharge('first', 1)}\n`,
};

function contentOf(w: TestWorkspace) {
  const key = { ledger: 'entry_id', store_records: 'external_id', recharges: 'recharge_id' };
  const tables = Object.entries(key).map(([table, id]) =>
    w
      .rows(`select * from ${table} where ${id} <> 'first' order by ${id}`)
      .map((row) => ({ ...(row as object), origin_run: 0, origin_file: 0 })),
  );
  const history = w.rows(
    'select table_name, key, content, origin_line from history order by number',
  );
  return { tables, history: history.map((row) => JSON.stringify(row, text)).toSorted() };
}

const text = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);

describe('a drop into empty tables', () => {
  it('is filled in one go and says just what putting row by row says', async () => {
    const fast = makeWorkspace();
    const slow = makeWorkspace();
    await slow.run(slow.drop(begun));
    const atOnce = await fast.run(fast.drop(drop));
    const oneByOne = await slow.run(slow.drop(drop));
    expect(atOnce.tables).toEqual(oneByOne.tables);
    expect(contentOf(fast)).toEqual(contentOf(slow));
    expect(atOnce.first_rejects).toEqual(oneByOne.first_rejects);
    expect(atOnce.first_rejects).toMatchObject([{ code: 'CONTRADICTION', file: 'ledger.csv' }]);
    expect(atOnce.first_rejects[0]?.original).toContain('424242******4242');
    expect(atOnce.tables.ledger).toMatchObject({
      inserted: 2_800,
      unchanged: 1,
      rejected: 1,
      redacted: 0,
    });
    expect(atOnce.tables.recharges).toMatchObject({ inserted: 2_800, unchanged: 1, updated: 3 });
    for (const { read, inserted, updated, unchanged, rejected } of Object.values(atOnce.tables))
      expect(inserted + updated + unchanged + rejected).toBe(read);
    expect(fast.value('pragma integrity_check')).toBe('ok');
    const names = "select name from sqlite_schema where type = 'index' order by name";
    expect(fast.rows(names)).toEqual(slow.rows(names));
    for (const table of ['ledger', 'store_records', 'recharges'])
      expect((await fast.run(fast.drop(drop))).tables[table]).toMatchObject({
        inserted: 0,
        updated: 0,
      });
  });

  it('finds purchases that share a token where no key stands twice', async () => {
    const w = makeWorkspace();
    const rows = [
      ...many.map((n) => bought(`GPA.${n}`, `tok_${n}`, 1)),
      bought('tok_p', 'tok_p', 1),
      bought('GPA.p', 'tok_p', 2),
    ];
    const { tables } = await w.run(
      w.drop({ 'store_records.csv': [storeHead, ...rows, ''].join('\n') }),
    );
    expect(tables.store_records).toMatchObject({ inserted: 2_801, updated: 1 });
    expect(w.value("select count(*) from store_records where purchase_token = 'tok_p'")).toBe(1n);
  });
});

describe('a drop in which everything is different', () => {
  const everything = (day: number) => {
    const updated = `2026-01-0${day}T00:00:00Z`;
    return {
      'recharges.csv': [
        'recharge_id,account_id,channel,created_at,coins,updated_at,external_id',
        ...many.map((n) => `rc_${n},ac_1,web,2026-01-01T00:00:00Z,${n + day},${updated},GPA.${n}`),
        '',
      ].join('\n'),
      'store_records.csv': [
        'provider,external_id,purchase_token,recharge_id,state,quantity',
        ...many.map((n) => `google,GPA.${n},tok_${n},rc_${n},purchased,${day}`),
        '',
      ].join('\n'),
      'payments.csv': [
        'provider,payment_id,status,amount_minor,currency',
        ...many.map((n) => `stripe,pi_${n},succeeded,${n + day},USD`),
        '',
      ].join('\n'),
    };
  };

  it('is compared row by row, and none is looked for among all rows of its provider', async () => {
    const w = makeWorkspace();
    await w.run(w.drop(everything(1)));
    const asked = watchPlans();
    const { tables } = await w.run(w.drop(everything(2)));
    for (const table of ['recharges', 'store_records', 'payments'])
      expect(tables[table]).toMatchObject({ read: 2_800, inserted: 0, updated: 2_800 });
    expectNoneAmongProvider(asked);
  });

  it('is so, too, where stores and processors tell of a purchase bit by bit', async () => {
    const w = makeWorkspace();
    const told = (day: number) => ({
      'purchases.ndjson': many
        .slice(0, 50)
        .map((n) => JSON.stringify(purchase(n, day)))
        .join('\n'),
      'voided.ndjson': many
        .slice(0, 50)
        .map((n) => JSON.stringify(voided(n)))
        .join('\n'),
    });
    await w.run(w.drop(everything(1)));
    await w.run(w.drop(told(1)));
    const asked = watchPlans();
    const { tables } = await w.run(w.drop(told(2)));
    expect(tables.store_records).toMatchObject({ read: 100, rejected: 0 });
    expectNoneAmongProvider(asked);
  });
});

/** As the Developer API of Google Play names its fields. */
const purchase = (n: number, day: number) => ({
  kind: 'androidpublisher#productPurchase',
  purchaseTimeMillis: String(Date.UTC(2026, 0, day)),
  purchaseState: 0,
  consumptionState: day % 2,
  orderId: `GPA.${n}`,
  acknowledgementState: 1,
  purchaseToken: `tok_${n}`,
  productId: 'coins.p4',
  quantity: day,
  regionCode: 'BR',
});
const voided = (n: number) => ({
  kind: 'androidpublisher#voidedPurchase',
  purchaseToken: `tok_${n}`,
  orderId: `GPA.${n}`,
  purchaseTimeMillis: String(Date.UTC(2026, 0, 1)),
  voidedTimeMillis: String(Date.UTC(2026, 0, 3)),
  voidedSource: 0,
  voidedReason: 1,
});

function expectNoneAmongProvider(asked: ReadonlyMap<string, readonly string[]>): void {
  expect([...asked.values()].flat()).toContainEqual(expect.stringContaining('purchase_token=?'));
  for (const [sql, plan] of asked)
    for (const step of plan) expect(step, sql).not.toMatch(/_key \(provider=\?\)/);
}

/** The plan of each statement that reads or writes rows, as SQLite makes it on the connection it is for. */
function watchPlans(): ReadonlyMap<string, readonly string[]> {
  const plans = new Map<string, string[]>();
  const { prepare, exec } = Database.prototype;
  const look = (db: Database.Database, sql: string) => {
    for (const each of sql.split(';'))
      if (/^\s*(?:insert|select|update|delete)\b/i.test(each)) {
        const places = each.replaceAll(/'[^']*'/g, '').match(/\?|:\w+/g) ?? [];
        const named = places
          .filter((place) => place !== '?')
          .map((place) => [place.slice(1), null]);
        const values = named.length > 0 ? [Object.fromEntries(named)] : places.map(() => null);
        const explained = prepare.call(db, `explain query plan ${each}`) as Database.Statement;
        const rows = explained.all(...values);
        plans.set(
          each,
          rows.map((row) => String(Reflect.get(row as object, 'detail'))),
        );
      }
  };
  vi.spyOn(Database.prototype, 'prepare').mockImplementation(function (
    this: Database.Database,
    sql,
  ) {
    look(this, sql);
    return prepare.call(this, sql);
  });
  vi.spyOn(Database.prototype, 'exec').mockImplementation(function (this: Database.Database, sql) {
    look(this, sql);
    return exec.call(this, sql);
  });
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  return plans;
}

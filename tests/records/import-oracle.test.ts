import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulesAcrossDrops, rulesWithinDrop } from '../../main/desk/records/import/merge.ts';
import { makeWorkspace } from './import-workspace.ts';

/** The rules of the exchange format, row after row in plain code: what sets of rows must come to. */

interface Row {
  readonly id: string;
  readonly text: string;
  readonly updated: number | null;
}

interface Drop {
  readonly asOf: number;
  readonly accounts: readonly Row[];
  readonly devices: readonly Row[];
  readonly ledger: readonly Row[];
}

interface Standing extends Row {
  readonly drop: number;
  readonly asOf: number;
  readonly fingerprint: string;
}

type Counts = Record<'inserted' | 'updated' | 'unchanged' | 'rejected', number>;

const big = (value: number | null) => (value === null ? null : BigInt(value));
const none = (): Counts => ({ inserted: 0, updated: 0, unchanged: 0, rejected: 0 });

function createOracle() {
  const tables = new Map<string, Map<string, Standing>>();
  const history = new Set<string>();
  let drops = 0;

  function put(table: string, row: Row, from: Omit<Standing, keyof Row>): keyof Counts {
    const rows = tables.get(table) ?? new Map<string, Standing>();
    tables.set(table, rows);
    const before = rows.get(row.id);
    const now = { ...row, ...from };
    if (!before) {
      rows.set(row.id, now);
      return 'inserted';
    }
    const same = before.text === row.text && before.updated === row.updated;
    if (table === 'ledger') return before.text === row.text ? 'unchanged' : 'rejected';
    const sameDrop = before.drop === from.drop;
    if (same) {
      if (!sameDrop && row.updated === null && before.asOf < from.asOf) rows.set(row.id, now);
      return 'unchanged';
    }
    const ruling = sameDrop
      ? rulesWithinDrop(big(before.updated), big(row.updated))
      : rulesAcrossDrops(
          { updatedAt: big(before.updated), age: before },
          { updatedAt: big(row.updated), age: from },
        );
    const lost = ruling === 'takes' ? before : now;
    history.add(`${table}/${row.id}/${lost.text}`);
    if (ruling === 'takes') rows.set(row.id, now);
    else if (!sameDrop) return 'unchanged';
    return 'updated';
  }

  return {
    history,
    rows: (table: string) =>
      [...(tables.get(table)?.values() ?? [])].map(({ id, text }) => `${id}/${text}`).sort(),
    take(drop: Drop, fingerprint: string): Record<string, Counts> {
      drops += 1;
      const from = { drop: drops, asOf: drop.asOf, fingerprint };
      const counts: Record<string, Counts> = {};
      for (const table of ['accounts', 'devices', 'ledger'] as const)
        for (const row of drop[table]) {
          const tally = (counts[table] ??= none());
          tally[put(table, row, from)] += 1;
        }
      return counts;
    },
  };
}

const csv = (head: readonly string[], rows: readonly (readonly (string | number | null)[])[]) =>
  stringify([head, ...rows]);

function filesOf({ asOf, accounts, devices, ledger }: Drop): Record<string, string> {
  return {
    'manifest.json': JSON.stringify({
      format: 'recharge-desk/1',
      source: 'test',
      as_of: new Date(asOf).toISOString(),
      files: ['accounts', 'devices', 'ledger'].map((name) => ({ name: `${name}.csv` })),
    }),
    'accounts.csv': csv(
      ['account_id', 'display_name', 'updated_at'],
      accounts.map(({ id, text, updated }) => [id, text, updated]),
    ),
    'devices.csv': csv(
      ['device_id', 'model'],
      devices.map(({ id, text }) => [id, text]),
    ),
    'ledger.csv': csv(
      ['entry_id', 'account_id', 'at', 'delta', 'kind', 'note'],
      ledger.map(({ id, text }) => [id, 'a', 1, 1, 'bonus', text]),
    ),
  };
}

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const text = fc.constantFrom('one', 'two', 'three');
const day = (n: number) => Date.UTC(2026, 0, 1 + n);
const dated = fc.record({
  id,
  text,
  updated: fc.option(fc.integer({ min: 0, max: 3 }).map(day), { nil: null }),
});
const undated = fc.record({ id, text, updated: fc.constant(null) });
const dropOf = fc.record({
  asOf: fc.integer({ min: 0, max: 3 }).map(day),
  accounts: fc.array(dated, { maxLength: 8 }),
  devices: fc.array(undated, { maxLength: 8 }),
  ledger: fc.array(undated, { maxLength: 5 }),
});

describe('drops one after the other', { timeout: 600_000 }, () => {
  it('come to what the rules say row by row: counts, rows, history', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(dropOf, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(3), { maxLength: 2 }),
        async (fresh, again) => {
          const w = makeWorkspace();
          const oracle = createOracle();
          // Some of them once more: the very same files change nothing twice.
          const drops = [...fresh, ...again.map((n) => fresh[n % fresh.length] as Drop)];
          for (const drop of drops) {
            const files = filesOf(drop);
            const said = oracle.take(drop, JSON.stringify(files));
            const { tables } = await w.run(w.drop(files));
            for (const [table, counts] of Object.entries(said))
              expect(tables[table], table).toMatchObject({ ...counts });
          }
          const rows = (table: string, key: string, column: string) =>
            (w.rows(`select ${key} || '/' || ${column} as r from ${table}`) as { r: string }[])
              .map(({ r }) => r)
              .sort();
          expect(rows('accounts', 'account_id', 'display_name')).toEqual(oracle.rows('accounts'));
          expect(rows('devices', 'device_id', 'model')).toEqual(oracle.rows('devices'));
          expect(rows('ledger', 'entry_id', 'note')).toEqual(oracle.rows('ledger'));
          const kept = w.rows(
            `select distinct table_name || '/' || key || '/' ||
               coalesce(content ->> 'display_name', content ->> 'model') as r from history`,
          ) as { r: string }[];
          expect(kept.map(({ r }) => r).sort()).toEqual([...oracle.history].sort());
          expect(w.value('pragma integrity_check')).toBe('ok');
        },
      ),
      { numRuns: Number(process.env.IMPORT_ORACLE_RUNS ?? 20) },
    );
  });
});

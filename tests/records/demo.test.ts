import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkIds } from '../../contract/diagnosis.ts';
import { columnsOf, demoTables } from '../../main/desk/records/demo/columns.ts';
import { type DemoDrop, writeDemoDrop } from '../../main/desk/records/demo/demo.ts';
import { hostileNames } from '../../main/desk/records/demo/names.ts';
import { tableNames, tableOf } from '../../main/desk/records/tables.ts';
import { type Drop, readDrop, readRows, type TextRow } from './demo-drop.ts';

const asOf = Date.UTC(2026, 10, 23, 6);
const day = 86_400_000;
const small = { asOf, accounts: 250, recharges: 500 };

let home: string;
let made: DemoDrop;
let drop: Drop;
let folder: string;

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'demo-'));
  folder = path.join(home, 'small');
  made = await writeDemoDrop(folder, small);
  drop = readDrop(folder);
});
afterAll(() => rmSync(home, { recursive: true }));

function filesOf(root: string): Map<string, Buffer> {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).toSorted();
  const files = names.filter((name) => name.includes('.'));
  return new Map(files.map((name) => [name, readFileSync(path.join(root, name))]));
}

function need(row: TextRow, column: string): string {
  const cell = row[column];
  if (cell === undefined) throw new Error(`${column} is empty`);
  return cell;
}

function set(rows: readonly TextRow[], column: string): Set<string> {
  return new Set(rows.flatMap((row) => row[column] ?? []));
}

function grouped(rows: readonly TextRow[], column: string): Map<string, TextRow[]> {
  return Map.groupBy(
    rows.filter((row) => row[column] !== undefined),
    (row) => need(row, column),
  );
}

/** UTC ms of any time in the drop: RFC 3339 or epoch ms. */
function timeOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text);
}

describe('the same seed, time and sizes', () => {
  test('give the same bytes', async () => {
    const again = path.join(home, 'again');
    await writeDemoDrop(again, small);
    expect(filesOf(again)).toEqual(filesOf(folder));
  });

  test('and another seed gives other records', async () => {
    const other = path.join(home, 'other');
    await writeDemoDrop(other, { ...small, seed: 'other' });
    expect(filesOf(other).get('accounts.csv')).not.toEqual(filesOf(folder).get('accounts.csv'));
  });
});

describe('the drop', () => {
  test('names every file in its manifest with its rows and its hash', () => {
    const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      format: 'recharge-desk/1',
      as_of: '2026-11-23T06:00:00.000Z',
      covers_from: '2026-07-26T06:00:00.000Z',
      covers_to: '2026-11-23T06:00:00.000Z',
    });
    const told = manifest.files.map((file: { name: string }) => file.name).toSorted();
    const there = readdirSync(folder).filter(
      (name) => name !== 'manifest.json' && name !== 'attachments',
    );
    expect(told).toEqual(there.toSorted());
    for (const { name, rows, sha256 } of manifest.files) {
      const bytes = readFileSync(path.join(folder, name));
      expect(createHash('sha256').update(bytes).digest('hex'), name).toBe(sha256);
      expect(readRows(folder, name).length, name).toBe(rows);
    }
  });

  test('has every table of the format with its columns, in the same words', () => {
    expect([...demoTables].toSorted()).toEqual([...tableNames].toSorted());
    for (const table of tableNames) {
      expect(columnsOf(table), table).toEqual(Object.keys(tableOf(table).columns));
      expect(drop[table].length, table).toBeGreaterThan(0);
      expect(made.tables[table], table).toBe(drop[table].length);
    }
    expect(drop.accounts.length).toBe(250);
    expect(drop.recharges.length).toBe(500);
  });

  test('fills every column somewhere and every needed one in every row', () => {
    for (const table of tableNames) {
      const { columns } = tableOf(table);
      for (const [name, column] of Object.entries(columns)) {
        const filled = drop[table].filter((row) => row[name] !== undefined).length;
        if (column.need) expect(filled, `${table}.${name}`).toBe(drop[table].length);
        else if (name !== 'detail') expect(filled, `${table}.${name}`).toBeGreaterThan(0);
      }
    }
  });

  test('uses only words of the lists, and keys only once', () => {
    for (const table of tableNames) {
      const { columns, key } = tableOf(table);
      for (const [name, column] of Object.entries(columns)) {
        const { words } = column;
        if (words)
          expect([...words], `${table}.${name}`).toEqual(
            expect.arrayContaining([...set(drop[table], name)]),
          );
      }
      const keys = drop[table].map((row) => key.map((name) => row[name]).join('/'));
      expect(new Set(keys).size, table).toBe(keys.length);
    }
  });

  test('holds what tickets name as attachments', () => {
    const named = drop.tickets.flatMap((row) => row.attachments?.split(',') ?? []);
    expect(new Set(named)).toEqual(new Set(readdirSync(path.join(folder, 'attachments'))));
  });

  test('has hostile names in view', () => {
    expect([...set(drop.accounts, 'display_name')]).toEqual(
      expect.arrayContaining([...hostileNames]),
    );
  });
});

/** Sum of the Luhn digits, written the slow way on purpose: another hand than the generator's. */
function luhn(digits: string): boolean {
  const sum = [...digits].toReversed().reduce((total, digit, index) => {
    const value = (index % 2 === 1 ? 2 : 1) * (digit.charCodeAt(0) - 48);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Card-like numbers anywhere in a text, also inside longer runs and grouped ones. */
function cardsIn(text: string): string[] {
  const found: string[] = [];
  for (const [run] of text.matchAll(/\d(?:[ -]?\d){12,}/g)) {
    const digits = run.replaceAll(/[ -]/g, '');
    for (let size = 13; size <= Math.min(19, digits.length); size += 1) {
      for (let from = 0; from + size <= digits.length; from += 1) {
        const part = digits.slice(from, from + size);
        if (luhn(part)) found.push(part);
      }
    }
  }
  return found;
}

const exempt = new Set(['time', 'day', 'integer', 'minor', 'coins', 'decimal', 'phone', 'ip']);

function cardsOf(read: Drop): string[] {
  return tableNames.flatMap((table) => {
    const columns = Object.entries(tableOf(table).columns);
    const open = columns.filter(([, column]) => !exempt.has(column.kind)).map(([name]) => name);
    return read[table].flatMap((row) => open.flatMap((name) => cardsIn(row[name] ?? '')));
  });
}

test('nothing in it looks like a card number', () => {
  expect(cardsIn('pay 4242 4242 4242 4242 now')).toContain('4242424242424242');
  expect(cardsOf(drop)).toEqual([]);
  for (const name of readdirSync(path.join(folder, 'attachments')))
    expect(cardsIn(readFileSync(path.join(folder, 'attachments', name), 'utf8'))).toEqual([]);
  expect([...set(drop.instruments, 'bin')].every((bin) => /^\d{6,8}$/.test(bin))).toBe(true);
});

/** Every entry continues the balance of the one before it, account by account, to the coin. */
function brokenChains(read: Drop): string[] {
  const chains = Map.groupBy(read.ledger, (row) => `${row.account_id}/${row.asset}`);
  return [...chains.values()].flatMap((rows) => {
    let balance = 0n;
    let last = Number.NEGATIVE_INFINITY;
    return rows.flatMap((row) => {
      balance += BigInt(need(row, 'delta'));
      const at = timeOf(need(row, 'at'));
      const broken = BigInt(need(row, 'balance_after')) !== balance || at < last;
      last = at;
      return broken ? need(row, 'entry_id') : [];
    });
  });
}

describe('the ledger', () => {
  test('chains exactly, beyond what a float can count', () => {
    expect(brokenChains(drop)).toEqual([]);
    expect(drop.ledger.some((row) => BigInt(need(row, 'delta')) > 2n ** 53n)).toBe(true);
  });

  test('goes below zero only where coins were taken back', () => {
    const chains = Map.groupBy(drop.ledger, (row) => `${row.account_id}/${row.asset}`);
    for (const rows of chains.values()) {
      const first = rows.find((row) => BigInt(need(row, 'balance_after')) < 0n);
      if (first) expect(first.kind).toMatch(/clawback$/);
    }
  });

  test('grants a healthy order what it promised', () => {
    const entries = grouped(drop.ledger, 'recharge_id');
    const healthy = drop.recharges.filter(
      (row) => made.labels.get(need(row, 'recharge_id')) === 'healthy',
    );
    expect(healthy.length).toBeGreaterThan(300);
    for (const order of healthy) {
      const own = entries.get(need(order, 'recharge_id')) ?? [];
      const sum = own.reduce((total, row) => total + BigInt(need(row, 'delta')), 0n);
      expect(sum).toBe(BigInt(need(order, 'coins')) + BigInt(need(order, 'bonus_coins')));
    }
  });

  test('takes for a gift what it was worth on that day', () => {
    for (const row of drop.ledger.filter((each) => each.kind === 'gift_sent')) {
      const worth = drop.gifts.filter(
        (gift) =>
          gift.gift_id === row.gift_id &&
          timeOf(need(gift, 'valid_from')) <= timeOf(need(row, 'at')) &&
          (gift.valid_to === undefined || timeOf(need(row, 'at')) < timeOf(gift.valid_to)),
      );
      expect(worth.length).toBe(1);
      const cost = BigInt(worth[0]?.coins ?? 0) * BigInt(need(row, 'quantity'));
      expect(BigInt(need(row, 'delta'))).toBe(-cost);
    }
  });
});

/** Fields that name a row of another table, and have no such row. */
function dangling(read: Drop): string[] {
  const links: [keyof Drop, string, keyof Drop, string][] = [
    ['recharges', 'account_id', 'accounts', 'account_id'],
    ['recharges', 'device_id', 'devices', 'device_id'],
    ['recharges', 'instrument_id', 'instruments', 'instrument_id'],
    ['recharges', 'payment_id', 'payments', 'payment_id'],
    ['recharges', 'sku', 'packages', 'sku'],
    ['recharges', 'seller_domain', 'sellers', 'seller_id'],
    ['recharge_events', 'recharge_id', 'recharges', 'recharge_id'],
    ['store_records', 'recharge_id', 'recharges', 'recharge_id'],
    ['store_records', 'account_token', 'accounts', 'account_id'],
    ['payments', 'recharge_id', 'recharges', 'recharge_id'],
    ['payments', 'instrument_id', 'instruments', 'instrument_id'],
    ['ledger', 'account_id', 'accounts', 'account_id'],
    ['ledger', 'counterparty_id', 'accounts', 'account_id'],
    ['ledger', 'recharge_id', 'recharges', 'recharge_id'],
    ['ledger', 'gift_id', 'gifts', 'gift_id'],
    ['devices', 'account_id', 'accounts', 'account_id'],
    ['sessions', 'account_id', 'accounts', 'account_id'],
    ['sessions', 'device_id', 'devices', 'device_id'],
    ['offers', 'seller_id', 'sellers', 'seller_id'],
    ['tickets', 'account_id', 'accounts', 'account_id'],
    ['tickets', 'recharge_id', 'recharges', 'recharge_id'],
  ];
  return links.flatMap(([table, column, target, key]) => {
    const known = set(read[target], key);
    const lost = [...set(read[table], column)].filter((value) => !known.has(value));
    return lost.map((value) => `${table}.${column} ${value}`);
  });
}

test('every row that names another one has it', () => {
  expect(dangling(drop)).toEqual([]);
});

test('nothing happened after the copy was taken, and events are numbered', () => {
  for (const table of tableNames) {
    const times = Object.entries(tableOf(table).columns).filter(([, { kind }]) => kind === 'time');
    for (const [name] of times)
      for (const text of set(drop[table], name))
        expect(timeOf(text), name).toBeLessThanOrEqual(asOf);
  }
  for (const rows of grouped(drop.recharge_events, 'recharge_id').values())
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => String(index + 1)));
});

test('ten countries sell coins and one does not, in all channels and eight languages', () => {
  const selling = set(drop.packages, 'storefront');
  const countries = set(drop.accounts, 'country');
  expect(selling.size).toBe(10);
  expect(countries.size).toBe(11);
  expect(countries.difference(selling).size).toBe(1);
  expect(set(drop.recharges, 'channel').size).toBe(4);
  const tongues = new Set([...set(drop.tickets, 'locale')].map((locale) => locale.slice(0, 2)));
  expect([...tongues].toSorted()).toEqual(['ar', 'en', 'es', 'id', 'ja', 'pt', 'tr', 'vi']);
});

test('shows every check of the list, each of them lately too', () => {
  const shown = new Set([...made.scenarios.values(), ...made.tickets.values()]);
  expect(checkIds.filter((id) => !shown.has(id))).toEqual([]);
  const late = drop.recharges.filter((row) => timeOf(need(row, 'updated_at')) > asOf - 4 * day);
  const lately = new Set(late.map((row) => made.scenarios.get(need(row, 'recharge_id'))));
  const orders = checkIds.filter((id) => id !== 'third_party_purchase');
  expect(orders.filter((id) => !lately.has(id))).toEqual([]);
});

test('keeps a label for every recharge, and none of them in the drop', () => {
  expect(new Set(made.labels.keys())).toEqual(set(drop.recharges, 'recharge_id'));
  expect(made.payments.size).toBeGreaterThan(0);
  for (const id of made.tickets.keys())
    expect(drop.tickets.find((row) => row.ticket_id === id)?.recharge_id).toBeUndefined();
});

test('any seed gives whole ledgers, whole links and no card numbers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string(), async (seed) => {
      const place = mkdtempSync(path.join(home, 'seed-'));
      await writeDemoDrop(place, { ...small, seed });
      const read = readDrop(place);
      expect(brokenChains(read)).toEqual([]);
      expect(dangling(read)).toEqual([]);
      expect(cardsOf(read)).toEqual([]);
    }),
    { numRuns: 4 },
  );
});

test('by default, five thousand accounts buy twenty thousand times, mostly without trouble', async () => {
  const seen: number[] = [];
  const full = await writeDemoDrop(path.join(home, 'full'), {
    asOf,
    onProgress: (rows) => seen.push(rows),
  });
  expect(full.tables).toMatchObject({ accounts: 5_000, recharges: 20_000 });
  const healthy = [...full.labels.values()].filter((label) => label === 'healthy').length;
  expect(healthy).toBeGreaterThan(16_500);
  expect(healthy).toBeLessThan(17_500);
  expect(seen.length).toBeGreaterThan(10);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});

describe('refused', () => {
  test('is a folder that already holds something, which stays as it was', async () => {
    const full = mkdtempSync(path.join(home, 'full-'));
    writeFileSync(path.join(full, 'mine.txt'), 'mine');
    await expect(writeDemoDrop(full, small)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(readdirSync(full)).toEqual(['mine.txt']);
  });

  test.each([
    { accounts: 10 },
    { recharges: 10 },
    { accounts: 1000.5 },
    { accounts: 250, recharges: 25_001 },
  ])('are sizes that do not work: %j', async (sizes) => {
    const place = path.join(home, 'never');
    await expect(writeDemoDrop(place, { asOf, ...sizes })).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    expect(readdirSync(home)).not.toContain('never');
  });
});

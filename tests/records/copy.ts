import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createRecords, type RecordsDeps } from '../../main/desk/records/records.ts';
import { recordsMigrations } from '../../main/desk/records/schema.ts';
import { findableOf } from '../../main/desk/records/search/terms.ts';
import { addMiddles } from '../../main/desk/records/search/words.ts';
import { type TableName, tableOf } from '../../main/desk/records/tables.ts';
import { openWorkspace } from '../../main/desk/storage/storage.ts';

export const minute = 60_000;
export const day = 24 * 60 * minute;
/** When most things in these tests happen. */
export const noon = Date.UTC(2026, 9, 5, 12);

type Value = string | number | bigint | boolean | null;

const everything: readonly TableName[] = [
  'accounts',
  'recharges',
  'recharge_events',
  'store_records',
  'payments',
  'instruments',
  'ledger',
  'devices',
  'sessions',
  'sellers',
  'offers',
  'tickets',
];

export interface TestRun {
  readonly asOf?: number | null;
  readonly guessed?: boolean;
  readonly from?: number | null;
  readonly to?: number | null;
  readonly tables?: readonly TableName[];
}

/**
 * A copy on real files, with rows put in by hand as an import would leave them: typed values,
 * origins, and the terms of the search box.
 */
export function openCopy(deps: Omit<RecordsDeps, 'workspace'> = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-records-'));
  const workspace = openWorkspace(folder, { desk: [], records: recordsMigrations }, true);
  onTestFinished(() => {
    workspace.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const db = workspace.records;
  let runs = 0;
  let line = 1;

  function run({ asOf, guessed, from, to, tables = everything }: TestRun = {}): void {
    runs += 1;
    const end = asOf === undefined ? noon + 30 * day : asOf;
    db.prepare(
      `insert into runs (number, run, drop_name, by, started_at, finished_at, as_of, as_of_guessed,
         covers_from, covers_to, counts) values (?, ?, 'drop', 'oli', ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      runs,
      `run_${runs}`,
      noon,
      noon + 1500,
      end,
      guessed ? 1 : 0,
      from === undefined ? noon - 90 * day : from,
      to === undefined ? end : to,
      '{}',
    );
    for (const table of tables)
      db.prepare('insert into files (run, name, table_name, rows) values (?, ?, ?, 1)').run(
        runs,
        `${table}.csv`,
        table,
      );
  }

  function put(table: TableName, values: Readonly<Record<string, Value>>): void {
    const file = db
      .prepare('select max(number) from files where table_name = ?')
      .pluck()
      .get(table) as bigint | null;
    const stored = { ...fallbacks(table), ...values };
    const columns = Object.keys(stored);
    const names = [...columns, 'origin_run', 'origin_file', 'origin_line'];
    const plain = Object.values(stored).map((value) =>
      typeof value === 'boolean' ? Number(value) : value,
    );
    db.prepare(
      `insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')})
       values (${names.map(() => '?').join(', ')})`,
    ).run(...plain, runs, file ?? 0n, line++);
    addTerms(table, stored);
  }

  function addTerms(table: TableName, stored: Readonly<Record<string, Value>>): void {
    const values = Object.fromEntries(
      Object.entries(stored).map(([name, value]) => [
        name,
        typeof value === 'number' || typeof value === 'boolean' ? BigInt(value) : value,
      ]),
    );
    const { terms, words } = findableOf(table, values);
    for (const word of words) {
      const added = db.prepare('insert or ignore into words (word) values (?)').run(word);
      if (added.changes > 0) addMiddles(db, BigInt(added.lastInsertRowid) - 1n);
    }
    for (const { term, kind, id, field, tail } of terms)
      db.prepare(`insert or ignore into ${tail ? 'tails' : 'terms'} values (?, ?, ?, ?)`).run(
        term,
        kind,
        id,
        field,
      );
  }

  return { folder, workspace, db, records: createRecords({ workspace, ...deps }), run, put };
}

function fallbacks(table: TableName): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(tableOf(table).columns).flatMap(([name, { fallback }]) =>
      fallback === undefined ? [] : [[name, fallback]],
    ),
  );
}

/** A copy with one of everything: an account that bought 1,400 coins on Google Play. */
export function openSmallCopy(deps: Omit<RecordsDeps, 'workspace'> = {}) {
  const copy = openCopy(deps);
  copy.run();
  const { put } = copy;
  put('accounts', {
    account_id: 'ac_maria7',
    username: 'maria_silva88',
    display_name: 'María da Silva',
    email: 'maria@example.org',
    phone: '+55 11 91234-5678',
    country: 'BR',
    status: 'active',
    created_at: noon - 60 * day,
  });
  put('recharges', {
    recharge_id: 'rc_9k2q41f',
    account_id: 'ac_maria7',
    channel: 'google_play',
    sku: 'coins.p4',
    coins: 1400n,
    currency: 'USD',
    amount_minor: 1999n,
    storefront: 'BR',
    provider: 'google',
    external_id: 'GPA.3312-1111-2222-33333',
    device_id: 'dv_pixel',
    ip: '192.0.2.7',
    ip_country: 'BR',
    seller_domain: 'cheap-coins.example',
    created_at: noon,
  });
  put('recharge_events', { recharge_id: 'rc_9k2q41f', seq: 1, at: noon, stage: 'created' });
  put('recharge_events', {
    recharge_id: 'rc_9k2q41f',
    seq: 2,
    at: noon + minute,
    stage: 'store_purchased',
    provider: 'google',
  });
  put('recharge_events', {
    recharge_id: 'rc_9k2q41f',
    seq: 3,
    at: noon + 2 * minute,
    stage: 'grant_failed',
    code: '500',
  });
  put('store_records', {
    provider: 'google',
    external_id: 'GPA.3312-1111-2222-33333',
    purchase_token: 'tokenAbC.123',
    recharge_id: 'rc_9k2q41f',
    state: 'purchased',
    acknowledged: false,
    currency: 'USD',
    price_minor: 1999n,
    purchased_at: noon + minute,
  });
  put('recharges', {
    recharge_id: 'rc_web1',
    account_id: 'ac_maria7',
    channel: 'web',
    coins: 70n,
    currency: 'JPY',
    amount_minor: 145n,
    provider: 'stripe',
    payment_id: 'pi_777abc',
    instrument_id: 'fp_visa',
    ip: '2001:db8::7',
    created_at: noon - day,
  });
  put('payments', {
    provider: 'stripe',
    payment_id: 'pi_777abc',
    recharge_id: 'rc_web1',
    status: 'succeeded',
    currency: 'JPY',
    amount_minor: 145n,
    instrument_id: 'fp_visa',
    created_at: noon - day,
    captured_at: noon - day + minute,
  });
  put('instruments', {
    instrument_id: 'fp_visa',
    kind: 'card',
    brand: 'visa',
    bin: '42424242',
    last4: '4242',
    exp_month: 8,
    exp_year: 2029,
  });
  put('ledger', {
    entry_id: 'le_1',
    account_id: 'ac_maria7',
    at: noon - day + 2 * minute,
    delta: 70n,
    balance_after: 70n,
    kind: 'recharge_grant',
    recharge_id: 'rc_web1',
    external_id: 'pi_777abc',
  });
  put('devices', {
    device_id: 'dv_pixel',
    account_id: 'ac_maria7',
    model: 'Pixel 9',
    platform: 'android',
  });
  put('sessions', {
    session_id: 'ss_1',
    account_id: 'ac_maria7',
    device_id: 'dv_pixel',
    started_at: noon - minute,
    ip: '192.0.2.7',
    ip_country: 'BR',
    ip_kind: 'mobile',
  });
  put('sellers', { seller_id: 'cheap-coins.example', name: 'Cheap Coins', status: 'unlisted' });
  put('offers', {
    offer_id: 'of_1',
    seller_id: 'cheap-coins.example',
    seen_at: noon,
    currency: 'USD',
    price_minor: 500n,
    coins: 1400n,
    url: 'https://cheap-coins.example/1400',
  });
  put('tickets', {
    ticket_id: '8812',
    account_id: 'ac_maria7',
    recharge_id: 'rc_9k2q41f',
    opened_at: noon + 40 * minute,
    subject: 'No coins after payment',
    status: 'open',
    contact: 'maria@example.org',
  });
  return copy;
}

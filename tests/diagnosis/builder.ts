import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Statement } from 'better-sqlite3';
import { afterAll } from 'vitest';
import {
  type Check,
  type CheckId,
  type Verdict,
  verdict as verdictSchema,
} from '../../contract/diagnosis.ts';
import {
  auditMigrations,
  type Caller,
  createAudit,
  openSigningKey,
} from '../../main/desk/audit/audit.ts';
import { createDiagnosis, diagnosisMigrations } from '../../main/desk/diagnosis/diagnosis.ts';
import { createRecords, recordsMigrations } from '../../main/desk/records/records.ts';
import { type TableName, tableNames, tableOf } from '../../main/desk/records/tables.ts';
import { openWorkspace } from '../../main/desk/storage/storage.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** When things happen in these tests, and when the copy was taken. */
export const noon = Date.UTC(2026, 9, 5, 12);
export const asOf = noon + 20 * day;

export type Value = string | number | bigint | boolean | null;
export type Fields = Readonly<Record<string, Value>>;

export const agent: Caller = { user: 'ada', role: 'agent', door: 'test', session: 's1' };

/** What one test attempt is made of; every list may be left out. */
export interface Given {
  readonly recharge?: Fields;
  readonly account?: Fields | null;
  readonly events?: readonly (readonly [stage: string, fields?: Fields])[];
  readonly payments?: readonly Fields[];
  readonly stores?: readonly Fields[];
  readonly ledger?: readonly Fields[];
  readonly instrument?: Fields;
  readonly device?: Fields;
  readonly sessions?: readonly Fields[];
  readonly tickets?: readonly (string | Fields)[];
  readonly seller?: Fields;
}

export interface CopyOptions {
  readonly tables?: readonly TableName[];
  readonly asOf?: number | null;
  readonly guessed?: boolean;
  readonly deskCoins?: ReadonlyMap<string, bigint>;
  readonly packages?: boolean;
}

/** A copy and a desk on real files, with rows put in as an import would leave them. */
export function openDesk(options: CopyOptions = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-diagnosis-'));
  const workspace = openWorkspace(
    folder,
    { desk: [...auditMigrations, ...diagnosisMigrations], records: recordsMigrations },
    true,
  );
  afterAll(async () => {
    await diagnosis.close();
    workspace.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { records: db, desk } = workspace;
  const records = createRecords({ workspace });
  const clock = () => asOf + hour;
  const audit = createAudit({ desk, clock, monotonic: () => 1n, key: openSigningKey(folder) });
  const diagnosis = createDiagnosis({
    rows: records.rows,
    desk,
    clock,
    copy: records.copyAge,
    covers: records.covers,
    imports: records.imports,
    audit,
    files: workspace.layout,
    deskCoinsFor: (recharge) => options.deskCoins?.get(recharge) ?? 0n,
    deskCoins: () => options.deskCoins ?? new Map(),
    unconfirmed: () => 0n,
  });
  let runs = 0;
  let line = 1;
  const fileOf = db.prepare('select max(number) from files where table_name = ?').pluck();
  const inserts = new Map<string, Statement>();

  function run(of: CopyOptions = options): void {
    runs += 1;
    const end = of.asOf === undefined ? asOf : of.asOf;
    db.prepare(
      `insert into runs (number, run, drop_name, by, started_at, finished_at, as_of, as_of_guessed,
         covers_from, covers_to, counts) values (?, ?, 'drop', 'ada', ?, ?, ?, ?, ?, ?, '{}')`,
    ).run(runs, `run_${runs}`, noon, noon, end, of.guessed ? 1 : 0, noon - 90 * day, end);
    for (const table of of.tables ?? tableNames)
      db.prepare('insert into files (run, name, table_name, rows) values (?, ?, ?, 1)').run(
        runs,
        `${table}.csv`,
        table,
      );
  }

  function put(table: TableName, values: Fields): void {
    const known = tableOf(table).columns;
    for (const name of Object.keys(values))
      if (!(name in known) && name !== 'extra') throw new Error(`${table} has no ${name}`);
    const file = fileOf.get(table) as bigint | null;
    const names = [...Object.keys(values), 'origin_run', 'origin_file', 'origin_line'];
    const plain = Object.values(values).map((value) =>
      typeof value === 'boolean' ? Number(value) : value,
    );
    const shape = `${table} ${names.join()}`;
    let insert = inserts.get(shape);
    if (!insert) {
      insert = db.prepare(
        `insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')})
         values (${names.map(() => '?').join(', ')})`,
      );
      inserts.set(shape, insert);
    }
    insert.run(...plain, runs, file ?? 0n, line++);
  }

  if (options.tables?.length !== 0) run();
  if (options.packages !== false)
    for (const [channel, price] of [
      ['app_store', 1999n],
      ['google_play', 1999n],
      ['web', 1499n],
      ['partner', 1599n],
    ] as const)
      put('packages', {
        sku: 'coins.p4',
        channel,
        storefront: 'US',
        currency: 'USD',
        price_minor: price,
        coins: 1400n,
        valid_from: noon - 300 * day,
      });

  let number = 0;
  /** Puts one attempt and gives its id. Ids that are not named are made up. */
  function give(given: Given): string {
    number += 1;
    const id = String(given.recharge?.recharge_id ?? `rc_${number}`);
    const account = String(given.recharge?.account_id ?? `ac_${number}`);
    const at = Number(given.recharge?.created_at ?? noon);
    if (given.account !== null)
      put('accounts', {
        account_id: account,
        country: 'US',
        storefront: 'US',
        age_band: '18_plus',
        status: 'active',
        kind: 'personal',
        created_at: noon - 200 * day,
        updated_at: noon - 100 * day,
        ...given.account,
      });
    const channel = String(given.recharge?.channel ?? 'web');
    const provider = { web: 'stripe', app_store: 'apple', google_play: 'google' }[channel];
    put('recharges', {
      recharge_id: id,
      account_id: account,
      channel,
      sku: 'coins.p4',
      quantity: 1,
      coins: 1400n,
      bonus_coins: 0n,
      currency: 'USD',
      amount_minor: 1999n,
      storefront: 'US',
      provider: provider ?? 'kiosk',
      external_id: `ext_${id}`,
      ip_country: 'US',
      ip_kind: 'residential',
      created_at: at,
      ...(given.instrument ? { instrument_id: `fp_${id}` } : {}),
      ...(given.device ? { device_id: `dv_${id}` } : {}),
      ...given.recharge,
    });
    given.events?.forEach(([stage, fields], index) =>
      put('recharge_events', {
        recharge_id: id,
        seq: index + 1,
        at: at + (index + 1) * 1000,
        stage,
        ...fields,
      }),
    );
    given.payments?.forEach((fields, index) =>
      put('payments', {
        provider: 'stripe',
        payment_id: index === 0 ? `ext_${id}` : `ext_${id}_${index}`,
        recharge_id: id,
        currency: 'USD',
        amount_minor: 1999n,
        created_at: at + 500,
        ...(given.instrument ? { instrument_id: `fp_${id}` } : {}),
        ...fields,
      }),
    );
    given.stores?.forEach((fields) =>
      put('store_records', {
        provider: provider ?? 'google',
        external_id: `ext_${id}`,
        recharge_id: id,
        account_token: account,
        sku: 'coins.p4',
        test_kind: 'none',
        currency: 'USD',
        price_minor: 1999n,
        quantity: 1,
        purchased_at: at + 2000,
        signature: 'verified',
        ...fields,
      }),
    );
    given.ledger?.forEach((fields, index) =>
      put('ledger', {
        entry_id: `le_${id}_${index}`,
        account_id: account,
        at: at + (index + 5) * 1000,
        asset: 'coins',
        kind: 'recharge_grant',
        recharge_id: /gift|payout/.test(String(fields.kind)) ? null : id,
        ...fields,
      }),
    );
    if (given.instrument)
      put('instruments', {
        instrument_id: `fp_${id}`,
        kind: 'card',
        brand: 'visa',
        ...given.instrument,
      });
    if (given.device)
      put('devices', { device_id: `dv_${id}`, account_id: account, ...given.device });
    given.sessions?.forEach((fields, index) =>
      put('sessions', {
        session_id: `se_${id}_${index}`,
        account_id: account,
        started_at: at,
        ...fields,
      }),
    );
    given.tickets?.forEach((ticket, index) =>
      put('tickets', {
        ticket_id: `tk_${id}_${index}`,
        account_id: account,
        recharge_id: id,
        opened_at: at + day,
        ...(typeof ticket === 'string' ? { body: ticket } : ticket),
      }),
    );
    if (given.seller)
      put('sellers', { seller_id: String(given.recharge?.seller_domain), ...given.seller });
    return id;
  }

  function verdictOf(id: string): Verdict {
    const [verdict] = diagnosis.diagnose({ recharge: id });
    if (!verdict) throw new Error(`no verdict on ${id}`);
    return verdict;
  }

  /** Verdicts on everything, as a door would read them. */
  async function everything(): Promise<Verdict[]> {
    const found: Verdict[] = [];
    for await (const lines of diagnosis.all())
      for (const line of lines) found.push(verdictSchema.parse(JSON.parse(line)));
    return found;
  }

  return {
    folder,
    db,
    desk,
    records,
    diagnosis,
    run,
    put,
    give,
    verdictOf,
    everything,
    judge: (given: Given) => verdictOf(give(given)),
  };
}

export function checkOf(verdict: Verdict, id: CheckId): Check {
  const check = verdict.checks.find((one) => one.id === id);
  if (!check) throw new Error(`no check ${id}`);
  return check;
}

/** A card payment that went through. */
export const captured: Fields = {
  status: 'succeeded',
  captured_minor: 1999n,
  captured_at: noon + 1000,
};
/** The whole grant of the package. */
export const grant: Fields = { delta: 1400n, balance_after: 1400n };
export const bought: Fields = { state: 'purchased', acknowledged: true, consumed: true };
/** Attempts that most tests begin with: paid for, delivered, and refused for want of money. */
export const paid: Given = { events: [['created'], ['captured']], payments: [captured] };
export const delivered: Given = { ...paid, ledger: [grant] };
export const failed: Given = {
  payments: [
    { status: 'failed', failure_code: 'card_declined', decline_code: 'insufficient_funds' },
  ],
};

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Verdict } from '../../contract/diagnosis.ts';
import type { Role } from '../../contract/staff.ts';
import {
  adjustmentsMigrations,
  createAdjustments,
} from '../../main/desk/adjustments/adjustments.ts';
import {
  auditMigrations,
  type Caller,
  createAudit,
  openSigningKey,
} from '../../main/desk/audit/audit.ts';
import { createRowReader } from '../../main/desk/records/rows.ts';
import { recordsMigrations } from '../../main/desk/records/schema.ts';
import { openWorkspace } from '../../main/desk/storage/storage.ts';

const now = Date.UTC(2026, 10, 20, 12);

interface Person {
  role: Role;
  sponsors?: ReadonlySet<string>;
  ownAccounts?: string[];
}

/**
 * A desk's ledger on real files, with the records a test needs and a verdict it sets. Only what
 * lies outside adjustments is handed in: people, verdicts, time.
 */
export function openBench() {
  const folder = mkdtempSync(path.join(tmpdir(), 'desk-adjustments-'));
  const workspace = openWorkspace(
    folder,
    { desk: [...auditMigrations, ...adjustmentsMigrations], records: recordsMigrations },
    true,
  );
  const { desk, records } = workspace;
  const time = { now };
  const people = new Map<string, Person>([
    ['ana', { role: 'agent' }],
    ['ben', { role: 'agent' }],
    ['sue', { role: 'senior' }],
    ['sam', { role: 'senior' }],
    ['oli', { role: 'owner' }],
    ['eve', { role: 'owner' }],
  ]);
  const owed = new Map<string, string | null>();
  const balances = new Map<string, bigint>();
  const audit = createAudit({
    desk,
    clock: () => time.now,
    monotonic: () => 0n,
    key: openSigningKey(folder),
  });
  let ids = 0;
  let several = true;
  const adjustments = createAdjustments({
    desk,
    audit,
    clock: () => time.now,
    newId: () => `adj_${++ids}`,
    rows: createRowReader(records),
    computedBalance: (account) => balances.get(account) ?? 0n,
    verdictOf: (recharge) =>
      owed.has(recharge) ? verdict(recharge, owed.get(recharge) ?? null) : null,
    keepVerdict: () => {},
    standing: (user) => {
      const person = people.get(user);
      return person ? { sponsors: new Set<string>(), ownAccounts: [], ...person } : null;
    },
    severalPeople: () => several,
  });

  const origin = ', 1, 1, 1)';
  return {
    adjustments,
    audit,
    /** SQL as somebody who holds the file would write it. */
    sql: (text: string): void => {
      desk.exec(text);
    },
    /** What an account's book sums to over all postings. */
    book: (account: string): bigint =>
      desk
        .prepare(
          `select coalesce(sum(case when to_book = @book then coins else -coins end), 0)
           from postings where @book in (to_book, from_book)`,
        )
        .pluck()
        .get({ book: `account/${account}` }) as bigint,
    time,
    people,
    owed,
    balances,
    only: () => {
      several = false;
    },
    account(id: string) {
      records
        .prepare(
          `insert into accounts (account_id, origin_run, origin_file, origin_line) values (?${origin}`,
        )
        .run(id);
    },
    recharge(
      id: string,
      account: string,
      device: string | null = null,
      instrument: string | null = null,
    ) {
      records
        .prepare(
          `insert into recharges (recharge_id, account_id, channel, created_at, device_id, instrument_id,
             origin_run, origin_file, origin_line) values (?, ?, 'web', 1, ?, ?${origin}`,
        )
        .run(id, account, device, instrument);
    },
    /** A payment of an order at the processor, perhaps by an instrument the order does not name. */
    payment(id: string, recharge: string, instrument: string | null = null) {
      records
        .prepare(
          `insert into payments (provider, payment_id, recharge_id, instrument_id, origin_run, origin_file,
             origin_line) values ('stripe', ?, ?, ?${origin}`,
        )
        .run(id, recharge, instrument);
    },
    device(id: string, account: string) {
      records
        .prepare(
          `insert into devices (device_id, account_id, origin_run, origin_file, origin_line) values (?, ?${origin}`,
        )
        .run(id, account);
    },
    ticket(id: string, account: string) {
      records
        .prepare(
          `insert into tickets (ticket_id, account_id, opened_at, origin_run, origin_file, origin_line) values (?, ?, 1${origin}`,
        )
        .run(id, account);
    },
    as: (user: string): Caller => ({
      user,
      role: people.get(user)?.role ?? 'nobody',
      door: 'terminal',
      session: user,
    }),
    close() {
      workspace.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `done`, or the code of the refusal. */
export function code(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'done';
}

export type Bench = ReturnType<typeof openBench>;

function verdict(recharge: string, coinsOwed: string | null): Verdict {
  return {
    recharge_id: recharge,
    account_id: null,
    ticket_id: null,
    story: [recharge],
    root_cause: coinsOwed === '0' ? 'healthy' : 'paid_not_granted',
    confidence: 'certain',
    owner: 'platform',
    coins_owed: coinsOwed,
    next_step: '',
    deadline: null,
    agent_text: '',
    customer_text: '',
    if_wrong: '',
    checklist_version: 'test',
    copy_as_of: null,
    checks: [],
  };
}

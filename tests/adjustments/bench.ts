import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RootCause, Verdict } from '../../contract/diagnosis.ts';
import type { Role } from '../../contract/staff.ts';
import {
  adjustmentsMigrations,
  createAdjustments,
  type Elsewhere,
  type FurtherDecision,
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
  const causes = new Map<string, RootCause>();
  const balances = new Map<string, bigint>();
  const key = openSigningKey(folder);
  const audit = createAudit({ desk, clock: () => time.now, monotonic: () => 0n, key });
  const runs = new Map<string, number>();
  const elsewhere: Elsewhere[] = [];
  const further: FurtherDecision[] = [];
  let ids = 0;
  let several = true;
  const adjustments = createAdjustments({
    desk,
    audit,
    key,
    clock: () => time.now,
    newId: () => `adj_${++ids}`,
    rows: createRowReader(records),
    computedBalance: (account) => balances.get(account) ?? 0n,
    verdictOf: (recharge) =>
      owed.has(recharge) || causes.has(recharge)
        ? verdict(recharge, owed.get(recharge) ?? null, causes.get(recharge))
        : null,
    keepVerdict: () => {},
    standing: (user) => {
      const person = people.get(user);
      return person ? { sponsors: new Set<string>(), ownAccounts: [], ...person } : null;
    },
    severalPeople: () => several,
    runBegan: (run) => runs.get(run) ?? null,
    decidedElsewhere: () => elsewhere,
    furtherDecisions: () => further,
    flagsNear: () => [],
  });

  records.exec(
    `insert into runs (number, run, drop_name, by, started_at, finished_at, as_of_guessed, counts)
     values (1, 'run-0', 'drop', 'oli', 1, 1, 0, '{}')`,
  );
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
    elsewhere,
    further,
    owed,
    causes,
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
    /** A row of the platform's ledger, come in with a run that began at a time (UTC ms). */
    entry(entry: { id: string; account: string; delta: bigint; kind: string; recharge?: string }) {
      records
        .prepare(
          `insert into ledger (entry_id, account_id, at, asset, delta, kind, recharge_id,
             origin_run, origin_file, origin_line) values (?, ?, 1, 'coins', ?, ?, ?, (select max(number) from runs), 1, 1)`,
        )
        .run(entry.id, entry.account, entry.delta, entry.kind, entry.recharge ?? null);
    },
    /** From here on rows come in with a run that began at this time. */
    beginRun(run: string, at: number) {
      records
        .prepare(
          `insert into runs (run, drop_name, by, started_at, finished_at, as_of_guessed, counts)
           values (?, 'drop', 'oli', ?, ?, 0, '{}')`,
        )
        .run(run, at, at);
      runs.set(run, at);
    },
    /** Something that happened to an order, come in with the newest run. */
    event(recharge: string, seq: number, stage: string) {
      records
        .prepare(
          `insert into recharge_events (recharge_id, seq, at, stage, origin_run, origin_file, origin_line)
           values (?, ?, 1, ?, (select max(number) from runs), 1, 1)`,
        )
        .run(recharge, seq, stage);
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

function verdict(recharge: string, coinsOwed: string | null, cause?: RootCause): Verdict {
  return {
    recharge_id: recharge,
    account_id: null,
    ticket_id: null,
    story: [recharge],
    root_cause: cause ?? (coinsOwed === '0' ? 'healthy' : 'paid_not_granted'),
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

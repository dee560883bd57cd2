import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Proposal, proposal } from '../../contract/adjustments.ts';
import type { Role } from '../../contract/staff.ts';
import {
  adjustmentsMigrations,
  createAdjustments,
} from '../../main/desk/adjustments/adjustments.ts';
import { auditMigrations, createAudit, openSigningKey } from '../../main/desk/audit/audit.ts';
import { createRowReader } from '../../main/desk/records/rows.ts';
import { recordsMigrations } from '../../main/desk/records/schema.ts';
import { openWorkspace } from '../../main/desk/storage/storage.ts';

/** Who works in these tests, and as what. */
export const crew: Readonly<Record<string, Role>> = {
  ana: 'agent',
  ben: 'agent',
  sue: 'senior',
  oli: 'owner',
};

export interface LedgerOptions {
  /** Where the workspace is; a temporary folder of its own where none is named. */
  readonly folder?: string;
  readonly accounts?: number;
  readonly clock?: () => number;
  /** So many agents besides, called agent_0 and so on. */
  readonly agents?: number;
}

/**
 * The real ledger and audit over real files, without the doors around them: what posts here is
 * durable when the call returns, and the files may be copied, cut or filled up under it.
 */
export function openLedger(options: LedgerOptions = {}) {
  const folder = options.folder ?? mkdtempSync(path.join(tmpdir(), 'desk-ledger-'));
  const clock = options.clock ?? (() => Date.UTC(2026, 10, 20, 12));
  const workspace = openWorkspace(
    folder,
    { desk: [...auditMigrations, ...adjustmentsMigrations], records: recordsMigrations },
    true,
  );
  const { desk, records } = workspace;
  const key = openSigningKey(folder);
  const audit = createAudit({ desk, clock, monotonic: () => process.hrtime.bigint(), key });
  const known = records.prepare('select count(*) from accounts').pluck().get() as bigint;
  const insert = records.prepare(
    'insert into accounts (account_id, origin_run, origin_file, origin_line) values (?, 1, 1, 1)',
  );
  for (let n = Number(known); n < (options.accounts ?? 4); n += 1) insert.run(`ac_${n}`);
  const agents = new Set(Array.from({ length: options.agents ?? 0 }, (_, n) => `agent_${n}`));
  const roleOf = (user: string): Role | undefined =>
    crew[user] ?? (agents.has(user) ? 'agent' : undefined);
  const next = desk.prepare('select coalesce(max(number), 0) + 1 from adjustments').pluck();
  const adjustments = createAdjustments({
    desk,
    audit,
    key,
    clock,
    newId: () => `adj_${next.get()}`,
    rows: createRowReader(records),
    computedBalance: () => 0n,
    verdictOf: () => null,
    keepVerdict: () => {},
    standing: (user) => {
      const role = roleOf(user);
      return role ? { role, sponsors: new Set(), ownAccounts: [] } : null;
    },
    severalPeople: () => false,
    runBegan: () => null,
    decidedElsewhere: () => [],
    furtherDecisions: () => [],
    flagsNear: () => [],
  });
  const as = (user: string, door = 'terminal') => ({
    user,
    role: roleOf(user) ?? ('nobody' as const),
    door,
    session: user,
  });
  return {
    folder,
    desk,
    audit,
    adjustments,
    as,
    propose: (user: string, input: Partial<Proposal>, door?: string) =>
      adjustments.propose(
        as(user, door),
        proposal.parse({ account: 'ac_0', coins: '1', reason: 'GOODWILL', note: 'n', ...input }),
      ),
    /** Room for any number of small posts. */
    unlimited() {
      for (const name of ['maker_day', 'account_30d', 'case'] as const)
        adjustments.setLimit(as('oli'), { name, value: '1000000000' });
    },
    close() {
      workspace.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Ids of all postings of a desk file, in the order they came. */
export const postedIds = 'select adjustment_id from postings order by number';

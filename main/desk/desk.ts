import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import {
  adjustmentsMigrations,
  agreementOf,
  createAdjustments,
} from './adjustments/adjustments.ts';
import { answer } from './answer.ts';
import {
  auditMigrations,
  createAudit,
  createGuarding,
  keptAnchorsFile,
  type Keyring,
  openOwnKey,
} from './audit/audit.ts';
import { noteRestored, restoreBackup } from './backups.ts';
import { casesMigrations, createCases, inWorker } from './cases/cases.ts';
import { createDiagnosis, diagnosisMigrations } from './diagnosis/diagnosis.ts';
import { createLeaving } from './leaving.ts';
import {
  createDrops,
  createLists,
  createRecords,
  createReveal,
  listsMigrations,
  createMappings,
  createSourceAccounts,
  accountsMigrations,
  dropsMigrations,
  mappingsMigrations,
  recordsMigrations,
} from './records/records.ts';
import { createSellers, sellersMigrations } from './sellers/sellers.ts';
import { checkPassphrase, createStaff, generatePassword, staffMigrations } from './staff/staff.ts';
import { createGroupCommit, keepThreadsSteady, openWorkspace } from './storage/storage.ts';
import { createWatching } from './watched-folder.ts';

export type { Keyring } from './audit/audit.ts';
export { requireWorkspace } from './storage/storage.ts';

/** One door's connection: who is signed in on it. */
export interface Connection {
  readonly door: string;
  token: string | null;
  close(): void;
}

/** What every call carries. */
export interface CallContext {
  readonly connection: Connection;
}

export interface DeskOptions {
  readonly folder: string;
  /** Make the workspace where there is none. */
  readonly create: boolean;
  /** UTC ms; the wall clock unless a test says otherwise. */
  readonly clock?: () => number;
  /** Milliseconds since this machine started; what no set clock may shorten counts on it. */
  readonly monotonicMs?: () => number;
  /** The keyring of the operating system, where the host has one that guards. */
  readonly keyring?: Keyring | null;
  /** How long a drop of the watched folder has to lie still, in ms. */
  readonly settleMs?: number;
}

/** The areas of an open desk, built once and handed to whoever answers the contract. */
export type Areas = ReturnType<typeof buildAreas>;

/** How often is looked whether a checkpoint is due. */
const sealEveryMs = 20_000;

/** Lists are read ahead once a desk has stood so long: one that only answers a terminal has ended by then. */
const warmAfterMs = 2_000;

const nobody = { user: '', role: 'nobody', session: '' } as const;

/** Every step of desk.db, the areas in their order. */
const deskMigrations = [
  ...auditMigrations,
  ...staffMigrations,
  ...listsMigrations,
  ...diagnosisMigrations,
  ...adjustmentsMigrations,
  ...mappingsMigrations,
  ...accountsMigrations,
  ...sellersMigrations,
  ...casesMigrations,
  ...dropsMigrations,
];

function newAdjustmentId(): string {
  return `adj_${randomBytes(10).toString('hex')}`;
}

function newSellerId(): string {
  return `sel_${randomBytes(8).toString('hex')}`;
}

function machineMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}

function buildAreas(options: DeskOptions) {
  const clock = options.clock ?? Date.now;
  const monotonicMs = options.monotonicMs ?? machineMs;
  const workspace = openWorkspace(
    options.folder,
    {
      desk: deskMigrations,
      records: recordsMigrations,
    },
    options.create,
  );
  rmSync(workspace.layout.staging, { recursive: true, force: true });
  const { desk } = workspace;
  const key = openOwnKey(workspace.layout.folder, desk);
  const audit = createAudit({
    desk,
    clock,
    monotonic: () => process.hrtime.bigint(),
    key,
    anchorsFile: keptAnchorsFile(workspace.layout.folder),
  });
  const staff = createStaff({ desk, audit, clock, monotonicMs });
  const guarding = createGuarding({
    ...{ desk, audit, key, clock, monotonicMs, checkPassphrase },
    folder: workspace.layout.folder,
    newPassphrase: generatePassword,
    keyring: options.keyring ?? null,
    // Who may be one person is known to later areas.
    agreement: (caller, askedBy) => agreementOf(staff, caller, askedBy),
  });
  const lists = createLists({ workspace, audit, clock });
  const mappings = createMappings(desk, audit, clock);
  const accounts = createSourceAccounts(desk, audit, clock);
  const drops = createDrops({ desk, audit, clock, workspace: workspace.layout.folder });
  const records = createRecords({
    workspace,
    savedMappings: () => mappings.all().map((each) => each.mapping),
    accounts: () => accounts.kept().accounts,
    // Later areas: their ports are filled in below, before anything can call them.
    furtherHits: (folded, limit) => [
      ...adjustments.hits(folded, limit),
      ...cases.hits(folded, limit),
    ],
    furtherShown: (kind, id) => (kind === 'adjustment' ? adjustments.shown(id) : cases.shown(id)),
  });
  const reveal = createReveal({ desk, audit, clock, show: records.show });
  const diagnosis = createDiagnosis({
    desk,
    rows: records.rows,
    clock,
    copy: records.copyAge,
    covers: records.covers,
    imports: records.imports,
    audit,
    files: workspace.layout,
    deskCoinsFor: (recharge) => adjustments.coinsFor(recharge),
    flaggedSeller: (seller) => sellers.isFlagged(seller),
    deskCoins: () => adjustments.coinsByRecharge(),
    unconfirmed: (account) => adjustments.unconfirmed(account),
  });
  const adjustments = createAdjustments({
    desk,
    audit,
    key,
    clock,
    newId: newAdjustmentId,
    rows: records.rows,
    computedBalance: records.computedBalance,
    verdictOf: (recharge) => diagnosis.diagnose({ recharge })[0] ?? null,
    keepVerdict: diagnosis.keep,
    standing: staff.standing,
    severalPeople: staff.severalPeople,
    runBegan: records.runBegan,
    // Cases and sellers are later areas: what they decide or learn from others comes in by these.
    decidedElsewhere: (subject) => cases.decidedElsewhere(subject),
    furtherDecisions: () => [...sellers.decisions(), ...cases.tickets.decisions()],
    flagsNear: (of) => sellers.touching(of),
  });
  const sellers = createSellers({
    layout: workspace.layout,
    desk,
    records: workspace.records,
    rows: records.rows,
    imports: records.imports,
    audit,
    clock,
    newId: newSellerId,
    key,
    standing: staff.standing,
    adjustmentsOf: (account) => adjustments.list({ account }).length,
  });
  const cases = createCases({
    desk,
    layout: workspace.layout,
    audit,
    key,
    clock,
    newId: (prefix) => `${prefix}_${randomBytes(10).toString('hex')}`,
    newSalt: () => randomBytes(16).toString('hex'),
    show: records.show,
    copyAge: records.copyAge,
    search: records.search,
    tickets: records.tickets,
    list: lists.rows,
    lists: lists.describe,
    around: sellers.around,
    path: sellers.path,
    facets: lists.facets,
    diagnose: diagnosis.diagnose,
    verdictOf: (recharge) => diagnosis.diagnose({ recharge })[0] ?? null,
    replyIn: (recharge, language) => diagnosis.reply({ recharge, language }).text,
    adjustmentsAbout: adjustments.about,
    bundleTask: inWorker,
    erasePerson: records.erasePerson,
    ticketsOf: (account) =>
      records.rows
        .all('tickets', 'where account_id = ?', account)
        .map(({ ticket_id }) => ticket_id),
    ticketsAbout: (recharge) =>
      records.rows
        .all('tickets', 'where recharge_id = ? order by opened_at limit 100', recharge)
        .map(({ ticket_id }) => ticket_id),
    uploaded: records.uploaded,
    collectSeller: sellers.collect,
  });
  return {
    clock,
    workspace,
    commits: createGroupCommit(desk),
    audit,
    guarding,
    staff,
    lists,
    records,
    drops,
    mappings,
    accounts,
    reveal,
    diagnosis,
    adjustments,
    sellers,
    cases,
  };
}

/**
 * Opens a workspace and answers the contract over it. One process holds one desk; doors reach
 * it through `connect` and the router. Refuses as `openWorkspace` does.
 */
export function openDesk(options: DeskOptions) {
  keepThreadsSteady();
  const areas = buildAreas(options);
  const callerOf = ({ token, door }: Connection) => {
    const signedIn = token === null ? null : areas.staff.signedIn(token, door);
    if (!signedIn)
      return { caller: { ...nobody, door }, standing: { locked: false, fresh: false } };
    const { user, role, session, locked, fresh } = signedIn;
    return { caller: { user, role, session, door }, standing: { locked, fresh } };
  };
  const leaving = createLeaving();
  const watching = createWatching(areas, options.settleMs);
  const deps = { areas, callerOf, watching, leaving };
  const { router, running } = answer(deps, async (caller, input) => {
    const restored = await restoreBackup(areas, caller, input, deskMigrations);
    // What came from now on would be acknowledged in a file that goes.
    leaving.leave();
    return restored;
  });
  noteRestored(areas);
  areas.diagnosis.keepWatch();
  // A checkpoint is due by time also where nothing is written, and its anchor goes outside.
  const sealing = setInterval(() => areas.audit.seal(), sealEveryMs);
  sealing.unref();
  const warming = setTimeout(() => void areas.lists.warm(), warmAfterMs);
  warming.unref();
  return {
    router,
    connect(door: string): Connection {
      return {
        door,
        token: null,
        close() {
          // A page comes back on another connection; a terminal does not.
          if (door === 'terminal' && this.token !== null) areas.staff.leave(this.token);
        },
      };
    },
    /** Resolves once the keyring has said what it knows of the signing key; at once without one. */
    keyringAsked: areas.guarding
      .openByKeyring({ ...nobody, role: 'desk', door: 'desktop' })
      .catch(() => false),
    /** Resolves when what is open here is to be closed and opened anew: nothing new is answered from then on. */
    restart: leaving.begun,
    /** Resolves after that, once every call that had begun is answered. */
    quiet: leaving.quiet,
    /** True while something runs that must not be cut off, such as an import. */
    busy: () => running() > 0 || watching.busy(),
    /** Nothing is answered from then on. Resolves when its threads are gone, too. */
    close(): Promise<void> {
      clearInterval(sealing);
      clearTimeout(warming);
      watching.close();
      areas.audit.seal(true);
      areas.sellers.close();
      const ended = Promise.all([areas.diagnosis.close(), areas.lists.close()]);
      areas.workspace.close();
      return ended.then(() => undefined);
    },
  };
}

export type Desk = ReturnType<typeof openDesk>;

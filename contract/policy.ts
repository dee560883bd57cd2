import type { contract } from './contract.ts';
import type { Role } from './staff.ts';

/** Who may call a procedure, and how the audit treats it. */
export interface Policy {
  /** `anyone`: before sign-in too; `staff`: whoever is signed in; else the roles named. */
  readonly may: 'anyone' | 'staff' | readonly Role[];
  /**
   * It changes, reveals, exports or signs in: the command writes its own audit row, and where it
   * is refused one is written for it. `itself`: the command writes the row of a refusal, too.
   */
  readonly audited: boolean | 'itself';
  /**
   * Money, exports, reveals, roles: refused PASSWORD_NEEDED unless the password was given less
   * than `freshMs` ago. A terminal gives it with every run, so one sign-in holds for the run.
   */
  readonly fresh: boolean;
  /** Served to a sign-in that is locked, too. */
  readonly whileLocked?: true;
  /** Not masked on its way out: it is asked for just that, with a reason, or masks its lines itself. */
  readonly whole?: true;
}

/** Data about people that is shown in part. */
export type Masked = 'contact' | 'address';

/**
 * Who sees such data whole without asking: e-mail, telephone and other contacts; network
 * addresses. Everybody else sees a part, and may be allowed to reveal the rest with a reason.
 */
export const clearTo: Readonly<Record<Masked, readonly Role[]>> = {
  contact: ['owner'],
  address: ['owner', 'investigator'],
};

/** For so long a revealed value may stay on a screen. */
export const revealedMs = 60_000;

/** For so long a password that was given counts as fresh (facts: security, check 30). */
export const freshMs = 5 * 60_000;

type PolicyOf<R> = {
  readonly [K in keyof R]: R[K] extends { '~orpc': unknown } ? Policy : PolicyOf<R[K]>;
};

const readers: Policy = { may: 'staff', audited: false, fresh: false };
const seekers: Policy = {
  may: ['agent', 'senior', 'reviewer', 'investigator', 'auditor', 'owner'],
  audited: false,
  fresh: false,
};
/** Who weighs sellers and flags them. */
const flaggers: Policy = { may: ['reviewer', 'owner'], audited: true, fresh: false };
const flagReaders: Policy = {
  may: ['agent', 'senior', 'reviewer', 'investigator', 'auditor', 'owner'],
  audited: false,
  fresh: false,
};
const diagnosers: Policy = {
  may: ['agent', 'senior', 'reviewer', 'investigator', 'auditor', 'owner'],
  audited: false,
  fresh: false,
};

const caseReaders: Policy = {
  may: ['agent', 'senior', 'reviewer', 'investigator', 'auditor', 'owner'],
  audited: false,
  fresh: false,
};
const caseWorkers: Policy = {
  may: ['agent', 'senior', 'reviewer', 'investigator', 'owner'],
  audited: true,
  fresh: false,
};
const ticketWorkers: Policy = { may: ['agent', 'senior', 'owner'], audited: true, fresh: false };
/** Who hands cases on to other desks, and takes in what comes back. */
const bundlers: Policy = { may: ['investigator', 'owner'], audited: true, fresh: false };

/**
 * Every procedure of the contract and who may call it. A procedure that is missing here does
 * not compile, and the desk refuses at run time what it finds no policy for.
 */
export const policy: PolicyOf<typeof contract> = {
  workspace: {
    status: { may: 'anyone', audited: false, fresh: false },
    create: { may: 'anyone', audited: true, fresh: false },
    backup: { may: ['owner'], audited: true, fresh: true },
    // Who may is asked by the command: an owner, or whoever holds a backup where nobody is yet.
    restore: { may: 'anyone', audited: true, fresh: false },
  },
  staff: {
    signIn: { may: 'anyone', audited: 'itself', fresh: false },
    resume: { may: 'anyone', audited: false, fresh: false },
    signOut: { may: 'staff', audited: true, fresh: false, whileLocked: true },
    me: readers,
    present: readers,
    lock: { may: 'staff', audited: true, fresh: false, whileLocked: true },
    unlock: { may: 'staff', audited: 'itself', fresh: false, whileLocked: true },
    changePassword: { may: 'staff', audited: 'itself', fresh: false },
    recover: { may: 'anyone', audited: 'itself', fresh: false },
    resetPassword: { may: ['owner'], audited: true, fresh: true },
    release: { may: ['owner'], audited: true, fresh: true },
    list: { may: ['owner', 'auditor'], audited: false, fresh: false },
    add: { may: ['owner'], audited: true, fresh: true },
    setRole: { may: ['owner'], audited: true, fresh: true },
    declineRole: { may: ['owner'], audited: true, fresh: true },
    disable: { may: ['owner'], audited: true, fresh: false },
  },
  audit: {
    list: { may: ['auditor', 'owner'], audited: false, fresh: false },
    verify: { may: ['auditor', 'owner'], audited: false, fresh: false },
    explain: { may: ['auditor', 'owner'], audited: false, fresh: false },
    verifying: { may: ['auditor', 'owner'], audited: false, fresh: false },
    export: { may: ['auditor', 'owner'], audited: true, fresh: true },
    anchor: { may: ['auditor', 'owner'], audited: true, fresh: true },
    keyState: readers,
    // Whoever knows the passphrase: the first who comes in the morning need not be an owner.
    unlockKey: { may: 'staff', audited: 'itself', fresh: false },
    protectKey: { may: ['owner'], audited: true, fresh: true },
    releaseKey: { may: ['owner'], audited: true, fresh: true },
    replaceKey: { may: ['owner'], audited: true, fresh: true },
    replaceLostKey: { may: ['owner'], audited: true, fresh: true },
    declineLostKey: { may: ['owner'], audited: true, fresh: true },
    keepKey: { may: ['owner'], audited: true, fresh: true },
  },
  records: {
    search: seekers,
    show: seekers,
    recharge: seekers,
    account: seekers,
    tickets: seekers,
    reveal: {
      may: ['agent', 'senior', 'investigator', 'auditor', 'owner'],
      audited: true,
      fresh: true,
      whole: true,
    },
    lists: seekers,
    rows: seekers,
    reading: seekers,
    facets: seekers,
    frequency: seekers,
    exportRows: { ...seekers, audited: true, fresh: true },
    // How a person likes to look at things decides nothing and is theirs alone.
    views: { ...seekers, whole: true },
    saveView: { ...seekers, whole: true },
    removeView: { ...seekers, whole: true },
    standing: { ...seekers, whole: true },
    lastList: seekers,
    keepStanding: { ...seekers, whole: true },
    coverage: readers,
    runs: readers,
    rejects: { may: ['owner', 'auditor'], audited: false, fresh: false },
    firstRejects: { may: ['owner', 'auditor'], audited: false, fresh: false },
    // Raw lines of files, for who imports them again.
    rejectedRows: { may: ['owner'], audited: false, fresh: false },
    importDrop: { may: ['owner'], audited: true, fresh: false },
    mappable: { may: ['owner', 'auditor'], audited: false, fresh: false },
    mappings: { may: ['owner', 'auditor'], audited: false, fresh: false },
    sourceAccounts: { may: ['owner', 'auditor'], audited: false, fresh: false },
    // It decides what counts as paid.
    setSourceAccounts: { may: ['owner'], audited: true, fresh: true },
    saveMapping: { may: ['owner'], audited: true, fresh: false },
    // What is sent up does nothing by itself: an import or a case takes it.
    uploadBegin: readers,
    uploadPiece: readers,
  },
  drops: {
    list: { may: ['owner', 'auditor'], audited: false, fresh: false },
    watch: { may: ['owner'], audited: true, fresh: true },
    take: { may: ['owner'], audited: true, fresh: false },
    leave: { may: ['owner'], audited: true, fresh: false },
  },
  diagnosis: {
    diagnose: diagnosers,
    // Its items are JSON already: they are masked where they are made into text.
    all: { ...diagnosers, whole: true },
    answer: { may: ['agent', 'senior', 'owner'], audited: true, fresh: false },
    reply: { may: ['agent', 'senior', 'owner'], audited: false, fresh: false },
    questions: { may: ['agent', 'senior', 'owner'], audited: false, fresh: false },
    sweep: { may: ['agent', 'senior', 'auditor', 'owner'], audited: true, fresh: false },
    swept: diagnosers,
    findings: diagnosers,
    deadlines: diagnosers,
    overview: diagnosers,
    failing: diagnosers,
    similar: diagnosers,
    incidents: diagnosers,
    setIncident: { may: ['agent', 'senior', 'owner'], audited: true, fresh: false },
    codes: diagnosers,
    setCode: { may: ['owner'], audited: true, fresh: true },
    balance: diagnosers,
    keep: { may: ['agent', 'senior', 'owner'], audited: true, fresh: false },
    kept: diagnosers,
    replay: diagnosers,
  },
  adjustments: {
    preview: { may: ['agent', 'senior', 'owner'], audited: false, fresh: false },
    propose: { may: ['agent', 'senior', 'owner'], audited: true, fresh: true },
    approve: { may: ['senior', 'owner'], audited: true, fresh: true },
    reject: { may: ['senior', 'owner'], audited: true, fresh: true },
    decideMany: { may: ['senior', 'owner'], audited: true, fresh: true },
    reverse: { may: ['agent', 'senior', 'owner'], audited: true, fresh: true },
    list: { may: ['agent', 'senior', 'auditor', 'owner'], audited: false, fresh: false },
    show: { may: ['agent', 'senior', 'auditor', 'owner'], audited: false, fresh: false },
    limits: readers,
    setLimit: { may: ['owner'], audited: true, fresh: true },
    overtaken: { may: ['agent', 'senior', 'auditor', 'owner'], audited: false, fresh: false },
    reasons: readers,
    setReason: { may: ['owner'], audited: true, fresh: true },
    changes: { may: ['senior', 'auditor', 'owner'], audited: false, fresh: false },
    declineChange: { may: ['owner'], audited: true, fresh: true },
    rehearse: { may: ['senior', 'auditor', 'owner'], audited: false, fresh: false },
    shift: { may: ['senior', 'auditor', 'owner'], audited: false, fresh: false },
  },
  outbox: {
    state: { may: ['auditor', 'owner'], audited: false, fresh: false },
    export: { may: ['owner'], audited: true, fresh: true },
    confirm: { may: ['owner'], audited: true, fresh: false },
    registerKey: { may: ['owner'], audited: true, fresh: true },
    withdrawKey: { may: ['owner'], audited: true, fresh: true },
  },
  sellers: {
    list: flagReaders,
    show: flagReaders,
    rings: flagReaders,
    ring: flagReaders,
    refresh: flagReaders,
    around: flagReaders,
    path: flagReaders,
    blast: flagReaders,
    flag: flaggers,
    confirm: flaggers,
    reject: flaggers,
    withdraw: flaggers,
    appeal: { may: ['agent', 'senior', 'reviewer', 'owner'], audited: true, fresh: false },
    flags: flagReaders,
    touching: flagReaders,
    next: { may: ['reviewer', 'owner'], audited: false, fresh: false },
    release: { may: ['reviewer', 'owner'], audited: false, fresh: false },
    setAside: flaggers,
    snooze: flaggers,
    undo: flaggers,
    statistics: flagReaders,
    watchList: flagReaders,
    watchAdd: flaggers,
    watchEnd: flaggers,
    watched: flagReaders,
    watchExport: {
      may: ['reviewer', 'investigator', 'owner'],
      audited: true,
      fresh: true,
      // A signed list is as it was signed: what the caller may not see is left out of it.
      whole: true,
    },
    watchImport: flaggers,
    rates: flagReaders,
    lackingRates: flagReaders,
    setRate: flaggers,
    withdrawRate: flaggers,
    collect: {
      may: ['reviewer', 'investigator', 'auditor', 'owner'],
      audited: false,
      fresh: false,
    },
  },
  cases: {
    erase: { may: ['owner'], audited: true, fresh: true },
    retain: { may: ['owner'], audited: true, fresh: true },
    create: caseWorkers,
    ofSeller: { may: ['reviewer', 'investigator', 'owner'], audited: true, fresh: false },
    ofRecord: caseWorkers,
    link: caseWorkers,
    add: caseWorkers,
    set: caseWorkers,
    close: caseWorkers,
    reopen: caseWorkers,
    absorb: caseWorkers,
    release: caseWorkers,
    attach: caseWorkers,
    step: caseWorkers,
    show: caseReaders,
    list: caseReaders,
    copied: caseReaders,
    attachment: caseReaders,
    timeline: caseReaders,
    replay: caseReaders,
  },
  bundles: {
    recipient: caseReaders,
    desks: caseReaders,
    nameDesk: bundlers,
    acceptKey: { ...bundlers, fresh: true },
    report: { ...caseReaders, audited: true },
    preview: { ...bundlers, audited: false },
    make: { ...bundlers, fresh: true },
    piece: { ...bundlers, audited: false },
    verify: { may: ['investigator', 'auditor', 'owner'], audited: false, fresh: false },
    import: bundlers,
  },
  tickets: {
    take: ticketWorkers,
    release: ticketWorkers,
    copyReply: ticketWorkers,
    markSent: ticketWorkers,
    close: ticketWorkers,
    reopen: ticketWorkers,
    saveReply: ticketWorkers,
    removeReply: ticketWorkers,
    queue: { ...ticketWorkers, audited: false },
    work: { ...ticketWorkers, audited: false },
    replies: { ...ticketWorkers, audited: false },
    fill: { ...ticketWorkers, audited: false },
    views: { ...ticketWorkers, audited: false },
    saveDraft: { ...ticketWorkers, audited: false },
    saveView: { ...ticketWorkers, audited: false },
    removeView: { ...ticketWorkers, audited: false },
  },
};

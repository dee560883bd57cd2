import type { contract } from './contract.ts';
import type { Role } from './staff.ts';

/** Who may call a procedure, and how the audit treats it. */
export interface Policy {
  /** `anyone`: before sign-in too; `staff`: whoever is signed in; else the roles named. */
  readonly may: 'anyone' | 'staff' | readonly Role[];
  /** It changes, reveals, exports or signs in: the command writes its own audit row, a refusal gets one too. */
  readonly audited: boolean;
}

type PolicyOf<R> = {
  readonly [K in keyof R]: R[K] extends { '~orpc': unknown } ? Policy : PolicyOf<R[K]>;
};

const readers: Policy = { may: 'staff', audited: false };
const seekers: Policy = {
  may: ['agent', 'senior', 'reviewer', 'investigator', 'auditor', 'owner'],
  audited: false,
};
/** Who weighs sellers and flags them. */
const flaggers: Policy = { may: ['reviewer', 'owner'], audited: true };
const flagReaders: Policy = {
  may: ['agent', 'senior', 'reviewer', 'investigator', 'auditor', 'owner'],
  audited: false,
};
const diagnosers: Policy = {
  may: ['agent', 'senior', 'reviewer', 'investigator', 'auditor', 'owner'],
  audited: false,
};

/**
 * Every procedure of the contract and who may call it. A procedure that is missing here does
 * not compile, and the desk refuses at run time what it finds no policy for.
 */
export const policy: PolicyOf<typeof contract> = {
  workspace: {
    status: { may: 'anyone', audited: false },
    create: { may: 'anyone', audited: true },
  },
  staff: {
    signIn: { may: 'anyone', audited: true },
    resume: { may: 'anyone', audited: false },
    signOut: { may: 'staff', audited: true },
    me: readers,
    recover: { may: 'anyone', audited: true },
    list: { may: ['owner', 'auditor'], audited: false },
    add: { may: ['owner'], audited: true },
    setRole: { may: ['owner'], audited: true },
    disable: { may: ['owner'], audited: true },
  },
  audit: {
    list: { may: ['auditor', 'owner'], audited: false },
    verify: { may: ['auditor', 'owner'], audited: false },
    anchor: { may: ['auditor', 'owner'], audited: true },
  },
  records: {
    search: seekers,
    show: seekers,
    recharge: seekers,
    account: seekers,
    tickets: seekers,
    coverage: readers,
    runs: readers,
    rejects: { may: ['owner', 'auditor'], audited: false },
    importDrop: { may: ['owner'], audited: true },
    uploadBegin: { may: ['owner'], audited: false },
    uploadPiece: { may: ['owner'], audited: false },
  },
  diagnosis: {
    diagnose: diagnosers,
    all: diagnosers,
    answer: { may: ['agent', 'senior', 'owner'], audited: true },
    reply: { may: ['agent', 'senior', 'owner'], audited: false },
  },
  adjustments: {
    preview: { may: ['agent', 'senior', 'owner'], audited: false },
    propose: { may: ['agent', 'senior', 'owner'], audited: true },
    approve: { may: ['senior', 'owner'], audited: true },
    reject: { may: ['senior', 'owner'], audited: true },
    reverse: { may: ['agent', 'senior', 'owner'], audited: true },
    list: { may: ['agent', 'senior', 'auditor', 'owner'], audited: false },
    show: { may: ['agent', 'senior', 'auditor', 'owner'], audited: false },
    limits: readers,
    setLimit: { may: ['owner'], audited: true },
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
    appeal: { may: ['agent', 'senior', 'reviewer', 'owner'], audited: true },
    flags: flagReaders,
    touching: flagReaders,
    next: { may: ['reviewer', 'owner'], audited: false },
    release: { may: ['reviewer', 'owner'], audited: false },
    setAside: flaggers,
    snooze: flaggers,
    undo: flaggers,
    statistics: flagReaders,
    watchList: flagReaders,
    watchAdd: flaggers,
    watchEnd: flaggers,
    watchExport: { may: ['reviewer', 'investigator', 'owner'], audited: true },
    watchImport: flaggers,
    rates: flagReaders,
    setRate: flaggers,
    collect: { may: ['reviewer', 'investigator', 'auditor', 'owner'], audited: false },
  },
};

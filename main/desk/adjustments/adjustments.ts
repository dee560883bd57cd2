import type { Verdict } from '../../../contract/diagnosis.ts';
import type { Role } from '../../../contract/staff.ts';
import type { Audit } from '../audit/audit.ts';
import type { RowReader } from '../records/records.ts';
import type { Db } from '../storage/storage.ts';
import { createDecisions } from './decide.ts';
import { createFound } from './found.ts';
import { createLimits } from './limits.ts';
import { createProposals } from './propose.ts';
import { createStore } from './store.ts';

export { adjustmentsMigrations } from './schema.ts';

/** What the rules need to know of a person; null where they are disabled or unknown. */
export type Standing = (user: string) => {
  readonly role: Role;
  /** Who let them in or promoted them within 24 hours, directly or through others. */
  readonly sponsors: ReadonlySet<string>;
  readonly ownAccounts: readonly string[];
} | null;

export interface AdjustmentDeps {
  readonly desk: Db;
  readonly audit: Audit;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly rows: RowReader;
  /** The balance of an account by the ledger of the copy, in coins. */
  readonly computedBalance: (account: string) => bigint;
  /** The verdict of one recharge as of now; null where the copy has no such recharge. */
  readonly verdictOf: (recharge: string) => Verdict | null;
  /** Stores the verdict a proposal was made from. Called inside the proposal's transaction. */
  readonly keepVerdict: (verdict: Verdict) => void;
  readonly standing: Standing;
  readonly severalPeople: () => boolean;
}

/** The governed ledger: proposals, decisions, reversals and the limits they stand under. */
export function createAdjustments(deps: AdjustmentDeps) {
  const store = createStore(deps.desk);
  const proposals = createProposals(deps, store);
  const decisions = createDecisions(deps, store);
  const limits = createLimits(deps, store);
  const found = createFound(deps.desk, store);
  return {
    preview: proposals.preview,
    propose: proposals.propose,
    reverse: proposals.reverse,
    approve: decisions.approve,
    reject: decisions.reject,
    show: decisions.show,
    list: decisions.list,
    hits: found.hits,
    shown: found.shown,
    limits: limits.all,
    setLimit: limits.set,
    /** Net coins decided here for a recharge; the diagnosis takes them off what is owed. */
    coinsFor: store.forRecharge,
    /** Coins decided here for an account and not yet confirmed. */
    unconfirmed: store.unconfirmed,
  };
}

import type { Verdict } from '../../../contract/diagnosis.ts';
import type { Role } from '../../../contract/staff.ts';
import type { Audit, Caller, SigningKey } from '../audit/audit.ts';
import type { RowReader } from '../records/records.ts';
import type { Db } from '../storage/storage.ts';
import { createAnswers } from './answers.ts';
import { createChanges } from './changes.ts';
import { createDecisions } from './decide.ts';
import { createFound } from './found.ts';
import { createLimits } from './limits.ts';
import { createLook } from './look.ts';
import { createOutbox, type FurtherDecision } from './outbox.ts';
import { createOvertaken } from './overtaken.ts';
import { createPlatformKeys } from './platform-keys.ts';
import { createProposals } from './propose.ts';
import { createReasonBook } from './reason-book.ts';
import { rehearse } from './rehearse.ts';
import { createShifts } from './shift.ts';
import { createStaleness } from './stale.ts';
import { createStore } from './store.ts';
import type { Elsewhere } from './twice.ts';
import { createWeigher } from './weigh.ts';

export type { Checked as CheckedConfirmations } from './answers.ts';
export { agreementOf } from './agree.ts';
export type { FurtherDecision } from './outbox.ts';
export { adjustmentsMigrations } from './schema.ts';
export type { Elsewhere } from './twice.ts';

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
  /** Signs what leaves for the platform. */
  readonly key: SigningKey;
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
  /** When an import run began, in UTC ms; null for a run the copy does not know. */
  readonly runBegan: (run: string) => number | null;
  /** Port of cases: adjustments that other desks made for these orders, by imported bundles. */
  readonly decidedElsewhere: (of: {
    readonly recharges: readonly string[];
    readonly externals: readonly string[];
  }) => readonly Elsewhere[];
  /** Port of later areas: decisions of theirs that leave with the outbox. */
  readonly furtherDecisions: () => readonly FurtherDecision[];
  /** Port of sellers: flags, open or standing, against the sellers that these have to do with. */
  readonly flagsNear: (of: {
    readonly account: string;
    readonly recharge?: string | undefined;
    readonly ticket?: string | undefined;
  }) => readonly { readonly seller_id: string; readonly state: string; readonly reason: string }[];
}

/** The governed ledger: proposals, decisions, reversals, limits, and what goes to the platform and back. */
export function createAdjustments(deps: AdjustmentDeps) {
  const store = createStore(deps.desk);
  const book = createReasonBook(deps, store);
  const weigher = createWeigher(deps, store, book);
  const stale = createStaleness(deps, store, book);
  const proposals = createProposals(deps, store, weigher, stale);
  const decisions = createDecisions(deps, store, book, stale);
  const limits = createLimits(deps, store);
  const changes = createChanges(deps);
  const keys = createPlatformKeys(deps);
  const answers = createAnswers(deps, store, keys);
  const outbox = createOutbox(deps, store);
  const look = createLook(deps, store, decisions, stale, answers);
  const found = createFound(deps.desk, store);
  const overtaken = createOvertaken(deps, store);
  const shifts = createShifts(store);
  /** Net coins decided here for a recharge and not seen in the copy; the diagnosis takes them off what is owed. */
  const coinsFor = (recharge: string): bigint =>
    store
      .decidedFor(recharge)
      .filter((row) => !answers.seenInCopy(row))
      .reduce((sum, row) => sum + row.coins, 0n);

  return {
    preview: proposals.preview,
    propose: proposals.propose,
    reverse: proposals.reverse,
    approve: decisions.approve,
    reject: decisions.reject,
    decideMany: decisions.decideMany,
    show: look.show,
    list: look.list,
    /** Adjustments of a case, or for one of these recharges, with their state. */
    about: store.ofCase,
    hits: found.hits,
    shown: found.shown,
    overtaken,
    limits: limits.all,
    setLimit: limits.set,
    reasons: book.all,
    setReason: book.set,
    changes: changes.all,
    declineChange: changes.decline,
    shift: shifts,
    rehearse: (input: Parameters<typeof rehearse>[2]) => rehearse(store, book, input),
    outbox: {
      state: () => ({
        waiting: outbox.waiting(),
        public_key: deps.key.publicKey,
        key_id: deps.key.id,
        succession: deps.audit.successions().at(-1) ?? null,
        files: outbox.files(),
        keys: keys.all(),
      }),
      export: outbox.export,
      /** Takes a file of confirmations, or refuses all of it with DROP_REFUSED. */
      confirm: (caller: Caller, input: { text: string }) =>
        answers.take(caller, [answers.check(input.text)]),
      check: answers.check,
      plan: answers.plan,
      take: answers.take,
      registerKey: keys.register,
      withdrawKey: keys.withdraw,
    },
    /** What a new copy changes for what was decided or asked before. */
    afterImport(run: string): { reopened: string[]; contradicted: string[] } {
      return { contradicted: answers.contradictChanged(), reopened: stale.reopenChanged(run) };
    },
    coinsFor,
    /** The same for every recharge that anything was decided for. */
    coinsByRecharge: (): Map<string, bigint> =>
      new Map(store.decidedRecharges().map((recharge) => [recharge, coinsFor(recharge)])),
    /** Coins decided here for an account and not yet confirmed. */
    unconfirmed: store.unconfirmed,
  };
}

import type { Adjustment, outcomeOfOne } from '../../../contract/adjustments.ts';
import { Refusal, refuse } from '../../../contract/errors.ts';
import { sayDelta } from '../../../contract/say.ts';
import type { Role } from '../../../contract/staff.ts';
import type { z } from 'zod';
import type { Caller } from '../audit/audit.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import { shareAccount } from './agree.ts';
import { householdOf } from './household.ts';
import { lapseOld } from './lapse.ts';
import { bodyOfStored, payloadHash } from './payload.ts';
import { unknownAdjustment } from './propose.ts';
import type { ReasonBook } from './reason-book.ts';
import { mayNotDecide, misfit, overLimit, size, stillNeeded, tierOf } from './rules.ts';
import type { Staleness } from './stale.ts';
import type { AccountSums } from './beside.ts';
import type { Store, Stored } from './store.ts';
import { subjectOf } from './subject.ts';
import { decidedElsewhere, madeGoodBefore } from './twice.ts';

type OutcomeOfOne = z.infer<typeof outcomeOfOne>;
type Decision = { id: string; note: string };

export function createDecisions(
  deps: AdjustmentDeps,
  store: Store,
  book: ReasonBook,
  stale: Staleness,
) {
  const { desk, audit, clock, rows } = deps;

  /** Why a person may not decide a proposal, or null where they may. */
  const objection = (
    row: Stored,
    caller: { user: string; role: Caller['role'] },
  ): Refusal | null => {
    const standing = deps.standing(caller.user);
    if (!standing) return refuse('FORBIDDEN', 'You are not enabled.', 'Ask an owner.');
    return mayNotDecide({
      maker: row.maker,
      checker: {
        user: caller.user,
        role: caller.role as Role,
        sponsors: standing.sponsors,
        sharesAccount: shareAccount(deps, row.maker, caller.user),
      },
      household: householdOf(rows, standing.ownAccounts),
      account: row.account_id,
      tier: tierOf(row.coins, store.limits()),
      approvedBy: store.decisions(row.id),
    });
  };

  /** The open proposal that a person is about to decide. Refuses NOT_FOUND, LAPSED, BAD_INPUT and what the rules say. */
  const openFor = (caller: Caller, id: string): Stored => {
    const row = store.get(id);
    if (!row) throw unknownAdjustment(id);
    if (row.state === 'lapsed')
      throw refuse('LAPSED', `Proposal ${id} lapsed.`, 'Propose it anew.');
    if (row.state !== 'proposed')
      throw refuse(
        'BAD_INPUT',
        `Adjustment ${id} is ${row.state} already.`,
        'Only open proposals are decided.',
      );
    const objected = objection(row, caller);
    if (objected) throw objected;
    return row;
  };

  /** Refuses STALE_EVIDENCE where what the maker saw is no longer so, LIMIT_EXCEEDED where a limit filled up. */
  const weighAgain = (row: Stored, now: number) => {
    const changed = stale.changeOf(row);
    if (changed)
      throw refuse(
        'STALE_EVIDENCE',
        `The evidence changed since ${row.maker} proposed this: ${changed}.`,
        'Reject it, or propose it anew from the verdict of today, which replaces it.',
      );
    if (payloadHash(row.id, bodyOfStored(row), row.reverses, row.evidence) !== row.payload_sha256)
      throw refuse(
        'STALE_EVIDENCE',
        `Proposal ${row.id} is not what was hashed.`,
        'Tell an auditor.',
      );
    const makerAccounts = deps.standing(row.maker)?.ownAccounts ?? [];
    if (householdOf(rows, makerAccounts).has(row.account_id))
      throw refuse(
        'NEEDS_OTHER_PERSON',
        `The account is of ${row.maker}, who proposed this, or of their household.`,
        'Reject it; somebody else may look at the account.',
      );
    const rule = book.rule(row.reason);
    const limits = store.limits();
    const sums = store.sumsOf(row.account_id, limits.own_limit, now);
    const balanceAfter = deps.computedBalance(row.account_id) + sums.unconfirmed + row.coins;
    const linked = row.recharge_id !== null || row.external_id !== null;
    const unfit = misfit({ coins: row.coins, reason: row.reason, linked }, rule, balanceAfter);
    if (unfit) throw unfit;
    const subject = subjectOf(rows, { recharge: row.recharge_id, external: row.external_id });
    const twice =
      row.reverses === null
        ? madeGoodBefore(store, row, subject, row.id, decidedElsewhere(deps, subject))
        : null;
    if (twice) throw twice;
    const over = overLimit(row.coins, row.reason, rule, limits, movedBeside(row, sums, now));
    if (over) throw over;
  };

  /** What the limits count besides: the proposal itself must not stand in its own way. */
  const movedBeside = (row: Stored, sums: AccountSums, now: number) => {
    const moved = store.moved({ maker: row.maker, case: row.case_id }, sums, now);
    return {
      ...moved,
      account30d: moved.account30d - size(row.coins),
      caseSoFar: moved.caseSoFar === null ? null : moved.caseSoFar - size(row.coins),
    };
  };

  const lapse = () => lapseOld(desk, store, audit, clock());

  /** Approves an open proposal; the last approval it needs posts it. */
  const approve = (caller: Caller, input: Decision): Adjustment => {
    lapse();
    return desk
      .transaction(() => {
        const now = clock();
        const row = openFor(caller, input.id);
        weighAgain(row, now);
        store.decide(row, caller, 'approved', input.note, now);
        const needs = needsOf(row);
        if (needs === null) {
          store.setState(row.id, 'approved');
          store.post(row, now, false);
        }
        audit.append(caller, {
          command: 'adjustments.approve',
          object: `adjustment/${row.id}`,
          outcome: 'done',
          sentence:
            `${caller.user} (${caller.role}) approved ${sayDelta(row.coins)} for account ${row.account_id}, ` +
            `${row.reason}, proposed by ${row.maker}; payload ${row.payload_sha256}` +
            `${needs === null ? '.' : `; ${needs} is still needed.`}`,
          details: { note: input.note },
        });
        return store.toWire({ ...row, state: needs === null ? 'approved' : 'proposed' });
      })
      .immediate();
  };

  /** Who still has to approve. What its maker may not give alone takes at least one other person. */
  const needsOf = (row: Stored): string | null => {
    const tier = tierOf(row.coins, store.limits());
    return stillNeeded(tier === 'alone' ? 'one' : tier, store.decisions(row.id));
  };

  /** Rejects an open proposal, for ever. */
  const reject = (caller: Caller, input: Decision): Adjustment => {
    lapse();
    return desk
      .transaction(() => {
        const row = openFor(caller, input.id);
        store.decide(row, caller, 'rejected', input.note, clock());
        store.setState(row.id, 'rejected');
        audit.append(caller, {
          command: 'adjustments.reject',
          object: `adjustment/${row.id}`,
          outcome: 'done',
          sentence:
            `${caller.user} (${caller.role}) rejected ${sayDelta(row.coins)} for account ${row.account_id}, ` +
            `proposed by ${row.maker}.`,
          details: { note: input.note },
        });
        return store.toWire({ ...row, state: 'rejected' });
      })
      .immediate();
  };

  return {
    approve,
    reject,
    objection,
    needsOf,

    /** Decides one after the other; what is refused is refused alone, with a row of its own. */
    decideMany(
      caller: Caller,
      input: { decision: 'approve' | 'reject'; ids: readonly string[]; note: string },
    ): OutcomeOfOne[] {
      const decide = input.decision === 'approve' ? approve : reject;
      return [...new Set(input.ids)].map((id) => {
        try {
          return { id, state: decide(caller, { id, note: input.note }).state, error: null };
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          const { code, message, next } = error;
          desk
            .transaction(() =>
              audit.append(caller, {
                command: `adjustments.${input.decision}`,
                object: `adjustment/${id}`,
                outcome: code,
                sentence: `${caller.user} (${caller.role}) was refused to ${input.decision} ${id}: ${code}.`,
              }),
            )
            .immediate();
          return { id, state: null, error: { code, message, next } };
        }
      });
    },
  };
}

export type Decisions = ReturnType<typeof createDecisions>;

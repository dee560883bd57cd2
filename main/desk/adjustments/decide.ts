import type { Adjustment, AdjustmentDetail } from '../../../contract/adjustments.ts';
import { type Refusal, refuse } from '../../../contract/errors.ts';
import type { Role } from '../../../contract/staff.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Caller } from '../audit/audit.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import { changedSince, seenOf } from './evidence.ts';
import { householdOf } from './household.ts';
import { payloadHash } from './payload.ts';
import { unknownAdjustment } from './propose.ts';
import { lapseOld } from './lapse.ts';
import { mayNotDecide, misfit, overLimit, signed, stillNeeded, tierOf } from './rules.ts';
import { subjectOf } from './subject.ts';
import { madeGoodBefore } from './twice.ts';
import type { Store, Stored } from './store.ts';

export function createDecisions(deps: AdjustmentDeps, store: Store) {
  const { desk, audit, clock, rows } = deps;

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
      throw refuse('LAPSED', `Proposal ${id} lapsed after 24 hours.`, 'Propose it anew.');
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
    const verdict = row.recharge_id === null ? null : deps.verdictOf(row.recharge_id);
    const computed = deps.computedBalance(row.account_id);
    const changed = changedSince(row.evidence, seenOf(verdict, computed));
    if (changed)
      throw refuse(
        'STALE_EVIDENCE',
        `The evidence changed since ${row.maker} proposed this: ${changed}.`,
        'Reject it, and propose anew from the verdict of today.',
      );
    const body = {
      account: row.account_id,
      coins: row.coins.toString(),
      reason: row.reason,
      note: row.note,
      recharge: row.recharge_id,
      ticket: row.ticket_id,
      case: row.case_id,
      external_id: row.external_id,
    };
    if (payloadHash(row.id, body, row.reverses, row.evidence) !== row.payload_sha256)
      throw refuse(
        'STALE_EVIDENCE',
        `Proposal ${row.id} is not what was hashed.`,
        'Tell an auditor.',
      );
    const balanceAfter = computed + store.unconfirmed(row.account_id) + row.coins;
    const linked = row.recharge_id !== null || row.external_id !== null;
    const unfit = misfit({ coins: row.coins, reason: row.reason, linked }, balanceAfter);
    if (unfit) throw unfit;
    const subject = subjectOf(rows, { recharge: row.recharge_id, external: row.external_id });
    const twice = row.reverses === null ? madeGoodBefore(store, row, subject, row.id) : null;
    if (twice) throw twice;
    const moved = store.moved(
      { maker: row.maker, account: row.account_id, case: row.case_id },
      now,
    );
    const own = row.coins < 0n ? -row.coins : row.coins;
    // The proposal itself is among what was moved; it must not stand in its own way.
    const others = {
      ...moved,
      account30d: moved.account30d - own,
      caseSoFar: moved.caseSoFar === null ? null : moved.caseSoFar - own,
    };
    const over = overLimit(row.coins, row.reason, store.limits(), others);
    if (over) throw over;
  };

  const lapse = () => desk.transaction(() => lapseOld(store, audit, clock())).immediate();

  return {
    /** Approves an open proposal; the last approval it needs posts it. */
    approve(caller: Caller, input: { id: string; note: string }): Adjustment {
      lapse();
      return desk
        .transaction(() => {
          const now = clock();
          const row = openFor(caller, input.id);
          weighAgain(row, now);
          store.decide(row, caller, 'approved', input.note, now);
          const needs = stillNeeded(tierOf(row.coins, store.limits()), store.decisions(row.id));
          if (needs === null) {
            store.setState(row.id, 'approved');
            store.post(row, now, false);
          }
          audit.append(caller, {
            command: 'adjustments.approve',
            object: `adjustment/${row.id}`,
            outcome: 'done',
            sentence:
              `${caller.user} (${caller.role}) approved ${signed(row.coins)} coins for account ${row.account_id}, ` +
              `${row.reason}, proposed by ${row.maker}; payload ${row.payload_sha256}` +
              `${needs === null ? '.' : `; ${needs} is still needed.`}`,
            details: { note: input.note },
          });
          return store.toWire({ ...row, state: needs === null ? 'approved' : 'proposed' });
        })
        .immediate();
    },

    /** Rejects an open proposal, for ever. */
    reject(caller: Caller, input: { id: string; note: string }): Adjustment {
      lapse();
      return desk
        .transaction(() => {
          const now = clock();
          const row = openFor(caller, input.id);
          store.decide(row, caller, 'rejected', input.note, now);
          store.setState(row.id, 'rejected');
          audit.append(caller, {
            command: 'adjustments.reject',
            object: `adjustment/${row.id}`,
            outcome: 'done',
            sentence:
              `${caller.user} (${caller.role}) rejected ${signed(row.coins)} coins for account ${row.account_id}, ` +
              `proposed by ${row.maker}.`,
            details: { note: input.note },
          });
          return store.toWire({ ...row, state: 'rejected' });
        })
        .immediate();
    },

    /** Newest first, all of them. */
    list(filter: {
      state?: string | undefined;
      account?: string | undefined;
      recharge?: string | undefined;
    }): Adjustment[] {
      lapse();
      return store.list(filter).map(store.toWire);
    },

    /** One adjustment with its entries and decisions, and whether the asking person may decide it. */
    show(caller: Caller, input: { id: string }): AdjustmentDetail {
      lapse();
      const row = store.get(input.id);
      if (!row) throw unknownAdjustment(input.id);
      const objected = row.state === 'proposed' ? objection(row, caller) : null;
      const posting = store.posting(row.id);
      const decisions = store.decisions(row.id);
      return {
        ...store.toWire(row),
        balance_before: row.balance_before.toString(),
        balance_after: (row.balance_before + row.coins).toString(),
        evidence: row.evidence,
        payload_sha256: row.payload_sha256,
        decisions: decisions.map((one) => ({
          user: one.user,
          role: one.role,
          decision: one.decision,
          note: one.note,
          at: wireTime(Number(one.at)),
        })),
        needs:
          row.state === 'proposed'
            ? stillNeeded(tierOf(row.coins, store.limits()), decisions)
            : null,
        may_decide: row.state === 'proposed' && objected === null,
        why_not: objected?.message ?? null,
        entries: posting
          ? [
              {
                entry: `${posting.number}/from`,
                book: posting.from_book,
                coins: (-posting.coins).toString(),
                at: wireTime(Number(posting.at)),
              },
              {
                entry: `${posting.number}/to`,
                book: posting.to_book,
                coins: posting.coins.toString(),
                at: wireTime(Number(posting.at)),
              },
            ]
          : [],
      };
    },
  };
}

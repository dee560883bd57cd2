import type { Adjustment, AdjustmentDetail } from '../../../contract/adjustments.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Caller } from '../audit/audit.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import type { Answers } from './answers.ts';
import type { Decisions } from './decide.ts';
import { lapseOld } from './lapse.ts';
import { unknownAdjustment } from './propose.ts';
import type { Staleness } from './stale.ts';
import type { Store, Stored } from './store.ts';

/** Adjustments as people look at them: the list, and one with all that belongs to it. */
export function createLook(
  deps: AdjustmentDeps,
  store: Store,
  decisions: Decisions,
  stale: Staleness,
  answers: Answers,
) {
  const { desk, audit, clock } = deps;
  const lapse = () => lapseOld(desk, store, audit, clock());

  return {
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
      const open = row.state === 'proposed';
      const objected = open ? decisions.objection(row, caller) : null;
      return {
        ...store.toWire(row),
        balance_before: row.balance_before.toString(),
        balance_after: (row.balance_before + row.coins).toString(),
        evidence: row.evidence,
        payload_sha256: row.payload_sha256,
        decisions: store.decisions(row.id).map((one) => ({
          user: one.user,
          role: one.role,
          decision: one.decision,
          note: one.note,
          at: wireTime(Number(one.at)),
        })),
        reopened: stale.reopenings(row.id),
        confirmations: answers.of(row.id),
        sent_with: answers.sequencesOf(row.id),
        needs: open ? decisions.needsOf(row) : null,
        may_decide: open && objected === null,
        why_not: objected?.message ?? null,
        entries: entriesOf(store, row),
      };
    },
  };
}

/** The double entry of an adjustment; what the platform refused went back by a second pair. */
function entriesOf(store: Store, row: Stored): AdjustmentDetail['entries'] {
  const posting = store.posting(row.id);
  if (!posting) return [];
  const pair = (name: string, from: string, to: string, at: bigint) => [
    {
      entry: `${name}/from`,
      book: from,
      coins: (-posting.coins).toString(),
      at: wireTime(Number(at)),
    },
    { entry: `${name}/to`, book: to, coins: posting.coins.toString(), at: wireTime(Number(at)) },
  ];
  const { number, from_book, to_book, at } = posting;
  const returned = store.returned(row.id);
  return [
    ...pair(number.toString(), from_book, to_book, at),
    ...(returned === null ? [] : pair(`${number}/back`, to_book, from_book, returned)),
  ];
}

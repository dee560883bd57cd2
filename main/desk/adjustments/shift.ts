import {
  type Adjustment,
  type AdjustmentState,
  adjustmentStates,
  reasons,
  type Shift,
} from '../../../contract/adjustments.ts';
import { counted, sayCoins } from '../../../contract/say.ts';
import { wireTime } from '../../../contract/values.ts';
import { spanOf } from './rehearse.ts';
import { size } from './rules.ts';
import { type Store, type Stored, storedAnswer } from './store.ts';
import { splitting } from './warnings.ts';

/** States in which an adjustment came to nothing. */
const nothing: ReadonlySet<AdjustmentState> = new Set(['rejected', 'lapsed', 'refused']);

/** How many just under a limit make a notice. */
const manyNear = 3;

/** The report at the end of a shift: what people made and decided in a span, and what to look at. */
export function createShifts(store: Store) {
  return (input: { from: string; to: string }): Shift => {
    const [from, to] = spanOf(input.from, input.to);
    const made = store.madeBetween(from, to);
    return {
      from: wireTime(from),
      to: wireTime(to),
      people: peopleOf(made, store.decidedBetween(from, to)),
      reasons: reasons
        .map((reason) => ({ reason, ...sumsOf(made.filter((row) => row.reason === reason)) }))
        .filter((line) => line.count > 0)
        .map(({ reason, count, given, taken }) => ({ reason, count, given, taken })),
      states: adjustmentStates
        .map((state) => {
          const rows = made.filter((row) => row.state === state);
          const net = rows.reduce((sum, row) => sum + row.coins, 0n);
          return { state, count: rows.length, net: net.toString() };
        })
        .filter((line) => line.count > 0),
      open: openOf(store),
      notices: noticesOf(made, store.limits().own_limit),
    };
  };
}

function openOf(store: Store): Adjustment[] {
  return store.allOpen().toReversed().map(store.toWire);
}

function sumsOf(rows: readonly Stored[]): { count: number; given: string; taken: string } {
  const moving = rows.filter((row) => !nothing.has(row.state) && row.state !== 'proposed');
  const sum = (some: readonly Stored[]) =>
    some.reduce((total, row) => total + size(row.coins), 0n).toString();
  return {
    count: rows.length,
    given: sum(moving.filter((row) => row.coins > 0n)),
    taken: sum(moving.filter((row) => row.coins < 0n)),
  };
}

function peopleOf(
  made: readonly Stored[],
  decided: readonly { user: string; decision: string }[],
): Shift['people'] {
  const users = new Set([...made.map((row) => row.maker), ...decided.map((one) => one.user)]);
  return [...users].sort().map((user) => {
    const own = made.filter((row) => row.maker === user);
    const { count, given, taken } = sumsOf(own);
    const did = (decision: string) =>
      decided.filter((one) => one.user === user && one.decision === decision).length;
    return {
      user,
      made: count,
      given,
      taken,
      alone: own.filter((row) => storedAnswer(row).state === 'approved').length,
      approved: did('approved'),
      rejected: did('rejected'),
    };
  });
}

/** What somebody should look at. */
function noticesOf(made: readonly Stored[], ownLimit: bigint): Shift['notices'] {
  const notices: Shift['notices'] = [];
  const near = made.filter(
    (row) => size(row.coins) * 10n >= ownLimit * 9n && size(row.coins) <= ownLimit,
  );
  for (const [maker, rows] of Map.groupBy(near, (row) => row.maker))
    if (rows.length >= manyNear)
      notices.push({
        text: `${maker} made ${counted(rows.length, 'adjustment')} at or just under the own limit of ${sayCoins(ownLimit)}.`,
        ids: rows.map((row) => row.id),
      });
  const split = made.filter((row) =>
    storedAnswer(row).warnings.some((one) => one.includes(splitting)),
  );
  for (const [account, rows] of Map.groupBy(split, (row) => row.account_id))
    notices.push({
      text: `Small adjustments for account ${account} look like splitting.`,
      ids: rows.map((row) => row.id),
    });
  const refused = made.filter((row) => row.state === 'refused' || row.state === 'contradicted');
  if (refused.length > 0)
    notices.push({
      text: `The platform refused or contradicted ${counted(refused.length, 'adjustment')}.`,
      ids: refused.map((row) => row.id),
    });
  return notices;
}

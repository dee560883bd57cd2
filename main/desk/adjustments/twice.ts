import { type Refusal, refuse } from '../../../contract/errors.ts';
import { sayDelta } from '../../../contract/say.ts';
import type { AdjustmentDeps } from './adjustments.ts';
import { compensates } from './reasons.ts';
import type { Store, Stored } from './store.ts';
import type { Subject } from './subject.ts';

/** States in which coins moved, or will. */
const decided: ReadonlySet<string> = new Set(['approved', 'sent', 'confirmed', 'contradicted']);

/** An adjustment that another desk made for the same order, as an imported bundle tells of it. */
export interface Elsewhere {
  readonly id: string;
  /** Where it was learnt, in words: which bundle of whom. */
  readonly where: string;
  readonly coins: bigint;
}

/** What other desks did for an order, through the port that cases fill. */
export function decidedElsewhere(
  deps: Pick<AdjustmentDeps, 'decidedElsewhere'>,
  subject: Subject,
): readonly Elsewhere[] {
  if (subject.recharges.size === 0 && subject.externals.size === 0) return [];
  return deps.decidedElsewhere({
    recharges: [...subject.recharges],
    externals: [...subject.externals],
  });
}

/** True where a reversal of it was decided, not only asked for: then it is as if never made. */
export function isTakenBack(store: Store, row: Stored): boolean {
  const reversal = store.reversalOf(row.id);
  return reversal !== undefined && decided.has(reversal.state);
}

/** What makes an order or payment good already: a decided or open gift for it, by whatever name. */
export function twinOf(
  store: Store,
  asked: { readonly coins: bigint; readonly reason: Stored['reason'] },
  subject: Subject,
  itself: string | null,
): Stored | null {
  if (asked.coins < 0n || !compensates(asked.reason)) return null;
  return (
    store
      .about(subject)
      .find(
        (row) =>
          row.id !== itself &&
          row.coins > 0n &&
          compensates(row.reason) &&
          !isTakenBack(store, row),
      ) ?? null
  );
}

/**
 * The double-compensation guard: an order or payment is made good once, by whatever name and
 * reason, here or at another desk. `itself` is the adjustment that is being decided, which does
 * not stand in its own way.
 */
export function madeGoodBefore(
  store: Store,
  asked: { readonly coins: bigint; readonly reason: Stored['reason'] },
  subject: Subject,
  itself: string | null,
  foreign: readonly Elsewhere[],
): Refusal | null {
  const twin = twinOf(store, asked, subject, itself);
  if (twin)
    return refuse(
      'ALREADY_COMPENSATED',
      `Adjustment ${twin.id} (${sayDelta(twin.coins)}, ${twin.state}) makes this good already.`,
      `Look at ${twin.id}; have it rejected or reversed first if it is wrong.`,
    );
  const elsewhere = foreign.find((one) => one.coins > 0n);
  if (!elsewhere || asked.coins < 0n || !compensates(asked.reason)) return null;
  return refuse(
    'ALREADY_COMPENSATED',
    `${elsewhere.where} says that adjustment ${elsewhere.id} (${sayDelta(elsewhere.coins)}) makes this good already.`,
    'Ask whoever sent it before anybody gives these coins again.',
  );
}

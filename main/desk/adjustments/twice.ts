import { type Refusal, refuse } from '../../../contract/errors.ts';
import { reasonRules } from './reasons.ts';
import type { Store, Stored } from './store.ts';
import type { Subject } from './subject.ts';

/** States in which coins moved, or will. */
const decided: ReadonlySet<string> = new Set(['approved', 'sent', 'confirmed', 'contradicted']);

/** True where a reversal of it was decided, not only asked for: then it is as if never made. */
export function isTakenBack(store: Store, row: Stored): boolean {
  const reversal = store.reversalOf(row.id);
  return reversal !== undefined && decided.has(reversal.state);
}

/**
 * The double-compensation guard: an order or payment is made good once, by whatever name and
 * reason. `itself` is the adjustment that is being decided, which does not stand in its own way.
 */
export function madeGoodBefore(
  store: Store,
  asked: { readonly coins: bigint; readonly reason: Stored['reason'] },
  subject: Subject,
  itself: string | null,
): Refusal | null {
  if (asked.coins < 0n || !reasonRules[asked.reason].compensates) return null;
  const twin = store
    .about(subject)
    .find(
      (row) =>
        row.id !== itself &&
        row.coins > 0n &&
        reasonRules[row.reason].compensates &&
        !isTakenBack(store, row),
    );
  if (!twin) return null;
  return refuse(
    'ALREADY_COMPENSATED',
    `Adjustment ${twin.id} (+${twin.coins} coins, ${twin.state}) makes this good already.`,
    `Look at ${twin.id}; have it rejected or reversed first if it is wrong.`,
  );
}

import type { Check, CheckId } from '../../../../contract/diagnosis.ts';
import type { Cited } from '../cite.ts';
import type { Finding } from '../findings.ts';
import type { Matter } from '../matter.ts';
import { fail, warn } from './outcome.ts';

/** True where money was taken or is held: whatever was refused before was overcome. */
export function gotThrough(matter: Matter): boolean {
  const { state, proof } = matter.own.money;
  if (state === 'held' || state === 'hold_over') return true;
  return proof !== null;
}

export function findingsFor(matter: Matter, id: CheckId): readonly Finding[] {
  return matter.own.findings.filter((one) => one.cause === id);
}

/**
 * A code of this cause: a failure where the attempt ended there, a warning where it was paid
 * after all, or where something only makes the cause possible. Null where no code names it.
 */
export function byCode(matter: Matter, id: CheckId): Check | null {
  const found = findingsFor(matter, id);
  const [first] = found;
  if (!first) return null;
  const cites: readonly Cited[] = found.flatMap((one) => one.cites);
  const told = first.says;
  if (gotThrough(matter)) return warn(id, `Refused at first with ${told}, then paid.`, cites);
  return first.firmness === 'code'
    ? fail(id, `Refused with ${told}.`, cites)
    : warn(id, `Points to it: ${told}.`, cites);
}

/** Where the card is not ours to see: the store or the partner holds it. */
export function heldElsewhere(matter: Matter): 'store' | 'partner' | null {
  const { world, payment, money } = matter.own;
  // A processor's own record is ours to read, wherever the order says it was bought.
  return world === 'web' || payment !== null || money.state === 'action' ? null : world;
}

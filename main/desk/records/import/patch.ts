import type { Patch } from './entry.ts';
import { closedExtra, lostBetween, openExtra, refundedBy, together } from './told.ts';
import type { Value } from './values.ts';

export interface Combining {
  readonly columns: readonly string[];
  readonly standing: readonly Value[];
  readonly incoming: readonly Value[];
  readonly patch: Patch;
  /** For these columns the record is older than what stands: it only fills what is not known. */
  readonly late: (column: string) => boolean;
}

/**
 * What is known of a row when a record of another source is added to it. What the record does not
 * say stays; a record that could not be verified changes nothing of one that was, unless its
 * signature is good and only its app is not ours. Pure.
 */
export function combine({ columns, standing, incoming, patch, late }: Combining): Value[] {
  const signature = columns.indexOf('signature');
  const [signedBefore, signedNow] = [standing[signature], incoming[signature]];
  if (
    signedBefore === 'verified' &&
    signedNow !== null &&
    signedNow !== 'verified' &&
    signature >= 0 &&
    !patch.sure
  )
    return [...standing];
  // Nothing of a forgery is worth keeping beside what was verified.
  if (signedBefore === 'failed' && signedNow === 'verified') return [...incoming];
  const weak = new Set(patch.weak);
  const grows = new Set(patch.grows);
  const clears = new Set(patch.clears);
  const parted =
    patch.parts === null ? null : refundedTogether({ columns, standing, incoming, late });
  // What holds for a moment only is worth filling late where both tell of the same one.
  const state = columns.findIndex((column) => column === 'state' || column === 'status');
  const agrees = (incoming[state] ?? null) !== null && incoming[state] === standing[state];
  const combined = columns.map((column, place) => {
    const before = standing[place] ?? null;
    const now = incoming[place] ?? null;
    if (column === 'refunded_minor' && parted !== null) return parted;
    if (now === null) return clears.has(column) && !late(column) ? null : before;
    if (before === null) return clears.has(column) && late(column) && !agrees ? null : now;
    if (column === 'extra') return mergedExtra(before, now, late(column));
    if (grows.has(column)) return larger(before, now);
    return weak.has(column) || late(column) ? before : now;
  });
  return wholeWhereAllWentBack(columns, noneOfSeveral(columns, combined));
}

/** Under this name `extra` keeps the products of a purchase that has more than one. */
export const severalProducts = 'several_products';

/** A purchase of several products has no one sku, though a notice of it may name one of them. */
function noneOfSeveral(columns: readonly string[], values: Value[]): Value[] {
  const extra = values[columns.indexOf('extra')] ?? null;
  // Read only where it may be: nearly no purchase has more than one, and another value may say the word.
  const mayBe = typeof extra === 'string' && extra.includes(`"${severalProducts}"`);
  if (!mayBe || !Object.hasOwn(openExtra(extra).others, severalProducts)) return values;
  const single = new Set(['sku', 'quantity', 'refunded_quantity']);
  return columns.map((column, place) => (single.has(column) ? null : (values[place] ?? null)));
}

function larger(before: Value, now: Value): Value {
  return typeof before === 'bigint' && typeof now === 'bigint' && before > now ? before : now;
}

function mergedExtra(before: Value, now: Value, late: boolean): Value {
  const [was, is] = [openExtra(before), openExtra(now)];
  const [first, second] = late ? [is, was] : [was, is];
  return closedExtra({ ...first.others, ...second.others }, together(was.told, is.told, late));
}

type Two = Pick<Combining, 'columns' | 'standing' | 'incoming' | 'late'>;

/**
 * All that was refunded, when parts are added to those that were known. A sum that somebody stated
 * stands as long as it is the larger one; one that was made of the parts follows them.
 */
function refundedTogether({ columns, standing, incoming, late }: Two): bigint | null {
  const [extra, refunded] = [columns.indexOf('extra'), columns.indexOf('refunded_minor')];
  const was = openExtra(standing[extra] ?? null).told;
  const now = openExtra(incoming[extra] ?? null).told;
  const before = standing[refunded] ?? null;
  const all = together(was, now, late('refunded_minor'));
  const left = typeof before === 'bigint' ? before - lostBetween(was, all) : null;
  const stated = before === refundedBy(was) || left === null || left < 0n ? null : left;
  const parts = refundedBy(all);
  return stated !== null && (parts === null || stated > parts) ? stated : parts;
}

/** A purchase of which every part went back was refunded, though no record says it of the whole. */
function wholeWhereAllWentBack(columns: readonly string[], values: Value[]): Value[] {
  const at = (column: string) => values[columns.indexOf(column)] ?? null;
  const [price, refunded] = [at('price_minor'), at('refunded_minor')];
  const whole =
    typeof price === 'bigint' && typeof refunded === 'bigint' && price > 0n && refunded >= price;
  const last = whole ? lastDated(values[columns.indexOf('extra')] ?? null) : null;
  if (last === null || (at('state') !== 'purchased' && at('state') !== null)) return values;
  return columns.map((column, place) => {
    if (column === 'state') return 'refunded';
    const value = values[place] ?? null;
    return column === 'voided_at' && value === null ? last : value;
  });
}

/** The time of the last refund, where their source names them by their times; UTC ms. */
function lastDated(extra: Value): bigint | null {
  const names = Object.values(openExtra(extra).told.refunds).flatMap((parts) => Object.keys(parts));
  const times = names.filter((name) => /^\d{4}-.*Z$/.test(name)).map((name) => Date.parse(name));
  return times.length === 0 ? null : BigInt(Math.max(...times));
}

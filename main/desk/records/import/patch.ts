import { isObject, jsonText, parseRecord } from './adapters/json.ts';
import type { Patch } from './entry.ts';
import type { Value } from './values.ts';

export interface Combining {
  readonly columns: readonly string[];
  readonly standing: readonly Value[];
  readonly incoming: readonly Value[];
  readonly patch: Patch;
  /** The record is older than what stands: it only fills what is not known. */
  readonly late: boolean;
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
  return columns.map((column, place) => {
    const before = standing[place] ?? null;
    const now = incoming[place] ?? null;
    if (now === null) return clears.has(column) && !late ? null : before;
    if (before === null) return now;
    if (column === 'extra') return mergedExtra(before, now, late);
    if (grows.has(column)) return larger(before, now);
    return late || weak.has(column) ? before : now;
  });
}

function larger(before: Value, now: Value): Value {
  return typeof before === 'bigint' && typeof now === 'bigint' && before > now ? before : now;
}

/** Both are JSON objects as text; of a name in both the newer value stands. */
function mergedExtra(before: Value, now: Value, late: boolean): Value {
  const [first, second] = late ? [now, before] : [before, now];
  const merged = { ...objectOf(first), ...objectOf(second) };
  const names = Object.keys(merged).sort();
  return jsonText(Object.fromEntries(names.map((name) => [name, merged[name]])));
}

function objectOf(text: Value): Record<string, unknown> {
  const value = typeof text === 'string' ? parseRecord(text) : null;
  return isObject(value) ? value : {};
}

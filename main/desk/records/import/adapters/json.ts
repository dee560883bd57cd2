import { isLosslessNumber, parse, stringify } from 'lossless-json';
import { BadRow } from './adapter.ts';

/** Readers of lossless JSON: nothing passes a float, nothing is inherited. */

/** The value at a path of names; undefined where there is none. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (!isObject(found) || !Object.hasOwn(found, name)) return undefined;
    found = found[name];
  }
  return found;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value)
  );
}

/** The text of a scalar at a path; null where it is absent, null, empty or no scalar. */
export function text(value: unknown, ...path: readonly string[]): string | null {
  const found = at(value, ...path);
  if (typeof found === 'string') return found === '' ? null : found;
  if (isLosslessNumber(found)) return found.value;
  return typeof found === 'boolean' ? String(found) : null;
}

export function list(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** True where an object has all of these names. */
export function has(value: unknown, ...names: readonly string[]): boolean {
  return isObject(value) && names.every((name) => Object.hasOwn(value, name));
}

/** Epoch seconds as ms; null where absent. Anything but whole seconds is left for the judge. */
export function fromSeconds(seconds: string | null): string | null {
  return seconds === null || !/^-?\d+$/.test(seconds) ? seconds : `${seconds}000`;
}

/** Epoch ms that may carry a fraction, as some test environments write them. */
export function wholeMs(ms: string | null): string | null {
  return ms === null ? null : ms.replace(/^(-?\d+)\.\d+$/, '$1');
}

/** Epoch ms of a text for comparing only; null where it is none. */
export function asMs(ms: string | null): bigint | null {
  return ms !== null && /^-?\d{1,15}$/.test(ms) ? BigInt(ms) : null;
}

export function jsonText(value: unknown): string {
  return stringify(value) ?? 'null';
}

/** Parses the text of one record; throws BadRow where it is no JSON or a name stands twice. */
export function parseRecord(record: string): unknown {
  try {
    return parse(record);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Duplicate key'))
      throw new BadRow('NAME_TWICE', null, 'A name stands twice in one object.');
    throw new BadRow('NOT_JSON', null, 'The record is not JSON.');
  }
}

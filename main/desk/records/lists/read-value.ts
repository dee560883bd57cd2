import { refuse } from '../../../../contract/errors.ts';
import { isInt64Text, wireTime } from '../../../../contract/values.ts';
import type { Column as Described } from '../tables.ts';
import { isDay, parseTime } from '../import/times.ts';
import type { Scalar } from './column.ts';
import { scaled, unscaled } from './decimal.ts';
import { formOf } from './read-table.ts';

/**
 * A value of a filter, from its text on the wire to the form the lists compare. Refuses BAD_INPUT
 * for what such a column can never hold.
 */
export function readValue(name: string, described: Described, text: string): Scalar {
  const { kind } = described;
  const wrong = (what: string) =>
    refuse('BAD_INPUT', `“${text.slice(0, 60)}” is no ${what}, as ${name} has.`, 'Correct it.');
  if (kind === 'time') {
    const ms = parseTime(isDay(text) ? `${text}T00:00:00Z` : text, (wall) => wall);
    if (typeof ms === 'string') throw wrong('time like 2026-11-23T06:00:00Z');
    return Number(ms);
  }
  if (kind === 'boolean') {
    if (text !== 'true' && text !== 'false') throw wrong('true or false');
    return text === 'true' ? 1 : 0;
  }
  const form = formOf(kind);
  if (form === 'text') return text;
  if (form === 'decimal') {
    const value = scaled(text);
    if (value === null) throw wrong('decimal number like 1.0834');
    return unscaled(value);
  }
  if (!isInt64Text(text)) throw wrong('whole number');
  if (form === 'exact') return BigInt(text);
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw wrong('number of this size');
  return number;
}

/** A value as it goes over the wire: coins and minor units as decimals, times RFC 3339. */
export function wireValue(described: Described, value: Scalar): string {
  if (described.kind === 'time' && typeof value === 'number') return wireTime(value) ?? '';
  if (described.kind === 'boolean') return value === 0 ? 'false' : 'true';
  return String(value);
}

import type { Condition } from '../../contract/record-lists.ts';
import type { FilterColumn } from './filter-edit.ts';
import { minorPlaces } from '../../contract/currencies.ts';
import { isDecimalText, isInt64Text } from '../../contract/values.ts';

/** What a person typed into the filter form, before it is a condition. */
export interface Typed {
  readonly op: Condition['op'];
  readonly values: readonly string[];
  readonly text: string;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly hours: number;
  readonly not: boolean;
}

export const emptyWord = '(empty)';

export const untyped: Omit<Typed, 'op'> = {
  values: [],
  text: '',
  from: '',
  to: '',
  currency: 'USD',
  hours: 24 * 7,
  not: false,
};

/**
 * Money as people type it to minor units, exact: ("19.99", "USD") is "1999". Null for what is no
 * amount or has more places than the currency.
 */
export function toMinor(typed: string, currency: string): string | null {
  const places = minorPlaces(currency);
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(withoutMarks(typed) ?? '');
  const [, sign = '', whole = '', rest = ''] = found ?? [];
  if (!found || rest.length > places) return null;
  return (BigInt(whole + rest.padEnd(places, '0')) * (sign ? -1n : 1n)).toString();
}

/** A number without its thousands marks; null where they part it otherwise, as in `19,99`. */
function withoutMarks(typed: string): string | null {
  const found = /^(-?)(\d{1,3}(?:([ ,])\d{3})?(?:\3\d{3})*|\d+)((?:\.\d+)?)$/.exec(typed.trim());
  return found && `${found[1]}${found[2]?.replaceAll(/[ ,]/g, '')}${found[4]}`;
}

/** Minor units as they are typed again: ("1999", "USD") is "19.99". */
export function fromMinor(minor: string, currency: string): string {
  const places = minorPlaces(currency);
  const value = BigInt(minor);
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0');
  const sign = value < 0n ? '-' : '';
  if (places === 0) return sign + digits;
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

const clock = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(:\d{2})?(\.\d{1,3})?)?(?: ?Z| UTC)?$/;

/** A day, or a day and a clock in UTC, to the wire; null for anything else. `end`: of a day its last moment. */
export function toTime(typed: string, end: boolean): string | null {
  const found = clock.exec(typed.trim());
  if (!found) return null;
  const [, day = '', minute, second = ':00', part = ''] = found;
  const whole =
    minute === undefined
      ? `${day}T${end ? '23:59:59.999' : '00:00:00.000'}Z`
      : `${day}T${minute}${second}${part}Z`;
  const ms = Date.parse(whole);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day
    ? null
    : new Date(ms).toISOString();
}

function bound(column: FilterColumn, typed: string, end: boolean): string | null | undefined {
  const text = typed.trim();
  if (text === '') return null;
  if (column.kind === 'time') return toTime(text, end) ?? undefined;
  if (column.kind === 'day') return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined;
  if (column.kind === 'decimal') return isDecimalText(text) ? text : undefined;
  const plain = withoutMarks(text) ?? '';
  return isInt64Text(plain) ? plain : undefined;
}

function wireValue(column: FilterColumn, typed: string): string | null | undefined {
  if (typed === emptyWord) return null;
  if (column.kind === 'boolean') return typed === 'yes' || typed === 'true' ? 'true' : 'false';
  if (column.kind === 'time') return toTime(typed, false) ?? undefined;
  if (['coins', 'minor', 'integer', 'decimal'].includes(column.kind))
    return bound(column, typed, false);
  return typed;
}

/** The condition that was typed; a sentence where it is none yet. */
export function conditionOf(column: FilterColumn, typed: Typed): Condition | string {
  const { op, values, text, currency, hours } = typed;
  const common = { column: column.name, ...(typed.not ? { not: true } : {}) };
  switch (op) {
    case 'in': {
      const wired = values.map((value) => wireValue(column, value));
      const whole = wired.filter((value) => value !== undefined);
      if (whole.length !== wired.length) return 'One of the values does not suit this column.';
      return whole.length === 0 ? 'Name at least one value.' : { op, values: whole, ...common };
    }
    case 'contains':
    case 'starts':
    case 'ends':
      return text.trim() === '' ? 'Type some text.' : { op, text, ...common };
    case 'last':
      return { op, hours, ...common };
    case 'money': {
      const minor = (amount: string) =>
        amount.trim() === '' ? null : (toMinor(amount, currency) ?? undefined);
      const [from, to] = [minor(typed.from), minor(typed.to)];
      if (from === undefined || to === undefined)
        return `Type amounts of ${currency}, as in 19.99.`;
      return from === null && to === null
        ? 'Type at least one amount.'
        : { op, currency, from, to, ...common };
    }
    case 'range': {
      const [from, to] = [bound(column, typed.from, false), bound(column, typed.to, true)];
      if (from === undefined || to === undefined)
        return column.kind === 'time' || column.kind === 'day'
          ? 'Type days or moments in UTC, as in 2026-11-23 or 2026-11-23 06:00.'
          : column.kind === 'decimal'
            ? 'Type numbers as in 1.0834.'
            : 'Type whole numbers of at most 64 bits, as in 1,400.';
      return from === null && to === null ? 'Type at least one end.' : { op, from, to, ...common };
    }
  }
}

/** A condition as it was typed, to be changed. */
export function typedOf(node: Condition): Typed {
  const blank: Typed = { ...untyped, op: node.op, not: node.not === true };
  switch (node.op) {
    case 'in':
      return { ...blank, values: node.values.map((value) => value ?? emptyWord) };
    case 'contains':
    case 'starts':
    case 'ends':
      return { ...blank, text: node.text };
    case 'last':
      return { ...blank, hours: node.hours };
    case 'range':
      return { ...blank, from: shortTime(node.from), to: shortTime(node.to) };
    case 'money': {
      const say = (minor: string | null) => (minor === null ? '' : fromMinor(minor, node.currency));
      return { ...blank, currency: node.currency, from: say(node.from), to: say(node.to) };
    }
  }
}

function shortTime(text: string | null): string {
  return (text ?? '').replace(/^(\d{4}-\d{2}-\d{2})T(.*)Z$/, '$1 $2');
}

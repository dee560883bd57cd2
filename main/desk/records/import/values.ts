import { isIP } from 'node:net';
import { isDecimalText } from '../../../../contract/values.ts';
import type { Column } from '../tables.ts';
import { type Cleaned, cleanFreeText, cleanJsonText } from './clean-json.ts';
import type { FaultCode } from './fault.ts';
import { isCountry, isCurrency } from './iso.ts';
import { holdsCardNumber, redactText } from './redact.ts';
import { looksLikeCode, securityOf } from './security-codes.ts';
import { isDay, parseTime, type Zone } from './times.ts';

/** A value as the copy stores it: booleans are 0n and 1n, times UTC ms. */
export type Value = string | bigint | null;

/** A value that cannot be taken. */
export class BadValue {
  readonly code: FaultCode;
  readonly sentence: string;

  constructor(code: FaultCode, sentence: string) {
    this.code = code;
    this.sentence = sentence;
  }
}

/** What the parsers of one file share. */
export interface ValueNotes {
  readonly zone: Zone | null;
  /** The file is read by a mapping, which can say how its times are written. */
  readonly mapped: boolean;
  /** Set when something was masked or dropped in the row at hand. */
  redacted: boolean;
  /** A value that was kept although it is not what the column expects; `value` is redacted. */
  warn(column: string, about: string, value: string): void;
  /** A security code was dropped, unread, out of a value of this column. */
  droppedCode(column: string): void;
}

export type ParseValue = (text: string) => Value | BadValue;

/** Ids of the format keep long digit runs; every other id, such as a sku, is redacted. */
function exemptId(name: string): boolean {
  return name.endsWith('_id') || name === 'purchase_token' || name === 'account_token';
}

/** True for a column whose values are never card numbers: typed ones of the format. */
export function isExempt(name: string, { kind }: Column): boolean {
  if (kind === 'id') return exemptId(name);
  return (
    kind === 'time' ||
    kind === 'integer' ||
    kind === 'minor' ||
    kind === 'coins' ||
    kind === 'phone' ||
    kind === 'ip' ||
    kind === 'version'
  );
}

/** At most 60 characters of a bad value, redacted, for a sentence. */
export function quoted(text: string): string {
  const clean = redactText(text);
  return `“${clean.length > 60 ? `${clean.slice(0, 60)}…` : clean}”`;
}

/**
 * The strict parser of one column. It gets the text of a field that is not empty and gives the
 * value to store, null where the field means unknown after all, or what is wrong with it.
 */
export function parserOf(name: string, column: Column, notes: ValueNotes): ParseValue {
  const parse = kindParser(name, column, notes);
  if (securityOf(name) !== 'answer') return parse;
  return (text) => {
    if (!looksLikeCode(text)) return parse(text);
    notes.redacted = true;
    notes.droppedCode(name);
    return null;
  };
}

function kindParser(name: string, column: Column, notes: ValueNotes): ParseValue {
  switch (column.kind) {
    case 'id':
      return exemptId(name) ? (text) => text.trim() || null : freeText(name, notes, true);
    case 'text':
      return freeText(name, notes, false);
    case 'word':
    case 'strict_word':
      return words(name, column, notes);
    case 'country':
      return code(isCountry, 'BAD_COUNTRY', 'is not a country of ISO 3166-1 (two letters)');
    case 'currency':
      return code(isCurrency, 'BAD_CURRENCY', 'is not a currency of ISO 4217 (three letters)');
    case 'time':
      return time(name, notes);
    case 'day':
      return matching(isDay, 'BAD_DAY', 'is not a day as in 2026-02-28');
    case 'boolean':
      return boolean;
    case 'integer':
    case 'minor':
    case 'coins':
      return integer(name, column.kind === 'minor' ? 'money' : 'a whole number with marks', notes);
    case 'decimal':
      return matching(isDecimalText, 'BAD_DECIMAL', 'is not a plain decimal number as in 1.0834');
    case 'json':
      return json(name, notes);
    case 'phone':
    case 'version':
      return (text) => text.trim() || null;
    case 'ip':
      return ip(name, notes);
    case 'bin':
      return matching(isBin, 'BAD_BIN', 'is not the first digits of a card, eight at most');
    case 'last4':
      return matching(isLast4, 'BAD_LAST4', 'is not the last four digits of a card');
    case 'instrument':
      return instrument;
  }
}

function freeText(name: string, notes: ValueNotes, trimmed: boolean): ParseValue {
  return (text) => {
    const clean = cleanFreeText(text);
    noteCleaned(name, clean, notes);
    return (trimmed ? clean.text.trim() : clean.text) || null;
  };
}

function noteCleaned(name: string, clean: Cleaned, notes: ValueNotes): void {
  if (clean.changed) notes.redacted = true;
  if (clean.codes) notes.droppedCode(name);
}

function words(name: string, column: Column, notes: ValueNotes): ParseValue {
  const known = new Map((column.words ?? []).map((word) => [word.toLowerCase(), word]));
  const list = (column.words ?? []).join(', ');
  return (text) => {
    const exact = known.get(text);
    if (exact !== undefined) return exact;
    const trimmed = text.trim();
    if (trimmed === '') return null;
    const word = known.get(trimmed.toLowerCase());
    if (word !== undefined) return word;
    if (column.kind === 'strict_word')
      return new BadValue('UNKNOWN_WORD', `${quoted(trimmed)} is none of ${list}.`);
    const clean = cleanFreeText(trimmed);
    noteCleaned(name, clean, notes);
    notes.warn(name, 'unknown word', clean.text);
    return clean.text;
  };
}

function code(known: (upper: string) => boolean, fault: FaultCode, says: string): ParseValue {
  return (text) => {
    if (known(text)) return text;
    const upper = text.trim().toUpperCase();
    if (upper === '') return null;
    return known(upper) ? upper : new BadValue(fault, `${quoted(text)} ${says}.`);
  };
}

function matching(right: (text: string) => boolean, fault: FaultCode, says: string): ParseValue {
  return (text) => {
    const trimmed = text.trim();
    if (trimmed === '') return null;
    return right(trimmed) ? trimmed : new BadValue(fault, `${quoted(text)} ${says}.`);
  };
}

function isBin(text: string): boolean {
  return /^[0-9]{1,8}$/.test(text);
}

function isLast4(text: string): boolean {
  return /^[0-9]{4}$/.test(text);
}

/** Below this a whole count of ms is more likely a count of seconds: 1973-03-03. */
const suspiciousMs = 100_000_000_000n;

function time(name: string, notes: ValueNotes): ParseValue {
  return (text) => {
    const trimmed = text.trim();
    if (trimmed === '') return null;
    const ms = parseTime(trimmed, notes.zone);
    if (typeof ms === 'bigint') {
      if (ms > 0n && ms < suspiciousMs && !trimmed.includes('-'))
        notes.warn(name, 'looks like seconds, but times are milliseconds', trimmed);
      return ms;
    }
    if (ms === 'no_offset')
      return new BadValue(
        'NO_OFFSET',
        `${quoted(text)} has no offset from UTC; write one (Z or +02:00) or ${notes.mapped ? patterned(name) : 'import with a zone'}.`,
      );
    if (ms === 'no_such_time')
      return new BadValue(
        'BAD_TIME',
        `${quoted(text)} is a time that calendar and clock never show.`,
      );
    return new BadValue(
      'BAD_TIME',
      `${quoted(text)} is neither a time as in 2026-02-28T12:00:00Z nor whole epoch milliseconds${notes.mapped ? `; ${patterned(name)}` : ''}.`,
    );
  };
}

/** What to do where a mapping takes a time as it stands. */
function patterned(name: string): string {
  return `read ${name} as a date and time in the mapping, by its pattern (such as DD.MM.YYYY HH:mm) and zone`;
}

function boolean(text: string): Value | BadValue {
  const word = text.trim().toLowerCase();
  if (word === 'true') return 1n;
  if (word === 'false') return 0n;
  return word === ''
    ? null
    : new BadValue('BAD_BOOLEAN', `${quoted(text)} is neither true nor false.`);
}

const int64Max = 9223372036854775807n;

/** `way` is how a mapping reads what stands otherwise. */
function integer(name: string, way: string, notes: ValueNotes): ParseValue {
  return (text) => {
    const trimmed = text.trim();
    if (trimmed === '') return null;
    if (!/^[+-]?[0-9]{1,40}$/.test(trimmed))
      return new BadValue(
        'BAD_INTEGER',
        `${quoted(text)} is not a whole number in plain digits, as in 1400 or -70${notes.mapped ? `; read ${name} as ${way} in the mapping` : ''}.`,
      );
    const value = BigInt(trimmed);
    if (value > int64Max || value < -int64Max - 1n)
      return new BadValue('OUT_OF_RANGE', `${quoted(text)} does not fit 64 bits.`);
    return value;
  };
}

function json(name: string, notes: ValueNotes): ParseValue {
  return (text) => {
    if (text.trim() === '') return null;
    const clean = cleanJsonText(text, true);
    if (!clean) return new BadValue('BAD_JSON', 'The value is not JSON.');
    noteCleaned(name, clean, notes);
    return clean.text;
  };
}

function ip(name: string, notes: ValueNotes): ParseValue {
  return (text) => {
    const trimmed = text.trim();
    if (trimmed === '') return null;
    if (isIP(trimmed) !== 0) return trimmed.toLowerCase();
    const clean = cleanFreeText(trimmed);
    noteCleaned(name, clean, notes);
    notes.warn(name, 'not an address', clean.text);
    return clean.text;
  };
}

function instrument(text: string): Value | BadValue {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return holdsCardNumber(trimmed)
    ? new BadValue(
        'CARD_NUMBER',
        `${quoted(text)} is a card number; an instrument_id is a keyed fingerprint, never a number.`,
      )
    : trimmed;
}

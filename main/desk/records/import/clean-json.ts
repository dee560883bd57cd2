import { isLosslessNumber, parse, stringify } from 'lossless-json';
import { redactText } from './redact.ts';
import { looksLikeCode, securityHint, securityOf, wordsOf } from './security-codes.ts';

const exemptWords = new Set(['id', 'token', 'date', 'time', 'ms', 'millis']);

export interface Cleaned {
  readonly text: string;
  /** Something was masked or dropped. */
  readonly changed: boolean;
  /** A security code was dropped. */
  readonly codes: boolean;
}

/** What cleaning came upon. */
export interface Found {
  changed: boolean;
  codes: boolean;
}

/**
 * JSON text without card numbers and security codes, at any depth; unchanged text comes back as it
 * was. With `exemptIds` (the columns raw and detail) the values of keys that end in id, token,
 * date, time, ms or millis stay. Null where the text is not JSON.
 */
export function cleanJsonText(text: string, exemptIds: boolean): Cleaned | null {
  const suspicious = securityHint.test(text) || redactText(text) !== text;
  try {
    if (!suspicious) {
      JSON.parse(text);
      return untouched(text);
    }
    const found: Found = { changed: false, codes: false };
    const onDuplicateKey = ({ newValue }: { newValue: unknown }) => {
      // What a second name hides from the parser must not stay in the text.
      found.changed = true;
      return newValue;
    };
    const value = parse(text, null, { onDuplicateKey });
    const clean = cleanValue(value, { exemptIds, exempt: false, found });
    return found.changed ? { text: stringify(clean) ?? 'null', ...found } : untouched(text);
  } catch {
    return null;
  }
}

/** Free text without card numbers; where it is a JSON object or list, without codes in it either. */
export function cleanFreeText(text: string): Cleaned {
  if (text.length < 7) return untouched(text);
  const clean = redactText(text);
  if (looksLikeJson(text) && (clean !== text || securityHint.test(text))) {
    const json = cleanJsonText(text, false);
    if (json) return json;
  }
  return { text: clean, changed: clean !== text, codes: false };
}

function looksLikeJson(text: string): boolean {
  const first = text.trimStart().charCodeAt(0);
  return first === 0x7b || first === 0x5b;
}

/** The text of a field for the reject list, where even broken JSON must show no security code. */
export function listedText(text: string): string {
  const hidden = looksLikeJson(text) && securityHint.test(text) && !cleanJsonText(text, false);
  return hidden ? withheld : cleanFreeText(text).text;
}

export const withheld = '[withheld: it may hold a security code]';

function untouched(text: string): Cleaned {
  return { text, changed: false, codes: false };
}

export interface Cleaning {
  readonly exemptIds: boolean;
  /** The value stands under a key that exempts it. */
  readonly exempt: boolean;
  readonly found: Found;
}

/** One value as lossless-json parsed it, cleaned; `found.changed` says whether anything went. */
export function cleanValue(value: unknown, cleaning: Cleaning): unknown {
  if (typeof value === 'string') return cleanString(value, cleaning);
  if (isLosslessNumber(value)) {
    const clean = cleaning.exempt ? value.value : redactText(value.value);
    if (clean === value.value) return value;
    cleaning.found.changed = true;
    return clean;
  }
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, cleaning));
  if (typeof value === 'object' && value !== null) return cleanObject(value, cleaning);
  return value;
}

function cleanString(value: string, { exempt, found }: Cleaning): string {
  const clean = exempt ? untouched(value) : cleanFreeText(value);
  found.changed ||= clean.changed;
  found.codes ||= clean.codes;
  return clean.text;
}

function cleanObject(object: object, cleaning: Cleaning): unknown {
  const entries: [string, unknown][] = [];
  for (const [name, value] of Object.entries(object)) {
    if (dropsValue(name, value)) {
      cleaning.found.changed = true;
      cleaning.found.codes = true;
      continue;
    }
    const clean = redactText(name);
    if (clean !== name) cleaning.found.changed = true;
    const exempt = cleaning.exemptIds && exemptsValue(name);
    entries.push([clean, cleanValue(value, { ...cleaning, exempt })]);
  }
  // fromEntries defines own properties, so that a key named __proto__ stays a key.
  return Object.fromEntries(entries);
}

/** True for a named value that must not be kept: a security code by its name or by its look. */
export function dropsValue(name: string, value: unknown): boolean {
  const security = securityOf(name);
  if (security === null) return false;
  if (security === 'code') return true;
  const text = isLosslessNumber(value) ? value.value : value;
  return typeof text === 'string' && looksLikeCode(text);
}

/** True for a name under which long numbers are ids or times. */
export function exemptsValue(name: string): boolean {
  const words = wordsOf(name);
  return exemptWords.has(words.at(-1) ?? '') && words.join('_') !== 'instrument_id';
}

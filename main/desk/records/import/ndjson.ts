import { isLosslessNumber, parse, stringify } from 'lossless-json';
import { tableOf } from '../tables.ts';
import { cleanValue, dropsValue, type Found, listedText, withheld } from './clean-json.ts';
import { type Entry, type Format, faultyEntry } from './entry.ts';
import type { FaultCode } from './fault.ts';
import { folded, knownPlaces } from './header.ts';
import { type Lines, utf16 } from './lines.ts';
import { redactText } from './redact.ts';
import { securityHint, securityOf } from './security-codes.ts';
import { isExempt } from './values.ts';

/** One JSON object a line; integers exact, whatever their size. */
export const readNdjson: Format = async ({ file, lines, warn }) => {
  const shape = shapeOf(file.table, (name) =>
    warn(
      `${file.shown}: the values named ${redactText(name)} are security codes; they were dropped unread.`,
    ),
  );
  return { present: null, entries: entriesOf(file.name, lines, shape) };
};

async function* entriesOf(
  name: string,
  lines: AsyncIterable<Lines>,
  shape: Shape,
): AsyncGenerator<readonly Entry[]> {
  let atStart = true;
  for await (const block of lines) {
    if (atStart && block.nul && block.texts[0]?.includes('\0')) throw utf16(name);
    atStart = false;
    const entries: Entry[] = [];
    for (const [index, text] of block.texts.entries()) {
      if (text.trim() === '') continue;
      const line = block.first + index;
      if (block.broken.has(index))
        entries.push(unreadable(line, text, 'NOT_UTF8', 'The row holds bytes that are not UTF-8.'));
      else entries.push(entryOf(line, text, shape));
    }
    yield entries;
  }
}

interface Shape {
  readonly width: number;
  readonly places: ReadonlyMap<string, number>;
  readonly exempt: ReadonlySet<string>;
  readonly dropped: (name: string) => void;
}

function shapeOf(table: Parameters<typeof knownPlaces>[0], warn: (name: string) => void): Shape {
  const places = knownPlaces(table);
  const seen = new Set<string>();
  const columns = Object.entries(tableOf(table).columns);
  return {
    width: places.size,
    places,
    exempt: new Set(columns.filter((pair) => isExempt(...pair)).map(([name]) => name)),
    dropped(name) {
      if (seen.has(name) || seen.size >= 20) return;
      seen.add(name);
      warn(name);
    },
  };
}

/** Taking a line apart needs many times its size in memory. */
const longestLine = 16 * 2 ** 20;

function entryOf(line: number, text: string, shape: Shape): Entry {
  if (text.length > longestLine)
    return unreadable(line, text, 'ROW_TOO_LONG', 'The line is longer than 16 MiB.');
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    const twice = error instanceof Error && error.message.startsWith('Duplicate key');
    return twice ? nameTwice(line, text) : notJson(line, text);
  }
  if (
    typeof value !== 'object' ||
    value === null ||
    Array.isArray(value) ||
    isLosslessNumber(value)
  )
    return unreadable(line, text, 'NOT_AN_OBJECT', 'The line is JSON but not an object { … }.');
  // The parser lets a name pass that stands twice with the same value: then there are more colons
  // than names.
  if (countColons(text) !== countNames(value)) return nameTwice(line, text);
  return objectToEntry(line, value, shape);
}

function objectToEntry(line: number, object: object, shape: Shape): Entry {
  const texts: (string | null)[] = Array.from({ length: shape.width }, () => null);
  const filled = new Set<number>();
  const unknown: [string, unknown][] = [];
  const found: Found = { changed: false, codes: false };
  const original = () => originalOf(object, shape);
  for (const [name, value] of Object.entries(object)) {
    const place = shape.places.get(folded(name));
    if (place === undefined) {
      if (value !== null && value !== '') keepUnknown(name, value, unknown, found, shape);
      continue;
    }
    if (filled.has(place))
      return faultyEntry(
        line,
        fault('NAME_TWICE', `The name ${folded(name)} stands twice.`),
        original,
      );
    filled.add(place);
    texts[place] = textOf(value);
  }
  const extra =
    unknown.length === 0 ? null : (stringify(Object.fromEntries(sorted(unknown))) ?? null);
  const nul = texts.some((text) => text?.includes('\0')) || extra?.includes('\\u0000');
  if (nul) return faultyEntry(line, fault('NUL_BYTE', 'The row holds a NUL character.'), original);
  return { line, texts, extra, redacted: found.changed, fault: null, original };
}

function keepUnknown(
  name: string,
  value: unknown,
  unknown: [string, unknown][],
  found: Found,
  shape: Shape,
): void {
  if (dropsValue(name, value)) {
    found.changed = true;
    if (securityOf(name) === 'code') shape.dropped(name);
    return;
  }
  // The same row from CSV has every value as text, so that is how they are kept here.
  const text = typeof value === 'object' && !isLosslessNumber(value) ? value : textOf(value);
  unknown.push([
    redactText(name.trim()),
    cleanValue(text, { exemptIds: false, exempt: false, found }),
  ]);
}

/** A JSON value as the text of a field. */
function textOf(value: unknown): string | null {
  if (value === null) return null;
  // A lone half of a surrogate pair cannot be stored as UTF-8.
  if (typeof value === 'string') return value.toWellFormed();
  if (isLosslessNumber(value)) return value.value;
  return (stringify(value) ?? '').toWellFormed();
}

function sorted(entries: [string, unknown][]): [string, unknown][] {
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

function countColons(text: string): number {
  const outside = text.includes(':') ? text.replace(/"(?:[^"\\]|\\.)*"/g, '') : '';
  let count = 0;
  for (let at = outside.indexOf(':'); at >= 0; at = outside.indexOf(':', at + 1)) count += 1;
  return count;
}

function countNames(value: unknown): number {
  if (typeof value !== 'object' || value === null || isLosslessNumber(value)) return 0;
  const values = Object.values(value);
  let count = Array.isArray(value) ? 0 : values.length;
  for (const inner of values) count += countNames(inner);
  return count;
}

function originalOf(object: object, shape: Shape): string {
  const kept = Object.entries(object)
    .filter(([name, value]) => !dropsValue(name, value))
    .map(([name, value]): [string, unknown] => {
      const exempt = shape.exempt.has(folded(name)) && typeof value !== 'object';
      const keep = exempt || (shape.exempt.has(folded(name)) && isLosslessNumber(value));
      return [redactText(name), keep ? value : listedValue(value)];
    });
  return stringify(Object.fromEntries(kept)) ?? '';
}

function listedValue(value: unknown): unknown {
  if (typeof value === 'string') return listedText(value);
  const found: Found = { changed: false, codes: false };
  return cleanValue(value, { exemptIds: true, exempt: false, found });
}

function fault(code: FaultCode, sentence: string) {
  return { code, column: null, sentence };
}

function unreadable(line: number, text: string, code: FaultCode, sentence: string): Entry {
  return faultyEntry(line, fault(code, sentence), () =>
    securityHint.test(text) ? withheld : redactText(text),
  );
}

function notJson(line: number, text: string): Entry {
  return unreadable(line, text, 'NOT_JSON', 'The line is not JSON.');
}

function nameTwice(line: number, text: string): Entry {
  return unreadable(line, text, 'NAME_TWICE', 'A name stands twice in one object.');
}

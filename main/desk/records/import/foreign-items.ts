import { type Adapter, BadRow, type Item } from './adapters/adapter.ts';
import { isObject, jsonText, parseRecord } from './adapters/json.ts';
import { cleanJsonText, withheld } from './clean-json.ts';
import { broken, openDelimited, type SplitRow } from './csv.ts';
import { refuseDrop } from './drop.ts';
import type { ReadOptions } from './entry.ts';
import type { Fault } from './fault.ts';
import { folded } from './header.ts';
import { itemsOf } from './json-items.ts';
import type { Lines } from './lines.ts';
import { redactText } from './redact.ts';
import { securityHint, securityOf } from './security-codes.ts';

/** One record of a file of another source, or why it is none. */
export interface ReadItem {
  readonly item: Item | null;
  readonly fault: (Fault & { readonly line: number }) | null;
  /** As it stood there, without card numbers and security codes. */
  original(): string;
}

/** A JSON document is held as a whole while it is read. */
const largestDocument = 256 * 2 ** 20;

/** The records of a file, in batches. Refuses a document that is not JSON to its end. */
export async function* readItems(
  options: ReadOptions,
  adapter: Pick<Adapter, 'lists'>,
): AsyncGenerator<readonly ReadItem[]> {
  const { kind, delimiter } = options.file.foreign ?? { kind: 'json', delimiter: ',' };
  const lists = new Set(adapter.lists ?? []);
  if (kind === 'delimited') yield* delimitedItems(options, delimiter);
  else if (kind === 'json') yield documentItems(await wholeText(options), options, lists);
  else
    for await (const block of options.lines)
      yield block.texts.flatMap((text, index) => lineItems(block, text, index, kind, lists));
}

function lineItems(
  block: Lines,
  text: string,
  index: number,
  kind: 'ndjson' | 'jws',
  lists: ReadonlySet<string>,
): ReadItem[] {
  if (text.trim() === '') return [];
  const line = block.first + index;
  if (block.broken.has(index))
    return [faulty(line, 'NOT_UTF8', 'The row holds bytes that are not UTF-8.', text)];
  if (kind === 'jws') return [readable({ line, value: text.trim(), list: null }, text)];
  return parsed(line, text, null).flatMap((read) => expanded(read, lists));
}

/** A line may itself be a document with a list in it. */
function expanded(read: ReadItem, lists: ReadonlySet<string>): ReadItem[] {
  const { item } = read;
  if (item === null || !isObject(item.value)) return [read];
  for (const [name, value] of Object.entries(item.value))
    if (lists.has(name) && Array.isArray(value))
      return value.map((each) =>
        readable({ line: item.line, value: each, list: name, around: item.value }, null),
      );
  return [read];
}

function documentItems(
  text: string,
  { file }: ReadOptions,
  lists: ReadonlySet<string>,
): ReadItem[] {
  const { items, around, broken: cut } = itemsOf(text, lists);
  if (cut)
    throw refuseDrop(
      `${file.name} cannot be read: it is not JSON to its end.`,
      'Ask for the file again; nothing of this drop was imported.',
    );
  return items.flatMap((item) => parsed(item.line, item.text, item.list, around));
}

async function wholeText({ file, lines }: ReadOptions): Promise<string> {
  const texts: string[] = [];
  let size = 0;
  for await (const block of lines) {
    for (const text of block.texts) {
      texts.push(text);
      size += text.length + 1;
    }
    if (size > largestDocument)
      throw refuseDrop(
        `${file.name} is one JSON document of more than ${largestDocument / 2 ** 20} MiB.`,
        'Export it with one record a line (.ndjson), which has no such limit.',
      );
  }
  return texts.join('\n');
}

function parsed(line: number, text: string, list: string | null, around?: unknown): ReadItem[] {
  try {
    return [readable({ line, value: parseRecord(text), list, around }, text)];
  } catch (error) {
    if (!(error instanceof BadRow)) throw error;
    return [faulty(line, error.fault.code, error.fault.sentence, text)];
  }
}

async function* delimitedItems(
  options: ReadOptions,
  delimiter: string,
): AsyncGenerator<readonly ReadItem[]> {
  const { names, rows } = await openDelimited(options, delimiter);
  const columns = columnsOf(names);
  for (const name of names)
    if (securityOf(name) === 'code')
      options.warn(
        `${options.file.shown}: column ${redactText(name)} holds security codes; it was dropped unread.`,
      );
  const dropped = new Set(columns.filter(({ code }) => code).map(({ place }) => place));
  for await (const some of rows)
    yield some.map((row) => rowItem(row, columns, { width: names.length, dropped }));
}

interface ForeignColumn {
  readonly name: string;
  readonly place: number;
  /** It holds security codes. */
  readonly code: boolean;
}

function columnsOf(names: readonly string[]): ForeignColumn[] {
  return names.map((name, place) => ({
    name: folded(name),
    place,
    code: securityOf(name) === 'code',
  }));
}

function rowItem(
  { framed, fields, fault }: SplitRow,
  columns: readonly ForeignColumn[],
  header: { readonly width: number; readonly dropped: ReadonlySet<number> },
): ReadItem {
  if (fields === null || fault !== null) {
    const entry = broken(framed, fault ?? 'TOO_FEW_FIELDS', header);
    const why = entry.fault ?? { code: 'TOO_FEW_FIELDS', column: null, sentence: '' };
    return { item: null, fault: { ...why, line: framed.line }, original: entry.original };
  }
  const value: Record<string, string> = Object.create(null);
  for (const { name, place, code } of columns)
    if (!code && name !== '' && !(name in value)) value[name] = fields[place] ?? '';
  return readable({ line: framed.line, value: { ...value }, list: null }, null);
}

function readable(item: Item, text: string | null): ReadItem {
  return { item, fault: null, original: () => cleanRecord(text ?? jsonText(item.value)) };
}

function faulty(line: number, code: Fault['code'], sentence: string, text: string): ReadItem {
  return {
    item: null,
    fault: { code, column: null, sentence, line },
    original: () => cleanRecord(text),
  };
}

/** A record for the reject list: no card number, no security code. */
export function cleanRecord(text: string): string {
  const json = cleanJsonText(text, true);
  if (json) return json.text;
  return securityHint.test(text) ? withheld : redactText(text);
}

import { type Adapter, BadRow, type Item } from './adapters/adapter.ts';
import { isObject, jsonText, parseRecord } from './adapters/json.ts';
import { unguarded } from '../formulas.ts';
import { cleanJsonText, exemptsValue, withheld } from './clean-json.ts';
import { broken, headOf, openDelimited, originalOf, type SplitRow } from './csv.ts';
import { refuseDrop } from './drop.ts';
import type { ReadOptions } from './entry.ts';
import type { Fault } from './fault.ts';
import { folded, reasonColumn } from './header.ts';
import { itemsOf } from './json-items.ts';
import type { Lines } from './lines.ts';
import { redactText } from './redact.ts';
import { looksLikeCode, securityHint, securityOf } from './security-codes.ts';

/** One record of a file of another source, or why it is none. */
export interface ReadItem {
  readonly item: Item | null;
  readonly fault: (Fault & { readonly line: number }) | null;
  /** As it stood there, without card numbers and security codes. */
  original(): string;
}

/** A JSON document is held as a whole while it is read. */
const largestDocument = 256 * 2 ** 20;

export interface Items {
  /** In batches. */
  readonly items: AsyncIterable<readonly ReadItem[]>;
  /** The header as a line of CSV, for whoever mends rejected rows; null where there is none. */
  readonly head: string | null;
}

/** The records of a file. Refuses a document that is not JSON to its end. */
export async function openItems(
  options: ReadOptions,
  adapter: Pick<Adapter, 'lists'>,
): Promise<Items> {
  const { kind, delimiter } = options.file.foreign ?? { kind: 'json', delimiter: ',' };
  if (kind === 'delimited') return openDelimitedItems(options, delimiter);
  return { items: jsonItems(options, kind, new Set(adapter.lists ?? [])), head: null };
}

async function* jsonItems(
  options: ReadOptions,
  kind: 'json' | 'ndjson' | 'jws',
  lists: ReadonlySet<string>,
): AsyncGenerator<readonly ReadItem[]> {
  if (kind === 'json') yield documentItems(await wholeText(options), options, lists);
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
      `${file.name} cannot be read: it is not JSON to its end, or is nested too deeply.`,
      'Ask for the file again, several records as one list or one a line (as jq -c writes them); nothing of this drop was imported.',
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

async function openDelimitedItems(options: ReadOptions, delimiter: string): Promise<Items> {
  const { names, rows } = await openDelimited(options, delimiter);
  const header = headerOf(names);
  for (const place of header.dropped)
    options.warn(
      `${options.file.shown}: column ${redactText(names[place] ?? '')} holds security codes; it was dropped unread.`,
    );
  return { items: rowItems(rows, header), head: headOf(header, names, ',') };
}

type ForeignHeader = ReturnType<typeof headerOf>;

function headerOf(names: readonly string[]) {
  const folds = names.map(folded);
  const places = (chosen: (name: string, place: number) => boolean) =>
    new Set(names.flatMap((name, place) => (chosen(name, place) ? [place] : [])));
  return {
    width: names.length,
    /** The first place of each name. */
    columns: new Map(folds.map((name, place) => [name, place] as const).reverse()),
    dropped: places((name) => securityOf(name) === 'code'),
    answers: places((name) => securityOf(name) === 'answer'),
    // What a shop calls its goods is no id of a record: people type into it.
    exempt: places((name) => exemptsValue(name) && !/sku|product/i.test(name)),
    reason: folds.indexOf(reasonColumn),
  };
}

async function* rowItems(
  rows: AsyncIterable<readonly SplitRow[]>,
  header: ForeignHeader,
): AsyncGenerator<readonly ReadItem[]> {
  for await (const some of rows) yield some.map((row) => rowItem(row, header));
}

function rowItem({ framed, fields: written, fault }: SplitRow, header: ForeignHeader): ReadItem {
  if (written === null || fault !== null) {
    const entry = broken(framed, fault ?? 'TOO_FEW_FIELDS', header);
    const why = entry.fault ?? { code: 'TOO_FEW_FIELDS', column: null, sentence: '' };
    return { item: null, fault: { ...why, line: framed.line }, original: entry.original };
  }
  // A file of ours that was handed out to be mended is guarded against formulas.
  const fields = header.reason < 0 ? written : written.map(unguarded);
  const value: Record<string, string> = Object.create(null);
  for (const [name, place] of [...header.columns].reverse()) {
    const field = fields[place] ?? '';
    const code = header.dropped.has(place) || (header.answers.has(place) && looksLikeCode(field));
    if (!code && name !== '' && place !== header.reason) value[name] = field;
  }
  return {
    item: { line: framed.line, value: { ...value }, list: null },
    fault: null,
    original: () => originalOf(header, fields, ','),
  };
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

import type { TableName } from '../tables.ts';
import type { Mapping, UnmappedFile } from '../../../../contract/mapping.ts';
import { noAccounts, type SourceAccounts } from '../../../../contract/source-accounts.ts';
import type { Adapter, Item, Look } from './adapters/adapter.ts';
import { adapters } from './adapters/all.ts';
import { isObject, parseRecord } from './adapters/json.ts';
import { mappedAdapter } from './adapters/mapped.ts';
import { splitLine } from './csv.ts';
import { type DropFile, type Foreign, refuseDrop, type Stranger } from './drop.ts';
import { folded } from './header.ts';
import { itemsOf } from './json-items.ts';
import { sampleOf } from './sample.ts';
import { unpacked } from './source.ts';

/** What of a file is looked at. */
const headBytes = 4 * 2 ** 20;

/** Every name under which a source keeps its records in a document. */
const lists = new Set(adapters.flatMap((adapter) => adapter.lists ?? []));

/** What people have said of files of other programs, which no file tells by itself. */
export interface Guides {
  /** The one that was named for this run: a file that it can read must be there. */
  readonly named: Mapping | null;
  /** Mappings by which files are read without being asked for. */
  readonly saved: readonly Mapping[];
  readonly accounts: SourceAccounts;
}

export const noGuides: Guides = { named: null, saved: [], accounts: noAccounts };

/** Files of a drop by what is in them. */
export interface Recognised {
  /** One for each table that a file may fill. */
  readonly files: readonly DropFile[];
  /** Names of those that nothing is known of, as they are shown. */
  readonly unknown: readonly string[];
  /** Of these the delimited ones, for whoever maps them. */
  readonly unmapped: readonly UnmappedFile[];
}

/**
 * Looks into files whose names say nothing: mappings first, then our own adapters. What is not
 * recognised is passed over. Refuses DROP_REFUSED only where a mapping was named for this run and
 * no file has the columns that it reads.
 */
export async function recogniseAll(
  strangers: readonly Stranger[],
  { named, saved, accounts }: Guides,
): Promise<Recognised> {
  const files: DropFile[] = [];
  const unknown: string[] = [];
  const unmapped: UnmappedFile[] = [];
  const mappings = named ? [named, ...saved] : saved;
  for (const stranger of strangers) {
    const head = await headOf(stranger);
    const found = recognise(head, mappings);
    if (found)
      for (const table of tablesOf(found.adapter))
        files.push({
          ...stranger,
          table,
          format: 'foreign',
          foreign: { ...found.foreign, accounts },
        });
    else {
      unknown.push(stranger.shown);
      const sample = sampleOf(stranger.shown, head);
      if (sample && unmapped.length < mostSamples) unmapped.push(sample);
    }
  }
  if (named && !files.some(({ foreign }) => foreign?.mapping === named)) throw unread(named);
  return { files, unknown, unmapped };
}

const mostSamples = 20;

function unread(mapping: Mapping): Error {
  return refuseDrop(
    `No file of the drop has every column that the mapping “${mapping.name}” reads.`,
    'Check the names in the first row of the file against those of the mapping.',
  );
}

/** Tables that a source may fill; its main one takes what cannot be read, too. */
function tablesOf({ table, whole }: Adapter): readonly TableName[] {
  if (whole) return [table];
  return table === 'payments'
    ? ['payments', 'instruments', 'recharge_events']
    : ['store_records', 'recharge_events'];
}

async function headOf(stranger: Stranger): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of unpacked(stranger, () => {})) {
      pieces.push(piece);
      bytes += piece.length;
      if (bytes >= headBytes) break;
    }
  } catch {
    // What cannot be unpacked is recognised by what came out of it, and refused when it is read.
  }
  return textOf(Buffer.concat(pieces)).replace(/^\ufeff/, '');
}

/**
 * As UTF-8; but what is UTF-16 is recognised, too, so that reading it refuses it by name, where it
 * would otherwise be passed over as a file that nobody knows.
 */
function textOf(head: Buffer): string {
  const [a, b] = head;
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0)) return head.toString('utf16le');
  const swapped = (a === 0xfe && b === 0xff) || (a === 0 && b !== 0);
  if (!swapped) return head.toString('utf8');
  return head
    .subarray(0, head.length & ~1)
    .swap16()
    .toString('utf16le');
}

/** The adapter of a file by its first four MiB, and how it is to be read; null where none knows it. */
function recognise(
  head: string,
  mappings: readonly Mapping[],
): { adapter: Adapter; foreign: Omit<Foreign, 'accounts'> } | null {
  const looks = looksAt(head);
  for (const mapping of mappings)
    for (const { look, ...how } of looks) {
      const adapter = mappedAdapter(mapping);
      const because = adapter.recognise(look);
      if (because !== null)
        return { adapter, foreign: { source: adapter.source, because, mapping, ...how } };
    }
  for (const { look, ...how } of looks)
    for (const adapter of adapters) {
      const because = adapter.recognise(look);
      if (because !== null)
        return { adapter, foreign: { source: adapter.source, because, ...how } };
    }
  return null;
}

type LookAt = Pick<Foreign, 'kind' | 'delimiter'> & { readonly look: Look };

function looksAt(head: string): LookAt[] {
  const first = head.trimStart();
  if (first.startsWith('{') || first.startsWith('[')) return jsonLooks(head);
  if (/^[\w-]{40,}\.[\w-]{40,}\.[\w-]+\s*$/m.test(first.split('\n', 1)[0] ?? ''))
    return [{ kind: 'jws', delimiter: ',', look: { kind: 'jws', header: [], first: null } }];
  return delimitedLooks(first.split(/\r?\n/, 1)[0] ?? '');
}

/** Lines that are each a JSON object, or one document. */
function jsonLooks(head: string): LookAt[] {
  const record = recordOfLines(head);
  const { items, around } = itemsOf(record ?? head, lists);
  // Of an empty list the document itself may show whose it is.
  const { line, text, list } = items[0] ?? { line: 1, text: record ?? head, list: null };
  const first: Item = { line, value: valueOf(text), list, around };
  const kind = record === null ? 'json' : 'ndjson';
  return [{ kind, delimiter: ',', look: { kind: 'json', header: [], first } }];
}

/**
 * The first line that is a JSON object, of a file that holds one a line; null of a document. The very
 * first may be broken, as long as it begins and ends as an object does.
 */
function recordOfLines(head: string): string | null {
  const [first = '', second = ''] = filledLines(head, 2);
  if (second === '') return null;
  if (isObject(valueOf(first))) return first;
  return /^\{.*\}$/.test(first) && isObject(valueOf(second)) ? second : null;
}

/** So many lines that hold anything, from the first. */
function filledLines(head: string, most: number): string[] {
  const lines: string[] = [];
  for (let from = 0; from < head.length && lines.length < most; ) {
    const end = head.indexOf('\n', from);
    const line = head.slice(from, end < 0 ? head.length : end).trim();
    if (line !== '') lines.push(line);
    from = end < 0 ? head.length : end + 1;
  }
  return lines;
}

/** What a record holds, as far as its source shows by it: here a name may stand in it twice. */
function valueOf(text: string): unknown {
  try {
    return parseRecord(text);
  } catch {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }
}

function delimitedLooks(line: string): LookAt[] {
  return [',', '\t', ';']
    .map((delimiter) => ({ delimiter, header: splitHeader(line, delimiter) }))
    .filter(({ header }) => header.length > 1)
    .map(({ delimiter, header }) => ({
      kind: 'delimited' as const,
      delimiter,
      look: { kind: 'delimited' as const, header, first: null },
    }));
}

function splitHeader(line: string, delimiter: string): string[] {
  try {
    return splitLine(line, delimiter).map(folded);
  } catch {
    return [];
  }
}

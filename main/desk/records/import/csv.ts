import { parse } from 'csv-parse/sync';
import { unguarded } from '../formulas.ts';
import { cleanFreeText, listedText } from './clean-json.ts';
import { refuseDrop } from './drop.ts';
import { type Entry, type Format, faultyEntry, type ReadOptions } from './entry.ts';
import type { Fault, FaultCode } from './fault.ts';
import { bare, createFramer, type Framed, isBlank, scanLine } from './frame.ts';
import { type Header, readHeader } from './header.ts';
import { type Lines, utf16 } from './lines.ts';
import { redactText } from './redact.ts';
import { looksLikeCode } from './security-codes.ts';

/** CSV by RFC 4180. */
export const readCsv: Format = (options) => readDelimited(options, ',');

/** The same with tabs between fields. */
export const readTsv: Format = (options) => readDelimited(options, '\t');

async function readDelimited(options: ReadOptions, delimiter: string) {
  const { names, rows } = await openDelimited(options, delimiter);
  const header = readHeader(options.file, names, options.warn);
  const entries = entriesOf(rows, header, delimiter);
  return { present: header.present, entries, head: headOf(header, names, delimiter) };
}

/** One row of a delimited file: its fields, or why it has none. */
export interface SplitRow {
  readonly framed: Framed;
  readonly fields: readonly string[] | null;
  readonly fault: FaultCode | null;
}

/** The header of a delimited file and, some thousands at a time, the rows below it. */
export async function openDelimited(
  options: Pick<ReadOptions, 'file' | 'lines'>,
  delimiter: string,
): Promise<{ names: readonly string[]; rows: AsyncGenerator<readonly SplitRow[]> }> {
  const lines = options.lines[Symbol.asyncIterator]();
  const start = await findHeader(options, lines, delimiter);
  return { names: start.names, rows: rowsOf(lines, start, delimiter) };
}

interface Start {
  readonly names: readonly string[];
  /** The lines that hold the header, and the place after it. */
  readonly lines: Lines;
  readonly next: number;
}

async function findHeader(
  { file }: Pick<ReadOptions, 'file'>,
  lines: AsyncIterator<Lines>,
  delimiter: string,
): Promise<Start> {
  for (let block = await lines.next(); !block.done; block = await lines.next()) {
    const at = block.value.texts.findIndex((text) => !isBlank(bare(text), delimiter));
    if (at < 0) continue;
    const text = bare(block.value.texts[at] ?? '');
    if (text.includes('\0')) throw utf16(file.name);
    if (block.value.broken.has(at))
      throw refuseDrop(
        `${file.name} cannot be read: its header is not UTF-8.`,
        'Export it as UTF-8 and import again.',
      );
    // All the rows would be taken for names of columns, and none of them be missed.
    if (text.includes('\r'))
      throw refuseDrop(
        `${file.name} cannot be read: its lines end in carriage returns alone.`,
        'Export it with line feeds (LF or CRLF) and import again.',
      );
    if (scanLine(text, delimiter.charCodeAt(0), 'start').end !== 'whole')
      throw refuseDrop(
        `${file.name} cannot be read: the quotes of its header do not match.`,
        'Check the first row of the file and import again.',
      );
    return { names: splitLine(text, delimiter), lines: block.value, next: at + 1 };
  }
  throw refuseDrop(
    `${file.name} cannot be read: it has no header.`,
    'The first row of a file holds the names of its columns, even where no other row follows.',
  );
}

async function* entriesOf(
  rows: AsyncIterable<readonly SplitRow[]>,
  header: Header,
  delimiter: string,
): AsyncGenerator<readonly Entry[]> {
  const toEntry = fieldsToEntry(header, delimiter);
  for await (const some of rows)
    yield some.map(({ framed, fields, fault }) =>
      fields === null || fault !== null
        ? broken(framed, fault ?? 'TOO_FEW_FIELDS', header)
        : toEntry(framed.line, fields),
    );
}

async function* rowsOf(
  lines: AsyncIterator<Lines>,
  start: Start,
  delimiter: string,
): AsyncGenerator<readonly SplitRow[]> {
  const width = start.names.length;
  const framer = createFramer(delimiter, width);
  const split = rowSplitter(width, delimiter);
  yield split(framer.frame(start.lines, start.next), start.lines.nul);
  let nul = start.lines.nul;
  for (let block = await lines.next(); !block.done; block = await lines.next()) {
    // A row may have begun lines ago, so a NUL byte once seen is looked for from then on.
    nul ||= block.value.nul;
    yield split(framer.frame(block.value, 0), nul);
  }
  yield split(framer.end(), nul);
}

/** Splits rows into fields: at the delimiter where there is no quote, else as csv-parse says. */
function rowSplitter(width: number, delimiter: string) {
  return (rows: readonly Framed[], nul: boolean): SplitRow[] => {
    const quoted = splitQuoted(
      rows.filter((row) => row.quoted && row.fault === null).map((row) => row.text),
      delimiter,
    );
    let next = 0;
    return rows.map((framed) => {
      const fault = framed.fault ?? (nul && framed.text.includes('\0') ? 'NUL_BYTE' : null);
      if (framed.fault === null && framed.quoted) next += 1;
      if (fault) return { framed, fields: null, fault };
      const fields = framed.quoted ? quoted[next - 1] : framed.text.split(delimiter);
      if (!fields || fields.length !== width)
        return { framed, fields: null, fault: wrongWidth(fields?.length ?? 0, width) };
      return { framed, fields, fault: null };
    });
  };
}

function wrongWidth(fields: number, width: number): FaultCode {
  return fields < width ? 'TOO_FEW_FIELDS' : 'TOO_MANY_FIELDS';
}

export function splitLine(text: string, delimiter: string): string[] {
  return text.includes('"') ? (splitQuoted([text], delimiter)[0] ?? []) : text.split(delimiter);
}

function splitQuoted(rows: readonly string[], delimiter: string): string[][] {
  if (rows.length === 0) return [];
  return parse(rows.join('\n'), {
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
  });
}

/** Rows of a file with a header: a field for each of its columns. */
export function fieldsToEntry(header: Header, delimiter: string) {
  const { places, unknown, dropped, reason } = header;
  const droppedPlaces = [...dropped];
  return (line: number, written: readonly string[]): Entry => {
    // A file of ours that was handed out to be mended is guarded against formulas.
    const fields = reason < 0 ? written : written.map(unguarded);
    const texts = places.map((place) => (place < 0 ? null : fields[place]));
    const extra = unknown.length > 0 ? extraOf(header, fields) : null;
    return {
      line,
      texts,
      extra: extra?.text ?? null,
      redacted: extra?.changed === true || droppedPlaces.some((place) => fields[place] !== ''),
      fault: null,
      original: () => originalOf(header, fields, delimiter),
    };
  };
}

function extraOf({ unknown, answers }: Header, fields: readonly string[]) {
  let text = '';
  let changed = false;
  for (const { at, name } of unknown) {
    const value = fields[at] ?? '';
    if (value === '') continue;
    if (answers.has(at) && looksLikeCode(value)) {
      changed = true;
      continue;
    }
    const clean = cleanFreeText(value);
    changed ||= clean.changed;
    text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${JSON.stringify(clean.text)}`;
  }
  return { text: text === '' ? null : `${text}}`, changed };
}

/** The row as CSV again, for the reject list: no card number, no security code. */
export function originalOf(
  header: Pick<Header, 'dropped' | 'answers' | 'exempt' | 'reason'>,
  fields: readonly string[],
  delimiter: string,
): string {
  const kept = fields.map((field, place) => {
    if (header.dropped.has(place) || (header.answers.has(place) && looksLikeCode(field))) return '';
    return header.exempt.has(place) ? field : listedText(field);
  });
  return lineOf(header, kept, delimiter);
}

/** The header as a line of the file, to stand above such rows. */
export function headOf(
  header: Pick<Header, 'reason'>,
  names: readonly string[],
  delimiter: string,
): string {
  return lineOf(header, names.map(redactText), delimiter);
}

/** Fields as a line of the file; why a row was rejected before is no field of it. */
function lineOf(
  { reason }: Pick<Header, 'reason'>,
  fields: readonly string[],
  delimiter: string,
): string {
  return fields
    .filter((_, place) => place !== reason)
    .map((text) =>
      /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text,
    )
    .join(delimiter);
}

/** A row that cannot be split, for the reject list. */
export function broken(
  row: Framed,
  code: FaultCode,
  header: Pick<Header, 'width' | 'dropped'>,
): Entry {
  // Fields that cannot be told apart may be security codes where the file has such a column.
  const original = () =>
    header.dropped.size > 0
      ? '[withheld: the file has a column of security codes]'
      : redactText(row.text.replaceAll('\0', '\ufffd'));
  return faultyEntry(row.line, describe(code, row, header), original);
}

function describe(code: FaultCode, row: Framed, header: Pick<Header, 'width'>): Fault {
  const needs = `${header.width} ${header.width === 1 ? 'field' : 'fields'}`;
  const sentences: Partial<Record<FaultCode, string>> = {
    TOO_FEW_FIELDS: `The row has fewer than the ${needs} of the header.`,
    TOO_MANY_FIELDS: `The row has more than the ${needs} of the header.`,
    STRAY_QUOTE: 'A quotation mark stands where none may; inside a field it is written twice.',
    QUOTE_NOT_CLOSED: `The quotation mark that opens on line ${row.line} never closes; everything from there to the end of the file is this one row.`,
    ROW_TOO_LONG: `The quotation mark that opens on line ${row.line} does not close within 64 MiB.`,
    NOT_UTF8: 'The row holds bytes that are not UTF-8.',
    NUL_BYTE: 'The row holds a NUL byte.',
  };
  return { code, column: null, sentence: sentences[code] ?? 'The row cannot be read.' };
}

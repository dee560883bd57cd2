import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  type SchemaElement,
} from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { messageOf } from '../../storage/storage.ts';
import { type TableName, tableOf } from '../tables.ts';
import { fieldsToEntry, headOf, originalOf } from './csv.ts';
import { refuseDrop } from './drop.ts';
import { type Entry, type Format, faultyEntry, type ReadOptions } from './entry.ts';
import { type Header, readHeader } from './header.ts';
import { textsOf } from './parquet-values.ts';
import { openSlices, type Slices } from './slices.ts';

/** Rows that are decoded at a time; a row group may be far larger. */
const batchRows = 1 << 16;

/** Wider files are no tables of this format, and cost memory before a row is read. */
const mostColumns = 2000;

/**
 * Apache Parquet, each row named by its number in the file. Values come as the text that a CSV of
 * the same table would hold, so that they are judged alike: integers and decimals exactly, a time
 * without a zone as one without an offset, and a floating-point number never as a whole one.
 */
export const readParquet: Format = async (options) => {
  const { file } = options;
  const slices = await openSlices(options);
  try {
    if (slices.byteLength === 0) throw unreadable(file.name, 'it is empty');
    const metadata = await guarded(file.name, () =>
      parquetMetadataAsync(slices, { geoparquet: false }),
    );
    const columns = plainColumns(file.name, metadata);
    const names = columns.map(({ name }) => name);
    const header = readHeader(file, names, options.warn);
    const entries = entriesOf({ options, slices, metadata, columns, header });
    const head = headOf(header, names, ',');
    return { present: header.present, entries: closing(entries, slices), head };
  } catch (error) {
    await slices.close();
    throw error;
  }
};

async function* closing<T>(items: AsyncGenerator<T>, slices: Slices): AsyncGenerator<T> {
  try {
    yield* items;
  } finally {
    await slices.close();
  }
}

/**
 * The columns at the top of the schema. What the library would turn into dates and floats is marked
 * as plain in `metadata`, so that it hands over the stored integers and bytes.
 */
function plainColumns(name: string, metadata: FileMetaData): SchemaElement[] {
  const [root, ...elements] = metadata.schema;
  if (!root || elements.length === 0 || elements.length > mostColumns)
    throw unreadable(name, 'its schema has no columns, or too many');
  const columns: SchemaElement[] = [];
  const nested: number[] = [];
  for (const element of elements) {
    while (nested.at(-1) === 0) nested.pop();
    if (nested.length === 0) columns.push({ ...element });
    else nested[nested.length - 1] = (nested.at(-1) ?? 0) - 1;
    if (element.num_children) nested.push(element.num_children);
    else {
      delete element.converted_type;
      delete element.logical_type;
    }
  }
  return columns;
}

interface Reading {
  readonly options: ReadOptions;
  readonly slices: Slices;
  readonly metadata: FileMetaData;
  readonly columns: readonly SchemaElement[];
  readonly header: Header;
}

async function* entriesOf(reading: Reading): AsyncGenerator<readonly Entry[]> {
  const { options, metadata, columns, header } = reading;
  const rows = Number(metadata.num_rows);
  const toEntry = fieldsToEntry(header, ',');
  const places = {
    exact: exactPlaces(options.file.table, header),
    known: new Set(header.places),
  };
  let told = 0;
  for (let from = 0; from < rows; from += batchRows) {
    const to = Math.min(rows, from + batchRows);
    const read = await guarded(options.file.name, () => readRows(reading, from, to));
    if (read.length !== to - from)
      throw unreadable(options.file.name, 'it has fewer rows than it says');
    const batch = read.map((values, index) => {
      const line = from + index + 1;
      const { texts, broken } = textsOf(columns, values, places);
      if (!broken) return toEntry(line, texts);
      return faultyEntry(line, broken, () => originalOf(header, texts, ','));
    });
    const share = Math.floor((options.file.bytes * to) / rows);
    options.onBytes(share - told);
    told = share;
    yield batch;
  }
}

const exactKinds = new Set(['integer', 'minor', 'coins', 'decimal', 'time']);

/** Places whose values must never have been floating-point numbers. */
function exactPlaces(table: TableName, { places }: Header): ReadonlySet<number> {
  const kinds = Object.values(tableOf(table).columns).map(({ kind }) => kind);
  return new Set(places.filter((_, index) => exactKinds.has(kinds[index] ?? '')));
}

/** Where Node unpacks by itself it is faster, and stops at the size that the page claims. */
const unpackers: Compressors = {
  ...compressors,
  GZIP: (input, maxOutputLength) => gunzipSync(input, { maxOutputLength }),
  ZSTD: (input, maxOutputLength) => zstdDecompressSync(input, { maxOutputLength }),
  BROTLI: (input, maxOutputLength) => brotliDecompressSync(input, { maxOutputLength }),
};

async function readRows({ slices, metadata }: Reading, rowStart: number, rowEnd: number) {
  let rows: unknown[][] = [];
  await parquetRead({
    file: slices,
    metadata,
    compressors: unpackers,
    parsers: { timestampFromNanoseconds: (nanos) => nanos },
    rowStart,
    rowEnd,
    utf8: false,
    geoparquet: false,
    onComplete(read) {
      rows = read;
    },
  });
  return rows;
}

async function guarded<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === 'Refusal') throw error;
    throw unreadable(name, messageOf(error));
  }
}

function unreadable(name: string, why: string): Error {
  return refuseDrop(
    `${name} cannot be read as Parquet: ${why}.`,
    'Ask for the file again, or for the table as CSV or NDJSON; nothing of this drop was imported.',
  );
}

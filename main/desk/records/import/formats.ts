import { readCsv, readTsv } from './csv.ts';
import type { FormatName } from './drop.ts';
import type { Format } from './entry.ts';
import { readForeign } from './foreign.ts';
import { readNdjson } from './ndjson.ts';
import { readParquet } from './parquet.ts';

/** One reader a format; a new format is a file beside these and a line here. */
export const formats: Readonly<Record<FormatName, Format>> = {
  csv: readCsv,
  tsv: readTsv,
  ndjson: readNdjson,
  parquet: readParquet,
  foreign: readForeign,
};

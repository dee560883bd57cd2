import { noAccounts } from '../../../../contract/source-accounts.ts';
import { type TableName, tableOf } from '../tables.ts';
import {
  type Adapter,
  type AdapterRun,
  BadRow,
  type ForeignRow,
  type Item,
  type Trust,
} from './adapters/adapter.ts';
import { adapters } from './adapters/all.ts';
import { appleRootG3 } from './adapters/apple-root.ts';
import { jsonText } from './adapters/json.ts';
import { mappedAdapter } from './adapters/mapped.ts';
import { cleanValue, type Found } from './clean-json.ts';
import { type Entry, type Format, faultyEntry, type ReadFile, type ReadOptions } from './entry.ts';
import { cleanRecord, readItems } from './foreign-items.ts';

/** Whom signatures are checked against, unless a test brings its own. */
export const pinned: Trust = { appleRoots: [appleRootG3] };

/** The adapter of a source, by the name that the plan shows. */
function adapterOf(source: string | undefined): Adapter {
  const found = adapters.find((each) => each.source === source);
  if (!found) throw new Error(`there is no adapter for ${source}`);
  return found;
}

/**
 * Reads a file of another source. One file may hold rows of several tables; it is read once a
 * table, and each reading hands over the rows of its own. What cannot be read at all is counted in
 * the adapter's main table.
 */
export const readForeign: Format = (options) => readWith(options, pinned);

/** The same with other roots of trust, as a test makes them. */
export function readWith(options: ReadOptions, trust: Trust): Promise<ReadFile> {
  const { foreign } = options.file;
  const known = { ...trust, ...(foreign?.accounts ?? noAccounts) };
  const adapter = foreign?.mapping ? mappedAdapter(foreign.mapping) : adapterOf(foreign?.source);
  const entries = entriesOf(options, adapter, adapter.open(known));
  return Promise.resolve({ present: adapter.whole ?? null, entries });
}

async function* entriesOf(
  options: ReadOptions,
  adapter: Adapter,
  run: AdapterRun,
): AsyncGenerator<readonly Entry[]> {
  const { table } = options.file;
  const own = table === adapter.table;
  const toEntry = entryMaker(table, adapter.whole !== undefined);
  for await (const batch of readItems(options, adapter)) {
    const entries: Entry[] = [];
    for (const { item, fault, original } of batch) {
      if (item === null) {
        if (own && fault) entries.push(faultyEntry(fault.line, fault, original));
        continue;
      }
      const rows = rowsOf(run, item);
      if (rows instanceof BadRow) {
        if (own) entries.push(faultyEntry(item.line, rows.fault, original));
      } else
        for (const row of rows)
          if (row.table === table) entries.push(toEntry(item.line, row, original));
    }
    yield entries;
  }
  yield (run.end?.() ?? [])
    .filter(({ row }) => row.table === table)
    .map(({ line, row }) => toEntry(line, row, () => cleanRecord(jsonText(row.fields))));
}

/** The row as an entry of its table, as any other format hands it over. */
function entryMaker(table: TableName, whole: boolean) {
  const columns = Object.keys(tableOf(table).columns);
  return (line: number, row: ForeignRow, original: () => string): Entry => {
    const found: Found = { changed: false, codes: false };
    const { at = null, clears = [], weak = [], grows = [], order = null, sure = false } = row;
    return {
      line,
      texts: columns.map((name) => row.fields[name]),
      extra: extraOf(row, found),
      redacted: found.changed,
      fault: null,
      original,
      ...(whole ? {} : { patch: { at, clears, weak, grows, order, sure } }),
    };
  };
}

function extraOf({ extra }: ForeignRow, found: Found): string | null {
  const kept = Object.entries(extra ?? {}).filter(([, value]) => value !== null && value !== '');
  if (kept.length === 0) return null;
  const sorted = Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
  return jsonText(cleanValue(sorted, { exemptIds: false, exempt: false, found }));
}

function rowsOf(run: AdapterRun, item: Item): readonly ForeignRow[] | BadRow {
  try {
    return run.rows(item);
  } catch (error) {
    if (error instanceof BadRow) return error;
    throw error;
  }
}

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
import { cleanRecord, type Items, openItems } from './foreign-items.ts';
import { redactText } from './redact.ts';
import { aspectsTold } from './aspects.ts';
import { closedExtra, nothingTold } from './told.ts';

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
export async function readWith(options: ReadOptions, trust: Trust): Promise<ReadFile> {
  const { foreign } = options.file;
  const known = { ...trust, ...(foreign?.accounts ?? noAccounts) };
  const adapter = foreign?.mapping ? mappedAdapter(foreign.mapping) : adapterOf(foreign?.source);
  const passed = createPassed();
  const { items, head } = await openItems(options, adapter);
  const run = adapter.open(known, passed.over);
  const entries = entriesOf(options, adapter, { items, run, passed });
  return { present: adapter.whole ?? null, entries, ...(head === null ? {} : { head }) };
}

interface Opened extends Pick<Items, 'items'> {
  readonly run: AdapterRun;
  readonly passed: ReturnType<typeof createPassed>;
}

async function* entriesOf(
  options: ReadOptions,
  adapter: Adapter,
  { items, run, passed }: Opened,
): AsyncGenerator<readonly Entry[]> {
  const { table } = options.file;
  const own = table === adapter.table;
  const toEntry = entryMaker(table, adapter.whole !== undefined);
  for await (const batch of items) {
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
  const over = passed.sentence(options.file.shown);
  if (own && over !== null) options.warn(over);
  yield (run.end?.() ?? [])
    .filter(({ row }) => row.table === table)
    .map(({ line, row }) => toEntry(line, row, () => cleanRecord(jsonText(row.fields))));
}

/** Counts what was passed over, by its kind: nothing of a file goes without a word. */
function createPassed() {
  const kinds = new Map<string, number>();
  const most = 20;
  return {
    over(kind: string): void {
      const clean = redactText(kind.trim().slice(0, 60)) || 'without a name';
      const name = kinds.has(clean) || kinds.size < most ? clean : 'others';
      kinds.set(name, (kinds.get(name) ?? 0) + 1);
    },
    sentence(file: string): string | null {
      if (kinds.size === 0) return null;
      const all = [...kinds.values()].reduce((sum, count) => sum + count, 0);
      const named = [...kinds].map(([name, count]) => `${name} (${count})`).join(', ');
      return `${file}: ${all === 1 ? '1 record says' : `${all} records say`} nothing of a recharge and ${all === 1 ? 'was' : 'were'} passed over: ${named}.`;
    },
  };
}

/** The row as an entry of its table, as any other format hands it over. */
function entryMaker(table: TableName, whole: boolean) {
  const columns = Object.keys(tableOf(table).columns);
  return (line: number, row: ForeignRow, original: () => string): Entry => {
    const found: Found = { changed: false, codes: false };
    const { at = null, clears = [], weak = [], grows = [], order = null, sure = false } = row;
    const parts = row.parts?.of ?? null;
    return {
      line,
      texts: columns.map((name) => row.fields[name]),
      extra: extraOf(row, found),
      redacted: found.changed,
      fault: null,
      original,
      ...(whole ? {} : { patch: { at, clears, weak, grows, parts, order, sure } }),
    };
  };
}

function extraOf(row: ForeignRow, found: Found) {
  const { extra, at = null, attempt = null, parts, order = null } = row;
  const kept = Object.entries(extra ?? {}).filter(([, value]) => value !== null && value !== '');
  const cleaning = { exemptIds: false, exempt: false, found };
  const others = cleanValue(Object.fromEntries(kept), cleaning) as Record<string, unknown>;
  const refunds = parts === undefined ? {} : { [parts.of]: parts.minor };
  // An event stands by itself: nothing of it is ever added to.
  if (order !== null) return closedExtra(others, nothingTold);
  const told = aspectsTold(row.table, row.fields, {
    weak: row.weak ?? [],
    parts: parts !== undefined,
  });
  const since = Object.fromEntries([...told].map((aspect) => [aspect, at]));
  return closedExtra(others, { ...nothingTold, ...since, attempt, refunds });
}

function rowsOf(run: AdapterRun, item: Item): readonly ForeignRow[] | BadRow {
  try {
    return run.rows(item);
  } catch (error) {
    if (error instanceof BadRow) return error;
    throw error;
  }
}

import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Filter, ListQuery } from '../contract/record-lists.ts';
import { createListThread } from '../main/desk/records/lists/list-thread.ts';
import { type Db, layoutOf, openFile } from '../main/desk/storage/storage.ts';
import { makeWorkspace } from './lists-copy.ts';
import { flung } from './lists-page.ts';

/**
 * Lists over a big copy: facets and frequencies of a filtered list against DuckDB and a plain
 * group-by of SQLite over the same rows, jumps into the middle, exports; with --page also a fling
 * in Chromium. `npm run bench:lists -- [RECHARGES] [--page]`, a million by default.
 */
const size = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 1_000_000);
const folder = path.join(
  process.env.RECHARGE_DESK_BENCH ?? '/tmp/recharge-desk-bench',
  `lists-${size}`,
);

const facetColumns = [
  'channel',
  'provider',
  'storefront',
  'currency',
  'ip_country',
  'ip_kind',
  'network',
  'os',
];

const filters: Readonly<Record<string, Filter>> = {
  'no filter': [],
  'one value': [{ op: 'in', column: 'channel', values: ['web'] }],
  'value, range, not': [
    { op: 'in', column: 'channel', values: ['web', 'google_play'] },
    { op: 'range', column: 'coins', from: '350', to: '7000' },
    { op: 'in', column: 'storefront', values: ['US'], not: true },
  ],
};

/** The same filters as a person would write them in SQL. */
const asSql: Readonly<Record<string, readonly (readonly [column: string, sql: string])[]>> = {
  'no filter': [],
  'one value': [['channel', `channel = 'web'`]],
  'value, range, not': [
    ['channel', `channel in ('web', 'google_play')`],
    ['coins', 'coins between 350 and 7000'],
    ['storefront', `(storefront <> 'US' or storefront is null)`],
  ],
};

const whole = new Set(['coins', 'created_at']);

const shown = [
  'recharge_id',
  'created_at',
  'account_id',
  'channel',
  'provider',
  'coins',
  'amount_minor',
  'currency',
  'storefront',
  'ip_country',
  'external_id',
  'app_version',
  'network',
];

const rounds = 9;

function middle(times: readonly number[], share = 0.5): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function timed(run: () => unknown, times = rounds): Promise<number[]> {
  const taken: number[] = [];
  for (let round = 0; round <= times; round += 1) {
    const began = performance.now();
    await run();
    // The first one warms up.
    if (round > 0) taken.push(performance.now() - began);
  }
  return taken;
}

const ms = (value: number) => value.toFixed(value < 10 ? 2 : 0);

function facetSql(name: string, column: string): string {
  const others = (asSql[name] ?? []).filter(([about]) => about !== column).map(([, sql]) => sql);
  const where = others.length > 0 ? ` where ${others.join(' and ')}` : '';
  return `select "${column}", count(*) from recharges${where} group by 1 order by 2 desc`;
}

/** As much of DuckDB's client as is used here: it is a peer, not a part of the product. */
interface Duck {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<unknown>;
  createAppender(table: string): Promise<{
    appendNull(): void;
    appendBigInt(value: bigint): void;
    appendVarchar(value: string): void;
    endRow(): void;
    closeSync(): void;
  }>;
}

async function connectDuck(): Promise<Duck | null> {
  // By a name that the compiler does not follow: the bench runs without it, too.
  const client: string = '@duckdb/node-api';
  try {
    const { DuckDBInstance } = (await import(client)) as {
      DuckDBInstance: { create(file: string): Promise<{ connect(): Promise<Duck> }> };
    };
    return await (await DuckDBInstance.create(':memory:')).connect();
  } catch (error) {
    console.log(`no DuckDB here: ${error instanceof Error ? error.message : ''}`);
    return null;
  }
}

/** DuckDB with the same rows in a table of its own; null where it is not installed. */
async function filledDuck(db: Db): Promise<Duck | null> {
  const connection = await connectDuck();
  if (!connection) return null;
  const columns = [...facetColumns, 'coins', 'created_at', 'recharge_id'];
  const named = columns.map((name) => `"${name}"`);
  const kinds = columns.map((name) => (whole.has(name) ? 'BIGINT' : 'VARCHAR'));
  await connection.run(
    `create table recharges (${named.map((name, at) => `${name} ${kinds[at]}`).join(', ')})`,
  );
  const appender = await connection.createAppender('recharges');
  const rows = db.prepare(`select ${named.join(', ')} from recharges`).raw();
  for (const row of rows.iterate() as IterableIterator<(string | bigint | null)[]>) {
    for (const value of row)
      if (value === null) appender.appendNull();
      else if (typeof value === 'bigint') appender.appendBigInt(value);
      else appender.appendVarchar(value);
    appender.endRow();
  }
  appender.closeSync();
  return connection;
}

function megabytes(folderOfFiles: string): number {
  const files = readdirSync(folderOfFiles, { recursive: true, withFileTypes: true });
  const bytes = files
    .filter((file) => file.isFile())
    .reduce((sum, file) => sum + statSync(path.join(file.parentPath, file.name)).size, 0);
  return Math.round(bytes / 1e6);
}

async function main(): Promise<void> {
  const workspace = await makeWorkspace(folder, size);
  const layout = layoutOf(workspace.folder);
  const db = openFile(layout.records, 'copy', 'read');
  const home = path.join(layout.folder, 'columns');
  rmSync(home, { recursive: true, force: true });
  const files = { records: layout.records, columns: home };
  const thread = createListThread(files, () => Date.UTC(2026, 10, 23, 6));

  const facets = (filter: Filter) =>
    thread.ask({
      what: 'facets',
      input: { list: 'recharges', filter, columns: facetColumns, limit: 20 },
    });
  const query = (filter: Filter, sort: ListQuery['sort']): ListQuery => ({
    list: 'recharges',
    filter,
    sort,
  });
  const window = (asked: ListQuery, offset: number, limit = 200) =>
    thread.ask({ what: 'window', input: { ...asked, columns: shown, offset, limit } });

  const cold = performance.now();
  await facets([]);
  console.log(`first facets after an import, 8 columns read: ${ms(performance.now() - cold)} ms`);

  const peer = await filledDuck(db);
  console.log(
    `\n| facets of 8 columns over ${size} | desk | DuckDB | SQLite group by | DuckDB ÷ desk | SQLite ÷ desk |`,
  );
  console.log('|---|---:|---:|---:|---:|---:|');
  for (const [name, filter] of Object.entries(filters)) {
    const own = middle(await timed(() => facets(filter)));
    const duckTime = peer
      ? middle(
          await timed(async () => {
            for (const column of facetColumns) await peer.runAndReadAll(facetSql(name, column));
          }),
        )
      : Number.NaN;
    const plain = middle(
      await timed(() => {
        for (const column of facetColumns) db.prepare(facetSql(name, column)).all();
      }, 1),
    );
    console.log(
      `| ${name} | ${ms(own)} | ${ms(duckTime)} | ${ms(plain)} | ${(duckTime / own).toFixed(1)} | ${(plain / own).toFixed(1)} |`,
    );
  }

  const sorts: Readonly<Record<string, ListQuery['sort']>> = {
    'newest first': [{ column: 'created_at', desc: true }],
    'storefront, coins, newest': [
      { column: 'storefront', desc: false },
      { column: 'coins', desc: true },
      { column: 'created_at', desc: true },
    ],
  };
  console.log(
    '\n| order | first window after its columns are read, ms | jump, median ms | jump, p95 ms |',
  );
  console.log('|---|---:|---:|---:|');
  for (const [name, sort] of Object.entries(sorts)) {
    await window(query([], sort), 0);
    let turn = 0;
    // A filter that differs each time: the order is made anew.
    const fresh = await timed(() =>
      window(
        query([{ op: 'range', column: 'coins', from: String((turn += 1)), to: null }], sort),
        0,
      ),
    );
    const jumps = await timed(
      () => window(query([], sort), (size * ((turn = (turn * 7919 + 13) % 1000) / 1000)) | 0),
      100,
    );
    console.log(
      `| ${name} | ${ms(middle(fresh))} | ${ms(middle(jumps))} | ${ms(middle(jumps, 0.95))} |`,
    );
  }

  const columns = shown;
  const { copy, total } = await window(query([], sorts['newest first'] ?? []), 0, 1);
  for (const format of ['csv', 'ndjson'] as const) {
    const began = performance.now();
    let bytes = 0;
    for (let offset = 0; offset < total; offset += 2000) {
      const input = {
        ...query([], sorts['newest first'] ?? []),
        columns,
        offset,
        limit: 2000,
        format,
        copy,
      };
      bytes += (await thread.ask({ what: 'piece', input })).text.length;
    }
    const seconds = (performance.now() - began) / 1000;
    console.log(
      `\nexport of ${total} rows of ${columns.length} columns as ${format}: ${ms(total / seconds)} rows/s, ${(bytes / 1e6 / seconds).toFixed(1)} MB/s`,
    );
  }
  await thread.close();
  db.close();
  console.log(
    `\ncolumn files: ${megabytes(home)} MB; records.db: ${Math.round(statSync(layout.records).size / 1e6)} MB`,
  );
  if (process.argv.includes('--page')) await flung(workspace);
}

await main();

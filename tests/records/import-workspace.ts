import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { Refusal } from '../../contract/errors.ts';
import type { ImportResult } from '../../contract/records.ts';
import { type RunHooks, type RunRequest, runImport } from '../../main/desk/records/import/run.ts';
import { recordsMigrations } from '../../main/desk/records/schema.ts';
import {
  type Db,
  type Layout,
  layoutOf,
  migrate,
  openFile,
} from '../../main/desk/storage/storage.ts';

type RunMore = Partial<RunRequest> & { hooks?: RunHooks };

export interface TestWorkspace {
  readonly folder: string;
  readonly layout: Layout;
  readonly db: Db;
  /** Writes files, by name, as a drop; names with a slash go into folders. */
  drop(files: Readonly<Record<string, string | Uint8Array>>): string;
  run(drop: string, more?: RunMore): Promise<ImportResult>;
  rows(sql: string, ...values: (string | number)[]): unknown[];
  value(sql: string, ...values: (string | number)[]): unknown;
}

/** A workspace in a temporary folder, and drops to import into it. Gone when the test is done. */
export function makeWorkspace(): TestWorkspace {
  const folder = mkdtempSync(path.join(tmpdir(), 'import-'));
  const layout = layoutOf(path.join(folder, 'workspace'));
  for (const dir of [layout.folder, layout.attachments, layout.staging, layout.rejects])
    mkdirSync(dir, { recursive: true });
  const db = openFile(layout.records, 'copy', 'write');
  migrate(db, layout.records, recordsMigrations);
  onTestFinished(() => {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  });
  let drops = 0;
  return {
    folder,
    layout,
    db,
    drop(files) {
      drops += 1;
      const drop = path.join(folder, `drop-${drops}`);
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(drop, name)), { recursive: true });
        writeFileSync(path.join(drop, name), content);
      }
      mkdirSync(drop, { recursive: true });
      return drop;
    },
    run: (drop, more = {}) => importInto(layout, drop, more),
    rows: (sql, ...values) => db.prepare(sql).all(...values),
    value: (sql, ...values) =>
      db
        .prepare(sql)
        .pluck()
        .get(...values),
  };
}

/** The import itself over a connection of its own, without the worker around it. */
async function importInto(
  layout: Layout,
  drop: string,
  { hooks, ...more }: RunMore,
): Promise<ImportResult> {
  const db: Db = openFile(layout.records, 'copy', 'write');
  try {
    return await runImport(db, { layout, drop, commit: true, by: 'tester', ...more }, hooks);
  } finally {
    db.close();
  }
}

/** The refusal that a promise ends with. */
export async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

/** Everything the copy says, as text: tables, books, history, terms and tails. */
export function dump(db: Db): string {
  const tables = db
    .prepare(
      "select name from sqlite_schema where type = 'table' and name not glob '*_middles*' order by name",
    )
    .pluck()
    .all() as string[];
  return tables
    .map((table) => {
      const rows = db.prepare(`select * from "${table}"`).raw().all() as unknown[][];
      return [table, ...rows.map((row) => row.map(String).join('|'))].join('\n');
    })
    .join('\n');
}

/** The same without what every import writes down about itself. */
export function dumpRecords(db: Db): string {
  return dump(db)
    .split(/\n(?=[a-z_]+(?:\n|$))/)
    .filter((table) => !/^(?:runs|files|migrations)\b/.test(table))
    .join('\n');
}

export function rejectsOf(result: ImportResult): string {
  return result.rejects_file === null ? '' : readFileSync(result.rejects_file, 'utf8');
}

/** CSV of some columns; every row needs no more than is written here. */
export function recharges(...rows: string[]): string {
  return ['recharge_id,account_id,channel,created_at,coins,updated_at', ...rows, ''].join('\n');
}

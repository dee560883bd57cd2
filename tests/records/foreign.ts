import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { noAccounts, type SourceAccounts } from '../../contract/source-accounts.ts';
import type { Trust } from '../../main/desk/records/import/adapters/adapter.ts';
import type { Patch } from '../../main/desk/records/import/entry.ts';
import { lookOver } from '../../main/desk/records/import/drop.ts';
import { pinned, readWith } from '../../main/desk/records/import/foreign.ts';
import { createJudge, isFault } from '../../main/desk/records/import/judge.ts';
import { linesOf } from '../../main/desk/records/import/lines.ts';
import { noGuides, recogniseAll } from '../../main/desk/records/import/recognise.ts';
import { unpacked } from '../../main/desk/records/import/source.ts';
import { type TableName, tableOf } from '../../main/desk/records/tables.ts';

type Fields = Readonly<Record<string, string | bigint>>;

/** One row as it would go into its table; what is unknown is left out. */
export interface ForeignRead {
  readonly line: number;
  readonly fields: Fields;
  readonly extra: unknown;
  readonly patch: Patch | undefined;
}

export interface ForeignResult {
  /** What the plan says of the file; null where it was not recognised. */
  readonly source: string | null;
  readonly because: string | null;
  readonly tables: Partial<Record<TableName, ForeignRead[]>>;
  readonly rejects: { line: number; code: string; column: string | null; original: string }[];
  readonly warnings: string[];
}

/** Reads one file of another source, as an import would before anything is written. */
export async function readForeignFile(
  name: string,
  content: string | Uint8Array,
  trust: Trust = pinned,
  accounts: SourceAccounts = noAccounts,
): Promise<ForeignResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'foreign-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, name), content);
  const { files } = await recogniseAll(lookOver(folder).strangers, { ...noGuides, accounts });
  const result: ForeignResult = {
    source: files[0]?.foreign?.source ?? null,
    because: files[0]?.foreign?.because ?? null,
    tables: {},
    rejects: [],
    warnings: [],
  };
  for (const file of files) {
    const notes = {
      zone: null,
      mapped: false,
      redacted: false,
      warn: (column: string, about: string, value: string) =>
        void result.warnings.push(`${column} ${about} ${value}`),
      droppedCode() {},
    };
    const judge = createJudge(file.table, notes);
    const columns = Object.keys(tableOf(file.table).columns);
    const lines = linesOf(
      file.name,
      unpacked(file, () => {}),
    );
    const options = {
      file,
      lines,
      scratch: folder,
      onBytes() {},
      warn: (sentence: string) => void result.warnings.push(sentence),
    };
    const { entries } = await readWith(options, trust);
    for await (const batch of entries)
      for (const entry of batch) {
        const judged = judge(entry);
        if (isFault(judged)) {
          const { code, column } = judged;
          result.rejects.push({ line: entry.line, code, column, original: entry.original() });
          continue;
        }
        const known = columns.flatMap((column, place) => {
          const value = judged.values[place];
          return value === null || value === undefined ? [] : [[column, value] as const];
        });
        (result.tables[file.table] ??= []).push({
          line: entry.line,
          fields: Object.fromEntries(known),
          extra: judged.extra === null ? null : JSON.parse(judged.extra),
          patch: entry.patch,
        });
      }
  }
  return result;
}

/** The fields of the only row of a table. */
export function only(result: ForeignResult, table: TableName): Fields {
  const rows = result.tables[table] ?? [];
  if (rows.length !== 1 || !rows[0])
    throw new Error(`${rows.length} rows of ${table}: ${JSON.stringify(result.rejects)}`);
  return rows[0].fields;
}

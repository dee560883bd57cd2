import { constants, lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { type Refusal, refuse } from '../../../../contract/errors.ts';
import type { Mapping, UnmappedFile } from '../../../../contract/mapping.ts';
import type { SourceAccounts } from '../../../../contract/source-accounts.ts';
import { messageOf } from '../../storage/storage.ts';
import { type TableName, tableNames } from '../tables.ts';
import type { WorkPart } from './progress.ts';
import { redactText } from './redact.ts';

export type Packing = 'plain' | 'gz' | 'zst';
export type FormatName = 'csv' | 'tsv' | 'ndjson' | 'parquet' | 'foreign';

/** How a file of another source is read. */
export interface Foreign {
  /** The adapter, or the mapping, by the name that the plan shows. */
  readonly source: string;
  /** What in the file showed whose it is. */
  readonly because: string;
  readonly kind: 'json' | 'ndjson' | 'jws' | 'delimited';
  readonly delimiter: string;
  /** Where it is read by a mapping: that. */
  readonly mapping?: Mapping;
  /** What an owner said of our accounts there. */
  readonly accounts: SourceAccounts;
}

/** One data file of a drop. */
export interface DropFile {
  /** Its name in the drop, as it is on disk. */
  readonly name: string;
  /** Its name as the desk shows and keeps it: without card numbers. */
  readonly shown: string;
  readonly path: string;
  readonly table: TableName;
  readonly format: FormatName;
  readonly packing: Packing;
  readonly bytes: number;
  /** Tells a file that changes while it is read. */
  readonly stamp: string;
  /** Of a file of another source: how it is read. It stands once for each table it may fill. */
  readonly foreign?: Foreign;
}

/** A file whose name says nothing: what is in it decides whether it is read. */
export type Stranger = Omit<DropFile, 'table' | 'format' | 'foreign'>;

/** The file as progress counts it. */
export function workOf({ shown, table, bytes }: DropFile): WorkPart {
  return { name: shown, table, total: bytes };
}

export interface DropAttachment {
  readonly name: string;
  readonly path: string;
}

/** What lies in a drop, before anything of it is read. */
export interface Drop {
  readonly folder: string;
  /** In the order of import: by table, then by name. */
  readonly files: readonly DropFile[];
  /** Files that are looked into, to see whose they are. */
  readonly strangers: readonly Stranger[];
  readonly attachments: readonly DropAttachment[];
  /** Paths of the platform's answers to an outbox. */
  readonly confirmations: readonly string[];
  readonly manifest: string | null;
  /** Unknown files and tables, by name. */
  readonly ignored: readonly string[];
  /** Of these the delimited ones, which may be mapped. */
  readonly unmapped: readonly UnmappedFile[];
}

/** A refusal of the whole run. */
export function refuseDrop(sentence: string, next: string): Refusal {
  return refuse('DROP_REFUSED', redactText(sentence), next);
}

/** No link is followed, and nothing is waited for: a pipe in a drop would hang the run. */
export const readFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

const litter = /^(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._.*|__MACOSX)$/i;

/** What file managers leave behind, and no drop means. */
export function isLitter(name: string): boolean {
  return litter.test(name);
}
const formats: Readonly<Record<string, FormatName>> = {
  csv: 'csv',
  tsv: 'tsv',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  parquet: 'parquet',
};

/** The platform's answers to an outbox, which are no table. */
const confirmationsFile = /^confirmations(?:[-.]|$)/i;

/** `<table>`, a part number where there is one, the format, the packing. */
const dataFile = /^([a-z_]+?)(?:-(\d{1,8}))?\.(csv|tsv|ndjson|jsonl|parquet)(?:\.(gz|zst))?$/;

/**
 * Looks over the folder of a drop. Refuses DROP_REFUSED where there is no such folder, and where a
 * name is a link or no plain file. For one in which nothing is a table see `assertTables`.
 */
export function lookOver(folder: string): Drop {
  assertFolder(folder);
  const files: DropFile[] = [];
  const strangers: Stranger[] = [];
  const ignored: string[] = [];
  const attachments: DropAttachment[] = [];
  const confirmations: string[] = [];
  let manifest: string | null = null;
  for (const name of namesIn(folder)) {
    const stats = lstatSync(path.join(folder, name));
    if (isLitter(name)) continue;
    assertNoLink(stats, name);
    if (stats.isDirectory()) {
      if (name === 'attachments') attachments.push(...attachmentsIn(folder, ignored));
      else ignored.push(`${redactText(name)}/`);
    } else if (manifest === null && name.toLowerCase() === 'manifest.json')
      manifest = path.join(folder, name);
    else if (confirmationsFile.test(name)) confirmations.push(path.join(folder, name));
    else {
      const file = dataFileOf(folder, name, stats);
      if (file) files.push(file);
      else if (strange.test(name)) strangers.push(strangerOf(folder, name, stats));
      else ignored.push(redactText(name));
    }
  }
  const sorted = files.sort(byImportOrder);
  return {
    folder,
    files: sorted,
    strangers,
    attachments,
    confirmations,
    manifest,
    ignored,
    unmapped: [],
  };
}

/**
 * Refuses a drop in which nothing is a table, whether by its name or by what is in it, and no file
 * could become one by a mapping.
 */
export function assertTables(drop: Drop, shown: string): void {
  const { files, manifest, confirmations, unmapped } = drop;
  if (
    files.length === 0 &&
    manifest === null &&
    confirmations.length === 0 &&
    unmapped.length === 0
  )
    throw refuseDrop(
      `There is no table in ${shown}: no file is called accounts.csv, recharges.csv and so on, and none is of a store or processor that is known.`,
      'Name the folder that holds the exported files themselves.',
    );
}

function assertFolder(folder: string): void {
  let stats: Stats;
  try {
    stats = statSync(folder);
  } catch (error) {
    throw refuseDrop(
      isMissing(error)
        ? `There is no drop ${folder} on this machine.`
        : `The drop ${folder} could not be opened: ${messageOf(error)}.`,
      'Check the path; a drop is a folder of exported files.',
    );
  }
  if (stats.isDirectory()) return;
  throw refuseDrop(
    `${path.basename(folder)} is a single file; a drop is a folder.`,
    'Put the file into a folder of its own and import that folder.',
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw refuseDrop(
      `The folder ${folder} could not be read: ${messageOf(error)}.`,
      'Check that you may read it.',
    );
  }
}

function assertNoLink(stats: Stats, name: string): void {
  if (stats.isSymbolicLink())
    throw refuseDrop(
      `${name} is a link; a drop holds files only, so that nothing outside of it is read.`,
      'Replace the link with the file itself and import again.',
    );
  if (!stats.isFile() && !stats.isDirectory())
    throw refuseDrop(`${name} is neither a file nor a folder.`, 'Take it out and import again.');
}

function dataFileOf(folder: string, name: string, stats: Stats): DropFile | null {
  const found = dataFile.exec(name.toLowerCase());
  const table = tableNames.find((known) => known === found?.[1]);
  const ending = found?.[3];
  if (!found || !table || !ending) return null;
  const format = formats[ending];
  if (!format) return null;
  return { ...strangerOf(folder, name, stats), table, format };
}

function strangerOf(folder: string, name: string, stats: Stats): Stranger {
  const packing = /\.(gz|zst)$/i.exec(name)?.[1]?.toLowerCase();
  return {
    name,
    shown: redactText(name),
    path: path.join(folder, name),
    packing: packing === 'gz' || packing === 'zst' ? packing : 'plain',
    bytes: stats.size,
    stamp: stampOf(stats),
  };
}

/** Names of files that may be of another source. */
const strange = /\.(?:json|jsonl|ndjson|csv|tsv|txt|jws)(?:\.(?:gz|zst))?$/i;

/** Changes whenever somebody writes to the file. */
export function stampOf(stats: Stats): string {
  return `${stats.ino}/${stats.size}/${stats.mtimeMs}`;
}

export function byImportOrder(a: DropFile, b: DropFile): number {
  const tables = rankOf(a) - rankOf(b);
  // Parts in the order of their numbers, whatever the number of digits; no locale has a say.
  return tables || partOf(a.name) - partOf(b.name) || (a.name < b.name ? -1 : 1);
}

/** Events of other sources look up what all the others have brought. */
function rankOf({ table, foreign }: DropFile): number {
  const last = foreign !== undefined && table === 'recharge_events';
  return last ? tableNames.length : tableNames.indexOf(table);
}

function partOf(name: string): number {
  return Number(/-(\d{1,8})\./.exec(name)?.[1] ?? 0);
}

function attachmentsIn(folder: string, ignored: string[]): DropAttachment[] {
  const inside = path.join(folder, 'attachments');
  const found: DropAttachment[] = [];
  for (const name of namesIn(inside)) {
    if (isLitter(name)) continue;
    const stats = lstatSync(path.join(inside, name));
    assertNoLink(stats, `attachments/${name}`);
    if (stats.isFile()) found.push({ name, path: path.join(inside, name) });
    else ignored.push(`attachments/${redactText(name)}/`);
  }
  return found;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { refuse } from '../../../../contract/errors.ts';
import { type Cell, columnsOf, type DemoRow, type DemoTable, demoTables } from './columns.ts';

/** The files of a drop: rows go out as they come, hashed on the way; the manifest comes last. */

/** Rows held back before they are written. */
const batchRows = 800;

const asNdjson: ReadonlySet<DemoTable> = new Set(['recharge_events', 'ledger']);
/** As a spreadsheet saves it: a byte order mark and CRLF. */
const asSpreadsheet: ReadonlySet<DemoTable> = new Set(['sellers']);

interface Sink {
  readonly name: string;
  add(row: Readonly<Record<string, Cell>>): void;
  /** Writes what is left and gives back the number of rows and the SHA-256 in hex. */
  close(): { rows: number; sha256: string };
}

function fileSink(
  path: string,
  name: string,
  head: string,
  encode: (rows: readonly Readonly<Record<string, Cell>>[]) => string,
): Sink {
  const file = openSync(join(path, name), 'w');
  const hash: Hash = createHash('sha256');
  let waiting: Readonly<Record<string, Cell>>[] = [];
  let rows = 0;
  const put = (text: string): void => {
    const bytes = Buffer.from(text, 'utf8');
    hash.update(bytes);
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
  };
  const flush = (): void => {
    if (waiting.length > 0) put(encode(waiting));
    waiting = [];
  };
  put(head);
  return {
    name,
    add(row) {
      waiting.push(row);
      rows += 1;
      if (waiting.length >= batchRows) flush();
    },
    close() {
      flush();
      closeSync(file);
      return { rows, sha256: hash.digest('hex') };
    },
  };
}

function csvText(cell: Cell): string | null {
  if (cell === null || cell === undefined) return null;
  return typeof cell === 'string' ? cell : cell.toString();
}

function csvSink(path: string, table: DemoTable): Sink {
  const names = columnsOf(table);
  const spreadsheet = asSpreadsheet.has(table);
  const record_delimiter = spreadsheet ? '\r\n' : '\n';
  const head = (spreadsheet ? '\uFEFF' : '') + names.join(',') + record_delimiter;
  return fileSink(path, `${table}.csv`, head, (rows) =>
    stringify(
      rows.map((row) => names.map((name) => csvText(row[name]))),
      { record_delimiter },
    ),
  );
}

const safe = 9_007_199_254_740_991n;

/** A whole number stays a JSON number as long as every reader keeps it exact, else a string. */
function jsonText(cell: Cell): string {
  if (typeof cell !== 'bigint') return JSON.stringify(cell ?? null);
  return cell > safe || cell < -safe ? `"${cell}"` : cell.toString();
}

function ndjsonSink(path: string, table: DemoTable): Sink {
  const names = columnsOf(table);
  return fileSink(path, `${table}.ndjson`, '', (rows) => {
    let text = '';
    for (const row of rows) {
      const fields: string[] = [];
      for (const name of names) {
        const cell = row[name];
        if (cell !== null && cell !== undefined) fields.push(`"${name}":${jsonText(cell)}`);
      }
      text += `{${fields.join(',')}}\n`;
    }
    return text;
  });
}

export interface DropCover {
  readonly source: string;
  readonly as_of: string;
  readonly covers_from: string;
  readonly covers_to: string;
}

/** A drop while it is written: beside its folder first, in its place when it is whole. */
export class DropWriter {
  readonly #folder: string;
  readonly #part: string;
  readonly #sinks: ReadonlyMap<DemoTable, Sink>;
  #rows = 0;

  /** Refused with BAD_INPUT where the folder already holds something. */
  constructor(folder: string) {
    if (existsSync(folder) && readdirSync(folder).length > 0) {
      throw refuse(
        'BAD_INPUT',
        `${folder} is not empty, and a drop must not mix with other files.`,
        'Name a new or an empty folder.',
      );
    }
    this.#folder = folder;
    this.#part = `${folder}.part`;
    rmSync(this.#part, { recursive: true, force: true });
    mkdirSync(join(this.#part, 'attachments'), { recursive: true });
    this.#sinks = new Map(
      demoTables.map((table) => [
        table,
        asNdjson.has(table) ? ndjsonSink(this.#part, table) : csvSink(this.#part, table),
      ]),
    );
  }

  /** Rows written so far, all tables together. */
  get rows(): number {
    return this.#rows;
  }

  add<T extends DemoTable>(table: T, row: DemoRow<T>): void {
    this.#sinks.get(table)?.add(row);
    this.#rows += 1;
  }

  attach(name: string, text: string): void {
    writeFileSync(join(this.#part, 'attachments', name), text);
  }

  /** Writes the manifest, puts the folder in its place and gives back the rows of each table. */
  finish(cover: DropCover): Record<string, number> {
    const tables: Record<string, number> = {};
    const files = [];
    for (const [table, sink] of this.#sinks) {
      const { rows, sha256 } = sink.close();
      tables[table] = rows;
      files.push({ name: sink.name, rows, sha256 });
    }
    const manifest = { format: 'recharge-desk/1', ...cover, files };
    writeFileSync(join(this.#part, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    if (existsSync(this.#folder)) rmdirSync(this.#folder);
    renameSync(this.#part, this.#folder);
    return tables;
  }

  /** Gives the drop up; nothing of it stays. */
  discard(): void {
    for (const sink of this.#sinks.values()) sink.close();
    rmSync(this.#part, { recursive: true, force: true });
  }
}

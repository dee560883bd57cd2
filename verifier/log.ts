import { closeSync, openSync, readSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** One row, as docs/audit-format.md has it. Digests are lower-case hex. */
export interface Row {
  readonly seq: string;
  readonly at: string;
  readonly monotonic_ns: string;
  readonly actor: string;
  readonly role: string;
  readonly door: string;
  readonly session: string;
  readonly command: string;
  readonly object: string;
  readonly outcome: string;
  readonly sentence: string;
  readonly details_digest: string;
  readonly previous: string;
  readonly hash: string;
}

export interface Checkpoint {
  readonly seq: string;
  readonly hash: string;
  readonly at: string;
  readonly key_id: string;
  /** Base64. */
  readonly signature: string;
}

export interface Log {
  readonly install: string;
  /** Public keys by their id, SPKI in base64. */
  readonly keys: ReadonlyMap<string, string>;
  /** In the order of their numbers, once. */
  rows(): Iterable<Row>;
  /** After the rows were read. */
  checkpoints(): readonly Checkpoint[];
  close(): void;
}

/** Opens a desk.db, read only, or an exported file. */
export function openLog(file: string): Log {
  const head = Buffer.alloc(16);
  const handle = openSync(file, 'r');
  readSync(handle, head, 0, head.length, 0);
  closeSync(handle);
  return head.toString('latin1').startsWith('SQLite format 3')
    ? openDatabase(file)
    : openExport(file);
}

function openDatabase(file: string): Log {
  const db = new DatabaseSync(file, { readOnly: true });
  const text = (value: unknown): string =>
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value ?? '');
  const all = (sql: string): Record<string, unknown>[] => {
    const statement = db.prepare(sql);
    statement.setReadBigInts(true);
    return statement.all();
  };
  return {
    install: text(all('select id from install')[0]?.id),
    keys: new Map(
      all('select key_id, public_key from signing_keys').map((key) => [
        text(key.key_id),
        text(key.public_key),
      ]),
    ),
    *rows() {
      const statement = db.prepare('select * from audit order by seq');
      statement.setReadBigInts(true);
      for (const row of statement.iterate()) yield rowOf((name) => text(row[name]));
    },
    checkpoints: () =>
      all('select * from checkpoints order by seq').map((one) => ({
        seq: text(one.seq),
        hash: text(one.hash),
        at: text(one.at),
        key_id: text(one.key_id),
        signature: Buffer.from(text(one.signature), 'hex').toString('base64'),
      })),
    close: () => db.close(),
  };
}

/** A row by the values of its fields. */
function rowOf(value: (name: keyof Row) => string): Row {
  return {
    seq: value('seq'),
    at: value('at'),
    monotonic_ns: value('monotonic_ns'),
    actor: value('actor'),
    role: value('role'),
    door: value('door'),
    session: value('session'),
    command: value('command'),
    object: value('object'),
    outcome: value('outcome'),
    sentence: value('sentence'),
    details_digest: value('details_digest'),
    previous: value('previous'),
    hash: value('hash'),
  };
}

function openExport(file: string): Log {
  const lines = linesOf(file);
  const head = JSON.parse(lines.next().value ?? '{}') as {
    format?: string;
    install?: string;
    keys?: { key_id: string; public_key: string }[];
  };
  if (head.format !== 'recharge-desk-audit/1')
    throw new Error('This is neither a desk.db nor an exported audit of format 1.');
  const checkpoints: Checkpoint[] = [];
  return {
    install: head.install ?? '',
    keys: new Map((head.keys ?? []).map((key) => [key.key_id, key.public_key])),
    *rows() {
      for (const line of lines) {
        const said = JSON.parse(line) as Record<string, unknown>;
        const value = (name: string) => String(said[name] ?? '');
        if ('checkpoint' in said)
          checkpoints.push({
            seq: value('checkpoint'),
            hash: value('hash'),
            at: value('at'),
            key_id: value('key_id'),
            signature: value('signature'),
          });
        else if (!('format' in said)) yield rowOf(value);
      }
    },
    checkpoints: () => checkpoints,
    close() {},
  };
}

/** Lines of a file of any size. */
function* linesOf(file: string): Generator<string, undefined> {
  const handle = openSync(file, 'r');
  try {
    const piece = Buffer.alloc(1 << 20);
    let rest = Buffer.alloc(0);
    for (let read = readSync(handle, piece); read > 0; read = readSync(handle, piece)) {
      let whole = Buffer.concat([rest, piece.subarray(0, read)]);
      for (let end = whole.indexOf(10); end >= 0; end = whole.indexOf(10)) {
        if (end > 0) yield whole.toString('utf8', 0, end);
        whole = whole.subarray(end + 1);
      }
      rest = Buffer.from(whole);
    }
    if (rest.length > 0) yield rest.toString('utf8');
  } finally {
    closeSync(handle);
  }
  return undefined;
}

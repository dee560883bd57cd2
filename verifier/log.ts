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

/** One key in the place of another, as docs/audit-format.md has it. */
export interface Succession {
  readonly install: string;
  readonly how: 'replaced' | 'lost';
  /** SPKI in base64. */
  readonly old_public_key: string;
  readonly new_public_key: string;
  readonly seq: number;
  readonly hash: string;
  /** RFC 3339. */
  readonly at: string;
  readonly last: { readonly seq: number; readonly hash: string } | null;
  /** Base64. */
  readonly by_old: string | null;
  readonly by_new: string;
}

export interface Log {
  readonly install: string;
  /** Public keys by their id, SPKI in base64. */
  readonly keys: ReadonlyMap<string, string>;
  /** In the order of their numbers, once. */
  rows(): Iterable<Row>;
  /** After the rows were read. */
  checkpoints(): readonly Checkpoint[];
  /** In the order of their rows; after the rows were read. */
  successions(): readonly Succession[];
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
    successions: () => successionsIn(all, text),
    close: () => db.close(),
  };
}

type All = (sql: string) => Record<string, unknown>[];

function successionsIn(all: All, text: (value: unknown) => string): Succession[] {
  // A desk.db of an earlier program has no such table: its chain has one key.
  const known = all("select name from sqlite_schema where name = 'key_successions'");
  if (known.length === 0) return [];
  const base64 = (value: unknown) => Buffer.from(text(value), 'hex').toString('base64');
  const install = text(all('select id from install')[0]?.id);
  return all(
    `select key_successions.*, old.public_key as old_public_key, new.public_key as new_public_key
     from key_successions join signing_keys as old on old.key_id = old_key
       join signing_keys as new on new.key_id = new_key order by seq`,
  ).map((one) => ({
    install,
    how: text(one.how) === 'lost' ? 'lost' : 'replaced',
    old_public_key: text(one.old_public_key),
    new_public_key: text(one.new_public_key),
    seq: Number(one.seq),
    hash: text(one.hash),
    at: new Date(Number(one.at)).toISOString(),
    last: one.last_seq === null ? null : { seq: Number(one.last_seq), hash: text(one.last_hash) },
    by_old: one.by_old === null ? null : base64(one.by_old),
    by_new: base64(one.by_new),
  }));
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
  const successions: Succession[] = [];
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
        else if (said.format === 'recharge-desk-succession/1') successions.push(successionOf(said));
        else if (!('format' in said)) yield rowOf(value);
      }
    },
    checkpoints: () => checkpoints,
    successions: () => successions,
    close() {},
  };
}

/** A succession as an exported file has it; whatever is not there holds nothing. */
function successionOf(said: Record<string, unknown>): Succession {
  const text = (value: unknown) => String(value ?? '');
  const last = said.last as { seq?: unknown; hash?: unknown } | null | undefined;
  return {
    install: text(said.install),
    how: said.how === 'lost' ? 'lost' : 'replaced',
    old_public_key: text(said.old_public_key),
    new_public_key: text(said.new_public_key),
    seq: Number(said.seq),
    hash: text(said.hash),
    at: text(said.at),
    last: last ? { seq: Number(last.seq), hash: text(last.hash) } : null,
    by_old: said.by_old == null ? null : text(said.by_old),
    by_new: text(said.by_new),
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

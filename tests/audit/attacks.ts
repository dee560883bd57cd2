import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { type ChainRow, chainHash, genesis } from '../../main/desk/audit/chain.ts';
import { checkpointBytes } from '../../main/desk/audit/checkpoint.ts';
import { keyId } from '../../main/desk/audit/key.ts';

/** Rows of a log as they lie in its file. */
type Stored = ChainRow & { previous: Uint8Array; hash: Uint8Array };

export interface Field {
  /** The log under attack; its guards are off, as for anybody who holds the file. */
  readonly db: Database.Database;
  readonly install: string;
  /** Where the attack happens. */
  readonly at: bigint;
  /** A folder with the desk's key, for who got hold of that too. */
  readonly folder: string;
  /** The bytes of the log when it had only half of its rows. */
  readonly older: Buffer;
  /** Another desk's log. */
  readonly other: Database.Database;
}

/** The whole of a log in memory, with its guards taken off. */
export function openBytes(bytes: Buffer): Database.Database {
  const own = Buffer.from(bytes);
  // A log in memory has no write-ahead file.
  own.fill(1, 18, 20);
  const db = new Database(own);
  db.defaultSafeIntegers(true);
  db.pragma('foreign_keys = off');
  for (const name of db
    .prepare("select name from sqlite_schema where type = 'trigger'")
    .pluck()
    .all())
    db.exec(`drop trigger "${String(name)}"`);
  return db;
}

/** Chains the rows from `from` on anew, as somebody would who does not want to be found. */
function rechain(db: Database.Database, install: string, from: bigint): void {
  const hashAt = db.prepare('select hash from audit where seq = ?').pluck();
  const put = db.prepare('update audit set previous = ?, hash = ? where seq = ?');
  let previous = (hashAt.get(from - 1n) as Uint8Array | undefined) ?? genesis;
  for (const row of db
    .prepare('select * from audit where seq >= ? order by seq')
    .all(from) as Stored[]) {
    const hash = chainHash(install, previous, row);
    put.run(previous, hash, row.seq);
    previous = hash;
  }
}

/** Signs every checkpoint from a row on anew. */
function resign({ db, install, at }: Field, pem: string, id: string): void {
  const key = createPrivateKey(pem);
  const put = db.prepare(
    'update checkpoints set hash = ?, signature = ?, key_id = ? where seq = ?',
  );
  const hashAt = db.prepare('select hash from audit where seq = ?').pluck();
  for (const one of db.prepare('select seq, at from checkpoints where seq >= ?').all(at) as {
    seq: bigint;
    at: bigint;
  }[]) {
    const hash = hashAt.get(one.seq) as Uint8Array;
    put.run(hash, sign(null, checkpointBytes({ install, hash, ...one }), key), id, one.seq);
  }
}

function edit({ db, at }: Field): void {
  db.prepare("update audit set sentence = sentence || ' And more.' where seq = ?").run(at);
}

function ownKey(folder: string): string {
  return readFileSync(path.join(folder, 'desk.key'), 'utf8');
}

const key = (db: Database.Database) =>
  String(db.prepare('select key_id from signing_keys').pluck().get());

/**
 * The fourteen attacks of the threat model, and one on how rows are read. `silent`: without an anchor it cannot be seen by
 * anybody, and is called unanchored.
 */
export const attacks: readonly {
  readonly name: string;
  readonly silent?: true;
  run(field: Field): void;
}[] = [
  { name: 'edit', run: edit },
  {
    // Where fields are read one behind the other, the same bytes could be told apart otherwise.
    name: 'a border between fields moved to a field that is missing',
    run({ db, at }) {
      db.exec(`create table loose as select * from audit; drop table audit;
        alter table loose rename to audit; create unique index audit_seq on audit (seq)`);
      db.prepare(
        'update audit set actor = actor || char(31, 31, 31, 31) || role, role = null where seq = ?',
      ).run(at);
    },
  },
  {
    name: 'delete',
    run: ({ db, at }) => void db.prepare('delete from audit where seq = ?').run(at),
  },
  {
    name: 'insert',
    run({ db, at }) {
      db.prepare('update audit set seq = -(seq + 1) where seq > ?').run(at);
      db.exec('update audit set seq = -seq where seq < 0');
      db.prepare(
        `insert into audit select seq + 1, at, monotonic_ns, 'eve', role, door, session, command, object,
           outcome, sentence, details_digest, hash, randomblob(32) from audit where seq = ?`,
      ).run(at);
    },
  },
  {
    name: 'swap',
    run({ db, at }) {
      for (const [from, to] of [
        [at, -1n],
        [at + 1n, at],
        [-1n, at + 1n],
      ])
        db.prepare('update audit set seq = ? where seq = ?').run(to, from);
    },
  },
  {
    // The table takes no number twice: the copy gets the next one, and its other fields.
    name: 'duplicate',
    run({ db, at }) {
      db.prepare('delete from audit where seq = ?').run(at + 1n);
      db.prepare(
        `insert into audit select seq + 1, at, monotonic_ns, actor, role, door, session, command, object,
           outcome, sentence, details_digest, previous, randomblob(32) from audit where seq = ?`,
      ).run(at);
    },
  },
  {
    name: 'tail cut',
    run: ({ db, at }) => void db.prepare('delete from audit where seq > ?').run(at),
  },
  {
    name: 'tail cut with its checkpoints',
    silent: true,
    run({ db, at }) {
      db.prepare('delete from audit where seq > ?').run(at);
      db.prepare('delete from checkpoints where seq > ?').run(at);
    },
  },
  {
    name: 'chained anew without the key',
    run(field) {
      edit(field);
      rechain(field.db, field.install, field.at);
    },
  },
  {
    name: 'chained anew with the key',
    silent: true,
    run(field) {
      edit(field);
      rechain(field.db, field.install, field.at);
      resign(field, ownKey(field.folder), key(field.db));
    },
  },
  {
    name: 'an older file',
    silent: true,
    run({ db, older }) {
      const old = openBytes(older);
      for (const table of ['audit', 'checkpoints'] as const) {
        db.exec(`delete from ${table}`);
        for (const row of old.prepare(`select * from ${table}`).raw().all() as unknown[][])
          db.prepare(`insert into ${table} values (${row.map(() => '?').join()})`).run(...row);
      }
      old.close();
    },
  },
  {
    name: 'another key',
    run(field) {
      const made = generateKeyPairSync('ed25519');
      const spki = made.publicKey.export({ type: 'spki', format: 'der' });
      edit(field);
      rechain(field.db, field.install, field.at);
      field.db
        .prepare('update signing_keys set key_id = ?, public_key = ?')
        .run(keyId(spki), spki.toString('base64'));
      resign(
        { ...field, at: 1n },
        String(made.privateKey.export({ type: 'pkcs8', format: 'pem' })),
        keyId(spki),
      );
    },
  },
  {
    name: "another install's rows",
    run({ db, at, other }) {
      db.prepare('delete from audit where seq = ?').run(at);
      const row = other.prepare('select * from audit where seq = ?').raw().get(at) as unknown[];
      db.prepare(`insert into audit values (${row.map(() => '?').join()})`).run(...row);
    },
  },
  {
    name: 'another time',
    run: ({ db, at }) =>
      void db.prepare('update audit set at = at - 86400000 where seq = ?').run(at),
  },
  {
    name: 'an empty file',
    silent: true,
    run: ({ db }) => db.exec('delete from audit; delete from checkpoints'),
  },
];

import { randomBytes } from 'node:crypto';
import type { Anchor, AuditRow, AuditVerdict, Succession } from '../../../contract/audit.ts';
import type { Role } from '../../../contract/staff.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Db } from '../storage/storage.ts';
import { type ChainRow, chainHash, detailsDigest, genesis } from './chain.ts';
import { checkpointBytes, checkpointMs, checkpointRows, shortCode } from './checkpoint.ts';
import { type ExcerptRow, toExcerpt } from './excerpt.ts';
import { exportedLines } from './export.ts';
import { type GuardedKey, keyId, openSigningKey, type SigningKey, sealed } from './key.ts';
import { hasKeyFile, keyIsAnother, keyIsGone, settle } from './key-file.ts';
import { createKeyTimes, type NewSuccession, type Term } from './key-times.ts';
import { createKeptAnchors } from './kept-anchors.ts';
import { createAuditList, type ListInput } from './list.ts';
import type { StoredRow } from './row-bytes.ts';
import { createVerifier, type VerifyInput } from './verify.ts';

export { type ExcerptRow, excerptRow, holdsExcerpt } from './excerpt.ts';
export { createGuarding } from './guarding.ts';
export { keyId, openSigningKey, signedBy, type SigningKey } from './key.ts';
export type { Keyring } from './keyring.ts';
export { successionIsSigned } from './succession.ts';
export { keptAnchorsFile, keptSince } from './kept-anchors.ts';
export type { ListInput } from './list.ts';
export { auditMigrations } from './schema.ts';

/** Who calls, through which door, in which sign-in. `nobody` before sign-in, `desk` for its own acts. */
export interface Caller {
  readonly user: string;
  readonly role: Role | 'nobody' | 'desk';
  readonly door: string;
  /** A name for the sign-in that is no secret. */
  readonly session: string;
}

/** What a command says of itself. The sentence is made of ids: no names, no notes, no contact data. */
export interface Act {
  readonly command: string;
  readonly object: string;
  /** `done`, or the code of the refusal. */
  readonly outcome: string;
  readonly sentence: string;
  /** What a person wrote, and other things that may have to be erased one day. */
  readonly details?: Readonly<Record<string, string | null>>;
}

export interface Audit {
  /** Names this workspace for ever, in the audit and in whatever leaves it. */
  readonly install: string;
  /** Adds a row. Must be called inside the transaction of the act, so that neither stands alone. */
  append(caller: Caller, act: Act): void;
  /** Newest first; `total` counts what the filters let through. */
  list(input: ListInput): { total: number; rows: AuditRow[] };
  /** The whole chain up to now in the export format, an anchor of its end the last line. */
  exportLines(caller: Caller): Generator<string>;
  /**
   * Recomputes the whole chain and its checkpoints; long ones beside the desk's own thread. An
   * anchor or a code held outside the file proves the rows up to it, or contradicts them.
   */
  verify(input?: VerifyInput, progress?: (rows: number, of: number) => void): Promise<AuditVerdict>;
  /** The rows about some objects, oldest first, to take along: each can be held against its hash. */
  excerpt(objects: readonly string[]): ExcerptRow[];
  /**
   * Erases what people wrote beside the rows about some objects. The chain holds a salted digest
   * of it alone, and verifies as before. Runs in the caller's transaction; gives how many.
   */
  eraseDetails(objects: readonly string[]): number;
  /** Signs how far the chain has come, after a row that says who asked. Refuses KEY_SEALED while the key is. */
  anchor(caller: Caller): Anchor;
  /** A row, and in the same transaction a signature of how far the chain has come with it; null while the key is sealed. */
  appendSigned(caller: Caller, act: Act): Anchor | null;
  /** Every key that was this desk's, the first one first; the last one signs now. */
  keys(): readonly Pick<Term, 'id' | 'publicKey' | 'came'>[];
  /** Which key followed which, the first change first. */
  successions(): Succession[];
  /**
   * Writes down that another key follows from the newest row on, which says so. Runs in the transaction
   * of that row; `sign` makes the signatures over what both keys vouch for.
   */
  succeed(
    how: Succession['how'],
    newKey: string,
    sign: (
      said: Omit<NewSuccession, 'by_old' | 'by_new'>,
    ) => Pick<NewSuccession, 'by_old' | 'by_new'>,
  ): void;
  /** Rows at the end of the chain that no signature covers yet. */
  unsigned(): number;
  /** Signs what has been waiting too long, and keeps anchors outside the file. `all`: whatever is unsigned. */
  seal(all?: boolean): void;
  /** From here on the anchors beside the workspace count anew: an older file was put in place. */
  restored(): void;
}

/** A row up to which the chain is signed, and by which key. */
interface Signed extends Head {
  readonly at: bigint;
  readonly key_id: string;
  readonly signature: Uint8Array;
}

/** The newest row, as what follows it needs it. */
interface Head {
  readonly seq: bigint;
  readonly hash: Uint8Array;
}

/**
 * The audit over desk.db. `clock` gives UTC ms, `monotonic` nanoseconds that never go back
 * while the machine runs: order comes from `seq`, never from either. `anchorsFile` is where
 * anchors are kept outside the file; nowhere, where it is left out.
 */
export function createAudit(deps: {
  desk: Db;
  clock: () => number;
  monotonic: () => bigint;
  key: SigningKey;
  anchorsFile?: string;
}): Audit {
  const { desk, clock, monotonic, key } = deps;
  const install = installId(desk);
  keepPublicKey(desk, key.id, key.publicKey);
  const keyTimes = createKeyTimes(desk, install);
  const publicKeyOf = desk.prepare('select public_key from signing_keys where key_id = ?').pluck();
  const last = desk.prepare('select seq, hash from audit order by seq desc limit 1');
  // By position: looking up fourteen names costs more than writing the row.
  const insert = desk.prepare(`insert into audit values (${Array(14).fill('?').join(', ')})`);
  const insertDetails = desk.prepare(
    'insert into audit_details (seq, salt, details) values (?, ?, ?)',
  );
  const about = desk.prepare('select * from audit where object = ? order by seq');
  const erase = desk.prepare(
    `update audit_details set details = '', salt = zeroblob(16)
     where details <> '' and seq in (select seq from audit where object = ?)`,
  );
  const newestCheckpoint = desk.prepare(
    'select seq, hash, at, key_id, signature from checkpoints order by seq desc limit 1',
  );
  const insertCheckpoint = desk.prepare('insert into checkpoints values (?, ?, ?, ?, ?)');
  const keys = () => keyTimes.terms(key).terms;
  const kept =
    deps.anchorsFile === undefined
      ? null
      : createKeptAnchors(deps.anchorsFile, install, () => keys().map(({ id }) => id));
  // A start before this one may have been cut off between the two files.
  kept?.succeed(keyTimes.successions());
  const verify = createVerifier({ desk, install, key, kept: () => kept?.all() ?? new Map() });
  const list = createAuditList(desk);

  /** Signs how far the chain has come, once a row; null while the key is sealed. */
  const checkpoint = (head: Head) => {
    if (key.isSealed()) return null;
    const at = clock();
    const signature = key.sign(checkpointBytes({ install, ...head, at: BigInt(at) }));
    insertCheckpoint.run(head.seq, head.hash, at, key.id, signature);
    return { ...head, at: BigInt(at), key_id: key.id, signature };
  };

  const anchorOf = (signed: Signed) => {
    const anchor = {
      format: 'recharge-desk-anchor/1' as const,
      install,
      seq: Number(signed.seq),
      hash: Buffer.from(signed.hash).toString('hex'),
      at: wireTime(Number(signed.at)),
      key_id: signed.key_id,
      public_key: String(publicKeyOf.get(signed.key_id)),
      signature: Buffer.from(signed.signature).toString('base64'),
    };
    return { ...anchor, code: shortCode(anchor) };
  };

  const append = (caller: Caller, act: Act): void => {
    if (!desk.inTransaction) throw new Error('an audit row belongs in the transaction of its act');
    const before = last.get() as Head | undefined;
    const salt = newSalt();
    const details = JSON.stringify(act.details ?? {});
    const row: ChainRow = {
      seq: (before?.seq ?? 0n) + 1n,
      at: BigInt(clock()),
      monotonic_ns: monotonic(),
      actor: caller.user,
      role: caller.role,
      door: caller.door,
      session: caller.session,
      command: act.command,
      // The file keeps whole characters only; what is hashed must be what is kept.
      object: act.object.toWellFormed(),
      outcome: act.outcome,
      sentence: act.sentence.toWellFormed(),
      details_digest: detailsDigest(salt, details),
    };
    const previous = before?.hash ?? genesis;
    // The row before this one is final now: the place for a checkpoint that is due.
    if (before && checkpointIsDue(before.seq)) checkpoint(before);
    insert.run(
      ...[row.seq, row.at, row.monotonic_ns, row.actor, row.role, row.door, row.session],
      ...[row.command, row.object, row.outcome, row.sentence, row.details_digest],
      ...[previous, chainHash(install, previous, row)],
    );
    insertDetails.run(row.seq, salt, details);
  };

  const checkpointIsDue = (seq: bigint): boolean => {
    const newest = newestCheckpoint.get() as { seq: bigint; at: bigint } | undefined;
    if (!newest) return true;
    if (newest.seq >= seq) return false;
    const passed = BigInt(clock()) - newest.at;
    // A clock that went back makes one due as well.
    return seq - newest.seq >= checkpointRows || passed >= BigInt(checkpointMs) || passed < 0n;
  };

  /** The newest checkpoint is in the file for good: it may be told outside. */
  const tellOutside = () => {
    // Inside a transaction that may yet be undone nothing is told; the next look at it does.
    if (desk.inTransaction) return;
    const newest = newestCheckpoint.get() as Signed | undefined;
    if (newest) kept?.keep(anchorOf(newest));
  };

  const appendSigned = (caller: Caller, act: Act): Anchor | null => {
    const signed = desk
      .transaction(() => {
        append(caller, act);
        return checkpoint(last.get() as Head);
      })
      .immediate();
    tellOutside();
    return signed && anchorOf(signed);
  };

  const unsignedRows = (): bigint => {
    const head = last.get() as Head | undefined;
    const newest = newestCheckpoint.get() as { seq: bigint } | undefined;
    return (head?.seq ?? 0n) - (newest?.seq ?? 0n);
  };

  const anchor = (caller: Caller): Anchor => {
    if (key.isSealed()) throw sealed();
    const made = appendSigned(caller, {
      command: 'audit.anchor',
      object: 'audit',
      outcome: 'done',
      sentence: `${caller.user} took an anchor of the audit.`,
    });
    if (made === null) throw sealed();
    return made;
  };

  return {
    install,
    append,
    appendSigned,
    list,
    verify: (input = {}, progress) => verify(input, progress),
    anchor,

    eraseDetails: (objects) => objects.reduce((sum, object) => sum + erase.run(object).changes, 0),

    excerpt: (objects) =>
      objects.flatMap((object) => (about.all(object) as StoredRow[]).map(toExcerpt)),

    *exportLines(caller) {
      const { head, signed } = desk
        .transaction(() => {
          append(caller, {
            command: 'audit.export',
            object: 'audit',
            outcome: 'done',
            sentence: `${caller.user} exported the audit.`,
          });
          const head = last.get() as Head;
          return { head, signed: checkpoint(head) };
        })
        .immediate();
      tellOutside();
      yield* exportedLines(desk, install, keyTimes.successions(), head.seq);
      if (signed) yield JSON.stringify(anchorOf(signed));
    },

    keys,
    successions: keyTimes.successions,

    succeed(how, newKey, sign) {
      const { seq, hash } = last.get() as Head;
      const said = {
        how,
        old_public_key: key.publicKey,
        new_public_key: newKey,
        seq: Number(seq),
        hash: Buffer.from(hash).toString('hex'),
        at: wireTime(clock()),
        last: keyTimes.newestBy(key.id),
      };
      keepPublicKey(desk, keyId(Buffer.from(newKey, 'base64')), newKey);
      keyTimes.insert({ ...said, ...sign(said) });
    },

    unsigned: () => Number(unsignedRows()),

    seal(all = false) {
      if (!desk.inTransaction) kept?.succeed(keyTimes.successions());
      const head = last.get() as Head | undefined;
      if (head && unsignedRows() > 0n && (all || checkpointIsDue(head.seq)))
        desk.transaction(() => checkpoint(head)).immediate();
      tellOutside();
    },

    restored() {
      kept?.restored(wireTime(clock()));
      tellOutside();
    },
  };
}

const saltBytes = 16;
let salts: Buffer = Buffer.alloc(0);

/** Random bytes of a row's own, drawn for many rows at once: one draw costs as much as a read. */
function newSalt(): Buffer {
  if (salts.length < saltBytes) salts = randomBytes(saltBytes * 256);
  const salt = salts.subarray(0, saltBytes);
  salts = salts.subarray(saltBytes);
  return salt;
}

/**
 * The signing key of a workspace whose desk.db is open: ends first what a start before this one began
 * with its file. Refuses DISK where the file is gone, though something was signed with it, and where it
 * holds another key than the one that desk.db ends with.
 */
export function openOwnKey(folder: string, desk: Db): GuardedKey {
  const newest = desk.prepare('select sha256 from key_files order by number desc limit 1').pluck();
  settle(folder, (newest.get() as string | undefined) ?? null);
  const signed = desk.prepare('select 1 from signing_keys').get() !== undefined;
  if (signed && !hasKeyFile(folder)) throw keyIsGone(folder);
  const key = openSigningKey(folder);
  const chain = desk.prepare(currentKey).pluck().get();
  if (typeof chain === 'string' && chain !== key.id) throw keyIsAnother(folder, key.id, chain);
  return key;
}

/** The key that a chain ends with: the one that followed last, else the only one there ever was. */
const currentKey = `select coalesce(
  (select new_key from key_successions order by seq desc limit 1),
  (select key_id from checkpoints order by seq limit 1),
  (select key_id from signing_keys order by rowid limit 1))`;

/** Other verifiers check signatures by the public keys that the file itself names. */
function keepPublicKey(desk: Db, id: string, publicKey: string): void {
  const known = desk.prepare('select 1 from signing_keys where key_id = ?').get(id);
  if (known === undefined)
    desk.prepare('insert into signing_keys values (?, ?)').run(id, publicKey);
}

function installId(desk: Db): string {
  const read = desk.prepare('select id from install').pluck();
  const known = read.get();
  if (typeof known === 'string') return known;
  desk
    .prepare('insert or ignore into install (only_row, id) values (1, ?)')
    .run(randomBytes(16).toString('hex'));
  return String(read.get());
}

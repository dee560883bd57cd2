import { randomBytes } from 'node:crypto';
import type { Anchor, AuditRow, AuditVerdict } from '../../../contract/audit.ts';
import type { Role } from '../../../contract/staff.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Db } from '../storage/storage.ts';
import { type ChainRow, chainHash, detailsDigest, genesis } from './chain.ts';
import { checkpointBytes, checkpointMs, checkpointRows, shortCode } from './checkpoint.ts';
import { type ExcerptRow, toExcerpt } from './excerpt.ts';
import type { SigningKey } from './key.ts';
import { createVerifier, type StoredRow } from './verify.ts';

export { type ExcerptRow, excerptRow, holdsExcerpt } from './excerpt.ts';
export { keyId, openSigningKey, signedBy, type SigningKey } from './key.ts';
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
  /** Newest first. */
  list(input: { before?: number | undefined; object?: string | undefined; limit: number }): {
    total: number;
    rows: AuditRow[];
  };
  /**
   * Recomputes the whole chain and its checkpoints; gives way to other calls every thousand
   * rows. An anchor held outside the file proves the rows up to it, or contradicts them.
   */
  verify(anchor?: Anchor): Promise<AuditVerdict>;
  /** The rows about some objects, oldest first, to take along: each can be held against its hash. */
  excerpt(objects: readonly string[]): ExcerptRow[];
  /** Signs how far the chain has come, after a row that says who asked. */
  anchor(caller: Caller): Anchor;
}

/** The newest row, as what follows it needs it. */
interface Head {
  readonly seq: bigint;
  readonly hash: Uint8Array;
}

/**
 * The audit over desk.db. `clock` gives UTC ms, `monotonic` nanoseconds that never go back
 * while the machine runs: order comes from `seq`, never from either.
 */
export function createAudit(deps: {
  desk: Db;
  clock: () => number;
  monotonic: () => bigint;
  key: SigningKey;
}): Audit {
  const { desk, clock, monotonic, key } = deps;
  const install = installId(desk);
  const last = desk.prepare('select seq, hash from audit order by seq desc limit 1');
  const insert = desk.prepare(
    `insert into audit values (@seq, @at, @monotonic_ns, @actor, @role, @door, @session, @command,
       @object, @outcome, @sentence, @details_digest, @previous, @hash)`,
  );
  const insertDetails = desk.prepare(
    'insert into audit_details (seq, salt, details) values (?, ?, ?)',
  );
  const count = desk.prepare('select count(*) from audit').pluck();
  const page = desk.prepare(
    `select * from audit where seq < @before and (@object is null or object = @object)
     order by seq desc limit @limit`,
  );
  const about = desk.prepare('select * from audit where object = ? order by seq');
  const newestCheckpoint = desk.prepare(
    'select seq, at from checkpoints order by seq desc limit 1',
  );
  const insertCheckpoint = desk.prepare('insert into checkpoints values (?, ?, ?, ?, ?)');
  const verify = createVerifier(desk, install, key);

  /** Signs how far the chain has come. Runs in the caller's transaction, once a row. */
  const checkpoint = (head: Head) => {
    const at = clock();
    const signature = key.sign(checkpointBytes({ install, ...head, at: BigInt(at) }));
    insertCheckpoint.run(head.seq, head.hash, at, key.id, signature);
    return { at, signature };
  };

  const append = (caller: Caller, act: Act): void => {
    if (!desk.inTransaction) throw new Error('an audit row belongs in the transaction of its act');
    const before = last.get() as Head | undefined;
    const salt = randomBytes(16);
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
      object: act.object,
      outcome: act.outcome,
      sentence: act.sentence,
      details_digest: detailsDigest(salt, details),
    };
    const previous = before?.hash ?? genesis;
    // The row before this one is final now: the place for a checkpoint that is due.
    if (before && checkpointIsDue(before.seq)) checkpoint(before);
    insert.run({ ...row, previous, hash: chainHash(install, previous, row) });
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

  return {
    install,
    append,

    list({ before, object, limit }) {
      const rows = page.all({
        before: BigInt(before ?? Number.MAX_SAFE_INTEGER),
        object: object ?? null,
        limit,
      }) as StoredRow[];
      return { total: Number(count.get()), rows: rows.map(toWire) };
    },

    verify,

    excerpt: (objects) =>
      objects.flatMap((object) => (about.all(object) as StoredRow[]).map(toExcerpt)),

    anchor(caller) {
      return desk
        .transaction(() => {
          append(caller, {
            command: 'audit.anchor',
            object: 'audit',
            outcome: 'done',
            sentence: `${caller.user} took an anchor of the audit.`,
          });
          const head = last.get() as Head;
          const signed = checkpoint(head);
          const anchor = {
            format: 'recharge-desk-anchor/1' as const,
            install,
            seq: Number(head.seq),
            hash: Buffer.from(head.hash).toString('hex'),
            at: wireTime(signed.at),
            key_id: key.id,
            public_key: key.publicKey,
            signature: signed.signature.toString('base64'),
          };
          return { ...anchor, code: shortCode(anchor) };
        })
        .immediate();
    },
  };
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

function toWire(row: StoredRow): AuditRow {
  return {
    seq: Number(row.seq),
    at: wireTime(Number(row.at)),
    actor: row.actor,
    role: row.role,
    door: row.door,
    command: row.command,
    object: row.object,
    outcome: row.outcome,
    sentence: row.sentence,
    hash: Buffer.from(row.hash).toString('hex'),
  };
}

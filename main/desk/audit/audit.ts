import { randomBytes } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { AuditRow, AuditVerdict } from '../../../contract/audit.ts';
import type { Role } from '../../../contract/staff.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Db } from '../storage/storage.ts';
import { type ChainRow, chainHash, detailsDigest, genesis } from './chain.ts';

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
  /** Adds a row. Must be called inside the transaction of the act, so that neither stands alone. */
  append(caller: Caller, act: Act): void;
  /** Newest first. */
  list(input: { before?: number | undefined; object?: string | undefined; limit: number }): {
    total: number;
    rows: AuditRow[];
  };
  /** Recomputes the whole chain; gives way to other calls every thousand rows. */
  verify(): Promise<AuditVerdict>;
}

type StoredRow = ChainRow & { readonly previous: Uint8Array; readonly hash: Uint8Array };

/**
 * The audit over desk.db. `clock` gives UTC ms, `monotonic` nanoseconds that never go back
 * while the machine runs: order comes from `seq`, never from either.
 */
export function createAudit(deps: {
  desk: Db;
  clock: () => number;
  monotonic: () => bigint;
}): Audit {
  const { desk, clock, monotonic } = deps;
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
  const run = desk.prepare('select * from audit where seq > ? order by seq limit 1000');

  return {
    append(caller, act) {
      if (!desk.inTransaction)
        throw new Error('an audit row belongs in the transaction of its act');
      const before = last.get() as { seq: bigint; hash: Uint8Array } | undefined;
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
      insert.run({ ...row, previous, hash: chainHash(install, previous, row) });
      insertDetails.run(row.seq, salt, details);
    },

    list({ before, object, limit }) {
      const rows = page.all({
        before: BigInt(before ?? Number.MAX_SAFE_INTEGER),
        object: object ?? null,
        limit,
      }) as StoredRow[];
      return { total: Number(count.get()), rows: rows.map(toWire) };
    },

    async verify() {
      let previous: Uint8Array = genesis;
      let seq = 0n;
      for (;;) {
        const rows = run.all(seq) as StoredRow[];
        for (const row of rows) {
          const whole =
            row.seq === seq + 1n &&
            same(row.previous, previous) &&
            same(row.hash, chainHash(install, previous, row));
          if (!whole) return broken(Number(count.get()), Number(seq + 1n));
          seq = row.seq;
          previous = row.hash;
        }
        if (rows.length === 0) return unanchored(Number(seq));
        await breathe();
      }
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

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
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

function unanchored(rows: number): AuditVerdict {
  return {
    verdict: 'unanchored',
    rows,
    anchored_to: null,
    broken_at: null,
    key_protected: false,
    sentence:
      `The chain of ${rows} rows is whole, but no anchor is held outside this file: ` +
      'rows cut from its end, or a chain rewritten by whoever holds the file, would not show.',
  };
}

function broken(rows: number, at: number): AuditVerdict {
  return {
    verdict: 'broken',
    rows,
    anchored_to: null,
    broken_at: at,
    key_protected: false,
    sentence: `The chain breaks at row ${at}: that row or one before it was changed, taken out or put in.`,
  };
}

import type { KeyTime, Succession } from '../../../contract/audit.ts';
import { wireTime } from '../../../contract/values.ts';
import type { Db } from '../storage/storage.ts';
import { keyId, type SigningKey } from './key.ts';
import { keyObject, replaceCommands, successionIsSigned } from './succession.ts';

/** The rows that one key answers for, and whose signatures they must have. */
export interface Term {
  readonly id: string;
  readonly publicKey: string;
  readonly came: KeyTime['came'];
  readonly from: bigint;
  /** The last row; null for the key that signs now. */
  readonly to: bigint | null;
}

interface Stored {
  readonly seq: bigint;
  readonly how: Succession['how'];
  readonly old_public_key: string;
  readonly new_public_key: string;
  readonly hash: Uint8Array;
  readonly at: bigint;
  readonly last_seq: bigint | null;
  readonly last_hash: Uint8Array | null;
  readonly by_old: Uint8Array | null;
  readonly by_new: Uint8Array;
}

/** A succession as it is kept, before it is in desk.db. */
export type NewSuccession = Omit<Succession, 'format' | 'install'>;

/** Which key of a desk signs from which row on, as desk.db has it. */
export function createKeyTimes(desk: Db, install: string) {
  const all = desk.prepare(
    `select seq, how, old.public_key as old_public_key, new.public_key as new_public_key, hash, at,
       last_seq, last_hash, by_old, by_new
     from key_successions join signing_keys as old on old.key_id = old_key
       join signing_keys as new on new.key_id = new_key order by seq`,
  );
  const insert = desk.prepare('insert into key_successions values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const acts = desk.prepare(
    `select seq, command, object, hash from audit
     where command in (?, ?) and outcome = 'done' order by seq`,
  );
  const checkpointOf = desk.prepare('select hash from checkpoints where seq = ? and key_id = ?');
  const signedTo = desk.prepare('select max(seq) from checkpoints where key_id = ?').pluck();
  const newestBy = desk.prepare(
    'select seq, hash from checkpoints where key_id = ? order by seq desc limit 1',
  );

  const successions = (): Succession[] =>
    (all.all() as Stored[]).map((row) => toWire(install, row));

  return {
    /** Every change of the key, the first one first. */
    successions,

    /** The newest row that a key signed. */
    newestBy: (id: string): { seq: number; hash: string } | null => {
      const found = newestBy.get(id) as { seq: bigint; hash: Uint8Array } | undefined;
      return found ? { seq: Number(found.seq), hash: hexOf(found.hash) } : null;
    },

    /** Writes a succession down, in the transaction of its act. */
    insert(one: NewSuccession): void {
      insert.run(
        ...[one.seq, one.how, idOf(one.old_public_key), idOf(one.new_public_key)],
        ...[Buffer.from(one.hash, 'hex'), Date.parse(one.at), one.last?.seq ?? null],
        ...[one.last ? Buffer.from(one.last.hash, 'hex') : null, bytesOf(one.by_old)],
        bytesOf(one.by_new),
      );
    },

    /**
     * The terms of the keys up to `own`, the key that the desk has, and the rows at which they do not
     * follow from each other: a key that took another's place without its act, an act without its key,
     * or one that was changed.
     */
    terms(own: Pick<SigningKey, 'id' | 'publicKey'>): { terms: Term[]; faults: bigint[] } {
      const list = successions();
      const faults = new Set<bigint>();
      const first = list[0]?.old_public_key ?? own.publicKey;
      const terms: Term[] = [term(first, 'first', 1n)];
      const rows = new Map(
        (acts.all(...Object.values(replaceCommands)) as Act[]).map((act) => [act.seq, act]),
      );
      for (const one of list) {
        const before = terms.at(-1);
        const seq = BigInt(one.seq);
        const act = rows.get(seq);
        rows.delete(seq);
        const holds =
          one.old_public_key === before?.publicKey &&
          // A key that was replaced before it signed anything answers for no row.
          (seq > before.from || before.came === 'first') &&
          act?.command === replaceCommands[one.how] &&
          act.object === keyObject(one.new_public_key) &&
          hexOf(act.hash) === one.hash &&
          successionIsSigned(one) &&
          lastHolds(one, before.id);
        if (!holds) faults.add(seq);
        if (before) terms[terms.length - 1] = { ...before, to: seq - 1n };
        terms.push(term(one.new_public_key, one.how, seq));
      }
      for (const seq of rows.keys()) faults.add(seq);
      const newest = terms.at(-1);
      // The key that the desk has is another one than its chain ends with.
      if (newest && newest.id !== own.id) {
        terms[terms.length - 1] = { ...newest, id: own.id, publicKey: own.publicKey };
        faults.add(newest.from);
      }
      return { terms, faults: [...faults] };
    },

    /** As a verdict tells it. */
    told: (terms: readonly Term[]): KeyTime[] =>
      terms.map(({ id, came, from, to }) => {
        const signed = signedTo.get(id) as bigint | null;
        return {
          key_id: id,
          came,
          from: Number(from),
          to: to === null ? null : Number(to),
          signed_to: signed === null ? null : Number(signed),
        };
      }),
  };

  /** What it says that the old key signed last is what it did. */
  function lastHolds({ last }: Succession, oldId: string): boolean {
    const newest = signedTo.get(oldId) as bigint | null;
    if (last === null) return newest === null;
    const found = checkpointOf.get(last.seq, oldId) as { hash: Uint8Array } | undefined;
    return newest === BigInt(last.seq) && found !== undefined && hexOf(found.hash) === last.hash;
  }
}

interface Act {
  readonly seq: bigint;
  readonly command: string;
  readonly object: string;
  readonly hash: Uint8Array;
}

/** The term that a row falls into. */
export function termAt(terms: readonly Term[], seq: bigint): Term | undefined {
  return terms.findLast(({ from }) => from <= seq);
}

function term(publicKey: string, came: Term['came'], from: bigint): Term {
  return { id: idOf(publicKey), publicKey, came, from, to: null };
}

function toWire(install: string, row: Stored): Succession {
  return {
    format: 'recharge-desk-succession/1',
    install,
    how: row.how,
    old_public_key: row.old_public_key,
    new_public_key: row.new_public_key,
    seq: Number(row.seq),
    hash: hexOf(row.hash),
    at: wireTime(Number(row.at)),
    last:
      row.last_seq === null || row.last_hash === null
        ? null
        : { seq: Number(row.last_seq), hash: hexOf(row.last_hash) },
    by_old: row.by_old === null ? null : Buffer.from(row.by_old).toString('base64'),
    by_new: Buffer.from(row.by_new).toString('base64'),
  };
}

function idOf(publicKey: string): string {
  return keyId(Buffer.from(publicKey, 'base64'));
}

function bytesOf(signature: string | null): Buffer | null {
  return signature === null ? null : Buffer.from(signature, 'base64');
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

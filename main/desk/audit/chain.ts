import { createHash } from 'node:crypto';

/** One row as the chain sees it. Order and meaning of the fields are part of the format. */
export interface ChainRow {
  readonly seq: bigint;
  readonly at: bigint;
  readonly monotonic_ns: bigint;
  readonly actor: string;
  readonly role: string;
  readonly door: string;
  readonly session: string;
  readonly command: string;
  readonly object: string;
  readonly outcome: string;
  readonly sentence: string;
  readonly details_digest: Uint8Array;
}

const domain = 'recharge-desk/audit/1';

/** What the first row follows. */
export const genesis: Uint8Array = new Uint8Array(32);

/**
 * The hash of a row: SHA-256 over the previous hash and the row, each field behind its length
 * in four bytes, so that no two rows can share their bytes by moving a border between fields.
 */
export function chainHash(install: string, previous: Uint8Array, row: ChainRow): Buffer {
  const hash = createHash('sha256');
  const fields: readonly (string | bigint | Uint8Array)[] = [
    domain,
    install,
    previous,
    row.seq,
    row.at,
    row.monotonic_ns,
    row.actor,
    row.role,
    row.door,
    row.session,
    row.command,
    row.object,
    row.outcome,
    row.sentence,
    row.details_digest,
  ];
  for (const field of fields) {
    const bytes = field instanceof Uint8Array ? field : Buffer.from(field.toString(), 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  }
  return hash.digest();
}

/** The digest of what stands beside the chain; the salt keeps short details unguessable. */
export function detailsDigest(salt: Uint8Array, details: string): Buffer {
  return createHash('sha256').update(salt).update(details, 'utf8').digest();
}

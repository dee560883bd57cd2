import { hash as hashOf } from 'node:crypto';

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

/** Bytes of a digest. */
export const digestBytes = 32;

/** The length of a field, four bytes, before its bytes. */
export const prefixBytes = 4;

/** What every row of an install begins with: the domain and the install, each behind its length. */
export function chainStart(install: string): Buffer {
  return Buffer.concat(
    [domain, install].map((field) => lengthPrefixed(Buffer.from(field, 'utf8'))),
  );
}

/**
 * The hash of a row: SHA-256 over the previous hash and the row, each field behind its length
 * in four bytes, so that no two rows can share their bytes by moving a border between fields.
 * docs/audit-format.md says it for other programs.
 */
export function chainHash(install: string, previous: Uint8Array, row: ChainRow): Buffer {
  const fields: readonly (string | Uint8Array)[] = [
    previous,
    row.seq.toString(),
    row.at.toString(),
    row.monotonic_ns.toString(),
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
  const lengths = fields.map((field) =>
    typeof field === 'string' ? Buffer.byteLength(field) : field.length,
  );
  const start = startOf(install);
  const bytes = Buffer.allocUnsafe(
    lengths.reduce((sum, length) => sum + prefixBytes + length, start.length),
  );
  let at = start.copy(bytes);
  for (const [index, field] of fields.entries()) {
    at = bytes.writeUInt32BE(lengths[index] ?? 0, at);
    if (typeof field === 'string') at += bytes.write(field, at);
    else {
      bytes.set(field, at);
      at += field.length;
    }
  }
  return hashOf('sha256', bytes, 'buffer');
}

const starts = new Map<string, Buffer>();

/** The start of an install's rows, made once. */
function startOf(install: string): Buffer {
  const known = starts.get(install) ?? chainStart(install);
  starts.set(install, known);
  return known;
}

function lengthPrefixed(bytes: Uint8Array): Buffer {
  const prefix = Buffer.alloc(prefixBytes);
  prefix.writeUInt32BE(bytes.length);
  return Buffer.concat([prefix, bytes]);
}

/** The digest of what stands beside the chain; the salt keeps short details unguessable. */
export function detailsDigest(salt: Uint8Array, details: string): Buffer {
  return hashOf('sha256', Buffer.concat([salt, Buffer.from(details, 'utf8')]), 'buffer');
}
